"""Faithfulness metrics: whether the model depends on the words that explanations rank highest.

Comprehensiveness and sufficiency after DeYoung et al. 2020 (ERASER, arXiv 1911.03429), under any eraser.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

import numpy as np
import torch

from explain.attribution import Target
from explain.faithfulness.chance import n_strongest, strongest_words
from explain.faithfulness.erasers import ErasableText

SHARES = (0.01, 0.05, 0.10, 0.20, 0.50)


@dataclass(frozen=True)
class Faithfulness:
    """Effect of removing the top words, or all other words, on a label's probability.

    ``comprehensiveness``: the probability minus the probability without the top words; -1 to 1, higher is
    better. ``sufficiency``: the probability minus the probability with only the top words; -1 to 1, lower is
    better. Both are means over SHARES of the words, at least one word each (area over the perturbation
    curve). ``falls``: whether the target's score falls without the first word, 0 or 1; for random orders the
    share of the words without which it falls. Texts with words removed are out of distribution, so the values
    are only meaningful relative to those of random orders.
    """

    comprehensiveness: float
    sufficiency: float
    falls: float


def faithfulness(
    text: ErasableText,
    targets: Sequence[Target],
    attributions: Sequence[Sequence[Sequence[float]]],
    *,
    n_random: int = 5,
    seed: int = 0,
) -> tuple[list[list[Faithfulness]], list[Faithfulness]]:
    """Measure explanations of one text. Each choice of words is scored once, for all of them.

    :param text: The text, with one group for each word; at least one.
    :param targets: What was explained.
    :param attributions: For each explanation and each target one number per word; the highest are removed
        first, ties in an order drawn by lot.
    :param n_random: Random orders to compare with, at least 1.
    :param seed: Seed of the random orders and lots.
    :returns: For each explanation one result per target; and one per target for words in random order.
    :raises ValueError: If n_random is out of range, or there is not one attribution for each word.
    :raises NonFiniteAttribution: If a score is NaN or infinite.
    """
    n_words = len(text.groups)
    if n_words == 0 or {len(values) for each in attributions for values in each} - {n_words}:
        raise ValueError(f"expected {n_words} attributions, one for each word, and at least one word")
    if n_random < 1:
        raise ValueError(f"n_random is {n_random}; it must be at least 1")
    draws = np.random.default_rng([seed, 3])
    at_random = [tuple(draws.permutation(n_words).tolist()) for _ in range(n_random)]
    orders = [[strongest_words(values, seed, share=1.0) for values in each] for each in attributions]
    removals = _Removals(text, targets, [*at_random, *(order for each in orders for order in each)])
    return (
        [[removals.effect(target, [order]) for target, order in enumerate(each)] for each in orders],
        [
            replace(removals.effect(target, at_random), falls=removals.share_that_lowers(target))
            for target in range(len(targets))
        ],
    )


class _Removals:
    """Scores of a text without each single word, and without and with only the first words of orders."""

    def __init__(
        self, text: ErasableText, targets: Sequence[Target], orders: Sequence[tuple[int, ...]]
    ) -> None:
        self._n_words = len(text.groups)
        self._sizes = [n_strongest(self._n_words, share) for share in SHARES]
        self._n_targets = len(targets)
        chosen: list[Iterable[int]] = [(), *((word,) for word in range(self._n_words))]
        chosen += [part for order in orders for size in self._sizes for part in (order[:size], order[size:])]
        self._places = {choice: place for place, choice in enumerate(dict.fromkeys(map(frozenset, chosen)))}
        probabilities = [Target(target.head, target.label, kind="probability") for target in targets]
        parts = text.scores([*targets, *probabilities], [sorted(choice) for choice in self._places])
        self._scores = torch.cat(list(parts)).numpy()

    def _score(self, target: int, removed: Iterable[int]) -> float:
        return float(self._scores[self._places[frozenset(removed)], target])

    def _loss(self, target: int, removed: Iterable[int]) -> float:
        """By how much the label's probability falls."""
        return self._score(self._n_targets + target, ()) - self._score(self._n_targets + target, removed)

    def _lowers(self, target: int, word: int) -> bool:
        return self._score(target, (word,)) < self._score(target, ())

    def share_that_lowers(self, target: int) -> float:
        """Share of the words without which the score is lower."""
        return fmean(self._lowers(target, word) for word in range(self._n_words))

    def effect(self, target: int, orders: Sequence[tuple[int, ...]]) -> Faithfulness:
        """Mean over orders of the words."""
        cuts = [(order, size) for order in orders for size in self._sizes]
        return Faithfulness(
            fmean(self._loss(target, order[:size]) for order, size in cuts),
            fmean(self._loss(target, order[size:]) for order, size in cuts),
            fmean(self._lowers(target, order[0]) for order in orders),
        )
