"""Words of the page, in English and in Bangla: learn."""

from typing import Final, Literal

LEARN: Final[dict[str, dict[Literal["en", "bn"], str]]] = {}
