"""Aggregate word attributions over many explanations. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, fsum
from typing import Final

from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.report.scored_rows import ScoredRow
from sentimotion.report.snippets import shorten, word_key

N_WORDS: Final = 10
"""Words shown per label and direction."""
# A word is shown if it occurs in this share of the texts of a label, and in at least two of them.
_LEAST_SHARE: Final = 0.05
_LEAST_TEXTS: Final = 2
_MOST_CHARACTERS: Final = 40


@dataclass(frozen=True, slots=True)
class WordEffect:
    """A word and its mean attribution to a label, over the ``n_texts`` texts that contain it."""

    word: str
    mean: float
    n_texts: int


@dataclass(frozen=True, slots=True)
class LabelWords:
    """Words that raised the score of a label (``toward``) or lowered it (``away``), strongest first.

    Computed from ``n_texts`` texts; words in fewer than ``least_texts`` of them are left out.
    """

    head: Head
    label: str
    n_texts: int
    least_texts: int
    toward: tuple[WordEffect, ...]
    away: tuple[WordEffect, ...]


@dataclass(frozen=True, slots=True)
class WordAttributions:
    """Words of all labels, from ``n_texts`` texts.

    Of the labels (one per text and head), ``n_differing`` are left out because the label of this model
    differs from the file, and ``n_not_converged`` because the attributions did not converge.
    """

    checkpoint: str
    checkpoint_version: str | None
    labels: tuple[LabelWords, ...]
    n_texts: int
    n_differing: int
    n_not_converged: int


class WordCounter:
    """Accumulate word attributions, one text at a time."""

    def __init__(self) -> None:
        self._n_texts: dict[tuple[Head, str], int] = defaultdict(int)
        self._values: dict[tuple[Head, str], dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))

    def add(self, head: Head, label: str, words: Iterable[tuple[str, float]]) -> None:
        """Add a text.

        :param label: Its label for the head.
        :param words: Its words with their attributions to that label; a repeated word counts once, with the
            sum.
        """
        self._n_texts[head, label] += 1
        parts: dict[str, list[float]] = defaultdict(list)
        for word, attribution in words:
            parts[word_key(word)].append(attribution)
        for key, values in parts.items():
            self._values[head, label][key].append(fsum(values))

    def labels(self) -> tuple[LabelWords, ...]:
        """The words of each label with at least one text, in the order of ``LABELS``."""
        return tuple(
            self._label_words(head, label)
            for head in HEADS
            for label in LABELS[head]
            if self._n_texts[head, label]
        )

    def _label_words(self, head: Head, label: str) -> LabelWords:
        n_texts = self._n_texts[head, label]
        least = max(_LEAST_TEXTS, ceil(_LEAST_SHARE * n_texts))
        effects = [
            WordEffect(shorten(word, _MOST_CHARACTERS), fsum(values) / len(values), len(values))
            for word, values in self._values[head, label].items()
            if len(values) >= least
        ]
        by_size = sorted(effects, key=lambda effect: (-abs(effect.mean), effect.word))
        toward = [effect for effect in by_size if effect.mean > 0]
        away = [effect for effect in by_size if effect.mean < 0]
        return LabelWords(head, label, n_texts, least, tuple(toward[:N_WORDS]), tuple(away[:N_WORDS]))


def choose_texts(kept: Mapping[tuple[Head, str], Sequence[ScoredRow]], number: int) -> tuple[ScoredRow, ...]:
    """Choose distinct texts to explain, from each label in turn, so that rare labels are represented.

    :param kept: A random sample of each label.
    :param number: Maximum number of texts.
    """
    queues = [iter(rows) for rows in kept.values()]
    chosen: dict[str, ScoredRow] = {}
    while queues and len(chosen) < number:
        for queue in list(queues):
            row = next((row for row in queue if row.text not in chosen), None)
            if row is None:
                queues.remove(queue)
            elif len(chosen) < number:
                chosen[row.text] = row
    return tuple(chosen.values())
