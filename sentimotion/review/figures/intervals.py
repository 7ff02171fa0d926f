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
    "nothing_decided",  # no decision that counts here
    "no_gold",  # decisions, but none on a text with a gold label
    "one_annotator",  # agreement among annotators needs two
    "no_overlap",  # several annotators, but no text that two of them decided
    "one_label",  # everything has the same label: chance alone would agree
    "never_right",  # nothing that a threshold could keep is right
    "not_reached",  # no threshold reaches what is wanted
    "nothing_explained",  # no explanation was shown after a decision
]


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure from ``n`` observations, with a 95 % interval; or None with the reason.

    ``low`` and ``high`` are None as well where the observations are too few or too equal to tell.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    reason: Reason | None = None


def missing(reason: Reason, n: int = 0) -> Measure:
    """No figure, and why."""
    return Measure(None, None, None, n, reason)


def share(hits: Sequence[Sequence[bool]], reason: Reason) -> Measure:
    """The share of hits.

    Where every item was seen once, the interval is Wilson's. Where some were seen by several annotators,
    their decisions on one item are no independent observations: then items are drawn anew (bootstrap), or,
    where all have the same share and every draw would give it again, :func:`wilson_of_items`.

    :param hits: For each item, whether each decision on it is a hit.
    :param reason: Why there is no figure, if there is no decision.
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

    Several decisions on one item are no independent observations; how much they say together is not asked.
    So the interval is conservative: it is right where they always agree, and wider than need be where they
    do not. Where every item has one decision, it is Wilson's.

    :param hits: Of the decisions, 0 to ``n``.
    :param n: Decisions, at least 1.
    :param n_items: Distinct items that they are on, 1 to ``n``.
    """
    # The same share of the items is seldom a whole number of them: from the one below to the one above.
    low = wilson(hits * n_items // n, n_items).low
    high = wilson(-(-hits * n_items // n), n_items).high
    return Measure(hits / n, low, high, n)


def percentile_interval(values: NDArray[np.float64]) -> tuple[float | None, float | None]:
    """The middle 95 % of a statistic's values on resamples.

    None where hardly any is defined, or they are all the same: observations without a difference do not tell
    how far the figure may be off, least of all that it is exact.
    """
    defined = values[np.isfinite(values)]
    if len(defined) < len(values) / 2:
        return None, None
    low, high = np.percentile(defined, [50 * (1 - LEVEL), 50 * (1 + LEVEL)])
    # The same value from other counts differs in the last digits.
    return (None, None) if high - low < _SAME else (float(low), float(high))
