"""How far two explanations of one text agree: no model, no tensors."""

import math
from collections.abc import Sequence

from scipy.stats import kendalltau


def rank_agreement(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Kendall's tau-b of two attributions of the same words.

    :param one: A number a word.
    :param other: Another method's, in the same order.
    :returns: -1 (the opposite order) to 1 (the same order), about 0 where they have nothing to do with each
        other; None where there is no order to compare: fewer than two words, or all alike.
    :raises ValueError: If there are not as many numbers.
    """
    if len(one) != len(other):
        raise ValueError(f"{len(one)} attributions cannot be compared with {len(other)}")
    if len(set(one)) < 2 or len(set(other)) < 2:
        return None
    tau = float(kendalltau(one, other).statistic)
    return tau if math.isfinite(tau) else None
