"""Select example rows from a stream of any length, reproducibly by seed. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Final, Generic, TypeVar

from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.report.scored_rows import ScoredRow
from sentimotion.report.snippets import overlap, word_keys

T = TypeVar("T")

SEED: Final = 20260331
N_TYPICAL: Final = 3
"""Typical texts shown per label."""
N_DOUBTFUL: Final = 5
"""Doubtful texts shown per head."""
# Rows kept per label, from which the typical texts are chosen.
_KEPT: Final = 120
# A typical text is in this part of the kept rows by probability, has at least this probability ...
_TYPICAL_SHARE: Final = 0.25
_LEAST_PROBABILITY: Final = 0.5
# ... and at most this word overlap with another example of the label.
_MOST_OVERLAP: Final = 0.5
# Largest margin between the two most probable labels of a doubtful text.
_MOST_MARGIN: Final = 0.25


class Reservoir(Generic[T]):
    """A uniform random sample of a stream (algorithm R; Vitter, 1985).

    :param capacity: Maximum size of the sample.
    :param seed: The same stream with the same seed gives the same sample.
    """

    def __init__(self, capacity: int, seed: str) -> None:
        self._capacity, self._n_seen = capacity, 0
        self._random = Random(seed)  # noqa: S311 (a sample, not a secret)
        self.items: list[T] = []

    def add(self, item: T) -> None:
        """Add an item of the stream."""
        self._n_seen += 1
        if len(self.items) < self._capacity:
            self.items.append(item)
        elif (place := self._random.randrange(self._n_seen)) < self._capacity:
            self.items[place] = item


class Narrowest:
    """The rows with the narrowest margins of one head, with distinct texts.

    :param capacity: Number of rows.
    """

    def __init__(self, head: Head, capacity: int) -> None:
        self._head, self._capacity = head, capacity
        self._rows: dict[str, tuple[float, ScoredRow]] = {}

    def add(self, row: ScoredRow) -> None:
        """Add a row; it is kept if its margin is among the narrowest."""
        key, margin = " ".join(row.text.split()), row.margin(self._head)
        if key and (key not in self._rows or margin < self._rows[key][0]):
            self._rows[key] = margin, row
        if len(self._rows) > 4 * self._capacity:
            self._rows = dict(self._sorted()[: self._capacity])

    def _sorted(self) -> list[tuple[str, tuple[float, ScoredRow]]]:
        """Sort by margin, then by text, so that the order of the file does not matter."""
        return sorted(self._rows.items(), key=lambda item: (item[1][0], item[0]))

    def rows(self) -> list[ScoredRow]:
        """The rows, narrowest margin first."""
        return [row for _, (_, row) in self._sorted()[: self._capacity]]


class Examples:
    """The rows of a file that are kept as examples and to be explained.

    :param kept: Minimum number of rows to keep per label.
    """

    def __init__(self, seed: int = SEED, kept: int = 0) -> None:
        capacity = max(_KEPT, kept)
        self._kept: dict[tuple[Head, str], Reservoir[ScoredRow]] = {
            (head, label): Reservoir(capacity, f"{seed} {head} {label}")
            for head in HEADS
            for label in LABELS[head]
        }
        self._narrowest = {head: Narrowest(head, N_DOUBTFUL) for head in HEADS}

    def add(self, row: ScoredRow) -> None:
        """Add a row.

        A garbled text is no example and is not explained. A row that fell back to neutral is no example of
        neutral.
        """
        if row.is_garbled or not row.text.strip():
            return
        for head in HEADS:
            self._narrowest[head].add(row)
            if not row.fell_back(head):
                self._kept[head, row.labels[head]].add(row)

    @property
    def kept(self) -> Mapping[tuple[Head, str], Sequence[ScoredRow]]:
        """The random sample of each label."""
        return {cell: reservoir.items for cell, reservoir in self._kept.items()}

    def typical(self, head: Head, label: str) -> tuple[ScoredRow, ...]:
        """Rows with a high probability of a label and little word overlap with each other."""
        rows = self._kept[head, label].items
        items = [row for row in rows if row.probability(head) >= _LEAST_PROBABILITY]
        by_probability = sorted(items, key=lambda row: (-row.probability(head), row.text))
        likely = by_probability[: max(4 * N_TYPICAL, round(_TYPICAL_SHARE * len(items)))]
        return tuple(_unlike(likely, N_TYPICAL))

    def doubtful(self, head: Head) -> tuple[ScoredRow, ...]:
        """Rows with the smallest margin between their two most probable labels."""
        return tuple(row for row in self._narrowest[head].rows() if row.margin(head) <= _MOST_MARGIN)


def _unlike(rows: Sequence[ScoredRow], number: int) -> Iterator[ScoredRow]:
    """Yield the first rows that share few words with the rows before."""
    chosen: list[list[str]] = []
    for row in rows:
        words = word_keys(row.text)
        if all(overlap(words, others) <= _MOST_OVERLAP for others in chosen):
            chosen.append(words)
            yield row
        if len(chosen) == number:
            return
