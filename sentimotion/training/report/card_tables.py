"""Markdown tables of the model card."""

from collections.abc import Mapping, Sequence

from sentimotion.evaluation.calibration import Coverage, Reliability
from sentimotion.labels import HEADS, LABELS
from sentimotion.training.data.dataset_sources import SOURCES
from sentimotion.training.report.dev_metrics import Score
from sentimotion.training.report.measurements import DecisionAccuracy
from sentimotion.training.report.robustness import PassRate, Spread


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def data_table() -> str:
    """Origins and licenses of the data sets."""
    return _table(
        ["set", "from", "license as stated"],
        [[name, source.origin, source.license] for name, source in SOURCES.items()],
    )


def score_table(scores: Sequence[Score]) -> str:
    """Accuracy and F1, one row per set and head."""
    return _table(
        ["set", "head", "rows", "accuracy", "macro-F1", "weighted F1"],
        [
            [
                score.dataset,
                score.head,
                str(score.rows),
                _share(score.micro_f1),
                _share(score.macro_f1),
                _share(score.weighted_f1),
            ]
            for score in scores
        ],
    )


def served_and_probe_table(served: Sequence[Score], probes: Sequence[Score]) -> str:
    """Accuracy and macro-F1 of the model's heads and of linear probes, one row per set and head.

    Cells are empty for sets without a probe.
    """
    by_set = {(score.dataset, score.head): score for score in probes}
    rows = []
    for score in served:
        probe = by_set.get((score.dataset, score.head))
        found = [_share(probe.micro_f1), _share(probe.macro_f1)] if probe else ["", ""]
        own = [_share(score.micro_f1), _share(score.macro_f1)]
        rows.append([score.dataset, score.head, str(score.rows), own[0], found[0], own[1], found[1]])
    return _table(["set", "head", "rows", "accuracy", "probe", "macro-F1", "probe"], rows)


def decision_table(decisions: Sequence[DecisionAccuracy]) -> str:
    """Accuracy of top labels and of decisions with the default thresholds, one row per set and head."""
    return _table(
        ["set", "head", "top-label accuracy", "decision accuracy"],
        [[one.dataset, one.head, _share(one.top_label), _share(one.decided)] for one in decisions],
    )


def label_rows_list(counts: Mapping[str, Mapping[str, int]]) -> str:
    """Number of training rows by label, one line per head."""
    return "\n".join(
        f"- {head}: " + ", ".join(f"{label} {count}" for label, count in by_label.items())
        for head, by_label in counts.items()
    )


def label_table(scores: Sequence[Score]) -> str:
    """F1 of each label on each set, one table per head; empty if the set has no such label."""
    tables = []
    for head in HEADS:
        rows = [
            [score.dataset, *(_share(score.label_f1.get(label)) for label in LABELS[head])]
            for score in scores
            if score.head == head
        ]
        if rows:
            tables.append(_table([head, *LABELS[head]], rows))
    return "\n\n".join(tables)


def reliability_table(before: Reliability, after: Reliability) -> str:
    """Confidence and accuracy of each bin of the reliability diagram, before and after calibration."""
    rows = []
    for one, other in zip(before.bins, after.bins, strict=True):
        if one.n_texts or other.n_texts:
            cells = [f"{one.low:.1f} to {one.high:.1f}"]
            for side in (one, other):
                cells += [str(side.n_texts), _share(side.confidence), _share(side.accuracy)]
            rows.append([*cells, _bar(other.accuracy)])
    return _table(
        [
            *("bin", "texts before", "confidence", "accuracy"),
            *("texts after", "confidence", "accuracy", "accuracy after"),
        ],
        rows,
    )


def _bar(share: float | None) -> str:
    return "" if share is None else "█" * round(20 * share)


def coverage_table(kept: Sequence[Coverage]) -> str:
    """Share of texts kept and their accuracy, one row per threshold."""
    return _table(
        ["threshold", "texts kept", "accuracy"],
        [[f"{one.threshold:.2f}", f"{one.share:.1%}", _share(one.accuracy)] for one in kept],
    )


def pass_table(rates: Sequence[PassRate]) -> str:
    """Pass rates by capability, and in total."""
    total = PassRate("all", sum(r.passed for r in rates), sum(r.checks for r in rates), ())
    return _table(
        ["capability", "passed", "checks", "rate"],
        [
            [rate.capability, str(rate.passed), str(rate.checks), f"{rate.passed / rate.checks:.0%}"]
            for rate in (*rates, total)
        ],
    )


def spread_table(spreads: Mapping[str, Sequence[Spread]]) -> str:
    """Ranges of each label's probability over the named groups, one row per choice of names."""
    return _table(
        ["head", "label", "names", "mean range", "largest range", "lowest for", "highest for"],
        [
            [
                one.head,
                one.label,
                names,
                _share(one.mean),
                _share(one.largest),
                one.low_name,
                one.high_name,
            ]
            for of_label in zip(*spreads.values(), strict=True)
            for names, one in zip(spreads, of_label, strict=True)
        ],
    )
