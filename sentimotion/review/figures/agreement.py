"""Agreement beyond chance: Cohen's kappa of two annotators, Krippendorff's alpha of several. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score

from sentimotion.labels import LABELS, Head
from sentimotion.review.figures.intervals import RESAMPLES, Measure, Reason, missing, percentile_interval

LabelsByItem = Mapping[int, Mapping[str, str]]
"""Labels of one head by item and annotator; annotators who left the head open are missing."""


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Cohen's kappa of two annotators, on the items that both have decided."""

    one: str
    other: str
    kappa: Measure


def kappa(
    head: Head, pairs: Sequence[tuple[str, str]], reason: Reason, items: Sequence[int] | None = None
) -> Measure:
    """Cohen's kappa (1960): agreement beyond chance, given the label frequencies of both sides.

    The interval is a bootstrap over items, each with all its pairs, as pairs of one item are not independent.

    :param head: The head of the labels.
    :param pairs: Pairs of labels.
    :param reason: The reason to report if there are no pairs.
    :param items: Item id of each pair; None if every pair belongs to another item.
    """
    if not pairs:
        return missing(reason)
    one, other = zip(*pairs, strict=True)
    labels = LABELS[head]
    if len({*one, *other}) == 1:
        return missing("one_label", len(pairs))
    value = float(cohen_kappa_score(one, other, labels=labels))
    tables = _tables_by_item(head, pairs, range(len(pairs)) if items is None else items)
    # Kappa depends only on the sum of the resampled tables, so it is enough to draw how often each distinct
    # table occurs.
    distinct, counts = np.unique(tables, axis=0, return_counts=True)
    draws = np.random.default_rng(0).multinomial(len(tables), counts / len(tables), size=RESAMPLES)
    # Floating-point products are faster, and exact for integers of this size.
    sums = (draws.astype(float) @ distinct.astype(float)).reshape(RESAMPLES, len(labels), len(labels))
    low, high = percentile_interval(kappas(sums.astype(np.int64)))
    return Measure(value, low, high, len(pairs))


def _tables_by_item(head: Head, pairs: Sequence[tuple[str, str]], items: Sequence[int]) -> NDArray[np.int64]:
    """Counts of each pair of labels for each item, (items, labels * labels)."""
    places = {label: place for place, label in enumerate(LABELS[head])}
    cells = np.array([places[one] * len(places) + places[other] for one, other in pairs])
    found, rows = np.unique(np.asarray(items), return_inverse=True)
    n_cells = len(places) ** 2
    counts = np.bincount(rows * n_cells + cells, minlength=len(found) * n_cells)
    return counts.reshape(len(found), n_cells)


def kappas(tables: NDArray[np.int64]) -> NDArray[np.float64]:
    """Kappa of many tables of counts at once.

    :param tables: (tables, labels, labels).
    :returns: (tables,); NaN if kappa is not defined.
    """
    n = tables.sum(axis=(1, 2))
    agreed = np.trace(tables, axis1=1, axis2=2) / n
    by_chance = (tables.sum(axis=1) * tables.sum(axis=2)).sum(axis=1) / n**2
    defined = by_chance < 1
    values = np.full(len(tables), np.nan)
    values[defined] = (agreed - by_chance)[defined] / (1 - by_chance)[defined]
    return values


def pair_kappas(head: Head, labels: LabelsByItem, annotators: Sequence[str]) -> tuple[PairAgreement, ...]:
    """Cohen's kappa of every two annotators; missing with a reason if they have no common item."""
    found = []
    for one, other in combinations(annotators, 2):
        pairs = [(by[one], by[other]) for by in labels.values() if one in by and other in by]
        found.append(PairAgreement(one, other, kappa(head, pairs, "no_overlap")))
    return tuple(found)


def alpha(head: Head, labels: LabelsByItem) -> Measure:
    """Krippendorff's alpha for nominal labels, on the items that at least two annotators have decided.

    1 is full agreement, 0 agreement by chance. Unlike kappa, it supports any number of annotators with
    different items. The interval is a bootstrap over items.
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
    # Alpha depends only on sums over the resampled items, so it is enough to draw how often each distinct row
    # occurs.
    distinct, times = np.unique(counts, axis=0, return_counts=True)
    draws = np.random.default_rng(0).multinomial(len(counts), times / len(counts), size=RESAMPLES)
    low, high = percentile_interval(nominal_alphas(distinct, draws))
    (value,) = nominal_alphas(distinct, times[np.newaxis])
    return Measure(float(value), low, high, len(counts))


def nominal_alphas(units: NDArray[np.int64], times: NDArray[np.int64]) -> NDArray[np.float64]:
    """Krippendorff's alpha for nominal labels, for many samples at once.

    Krippendorff, *Computing Krippendorff's Alpha-Reliability* (2011), part C: 1 - observed / expected
    disagreement, from the diagonal of the coincidence matrix and the totals of the labels.

    :param units: Counts of each label for each unit, (units, labels); at least two labels per unit.
    :param times: Number of occurrences of each unit in each sample, (samples, units).
    :returns: Alpha of each sample, (samples,), at most 1; NaN if all labels are the same.
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
