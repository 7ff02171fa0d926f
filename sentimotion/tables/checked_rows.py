"""Read a file of rows with the text of each row, or the reason why it has none."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sentimotion.errors import DataError
from sentimotion.tables.chunks import Reader, check_column
from sentimotion.tables.formats import reader_of
from sentimotion.tables.jsonl_table import nested_value
from sentimotion.tables.options import TableOptions


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row of a file.

    ``number`` is its number as a spreadsheet counts, ``values`` are its columns. ``text`` is None if there
    is none that can be scored; ``problem`` then has the reason.
    """

    number: int
    values: Mapping[str, Any]
    text: str | None
    problem: str | None

    def cell(self, column: str) -> Any:
        """The value of a column, in JSONL also of a nested key such as ``user.id``; None if there is none."""
        return nested_value(self.values, column)


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was left out, with the reason."""

    row: int
    reason: str


def read_checked(
    path: Path,
    options: TableOptions,
    columns: Mapping[str, str] | None = None,
    only: Collection[str] | None = None,
) -> Iterator[CheckedRow]:
    """Read the rows of a file in order, good and bad.

    :param path: The file, in any format and encoding that :func:`reader_of` reads.
    :param options: How to read it.
    :param columns: Other columns that are needed, by the option that names them, such as ``--id-column``.
    :param only: Names of all columns that are used besides the text; rows may lack the others.
    :raises DataError: If it cannot be read, or lacks a column.
    :raises ScoringError: If its extension is unknown.
    """
    columns = columns or {}
    reader = reader_of(path, options, only)
    with _file_errors(path):
        names = [column.name for column in reader.survey().columns]
        # A file without rows may have no columns; a survey has no nested keys but those of texts.
        missing = {option: column for option, column in columns.items() if names and column not in names}
        for option, column in missing.items():
            if "." not in column:
                check_column(column, names, str(path), f"choose one with {option}")
        found: set[str] = set()
        for row in _rows(reader):
            found.update(option for option, column in missing.items() if row.cell(column) is not None)
            yield row
        for option, column in missing.items():
            if option not in found:
                check_column(column, names, str(path), f"choose one with {option}")


def _rows(reader: Reader) -> Iterator[CheckedRow]:
    for chunk in reader.chunks():
        for row, text, problem in zip(chunk.rows(), chunk.texts, chunk.problems, strict=True):
            yield CheckedRow(row.number, row.values, text, problem)


@contextmanager
def _file_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror or error}") from error


def left_out(rows: Sequence[BadRow], most: int = 5) -> str:
    """Summarize rows that were left out in one line, such as ``2 rows left out: row 3: ...; row 7: ...``.

    :param rows: At least one.
    :param most: Number of rows to show.
    """
    shown = "; ".join(f"row {bad.row}: {bad.reason}" for bad in rows[:most])
    more = f"; and {len(rows) - most} more" if len(rows) > most else ""
    return " ".join(f"{len(rows)} row{'s' * (len(rows) > 1)} left out: {shown}{more}".split())
