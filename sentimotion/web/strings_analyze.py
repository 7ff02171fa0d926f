"""Words of the page, in English and in Bangla: analyze."""

from typing import Final, Literal

ANALYZE: Final[dict[str, dict[Literal["en", "bn"], str]]] = {}
