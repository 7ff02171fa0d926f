"""Render a project's figures as Markdown for the command line. Pure."""

from collections.abc import Sequence
from typing import Final

from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.review.figures.confusion import Confusion
from sentimotion.review.figures.figures import Figures, HeadFigures
from sentimotion.review.figures.intervals import Measure, Reason
from sentimotion.review.figures.threshold_curve import Curve, CurvePoint

_REASONS: Final[dict[Reason, str]] = {
    "nothing_decided": "nothing decided yet",
    "no_gold": "no gold labels",
    "one_annotator": "only one annotator",
    "no_overlap": "no item decided by two annotators",
    "one_label": "all labels are equal",
    "never_right": "no correct decision",
    "not_reached": "not reached",
    "nothing_explained": "no explanation shown after a decision",
}


def figures_as_markdown(name: str, figures: Figures) -> str:
    """Render all figures of a project as Markdown.

    :param name: Name of the project.
    """
    stage = "final decisions" if figures.stage == "final" else "decisions before the explanation"
    parts = [
        f"# {name}\n\n{figures.n_decided_items} of {figures.n_items} items decided, "
        f"{figures.n_decided_random} of {figures.n_random} random ones; figures from {stage}, "
        "95% intervals.",
        _table(
            ("annotator", "decided", "skipped", "notes", "last"),
            [
                (one.name, one.decided, one.skipped, one.notes, f"{one.last:%Y-%m-%d %H:%M} UTC")
                for one in figures.annotators
            ],
        ),
        _changes(figures),
        *(_head(head, figures.heads[head]) for head in HEADS),
    ]
    return "\n\n".join(part for part in parts if part)


def _changes(figures: Figures) -> str:
    found = figures.changes
    lines = [f"Changed after the explanation: {_measure(found.rate)}"]
    if found.rate.value is not None:
        lines += [
            f"- {head}: {_measure(found.by_head[head])}; {found.towards_model[head]} toward the model, "
            f"{found.from_model[head]} away from it"
            for head in HEADS
        ]
    return "\n".join(lines)


def _head(head: Head, figures: HeadFigures) -> str:
    agreements = [
        ("model, random items", figures.model_random),
        ("model, all items", figures.model_all),
        ("gold, random items", figures.gold_random),
        ("gold, all items", figures.gold_all),
    ]
    parts = [
        f"## {head}",
        _table(
            ("agreement with", "share", "Cohen's kappa"),
            [(title, _measure(one.share), _measure(one.kappa)) for title, one in agreements],
        ),
        f"Krippendorff's alpha: random items {_measure(figures.alpha_random)}; "
        f"all items {_measure(figures.alpha_all)}",
        _table(
            ("annotators", "Cohen's kappa"),
            [(f"{pair.one}, {pair.other}", _measure(pair.kappa)) for pair in figures.pairs],
        ),
        _confusion(figures.confusion),
        _curve(figures.curve, "random items" if figures.curves_are_random else "all items"),
    ]
    return "\n\n".join(part for part in parts if part)


def _confusion(found: Confusion) -> str:
    labels = LABELS[found.head]
    return _table(
        ("human \\ model", *labels),
        [(label, *(cell.n for cell in row)) for label, row in zip(labels, found.rows, strict=True)],
    )


def _curve(curve: Curve, where: str) -> str:
    if not curve.points:
        return f"Thresholds: {_REASONS[curve.reason or 'nothing_decided']}"
    best = f"{_REASONS['not_reached']}, the highest is {curve.highest_precision or 0:.3f}"
    if curve.best:
        best = f"{curve.best.threshold:.3f}, which keeps {curve.best.share:.1%}"
    shown = [point for point in curve.points if round(point.threshold * 100) % 10 == 0]
    table = _table(
        ("threshold", "precision", "recall", "share kept"),
        [(f"{one.threshold:.1f}", _precision(one), f"{one.recall:.3f}", f"{one.share:.3f}") for one in shown],
    )
    return f"Threshold for a precision of {curve.wanted:g} ({where}): {best}\n\n{table}"


def _precision(point: CurvePoint) -> str:
    if point.precision is None or point.precision_low is None or point.precision_high is None:
        return "–"
    return f"{point.precision:.3f} ({point.precision_low:.3f}–{point.precision_high:.3f})"


def _measure(measure: Measure) -> str:
    if measure.value is None:
        return f"– ({_REASONS[measure.reason or 'nothing_decided']})"
    interval = (
        "" if measure.low is None or measure.high is None else f"{measure.low:.3f} to {measure.high:.3f}, "
    )
    return f"{measure.value:.3f} ({interval}n = {measure.n})"


def _table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Render a Markdown table; empty if it has no rows."""
    if not rows:
        return ""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(
        "| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines
    )
