"""The columns that scoring adds to a file. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from sentimotion.errors import ColumnError
from sentimotion.labels import HEADS, LABELS

Kind = Literal["text", "integer", "number", "truth"]
"""What a column's values are, where a format has types."""

Value = str | float | bool | None
Scores = dict[str, Value]
"""What is added to one row, by column, without the prefix."""

RAW: Final = "raw"
"""Holds a line that could not be split into columns; added only where there is one."""

VERSION_COLUMN: Final = "checkpoint_version"
"""Which version of the checkpoint scored the row; empty where its config names none."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file."""

    name: str
    kind: Kind


def added_columns(second: bool = False) -> tuple[Column, ...]:
    """The columns of ``Scores``, in the order in which they are written.

    :param second: Whether a second classifier adds its columns too.
    """
    columns = []
    for head in HEADS:
        columns += [Column(head, "text"), Column(f"{head}_confidence", "number")]
    columns += [Column(f"{head}_{label}", "number") for head in HEADS for label in LABELS[head]]
    columns.append(Column("truncated", "truth"))
    if second:
        columns += [Column("second_label", "text"), Column("second_score", "number")]
    return (*columns, Column(VERSION_COLUMN, "text"), Column("error", "text"))


def failed(problem: str, second: bool = False) -> Scores:
    """The scores of a row that cannot be scored: nothing but why."""
    scores: Scores = {column.name: None for column in added_columns(second)}
    return scores | {"error": problem}


def check_names(existing: Iterable[str], added: Sequence[str], source: str) -> None:
    """Refuse to write a column twice.

    :param existing: The columns of the input.
    :param added: The columns to be added, prefix included.
    :param source: The input, for the error.
    :raises ColumnError: The input has one of them already.
    """
    taken = [name for name in existing if name in set(added)]
    if taken:
        raise ColumnError(
            f"{source}: the input has the column {', '.join(taken)} already, which score would add;"
            " rename it, or give --prefix, such as --prefix model_"
        )
