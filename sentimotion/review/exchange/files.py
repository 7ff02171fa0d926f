"""Read the rows of a CSV, JSONL or Parquet file; report a problem with each unreadable row."""

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sentimotion.errors import DataError

_BATCH: Final = 1024
_LONGEST_CELL: Final = 16 * 1024 * 1024
"""Maximum length of a CSV cell; the csv module's default of 131,072 is shorter than some web pages."""


@dataclass(frozen=True, slots=True)
class ImportColumns:
    """Names of the columns; None if the file has no such column."""

    text: str = "text"
    id: str | None = None
    sentiment: str | None = None
    emotion: str | None = None

    def named(self) -> dict[str, str]:
        """Mapping from field of :class:`FileRow` to column, for the columns that are set."""
        values = {"text": self.text, "id": self.id, "sentiment": self.sentiment, "emotion": self.emotion}
        return {field: column for field, column in values.items() if column is not None}


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row. ``problem`` says why it cannot be read, otherwise None.

    ``row`` is its number: in CSV as in a spreadsheet (the header is 1), in JSONL the line, in Parquet from 1.
    """

    row: int
    text: str
    id: str | None = None
    sentiment: str | None = None
    emotion: str | None = None
    problem: str | None = None


def read_file(path: Path, columns: ImportColumns) -> list[FileRow]:
    """Read all rows of a file in order, including invalid ones.

    :param path: CSV (UTF-8, comma), JSONL or Parquet, by its extension.
    :param columns: The columns to read; others are ignored.
    :raises DataError: If the file cannot be read, lacks a column, or has no rows.
    """
    readers = {".csv": _read_csv, ".jsonl": _read_jsonl, ".ndjson": _read_jsonl, ".parquet": _read_parquet}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise DataError(f"{path}: its name ends in {path.suffix!r}, expected one of {', '.join(readers)}")
    try:
        rows = list(reader(path, columns))
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error}") from error
    if not rows:
        raise DataError(f"{path}: the file has no rows; expected at least one text")
    return rows


def _read_csv(path: Path, columns: ImportColumns) -> Iterator[FileRow]:
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))
    # Invalid UTF-8 becomes lone surrogates, which invalidate their row rather than the file.
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        reader = csv.reader(file, strict=True)
        try:
            header = next(reader, [])
            places = _places(path, columns, header)
            for row, cells in enumerate(reader, start=2):
                if len(cells) != len(header):
                    found = f"{len(cells)} cell{'s' * (len(cells) > 1)}" if cells else "an empty line"
                    yield FileRow(row, "", problem=f"{found}, expected {len(header)} as in the header")
                else:
                    yield _row(row, {field: cells[place] for field, place in places.items()})
        except csv.Error as error:
            raise DataError(f"{path}, line {reader.line_num}: not valid CSV: {error}") from error


def _places(path: Path, columns: ImportColumns, header: Sequence[str]) -> dict[str, int]:
    """Index of each field's column."""
    for column in columns.named().values():
        if header.count(column) > 1:
            raise DataError(f"{path}: two columns are called {column!r}; rename one")
    _check_columns(path, columns, header)
    return {field: header.index(column) for field, column in columns.named().items()}


def _check_columns(path: Path, columns: ImportColumns, there: Sequence[str]) -> None:
    for field, column in columns.named().items():
        if column not in there:
            known = ", ".join(there[:20]) or "none"
            raise DataError(
                f"{path}: no column {column!r}; its columns are {known}; name the right one with "
                f"--{field}-column"
            )


def _read_jsonl(path: Path, columns: ImportColumns) -> Iterator[FileRow]:
    seen: dict[str, None] = {}
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="\n") as file:
        for row, line in enumerate(file, start=1):
            try:
                values = json.loads(line) if line.strip() else None
            except (ValueError, RecursionError) as error:
                yield FileRow(row, "", problem=f"no JSON: {error}")
                continue
            if not isinstance(values, dict):
                found = "an empty line" if values is None and not line.strip() else "no object"
                yield FileRow(row, "", problem=f"{found}, expected a JSON object")
                continue
            seen |= dict.fromkeys(values)
            yield _row(row, {field: values.get(column) for field, column in columns.named().items()})
    if seen:
        _check_columns(path, columns, list(seen))


def _read_parquet(path: Path, columns: ImportColumns) -> Iterator[FileRow]:
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    try:
        with ParquetFile(path) as file:
            _check_columns(path, columns, file.schema_arrow.names)
            row = 0
            for batch in file.iter_batches(_BATCH, columns=list(dict.fromkeys(columns.named().values()))):
                for values in batch.to_pylist():
                    row += 1
                    named = {field: values[column] for field, column in columns.named().items()}
                    yield _row(row, named)
    except (ArrowException, UnicodeDecodeError) as error:
        raise DataError(f"{path}: not a Parquet file: {error}") from error


def _row(row: int, values: dict[str, Any]) -> FileRow:
    """Build a row from raw values: None, strings, or other JSON and Parquet values."""
    text = values["text"]
    if not isinstance(text, str):
        problem = (
            "no text" if text is None else f"the text is of type {type(text).__name__}, expected a string"
        )
        return FileRow(row, "", problem=problem)
    labels = {field: values.get(field) for field in ("sentiment", "emotion")}
    for field, label in labels.items():
        if label is not None and not isinstance(label, str):
            return FileRow(row, text, problem=f"{field} is of type {type(label).__name__}, expected a label")
    name = values.get("id")
    if isinstance(name, bool) or not isinstance(name, str | int | None):
        return FileRow(
            row, text, problem=f"the id is of type {type(name).__name__}, expected text or a whole number"
        )
    return FileRow(
        row,
        text,
        None if name is None else str(name).strip() or None,
        (labels["sentiment"] or "").strip() or None,
        (labels["emotion"] or "").strip() or None,
    )
