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
"""Typical examples per label."""
N_DOUBTFUL: Final = 5
"""Doubtful examples per head."""
# Rows kept a label, from which the typical ones are taken.
_KEPT: Final = 120
# Typical is what is in this part of those by probability, and more likely than not ...
_TYPICAL_SHARE: Final = 0.25
_LEAST_PROBABILITY: Final = 0.5
# ... and shares no more than this of its words with another example of the label.
_MOST_OVERLAP: Final = 0.5
# Doubtful is at most so far ahead of the second label.
_MOST_MARGIN: Final = 0.25


class Reservoir(Generic[T]):
    """A fair sample of what goes by: each item is in it with the same chance (Vitter's algorithm R, 1985).

    :param capacity: How many are kept at most.
    :param seed: The same items in the same order and the same seed give the same sample.
    """

    def __init__(self, capacity: int, seed: str) -> None:
        self._capacity, self._n_seen = capacity, 0
        self._random = Random(seed)  # noqa: S311 (a sample, not a secret)
        self.items: list[T] = []

    def add(self, item: T) -> None:
        """See an item, and keep it or not."""
        self._n_seen += 1
        if len(self.items) < self._capacity:
            self.items.append(item)
        elif (place := self._random.randrange(self._n_seen)) < self._capacity:
            self.items[place] = item


class Narrowest:
    """The rows with the narrowest margins of one head, each text once.

    :param capacity: How many are kept.
    """

    def __init__(self, head: Head, capacity: int) -> None:
        self._head, self._capacity = head, capacity
        self._rows: dict[str, tuple[float, ScoredRow]] = {}

    def add(self, row: ScoredRow) -> None:
        """See a row, and keep it if it is among the narrowest."""
        key, margin = " ".join(row.text.split()), row.margin(self._head)
        if key and (key not in self._rows or margin < self._rows[key][0]):
            self._rows[key] = margin, row
        if len(self._rows) > 4 * self._capacity:
            self._rows = dict(self._sorted()[: self._capacity])

    def _sorted(self) -> list[tuple[str, tuple[float, ScoredRow]]]:
        """By margin, equal ones by their text: whatever the order in which they came."""
        return sorted(self._rows.items(), key=lambda item: (item[1][0], item[0]))

    def rows(self) -> list[ScoredRow]:
        """The narrowest first."""
        return [row for _, (_, row) in self._sorted()[: self._capacity]]


class Examples:
    """What is kept of a file for its examples, and for the words that are weighed.

    :param kept: Rows a label that are kept at least.
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
        """See a row. One that says neutral for want of better is no example of neutral."""
        if not row.text.strip():
            return
        for head in HEADS:
            self._narrowest[head].add(row)
            if not row.fell_back(head):
                self._kept[head, row.labels[head]].add(row)

    @property
    def kept(self) -> Mapping[tuple[Head, str], Sequence[ScoredRow]]:
        """The fair sample of each label."""
        return {cell: reservoir.items for cell, reservoir in self._kept.items()}

    def typical(self, head: Head, label: str) -> tuple[ScoredRow, ...]:
        """Texts that have a label with a high probability, and are unlike each other."""
        rows = self._kept[head, label].items
        items = [row for row in rows if row.probability(head) >= _LEAST_PROBABILITY]
        by_probability = sorted(items, key=lambda row: (-row.probability(head), row.text))
        likely = by_probability[: max(4 * N_TYPICAL, round(_TYPICAL_SHARE * len(items)))]
        return tuple(_unlike(likely, N_TYPICAL))

    def doubtful(self, head: Head) -> tuple[ScoredRow, ...]:
        """Texts whose two most probable labels are closest to each other."""
        return tuple(row for row in self._narrowest[head].rows() if row.margin(head) <= _MOST_MARGIN)


def _unlike(rows: Sequence[ScoredRow], number: int) -> Iterator[ScoredRow]:
    """The first of the rows that share few words with those before."""
    chosen: list[list[str]] = []
    for row in rows:
        words = word_keys(row.text)
        if all(overlap(words, others) <= _MOST_OVERLAP for others in chosen):
            chosen.append(words)
            yield row
        if len(chosen) == number:
            return
