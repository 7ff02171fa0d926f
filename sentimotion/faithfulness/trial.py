"""The figures of one explanation under one eraser. Pure."""

from dataclasses import dataclass
from typing import Final

from sentimotion.labels import Head

RANDOM: Final = "random order"


@dataclass(frozen=True, slots=True)
class Trial:
    """One explanation of one head of a text, under one eraser.

    ``method`` is RANDOM for words in random order, which have no ``baseline``. ``normalized_aopc``, 0 to 1,
    is measured for short texts and the default eraser only. The other figures: :class:`explain.Faithfulness`.
    """

    head: Head
    method: str
    baseline: str
    eraser: str
    comprehensiveness: float
    sufficiency: float
    falls: float
    normalized_aopc: float | None = None
