"""Read the rows of a file for an import: texts, ids and gold labels."""

import math
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from sentimotion.errors import DataError
from sentimotion.labels import HEADS, Head
from sentimotion.tables.checked_rows import CheckedRow, read_checked
from sentimotion.tables.gold_labels import NO_MAP, LabelMap, UnknownLabels, is_number, read_gold_label
from sentimotion.tables.header import trimmed
from sentimotion.tables.missing import is_missing
from sentimotion.tables.options import TableOptions
from sentimotion.tables.plain_values import as_text


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to read a file for an import.

    :param text: Name of the text column; in JSONL also the path of a nested key, as for the others.
    :param id: Name of the column of ids; None if there is none.
    :param sentiment: Name of the column of gold labels; None if there is none.
    :param emotion: The same for emotion.
    :param delimiter, header, sheet: See :class:`TableOptions`.
    :param label_map: Labels of other values in the gold columns, see :func:`parse_label_map`.
    :raises ScoringError: If the delimiter is invalid.
    """

    text: str = "text"
    id: str | None = None
    sentiment: str | None = None
    emotion: str | None = None
    delimiter: str | None = None
    header: bool = True
    sheet: str | None = None
    label_map: LabelMap = field(default_factory=lambda: NO_MAP)

    def __post_init__(self) -> None:
        _ = self.table

    @property
    def table(self) -> TableOptions:
        """The options for the reader."""
        return TableOptions(self.text, delimiter=self.delimiter, header=self.header, sheet=self.sheet)

    @property
    def gold_columns(self) -> dict[Head, str]:
        """Names of the columns of gold labels, by head."""
        columns = {"sentiment": self.sentiment, "emotion": self.emotion}
        return {head: column for head in HEADS if (column := columns[head]) is not None}


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row. ``problem`` says why it cannot be used, otherwise None.

    ``row`` is its number: in CSV and workbooks as a spreadsheet counts, in JSONL the line, in Parquet from 1.
    ``unknown`` are the values of the gold columns that are no labels, by head.
    """

    row: int
    text: str
    id: str | None = None
    sentiment: str | None = None
    emotion: str | None = None
    problem: str | None = None
    unknown: tuple[tuple[Head, str], ...] = ()


def read_file(path: Path, options: ImportOptions) -> list[FileRow]:
    """Read all rows of a file in order, including those that cannot be used.

    :param path: The file, in any format and encoding that the readers of ``tables`` read.
    :param options: How to read it; other columns are ignored.
    :raises DataError: If the file cannot be read, lacks a column, has no rows, or has numbers as gold labels
        that the label map does not name.
    :raises ScoringError: If the extension is unknown.
    """
    needed = {f"--{head}-column": column for head, column in options.gold_columns.items()}
    if options.id is not None:
        needed["--id-column"] = options.id
    numbers = UnknownLabels()
    rows = []
    for row in read_checked(path, options.table, needed, needed.values()):
        rows.append(_row(row, options))
        for head, value in rows[-1].unknown:
            if is_number(value):
                numbers.add(head, options.gold_columns[head], value, row.number)
    if not rows:
        raise DataError(f"{path}: the file has no rows; expected at least one text")
    numbers.refuse(str(path), can_be_mapped=True)
    return rows


def _row(row: CheckedRow, options: ImportOptions) -> FileRow:
    if row.text is None:
        return FileRow(row.number, "", problem=row.problem)
    value = None if options.id is None else row.cell(options.id)
    if isinstance(value, bool | list | dict | bytes):
        problem = f"the id is of type {type(value).__name__}, expected a text or a number"
        return FileRow(row.number, row.text, problem=problem)
    labels: dict[Head, str | None] = dict.fromkeys(HEADS)
    unknown: list[tuple[Head, str]] = []
    for head, column in options.gold_columns.items():
        found = read_gold_label(row.cell(column), head, options.label_map)
        labels[head] = found.label
        if found.unknown is not None:
            unknown.append((head, found.unknown))
    return FileRow(
        row.number,
        row.text,
        _id(value),
        labels["sentiment"],
        labels["emotion"],
        unknown=tuple(unknown),
    )


def _id(value: Any) -> str | None:
    """An id as text: 12.0 is 12; None for a missing value."""
    if isinstance(value, float | Decimal):
        # pandas makes floats of whole numbers where ids are missing.
        if not math.isfinite(value):
            return None
        return str(int(value)) if value == int(value) else as_text(value)
    text = trimmed(as_text(value))
    return None if is_missing(text) else text
