"""Slides of the Compare tab for presentation mode."""

from typing import Final

from sentimotion.labels import HEADS, Head
from sentimotion.web.components.slides import Slide

_SET: Final = "#compare-set-result"


def _decided(head: Head) -> Slide:
    """Slide with the difference for one head and both decisions side by side."""
    cards = [f"#compare-{head}-{index}" for index in (0, 1)]
    columns = tuple((f"{card} .compare-whose", f"{card} .decision", f"{card} .chart") for card in cards)
    return Slide((f"#compare-difference-{head} .compare-difference", columns))


def _weighed(head: Head) -> Slide:
    """Slide with the highlighted words of both texts for one head."""
    parts = [f"#compare-{head}-0 .decision h2"]
    for index in (0, 1):
        card = f"#compare-{head}-{index}"
        explanation = f"{card} .explanation[data-label]"
        parts += [f"{card} .compare-whose", f"{explanation} .sentence", f"{explanation} .legend"]
    return Slide(tuple(parts))


TEXTS_COMPARED: Final = tuple(slide for head in HEADS for slide in (_decided(head), _weighed(head)))
WORD_SWAPPED: Final = (
    Slide(("#swap-summary .compare-title", "#swap-summary .sentence")),
    *(
        Slide((f"#swap-{head} .compare-widest", f"#swap-{head} .chart", "#swap-summary .on-stage"))
        for head in HEADS
    ),
    *(Slide((f"#swap-{head} .compare-table",)) for head in HEADS),
)
SET_RUN: Final = (
    Slide((f"{_SET} .compare-title", f"{_SET} .set-sentences", f"{_SET} .set-names")),
    Slide((f"{_SET} .compare-title", f"{_SET} .set-how")),
    *(Slide((f"{_SET} .compare-table[data-head={head}]",)) for head in HEADS),
    Slide((f"{_SET} .set-means",)),
    Slide((f"{_SET} .set-means-not",)),
)
