"""Rank agreement of two explanations of the same text. Needs no model."""

import math
from collections.abc import Sequence


def rank_agreement(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Kendall's tau-b of two attributions of the same words.

    :param one: One number per word.
    :param other: The numbers of another method, in the same order.
    :returns: -1 (opposite order) to 1 (same order), about 0 for unrelated orders. None if either has no
        order: fewer than two words, or all values equal.
    :raises ValueError: If the lengths differ.
    """
    if len(one) != len(other):
        raise ValueError(f"{len(one)} attributions cannot be compared with {len(other)}")
    if len(set(one)) < 2 or len(set(other)) < 2:
        return None
    from scipy.stats import kendalltau  # a second to import, which only comparisons need

    tau = float(kendalltau(one, other).statistic)
    return tau if math.isfinite(tau) else None
