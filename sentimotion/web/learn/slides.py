"""Slides of the lesson's steps for presentation mode."""

from collections.abc import Mapping
from typing import Final

from sentimotion.labels import HEADS
from sentimotion.web.components.slides import Slide
from sentimotion.web.learn.lesson import Step


def _slide(step: Step, *parts: str, along: str = "") -> Slide:
    """Slide with parts of a step's panel."""
    panel = f"#learn-{step}"
    return Slide(tuple(f"{panel} {part}" for part in parts), "lesson", along and f"{panel} {along}")


LESSON: Final[Mapping[Step, tuple[Slide, ...]]] = {
    "tokens": (_slide("tokens", "h2", ".stacks", ".fact"),),
    "heads": (_slide("heads", "h2", ".drawing"),),
    "thresholds": tuple(
        _slide("thresholds", f"#learn-head-{head} .decision", f"#learn-head-{head} .chart") for head in HEADS
    ),
    # One screen per slider position, from the baseline to the text.
    "path": (
        _slide("path", "h2", ".score"),
        _slide("path", ".walk-line p", ".chart", ".sentence", ".sum", along=".walk input[type=range]"),
    ),
    "receipt": (_slide("receipt", "h2", ".figures", ".fact"),),
    "doubts": tuple(
        _slide("doubts", f"[data-doubt={name}]") for name in ("blanks", "methods", "full", "planted")
    ),
    "quiz": (
        _slide("quiz", ".fact", ".verdict-line", "[data-score]"),
        _slide("quiz", ".fact", ".sentence", ".legend"),
    ),
}
