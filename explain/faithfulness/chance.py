"""Is an explanation better than chance? Its strongest words against random choices of as many."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from explain.attribution import Target
from explain.faithfulness.erasers import ErasableText

SHARE = 0.2
"""Share of the words that are taken out."""
N_SETS = 200
LEAST_SETS = 20
"""With fewer other choices, a text is too short to tell."""
CLEARLY = 0.95
"""Share of the other choices from which on an explanation is called better than chance."""


@dataclass(frozen=True)
class ChanceRank:
    """The strongest words of an explanation beside other choices of as many words.

    ``words`` are the indexes of the words that were taken out, strongest first. ``drop`` is by how much the
    score falls without them (negative: it rises), in units of the score. Of ``n_sets`` other choices, drawn
    without replacement, ``n_beaten`` lower the score less; ties are broken by lot. If the words were chosen
    at random, every ``n_beaten`` from 0 to n_sets would be equally probable. ``n_wanted`` is how many choices
    are compared in the end: n_sets is smaller while it is being measured.
    """

    words: tuple[int, ...]
    drop: float
    n_beaten: int
    n_sets: int
    n_wanted: int

    @property
    def is_too_short(self) -> bool:
        """Whether the text has too few choices to tell."""
        return self.n_wanted < LEAST_SETS

    @property
    def is_better(self) -> bool:
        """Whether it is better than 95 % of the other choices."""
        return not self.is_too_short and self.n_beaten >= CLEARLY * self.n_sets


def n_strongest(n_words: int, share: float = SHARE) -> int:
    """A share of the words, rounded up; at least one."""
    return max(1, math.ceil(share * n_words - 1e-9))


def strongest_words(attributions: Sequence[float], seed: int = 0, share: float = SHARE) -> tuple[int, ...]:
    """Indexes of the words with the highest attributions, strongest first; ties are broken by lot.

    :param attributions: One per word.
    :param seed: Seed of the lots.
    :param share: How many, as a share of all; at least one word.
    """
    lots = np.random.default_rng([seed, 0]).random(len(attributions))
    order = np.lexsort((lots, -np.asarray(attributions)))
    return tuple(order[: n_strongest(len(attributions), share)].tolist())


def random_choices(n_words: int, size: int, n_sets: int, seed: int) -> list[tuple[int, ...]]:
    """Choices of words in random order, drawn without replacement; all if there are no more.

    :param size: Words in a choice.
    :param n_sets: How many choices, at most.
    """
    draws = np.random.default_rng([seed, 1])
    if math.comb(n_words, size) <= n_sets:
        found = list(combinations(range(n_words), size))
        draws.shuffle(found)
        return found
    drawn: dict[tuple[int, ...], None] = {}
    while len(drawn) < n_sets:
        drawn[tuple(sorted(draws.choice(n_words, size, replace=False).tolist()))] = None
    return list(drawn)


def chance_ranks(
    text: ErasableText,
    targets: Sequence[Target],
    attributions: Sequence[Sequence[float]],
    *,
    n_sets: int = N_SETS,
    seed: int = 0,
) -> Iterator[list[ChanceRank]]:
    """Compare the strongest words of explanations with random choices of as many words.

    What is removed is a fifth of the words, at least one (:data:`SHARE`): a point of the deletion curve of
    Samek et al. 2017 (arXiv 1509.06321), whose place among random ones makes it readable for a single text.
    All targets share the forward passes of the random choices.

    :param text: The text, with one group for each word.
    :param targets: What was explained.
    :param attributions: For each target, one number per word; the highest are removed.
    :param n_sets: Random choices to compare with, at least 1; all of them if there are no more.
    :param seed: Seed of the choices, and of the lots that break ties.
    :returns: After each chunk of choices one result per target; the last is complete.
    :raises ValueError: If an argument is out of range, or there is not one attribution for each word.
    :raises NonFiniteAttribution: If a score is NaN or infinite.
    """
    n_words = len(text.groups)
    if n_sets < 1:
        raise ValueError(f"n_sets is {n_sets}; it must be at least 1")
    if n_words == 0 or len(targets) != len(attributions) or {len(each) for each in attributions} - {n_words}:
        raise ValueError(f"expected {n_words} attributions, one for each word, for each of the targets")
    return _ranks(text, targets, [strongest_words(each, seed) for each in attributions], n_sets, seed)


def _ranks(
    text: ErasableText, targets: Sequence[Target], chosen: Sequence[tuple[int, ...]], n_sets: int, seed: int
) -> Iterator[list[ChanceRank]]:
    # The same choices for all targets, each of which leaves out its own.
    drawn = random_choices(len(text.groups), len(chosen[0]), n_sets + len(chosen), seed)
    others = [
        [place for place, choice in enumerate(drawn) if choice != tuple(sorted(own))][:n_sets]
        for own in chosen
    ]
    lots = np.random.default_rng([seed, 2])  # not the numbers that have drawn the choices
    own_lots, drawn_lots = (lots.random(len(choices)).tolist() for choices in (chosen, drawn))
    found: list[list[float]] = []
    for scores in text.scores(targets, [(), *chosen, *drawn]):
        found += scores.tolist()
        whole, own, rest = found[0], found[1 : 1 + len(chosen)], found[1 + len(chosen) :]
        if not rest:
            continue
        ranks = []
        for index, places in enumerate(others):
            mine = (own[index][index], own_lots[index])
            seen = [(rest[place][index], drawn_lots[place]) for place in places if place < len(rest)]
            n_beaten = sum(other > mine for other in seen)
            drop = whole[index] - own[index][index]
            ranks.append(ChanceRank(chosen[index], drop, n_beaten, len(seen), len(places)))
        yield ranks
