"""Pure: agreement beyond chance: Cohen's kappa of two, Krippendorff's alpha of several."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score

from sentimotion.labels import LABELS, Head
from sentimotion.review.figures.intervals import RESAMPLES, Measure, Reason, missing, percentile_interval

LabelsByItem = Mapping[int, Mapping[str, str]]
"""Item -> annotator -> label of one head; those who left the head open are absent."""


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Cohen's kappa of two annotators, over the items that both decided."""

    one: str
    other: str
    kappa: Measure


def kappa(
    head: Head, pairs: Sequence[tuple[str, str]], reason: Reason, items: Sequence[int] | None = None
) -> Measure:
    """Cohen's kappa (1960): agreement beyond what the two label frequencies would give by chance.

    The value is scikit-learn's. The interval draws items anew, each with all its pairs: those of one item are
    no independent observations.

    :param head: Whose labels.
    :param pairs: Labels of both sides.
    :param reason: Why there is no figure, if there is no pair.
    :param items: Which item each pair is of; None: each of another one.
    """
    if not pairs:
        return missing(reason)
    one, other = zip(*pairs, strict=True)
    labels = LABELS[head]
    if len({*one, *other}) == 1:
        return missing("one_label", len(pairs))
    value = float(cohen_kappa_score(one, other, labels=labels))
    tables = _tables_by_item(head, pairs, range(len(pairs)) if items is None else items)
    # Kappa depends on the sum of the drawn tables alone: drawing how often each kind comes is the same.
    kinds, counts = np.unique(tables, axis=0, return_counts=True)
    draws = np.random.default_rng(0).multinomial(len(tables), counts / len(tables), size=RESAMPLES)
    # As floats the product is quick, and whole numbers of this size stay exact.
    sums = (draws.astype(float) @ kinds.astype(float)).reshape(RESAMPLES, len(labels), len(labels))
    low, high = percentile_interval(kappas(sums.astype(np.int64)))
    return Measure(value, low, high, len(pairs))


def _tables_by_item(head: Head, pairs: Sequence[tuple[str, str]], items: Sequence[int]) -> NDArray[np.int64]:
    """Of each item, how often each pair of labels comes: (items, labels * labels)."""
    places = {label: place for place, label in enumerate(LABELS[head])}
    cells = np.array([places[one] * len(places) + places[other] for one, other in pairs])
    found, rows = np.unique(np.asarray(items), return_inverse=True)
    n_cells = len(places) ** 2
    counts = np.bincount(rows * n_cells + cells, minlength=len(found) * n_cells)
    return counts.reshape(len(found), n_cells)


def kappas(tables: NDArray[np.int64]) -> NDArray[np.float64]:
    """Kappa of many tables of counts at once, (tables, labels, labels); NaN where it is not defined."""
    n = tables.sum(axis=(1, 2))
    agreed = np.trace(tables, axis1=1, axis2=2) / n
    by_chance = (tables.sum(axis=1) * tables.sum(axis=2)).sum(axis=1) / n**2
    defined = by_chance < 1
    values = np.full(len(tables), np.nan)
    values[defined] = (agreed - by_chance)[defined] / (1 - by_chance)[defined]
    return values


def pair_kappas(head: Head, labels: LabelsByItem, annotators: Sequence[str]) -> tuple[PairAgreement, ...]:
    """Cohen's kappa of each two annotators; pairs without a common item give the reason."""
    found = []
    for one, other in combinations(annotators, 2):
        pairs = [(by[one], by[other]) for by in labels.values() if one in by and other in by]
        found.append(PairAgreement(one, other, kappa(head, pairs, "no_overlap")))
    return tuple(found)


def alpha(head: Head, labels: LabelsByItem) -> Measure:
    """Krippendorff's alpha for labels without order, over the items that two or more decided.

    1 is full agreement, 0 what chance would give. Unlike kappa it takes any number of annotators, each on
    other items. The interval draws items anew.
    """
    if len({annotator for by in labels.values() for annotator in by}) < 2:
        return missing("one_annotator" if labels else "nothing_decided")
    places = {label: place for place, label in enumerate(LABELS[head])}
    counts = np.zeros((len(labels), len(places)), dtype=int)
    for row, by in enumerate(labels.values()):
        for label in by.values():
            counts[row, places[label]] += 1
    counts = counts[counts.sum(axis=1) > 1]
    if not len(counts):
        return missing("no_overlap")
    if (counts.sum(axis=0) > 0).sum() == 1:
        return missing("one_label", len(counts))
    # Alpha depends on sums over the drawn items alone: drawing how often each kind comes is the same.
    kinds, n_of_kind = np.unique(counts, axis=0, return_counts=True)
    draws = np.random.default_rng(0).multinomial(len(counts), n_of_kind / len(counts), size=RESAMPLES)
    low, high = percentile_interval(nominal_alphas(kinds, draws))
    (value,) = nominal_alphas(kinds, n_of_kind[np.newaxis])
    return Measure(float(value), low, high, len(counts))


def nominal_alphas(units: NDArray[np.int64], times: NDArray[np.int64]) -> NDArray[np.float64]:
    """Krippendorff's alpha for labels without order, of many samples at once.

    Krippendorff, *Computing Krippendorff's Alpha-Reliability* (2011), part C: 1 - observed / expected
    disagreement, from the diagonal of the coincidence matrix and the totals of the labels.

    :param units: How often each label was given to a unit, (units, labels); two labels a unit or more.
    :param times: How often each unit comes in a sample, (samples, units).
    :returns: Alpha of each sample, at most 1; NaN where all labels are the same.
    """
    weights = times.astype(float)
    pairs_agreed = weights @ ((units * (units - 1)).sum(axis=1) / (units.sum(axis=1) - 1))
    totals = weights @ units
    n = totals.sum(axis=1)
    expected = n**2 - (totals**2).sum(axis=1)
    values = np.full(len(times), np.nan)
    defined = expected > 0
    values[defined] = 1 - ((n - 1) * (n - pairs_agreed))[defined] / expected[defined]
    return values
