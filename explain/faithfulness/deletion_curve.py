"""The score of a text as its words are taken out one after the other, beside random orders."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from explain.attribution import Target
from explain.faithfulness.chance import strongest_words
from explain.faithfulness.erasers import ErasableText

N_ORDERS = 20


@dataclass(frozen=True)
class DeletionCurve:
    """Scores of a text without its first k words, k from 0 to all of them, in an explanation's order.

    ``order`` has the words' indexes, highest attribution first. ``scores`` has len(order) + 1 scores. Each
    row of ``at_random`` has as many, for an order drawn at random.
    """

    order: tuple[int, ...]
    scores: tuple[float, ...]
    at_random: tuple[tuple[float, ...], ...]


def deletion_curve(
    text: ErasableText,
    target: Target,
    attributions: Sequence[float],
    *,
    n_orders: int = N_ORDERS,
    seed: int = 0,
) -> Iterator[DeletionCurve]:
    """Take out the words one after the other (Samek et al. 2017, arXiv 1509.06321).

    :param text: The text, with one group for each word.
    :param target: What was explained.
    :param attributions: One per word; the highest are removed first, ties in an order drawn by lot.
    :param n_orders: Random orders beside it, at least 0.
    :param seed: Seed of the orders and lots.
    :returns: The curve without random orders, then with one more after the other; the last is complete.
    :raises ValueError: If there is not one attribution for each word, or n_orders is negative.
    :raises NonFiniteAttribution: If a score is NaN or infinite.
    """
    n_words = len(text.groups)
    if n_words == 0 or len(attributions) != n_words:
        raise ValueError(f"{len(attributions)} attributions for {n_words} words; at least one of each")
    if n_orders < 0:
        raise ValueError(f"n_orders is {n_orders}; it must be at least 0")
    draws = np.random.default_rng(seed)
    orders = [draws.permutation(n_words).tolist() for _ in range(n_orders)]
    return _curves(text, target, strongest_words(attributions, seed, share=1.0), orders)


def _curves(
    text: ErasableText, target: Target, order: tuple[int, ...], orders: Sequence[Sequence[int]]
) -> Iterator[DeletionCurve]:
    n_words = len(order)
    # All orders begin with the whole text and end without any word.
    removed = [order[:n_removed] for n_removed in range(n_words + 1)]
    removed += [tuple(each[:n_removed]) for each in orders for n_removed in range(1, n_words)]
    found: list[float] = []
    n_yielded = -1
    for scores in text.scores([target], removed):
        found += scores[:, 0].tolist()
        own, rest = tuple(found[: n_words + 1]), found[n_words + 1 :]
        n_complete = len(rest) // (n_words - 1) if n_words > 1 else len(orders)
        if len(own) <= n_words or n_complete == n_yielded:
            continue
        n_yielded = n_complete
        rows = tuple(
            (own[0], *rest[start : start + n_words - 1], own[-1])
            for start in range(0, n_complete * (n_words - 1), max(1, n_words - 1))
        )
        yield DeletionCurve(order, own, rows if n_words > 1 else tuple(own for _ in orders))
