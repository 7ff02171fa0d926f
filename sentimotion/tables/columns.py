"""The columns that scoring adds to a file. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from sentimotion.errors import ColumnError
from sentimotion.labels import HEADS, LABELS

Kind = Literal["text", "integer", "number", "truth"]
"""Type of a column's values, for formats with types."""

Value = str | float | bool | None
Scores = dict[str, Value]
"""The columns added to one row, without prefix."""

RAW: Final = "raw"
"""Column for lines that could not be split into columns; added only if there are any."""

VERSION_COLUMN: Final = "checkpoint_version"
"""Version of the checkpoint that scored the row; empty if its config has none."""

WARNINGS_COLUMN: Final = "text_warnings"
"""Codes of what makes the text hard to read for the model, joined by spaces; empty if there are none."""

REPAIRED_COLUMN: Final = "repaired_text"
"""The text that was scored in place of the one in the file; empty if it was not repaired."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file; ``cell`` is its header in a CSV file as it stands there."""

    name: str
    kind: Kind
    cell: str | None = None


def added_columns(second: bool = False, repair: bool = False) -> tuple[Column, ...]:
    """The columns of ``Scores``, in the order in which they are written.

    :param second: Whether a second classifier adds its columns too.
    :param repair: Whether texts are repaired where that is certain.
    """
    columns = []
    for head in HEADS:
        columns += [Column(head, "text"), Column(f"{head}_confidence", "number")]
    columns += [Column(f"{head}_{label}", "number") for head in HEADS for label in LABELS[head]]
    columns += [Column("truncated", "truth"), Column(WARNINGS_COLUMN, "text")]
    if repair:
        columns.append(Column(REPAIRED_COLUMN, "text"))
    if second:
        columns += [Column("second_label", "text"), Column("second_score", "number")]
    return (*columns, Column(VERSION_COLUMN, "text"), Column("error", "text"))


def failed(problem: str, columns: Iterable[Column] = added_columns()) -> Scores:
    """The added columns of a row that cannot be scored: only the reason.

    :param columns: The columns that are added, without prefix.
    """
    scores: Scores = {column.name: None for column in columns}
    return scores | {"error": problem}


def check_names(existing: Iterable[str], added: Sequence[str], source: str) -> None:
    """Check that no added column exists in the input.

    :param existing: The columns of the input.
    :param added: The columns to be added, prefix included.
    :param source: The input, for the error message.
    :raises ColumnError: If the input already has one of them.
    """
    taken = [name for name in existing if name in set(added)]
    if taken:
        raise ColumnError(
            f"{source}: the input has the column {', '.join(taken)} already, which score would add;"
            " rename it, or give --prefix, such as --prefix model_"
        )
