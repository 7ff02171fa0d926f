"""Write a project to a file atomically, and read an exported table back."""

import csv
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Literal, get_args
from uuid import UUID, uuid4

from sentimotion.errors import DataError, InvalidReview, SentimotionError
from sentimotion.review.exchange.argilla import argilla_records
from sentimotion.review.exchange.export_rows import COLUMNS, Kind, Value, export_rows, with_kinds
from sentimotion.review.exchange.label_studio import label_studio_tasks
from sentimotion.review.store.records import ProjectContents
from sentimotion.tables.checked_rows import read_checked
from sentimotion.tables.formula_guard import guard
from sentimotion.tables.options import TableOptions

Format = Literal["csv", "jsonl", "parquet", "label-studio", "argilla"]

FORMATS: Final[tuple[Format, ...]] = get_args(Format)
_BY_EXTENSION: Final[Mapping[str, Format]] = {
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".json": "label-studio",
}


def export(
    contents: ProjectContents,
    path: Path,
    file_format: Format | None = None,
    *,
    overwrite: bool = False,
    users: Mapping[str, UUID] | None = None,
) -> None:
    """Export a project to a file.

    :param contents: The project.
    :param path: The output file; written atomically.
    :param file_format: The format; None derives it from the extension (``.json`` is Label Studio).
    :param overwrite: Whether to replace an existing file.
    :param users: For Argilla, see :func:`argilla_records`.
    :raises InvalidReview: If the format or extension is unknown.
    :raises DataError: If the file already exists or cannot be written.
    """
    chosen = file_format or _BY_EXTENSION.get(path.suffix.lower())
    writers: dict[str, Callable[[Path], None]] = {
        "csv": lambda file: _write_csv(export_rows(contents), file),
        "jsonl": lambda file: _write_lines(export_rows(contents), file),
        "parquet": lambda file: _write_parquet(export_rows(contents), file),
        "label-studio": lambda file: _write_text(_json(label_studio_tasks(contents), indent=1), file),
        "argilla": lambda file: _write_lines(argilla_records(contents, users), file),
    }
    if chosen is None or chosen not in writers:
        raise InvalidReview(
            f"{path}: the format is {chosen or path.suffix!r}; expected an extension of "
            f"{', '.join(_BY_EXTENSION)}, or a format of {', '.join(FORMATS)}"
        )
    if path.exists() and not overwrite:
        raise DataError(f"{path}: already exists; name another file, or give --overwrite")
    try:
        with _whole(path) as unfinished:
            writers[chosen](unfinished)
    except OSError as error:
        raise DataError(f"{path}: cannot be written: {error}") from error


def read_export(path: Path) -> list[dict[str, Value]]:
    """Read the rows of a CSV, JSONL or Parquet file written by :func:`export`.

    :raises DataError: If the file has another format or other columns.
    """
    file_format = _BY_EXTENSION.get(path.suffix.lower())
    if file_format not in ("csv", "jsonl", "parquet"):
        raise DataError(f"{path}: its name ends in {path.suffix!r}, expected .csv, .jsonl or .parquet")
    read = _from_cells if file_format == "csv" else with_kinds
    try:
        return [read(row.values) for row in read_checked(path, TableOptions())]
    except SentimotionError:
        raise
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(f"{path}: not an export of spot checks: {error}") from error


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """Context manager for a temporary file that replaces the path on success and is removed on failure."""
    unfinished = path.with_name(f"{path.name}.{uuid4().hex}.unfinished")
    try:
        yield unfinished
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _json(values: Any, indent: int | None = None) -> str:
    return json.dumps(values, ensure_ascii=False, allow_nan=False, indent=indent)


def _write_text(text: str, path: Path) -> None:
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _write_lines(rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_json(row) + "\n" for row in rows)


def _write_csv(rows: Sequence[Mapping[str, Value]], path: Path) -> None:
    # A byte order mark, so that spreadsheets detect UTF-8; otherwise they garble Bangla.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows([to_cell(row[column], kind) for column, kind in COLUMNS.items()] for row in rows)


def to_cell(value: Value, kind: Kind) -> str:
    """Convert a value to a CSV cell; a missing value is an empty cell."""
    if value is None:
        return ""
    if kind == "bool":
        return "true" if value else "false"
    return guard(str(value)) if kind in ("text", "optional") else repr(value)


def _from_cells(cells: Mapping[str, str]) -> dict[str, Value]:
    """Restore a row of values; the reader has restored the guarded cells."""
    return {column: from_cell(cells[column], kind) for column, kind in COLUMNS.items()}


def from_cell(cell: str, kind: Kind) -> Value:
    """Restore a value from a cell of :func:`to_cell`, whose guard has been removed."""
    if kind == "text" or (kind == "optional" and cell):
        return cell
    if cell == "":
        return None
    if kind == "bool":
        return cell == "true"
    return int(cell) if kind == "int" else float(cell)


def _parquet_schema() -> Any:
    import pyarrow

    types = {
        "text": pyarrow.string(),
        "optional": pyarrow.string(),
        "int": pyarrow.int64(),
        "float": pyarrow.float64(),
        "bool": pyarrow.bool_(),
    }
    return pyarrow.schema([(column, types[kind]) for column, kind in COLUMNS.items()])


def _write_parquet(rows: Sequence[Mapping[str, Value]], path: Path) -> None:
    import pyarrow
    from pyarrow.parquet import write_table

    write_table(pyarrow.Table.from_pylist(list(rows), schema=_parquet_schema()), path)
