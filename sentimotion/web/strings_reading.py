"""Words of the page, in English and in Bangla: reading."""

from typing import Final, Literal

READING: Final[dict[str, dict[Literal["en", "bn"], str]]] = {}
