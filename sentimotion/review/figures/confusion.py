"""Confusion matrix of human and model labels, with the items of each cell. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from sklearn.metrics import confusion_matrix

from sentimotion.labels import LABELS, Head


@dataclass(frozen=True, slots=True)
class Cell:
    """``n`` decisions with label ``human`` on items that the model labels ``model``.

    ``items`` are the distinct item ids, in the given order.
    """

    human: str
    model: str
    n: int
    items: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Confusion:
    """All cells of a head: rows are human labels, columns are the model's labels, in card order."""

    head: Head
    rows: tuple[tuple[Cell, ...], ...]

    def cell(self, human: str, model: str) -> Cell:
        """The cell of two labels."""
        return self.rows[LABELS[self.head].index(human)][LABELS[self.head].index(model)]


def confusion(head: Head, decisions: Sequence[tuple[int, str, str]]) -> Confusion:
    """The confusion matrix of a head.

    :param head: The head.
    :param decisions: (item id, human label, model's label) of each decision; may be empty.
    """
    labels = LABELS[head]
    items: dict[tuple[str, str], dict[int, None]] = {}
    for item, human, model in decisions:
        items.setdefault((human, model), {})[item] = None
    counts = [[0] * len(labels)] * len(labels)
    if decisions:
        _, humans, models = zip(*decisions, strict=True)
        counts = confusion_matrix(humans, models, labels=labels).tolist()
    return Confusion(
        head,
        tuple(
            tuple(
                Cell(human, model, counts[row][column], tuple(items.get((human, model), ())))
                for column, model in enumerate(labels)
            )
            for row, human in enumerate(labels)
        ),
    )
