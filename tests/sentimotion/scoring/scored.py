"""Rows as score writes them, made by hand."""

from collections.abc import Mapping
from typing import Any

from sentimotion.labels import LABELS
from sentimotion.report.scored_rows import ReportColumns, ScoredRow, read_scored


def record(
    text: str = "ভালো লাগল",
    sentiment: str = "positive",
    emotion: str = "happy",
    *,
    probability: float = 0.9,
    top: Mapping[str, str] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """A row of a scored file.

    :param probability: Of each head's most probable label; the others share the rest.
    :param top: The most probable label of a head that says something else (neutral, for want of better).
    :param more: Other columns, or other values of these.
    """
    said = {"sentiment": sentiment, "emotion": emotion}
    values: dict[str, Any] = {
        "text": text,
        "truncated": False,
        "text_warnings": "",
        "checkpoint_version": None,
        "error": None,
    } | said
    for head, label in said.items():
        rest = (1 - probability) / (len(LABELS[head]) - 1)
        most = (top or {}).get(head, label)
        values |= {f"{head}_{name}": probability if name == most else rest for name in LABELS[head]}
        values[f"{head}_confidence"] = values[f"{head}_{label}"]
    return values | more


def row(text: str = "ভালো লাগল", **more: Any) -> ScoredRow:
    """The same, as the report reads it."""
    read = read_scored(record(text, **more), ReportColumns(day="day", group="group"))
    assert isinstance(read, ScoredRow)
    return read
