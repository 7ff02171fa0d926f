"""A figure with its confidence interval, or the reason why it is missing. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest, bootstrap

LEVEL: Final = 0.95
RESAMPLES: Final = 1000
_SAME: Final = 1e-9

Reason = Literal[
    "nothing_decided",  # no decisions
    "no_gold",  # no decisions on texts with a gold label
    "one_annotator",  # agreement requires two annotators
    "no_overlap",  # no text that two annotators have decided
    "one_label",  # all labels are equal: agreement beyond chance is undefined
    "never_right",  # no correct decision
    "not_reached",  # no threshold reaches the wanted precision
    "nothing_explained",  # no explanation was shown after a decision
]


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure from ``n`` observations, with a 95 % interval; or None with the reason.

    ``low`` and ``high`` are None if the observations are too few or too uniform for an interval.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    reason: Reason | None = None


def missing(reason: Reason, n: int = 0) -> Measure:
    """A missing figure with its reason."""
    return Measure(None, None, None, n, reason)


def share(hits: Sequence[Sequence[bool]], reason: Reason) -> Measure:
    """The share of hits, with an interval.

    If every item has one decision, the interval is Wilson's. Several decisions on one item are not
    independent, so then items are resampled (bootstrap); if all items have the same share,
    :func:`wilson_of_items` is used.

    :param hits: For each item, whether each decision on it is a hit.
    :param reason: The reason if there are no decisions.
    """
    hits = [ones for ones in hits if ones]
    n = sum(len(ones) for ones in hits)
    if not n:
        return missing(reason)
    n_hits = sum(sum(ones) for ones in hits)
    if n == len(hits) or all(sum(ones) * n == n_hits * len(ones) for ones in hits):
        return wilson_of_items(n_hits, n, len(hits))
    counts = np.array([(sum(ones), len(ones)) for ones in hits], dtype=float)
    found = bootstrap(
        (counts[:, 0], counts[:, 1]),
        lambda hit, made, axis: hit.sum(axis=axis) / made.sum(axis=axis),
        paired=True,
        vectorized=True,
        n_resamples=RESAMPLES,
        batch=100,
        confidence_level=LEVEL,
        method="percentile",
        rng=np.random.default_rng(0),
    ).confidence_interval
    return Measure(n_hits / n, float(found.low), float(found.high), n)


@lru_cache(4096)
def wilson(hits: int, n: int) -> Measure:
    """A share with Wilson's interval; ``n`` at least 1."""
    interval = binomtest(hits, n).proportion_ci(LEVEL, method="wilson")
    return Measure(hits / n, float(interval.low), float(interval.high), n)


def wilson_of_items(hits: int, n: int, n_items: int) -> Measure:
    """A share of ``n`` decisions on ``n_items`` items, with Wilson's interval as if each item counted once.

    Several decisions on one item are not independent. The interval is conservative: exact if they always
    agree, and wider than necessary otherwise. If every item has one decision, it equals Wilson's.

    :param hits: Number of hits, 0 to ``n``.
    :param n: Number of decisions, at least 1.
    :param n_items: Number of distinct items, 1 to ``n``.
    """
    # The same share of the items is rarely an integer: use the integers below and above.
    low = wilson(hits * n_items // n, n_items).low
    high = wilson(-(-hits * n_items // n), n_items).high
    return Measure(hits / n, low, high, n)


def percentile_interval(values: NDArray[np.float64]) -> tuple[float | None, float | None]:
    """The middle 95 % of a statistic's values on resamples.

    None if few values are defined or all are equal: uniform observations carry no information on the error.
    """
    defined = values[np.isfinite(values)]
    if len(defined) < len(values) / 2:
        return None, None
    low, high = np.percentile(defined, [50 * (1 - LEVEL), 50 * (1 + LEVEL)])
    # Equal values that are computed from different counts differ in the last digits.
    return (None, None) if high - low < _SAME else (float(low), float(high))
