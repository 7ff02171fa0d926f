"""All measurements of a trained model that the model card reports."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

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
from sentimotion.tables.labelled_rows import NO_LABEL, LabeledRow
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

# Beside the defaults, for the table of what a threshold keeps.
_THRESHOLDS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)

GroupSpreads = Mapping[str, Mapping[str, tuple[Spread, ...]]]
"""By kind of group, then over all names, the inserted and the held back."""


@dataclass(frozen=True, slots=True)
class DecisionAccuracy:
    """How often a head is right on a set: by its top label, and under its default threshold; 0 to 1."""

    dataset: str
    head: Head
    top_label: float
    decided: float


@dataclass(frozen=True, slots=True)
class Measurements:
    """What is known of a checkpoint. Tests are empty where they were not asked for."""

    scores: tuple[Score, ...]
    """On the guideline's dev sets."""
    tfidf: tuple[Score, ...]
    public_scores: tuple[Score, ...]
    """On the public dev sets, each labelled by a scheme of its own."""
    probe_scores: tuple[Score, ...]
    """Of linear probes on these, each trained on the set's own labels."""
    test_scores: tuple[Score, ...]
    test_tfidf: tuple[Score, ...]
    test_probe_scores: tuple[Score, ...]
    temperatures: Mapping[Head, float]
    before: Mapping[Head, Reliability]
    """On the pooled dev rows, before the temperatures."""
    after: Mapping[Head, Reliability]
    held_out: Mapping[Head, HeldOutError]
    decisions: tuple[DecisionAccuracy, ...]
    kept: Mapping[Head, tuple[Coverage, ...]]
    pass_rates: tuple[PassRate, ...]
    everyday_pass_rates: tuple[PassRate, ...]
    spreads: GroupSpreads
    page_spreads: GroupSpreads
    """Of the templates that the page's Compare tab has."""


def labelled(
    rows: Sequence[LabeledRow], probabilities: Sequence[Probabilities], head: Head
) -> tuple[np.ndarray, list[int]]:
    """Probabilities (texts, labels) and label indexes of the rows that have a label of a head."""
    pairs = [
        (values.of(head), row.label_index(head))
        for row, values in zip(rows, probabilities, strict=True)
        if row.label_index(head) != NO_LABEL
    ]
    return np.array([values for values, _ in pairs]), [index for _, index in pairs]


def reliabilities(rows: Sequence[LabeledRow], predict: NetworkPredictor) -> dict[Head, Reliability]:
    """Each head's reliability on its labeled rows."""
    probabilities = predict([row.text for row in rows])
    return {head: reliability(*labelled(rows, probabilities, head)) for head in HEADS}


def write_measurements(
    predict: NetworkPredictor,
    development: Mapping[str, Sequence[LabeledRow]],
    public: Mapping[str, Sequence[LabeledRow]],
    tests: Mapping[str, Sequence[LabeledRow]],
    tfidf: Callable[[Mapping[str, Sequence[LabeledRow]]], list[Score]],
    probes: tuple[Sequence[Score], Sequence[Score]],
    temperatures: Mapping[Head, float],
    before: Mapping[Head, Reliability],
) -> Measurements:
    """Measure a finished model.

    :param predict: The model, its temperatures folded in.
    :param development: The guideline's dev rows by the name of their set.
    :param public: Those of the public sets.
    :param tests: Test rows by the name of their set, to be reported and not chosen by; may be empty.
    :param tfidf: Scores of the TF-IDF baseline on sets.
    :param probes: Scores of linear probes on the public dev sets, and on the tests.
    :param temperatures: Of each head.
    :param before: Reliability before the temperatures, on the pooled dev rows.
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
        held_out={head: held_out_error(*labelled(pooled, probabilities, head)) for head in HEADS},
        decisions=tuple(_decision_accuracies(development, predict)),
        kept={
            head: coverage_at(
                *labelled(pooled, probabilities, head), sorted({*_THRESHOLDS, DEFAULT_THRESHOLDS[head]})
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
