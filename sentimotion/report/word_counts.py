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
"""Words shown a label and direction."""
# A word counts that occurs in this share of a label's texts, and in two of them at least.
_LEAST_SHARE: Final = 0.05
_LEAST_TEXTS: Final = 2
_MOST_CHARACTERS: Final = 40


@dataclass(frozen=True, slots=True)
class WordEffect:
    """A word, and how far it moved a label's score in the ``n_texts`` where it occurs, on average."""

    word: str
    mean: float
    n_texts: int


@dataclass(frozen=True, slots=True)
class LabelWords:
    """Words that raised a label's score (``toward``) or lowered it (``away``), the strongest first.

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

    Of the answers (one per text and head), ``n_differing`` are left out because this model's label differs
    from the file's, and ``n_unsettled`` because the word attributions did not converge.
    """

    checkpoint: str
    checkpoint_version: str | None
    labels: tuple[LabelWords, ...]
    n_texts: int
    n_differing: int
    n_unsettled: int


class WordCounter:
    """Accumulate word attributions, one text at a time."""

    def __init__(self) -> None:
        self._n_texts: dict[tuple[Head, str], int] = defaultdict(int)
        self._pushes: dict[tuple[Head, str], dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))

    def add(self, head: Head, label: str, words: Iterable[tuple[str, float]]) -> None:
        """Count a text.

        :param label: What the head says of it.
        :param words: Its words with their attributions to that label; a word that occurs twice counts once,
            with the sum.
        """
        self._n_texts[head, label] += 1
        parts: dict[str, list[float]] = defaultdict(list)
        for word, attribution in words:
            parts[word_key(word)].append(attribution)
        for key, values in parts.items():
            self._pushes[head, label][key].append(fsum(values))

    def labels(self) -> tuple[LabelWords, ...]:
        """The words of each label that had a text, in card order."""
        return tuple(
            self._label_words(head, label)
            for head in HEADS
            for label in LABELS[head]
            if self._n_texts[head, label]
        )

    def _label_words(self, head: Head, label: str) -> LabelWords:
        n_texts = self._n_texts[head, label]
        least = max(_LEAST_TEXTS, ceil(_LEAST_SHARE * n_texts))
        pushes = [
            WordEffect(shorten(word, _MOST_CHARACTERS), fsum(values) / len(values), len(values))
            for word, values in self._pushes[head, label].items()
            if len(values) >= least
        ]
        toward = sorted((push for push in pushes if push.mean > 0), key=lambda push: (-push.mean, push.word))
        away = sorted((push for push in pushes if push.mean < 0), key=lambda push: (push.mean, push.word))
        return LabelWords(head, label, n_texts, least, tuple(toward[:N_WORDS]), tuple(away[:N_WORDS]))


def choose_texts(kept: Mapping[tuple[Head, str], Sequence[ScoredRow]], number: int) -> tuple[ScoredRow, ...]:
    """Texts to weigh: from each label in turn, so that rare ones have their part, each text once.

    :param kept: A fair sample of each label.
    :param number: How many at most.
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
