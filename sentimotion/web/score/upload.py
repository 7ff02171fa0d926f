"""Validate an uploaded file and detect its columns. Does not import gradio."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from sentimotion.errors import DataError, FileTooLarge, TooManyRows
from sentimotion.tables.formats import format_of, reader_of
from sentimotion.tables.options import TableOptions
from sentimotion.text.words import has_bangla

MOST_BYTES: Final = 5 * 1024 * 1024
MOST_ROWS: Final = 2000
# Number of rows inspected to find the text column.
_LOOKED_AT: Final = 50
_DELIMITERS: Final = ",;\t"


@dataclass(frozen=True, slots=True)
class SmallFile:
    """An uploaded file: its name without folders, and its contents.

    ``text_columns`` are candidates for the text column, ``text_column`` the best guess.
    """

    name: str
    content: bytes
    columns: tuple[str, ...]
    text_columns: tuple[str, ...]
    n_rows: int
    text_column: str
    delimiter: str


def read_upload(name: str, content: bytes) -> SmallFile:
    """Validate an uploaded file and detect its columns.

    :param name: Name of the file on the visitor's device.
    :param content: Content of the file.
    :raises FileTooLarge: If it is larger than MOST_BYTES.
    :raises TooManyRows: If it has more than MOST_ROWS rows.
    :raises DataError: If it cannot be read or has no rows.
    :raises ScoringError: If its extension is unknown.
    """
    name = _bare(name)
    format_of(Path(name))
    check_size(len(content))
    with TemporaryDirectory() as folder:
        path = write_upload(Path(folder), name, content)
        try:
            delimiter = _delimiter(content) if format_of(path) == "csv" else ","
            names = _column_names(path, delimiter)
            if not names:
                raise DataError("the file has no columns; expected a header row")
            # Any column works here; the text column is chosen next.
            reader = reader_of(path, TableOptions(text_column=names[0], delimiter=delimiter))
            survey = reader.survey()
            if survey.n_rows == 0:
                raise DataError("the file has no rows; expected at least one under its header")
            if survey.n_rows > MOST_ROWS:
                raise TooManyRows(
                    f"the file has {survey.n_rows} rows; the page accepts {MOST_ROWS}; split it, or use"
                    " python -m sentimotion score",
                    rows=survey.n_rows,
                    limit=MOST_ROWS,
                )
            columns = tuple(column.name for column in survey.columns if column.name in names)
            chunk = next(iter(reader.chunks()))
            rows = [row.values for row in chunk.rows()[:_LOOKED_AT]]
        except OSError as error:
            raise DataError(f"the file cannot be read: {error}") from error
    every = tuple(column.name for column in survey.columns)
    return SmallFile(name, content, every, columns, survey.n_rows, _text_column(columns, rows), delimiter)


def check_size(n_bytes: int) -> None:
    """Check the size of a file.

    :raises FileTooLarge: If it is larger than MOST_BYTES.
    """
    if n_bytes > MOST_BYTES:
        size, limit = -(-n_bytes // 1024**2), MOST_BYTES // 1024**2
        raise FileTooLarge(
            f"the file has {size} MB; the page accepts {limit}; split it", size=size, limit=limit
        )


def _bare(name: str) -> str:
    """File name without folders, shortened for any file system."""
    bare = name.replace("\\", "/").rpartition("/")[2].replace("\0", "")
    stem, dot, suffix = bare.rpartition(".")
    return f"{stem[:60] or 'file'}{dot}{suffix[:10]}"


def write_upload(folder: Path, name: str, content: bytes) -> Path:
    """Write the content to a file with a safe name and the same extension."""
    path = folder / f"file{Path(name).suffix.lower()}"
    path.write_bytes(content)
    return path


def _delimiter(content: bytes) -> str:
    """The most frequent delimiter in the first line of a CSV file."""
    first = content.split(b"\n", 1)[0].decode("utf-8", "replace")
    return max(_DELIMITERS, key=first.count)


def _column_names(path: Path, delimiter: str) -> list[str]:
    """Columns of a file that may hold texts."""
    kind = format_of(path)
    if kind == "parquet":
        from sentimotion.web.score.parquet_guard import text_columns

        return text_columns(path, MOST_ROWS)
    text = path.read_bytes().decode("utf-8-sig", "surrogateescape")
    if kind == "csv":
        try:
            return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
        except csv.Error as error:
            raise DataError(f"the first line is not valid CSV: {error}") from error
    names: dict[str, None] = {}
    for line in text.splitlines()[:MOST_ROWS]:
        try:
            values = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(values, dict):
            names |= dict.fromkeys(values)
    return list(names)


def _text_column(columns: Sequence[str], rows: Sequence[Any]) -> str:
    """The column ``text``, or the column with the most Bangla."""
    if "text" in columns:
        return "text"

    def n_bangla(name: str) -> int:
        values = (str(row.get(name) or "")[:1000] for row in rows)
        return sum(len(value) for value in values if has_bangla(value))

    return max(columns, key=n_bangla)
