"""Words of the page, in English and in Bangla: compare."""

from typing import Final, Literal

COMPARE: Final[dict[str, dict[Literal["en", "bn"], str]]] = {}
