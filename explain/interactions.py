"""Which words work together: the interaction of every two words of a short text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from explain.attribution import Target
from explain.faithfulness.erasers import ErasableText

MAX_WORDS: Final = 16
"""Of n words, 1 + n + n (n - 1) / 2 variants of the text are scored: 137."""


@dataclass(frozen=True, slots=True)
class PairInteractions:
    """How two words work together, for every two words of a text.

    ``empty`` is F(∅), the score of the text without any of its words. ``alone`` has F(a) for each word: the
    score with only this word. ``pairs`` has F(ab) - F(a) - F(b) + F(∅) by the indexes of the two words, the
    smaller one first. All are in units of the score. While the pairs are being measured, some are missing.
    """

    empty: float
    alone: tuple[float, ...]
    pairs: Mapping[tuple[int, int], float]

    @property
    def n_pairs(self) -> int:
        """Pairs of words in the text."""
        return len(self.alone) * (len(self.alone) - 1) // 2


def pair_interactions(text: ErasableText, targets: Sequence[Target]) -> Iterator[list[PairInteractions]]:
    """Measure the interaction of every two words of a text: F(ab) - F(a) - F(b) + F(∅).

    F is the target's score of the text with only these words; all others are taken out by the text's eraser.
    It is 0 for two words whose effects add up, positive if they raise the score together by more than their
    effects alone add up to. It is the Harsanyi dividend of the two words (Harsanyi 1963); the Shapley
    interaction index (Grabisch and Roubens 1999) averages such differences over all subsets of the other
    words, each of which takes a forward pass.

    F(∅) and F(a) are shared by all pairs, the forward passes by all targets.

    :param text: The text, with one group for each word; 1 to MAX_WORDS. Tokens in no group always stay.
    :param targets: The scores.
    :returns: After each chunk of pairs one result per target; the last is complete.
    :raises ValueError: If there is no word, or too many.
    :raises NonFiniteAttribution: If a score is NaN or infinite.
    """
    n_words = len(text.groups)
    if not 1 <= n_words <= MAX_WORDS:
        raise ValueError(f"the text has {n_words} words; interactions are measured of 1 to {MAX_WORDS}")
    return _measured(text, targets, n_words)


def _measured(
    text: ErasableText, targets: Sequence[Target], n_words: int
) -> Iterator[list[PairInteractions]]:
    pairs = list(combinations(range(n_words), 2))
    kept = [(), *((word,) for word in range(n_words)), *pairs]
    removed = [[word for word in range(n_words) if word not in words] for words in kept]
    found: list[list[float]] = []
    for scores in text.scores(targets, removed):
        found += scores.tolist()
        if len(found) > n_words:
            yield [_of_target([row[index] for row in found], pairs, n_words) for index in range(len(targets))]


def _of_target(scores: Sequence[float], pairs: Sequence[tuple[int, int]], n_words: int) -> PairInteractions:
    """The interactions from the scores of no word, each word, and pairs as far as they are measured."""
    empty, alone, together = scores[0], tuple(scores[1 : n_words + 1]), scores[n_words + 1 :]
    return PairInteractions(
        empty,
        alone,
        {
            (one, other): both - alone[one] - alone[other] + empty
            for (one, other), both in zip(pairs, together, strict=False)
        },
    )
