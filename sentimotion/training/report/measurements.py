"""All measurements of a trained model that the model card reports."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sentimotion.evaluation.calibration import (
    Coverage,
    HeldOutError,
    Reliability,
    coverage_at,
    held_out_error,
    reliability,
)
from sentimotion.inference.decisions import decide
from sentimotion.inference.predictor import Probabilities
from sentimotion.labels import DEFAULT_THRESHOLDS, HEADS, Head
from sentimotion.tables.labeled_rows import NO_LABEL, LabeledRow
from sentimotion.training.report.dev_metrics import NetworkPredictor, Score, measure
from sentimotion.training.report.robustness import (
    EVERYDAY_FILE,
    PassRate,
    Spread,
    pass_rates,
    read_checks,
    read_groups,
    read_page_groups,
    spreads_by_use,
)

# In addition to the defaults, for the table of coverage by threshold.
_THRESHOLDS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)

GroupSpreads = Mapping[str, Mapping[str, tuple[Spread, ...]]]
"""By kind of group, then for all names, inserted names and held-back names."""


@dataclass(frozen=True, slots=True)
class DecisionAccuracy:
    """Accuracy of a head's top labels, and of its decisions with the default threshold; 0 to 1."""

    dataset: str
    head: Head
    top_label: float
    decided: float


@dataclass(frozen=True, slots=True)
class Measurements:
    """All measurements of a checkpoint; those of test sets are empty if they were not requested."""

    scores: tuple[Score, ...]
    """On the dev sets labeled by the guideline."""
    tfidf: tuple[Score, ...]
    public_scores: tuple[Score, ...]
    """On the public dev sets, each with its own labeling scheme."""
    probe_scores: tuple[Score, ...]
    """Linear probes on the public dev sets, each trained on the labels of the set."""
    test_scores: tuple[Score, ...]
    test_tfidf: tuple[Score, ...]
    test_probe_scores: tuple[Score, ...]
    temperatures: Mapping[Head, float]
    before: Mapping[Head, Reliability]
    """On the pooled dev rows, before calibration."""
    after: Mapping[Head, Reliability]
    held_out: Mapping[Head, HeldOutError]
    decisions: tuple[DecisionAccuracy, ...]
    kept: Mapping[Head, tuple[Coverage, ...]]
    pass_rates: tuple[PassRate, ...]
    everyday_pass_rates: tuple[PassRate, ...]
    spreads: GroupSpreads
    page_spreads: GroupSpreads
    """For the templates of the page's Compare tab."""


def labeled_probabilities(
    rows: Sequence[LabeledRow], probabilities: Sequence[Probabilities], head: Head
) -> tuple[NDArray[np.float64], list[int]]:
    """Probabilities, (texts, labels), and label indexes of the rows that have a label of a head."""
    pairs = [
        (values.of(head), row.label_index(head))
        for row, values in zip(rows, probabilities, strict=True)
        if row.label_index(head) != NO_LABEL
    ]
    return np.array([values for values, _ in pairs]), [index for _, index in pairs]


def reliabilities(rows: Sequence[LabeledRow], predict: NetworkPredictor) -> dict[Head, Reliability]:
    """Compute the reliability of each head on its labeled rows."""
    probabilities = predict([row.text for row in rows])
    return {head: reliability(*labeled_probabilities(rows, probabilities, head)) for head in HEADS}


def measure_checkpoint(
    predict: NetworkPredictor,
    development: Mapping[str, Sequence[LabeledRow]],
    public: Mapping[str, Sequence[LabeledRow]],
    tests: Mapping[str, Sequence[LabeledRow]],
    tfidf: Callable[[Mapping[str, Sequence[LabeledRow]]], list[Score]],
    probes: tuple[Sequence[Score], Sequence[Score]],
    temperatures: Mapping[Head, float],
    before: Mapping[Head, Reliability],
) -> Measurements:
    """Compute all measurements of a finished model.

    :param predict: The calibrated model.
    :param development: Dev rows labeled by the guideline, by the name of their set.
    :param public: Dev rows of the public sets, by the name of their set.
    :param tests: Test rows by the name of their set, for reporting only; may be empty.
    :param tfidf: Returns the scores of the TF-IDF baseline on sets.
    :param probes: Scores of linear probes on the public dev sets, and on the test sets.
    :param temperatures: Temperature by head.
    :param before: Reliability on the pooled dev rows before calibration.
    """
    pooled = [row for rows in development.values() for row in rows]
    probabilities = predict([row.text for row in pooled])
    return Measurements(
        scores=tuple(measure(development, predict.top_labels)),
        tfidf=tuple(tfidf(development)),
        public_scores=tuple(measure(public, predict.top_labels)),
        probe_scores=tuple(probes[0]),
        test_scores=tuple(measure(tests, predict.top_labels)),
        test_tfidf=tuple(tfidf(tests)) if tests else (),
        test_probe_scores=tuple(probes[1]),
        temperatures=dict(temperatures),
        before=dict(before),
        after=reliabilities(pooled, predict),
        held_out={
            head: held_out_error(*labeled_probabilities(pooled, probabilities, head)) for head in HEADS
        },
        decisions=tuple(_decision_accuracies(development, predict)),
        kept={
            head: coverage_at(
                *labeled_probabilities(pooled, probabilities, head),
                sorted({*_THRESHOLDS, DEFAULT_THRESHOLDS[head]}),
            )
            for head in HEADS
        },
        pass_rates=tuple(pass_rates(read_checks(), predict)),
        everyday_pass_rates=tuple(pass_rates(read_checks(EVERYDAY_FILE), predict)),
        spreads=_group_spreads(read_groups(), predict),
        page_spreads=_group_spreads(read_page_groups(), predict),
    )


def _group_spreads(
    groups: Mapping[str, tuple[list[str], list[str]]], predict: NetworkPredictor
) -> GroupSpreads:
    return {kind: spreads_by_use(templates, names, predict) for kind, (templates, names) in groups.items()}


def _decision_accuracies(
    development: Mapping[str, Sequence[LabeledRow]], predict: NetworkPredictor
) -> Iterator[DecisionAccuracy]:
    for name, rows in development.items():
        for head in HEADS:
            truths = [row.label(head) for row in rows if row.label(head) is not None]
            found = predict([row.text for row in rows if row.label(head) is not None])
            decided = [decide(head, one.of(head), DEFAULT_THRESHOLDS[head]) for one in found]
            if decided:
                yield DecisionAccuracy(
                    name,
                    head,
                    float(np.mean([d.top_label == t for d, t in zip(decided, truths, strict=True)])),
                    float(np.mean([d.label == t for d, t in zip(decided, truths, strict=True)])),
                )
