"""The area over the perturbation curve, between the worst and the best that any order of the words reaches.

Edin et al. 2024, Normalized AOPC (arXiv 2408.08137), in its exact form: it scores every subset of the words.
"""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from explain.attribution import Target
from explain.faithfulness.erasers import ErasableText

MAX_WORDS = 10
"""2 ** 10 subsets, each a forward pass."""


def subset_losses(text: ErasableText, targets: Sequence[Target]) -> NDArray[np.float64]:
    """By how much the scores fall without each subset of the words.

    :param text: The text, with one group for each word, at most MAX_WORDS.
    :param targets: What to score.
    :returns: (2 ** n_words, n_targets): in row i without the words whose bits are set in i.
    :raises ValueError: If there are too many words.
    :raises NonFiniteAttribution: If a score is NaN or infinite.
    """
    n_words = len(text.groups)
    if n_words > MAX_WORDS:
        raise ValueError(f"the text has {n_words} words, at most {MAX_WORDS} are taken")
    subsets = [[word for word in range(n_words) if index >> word & 1] for index in range(2**n_words)]
    scores = torch.cat(list(text.scores(targets, subsets))).numpy()
    return np.asarray(scores[0] - scores)


def normalized_aopc(losses: NDArray[np.float64], order: Sequence[int]) -> float | None:
    """Where an order of the words stands between the worst (0) and the best (1) order.

    :param losses: One column of :func:`subset_losses`.
    :param order: The words, first removed first.
    :returns: None if all orders are equal.
    """
    subsets = np.cumsum([1 << word for word in order])
    return _between_limits(losses, float(losses[subsets].mean()))


def expected_normalized_aopc(losses: NDArray[np.float64]) -> float | None:
    """The mean of :func:`normalized_aopc` over all orders."""
    sizes = np.array([index.bit_count() for index in range(len(losses))])
    by_size = [losses[sizes == size].mean() for size in range(1, int(sizes.max()) + 1)]
    return _between_limits(losses, float(np.mean(by_size)))


def _between_limits(losses: NDArray[np.float64], aopc: float) -> float | None:
    worst, best = (_limit(losses, choose) for choose in (min, max))
    return None if best - worst < 1e-9 else (aopc - worst) / (best - worst)


def _limit(losses: NDArray[np.float64], choose: Callable[[Iterable[float]], float]) -> float:
    """The lowest or highest area of any order: each subset is reached from the one with a word less."""
    n_words = len(losses).bit_length() - 1
    sums = [0.0]
    for subset in range(1, len(losses)):
        before = choose(sums[subset ^ (1 << word)] for word in range(n_words) if subset >> word & 1)
        sums.append(float(losses[subset]) + before)
    return sums[-1] / n_words
