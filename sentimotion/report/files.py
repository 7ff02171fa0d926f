"""Read a scored file row by row; write the report atomically."""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from sentimotion.errors import DataError, ScoringError
from sentimotion.report.scored_rows import ReportColumns
from sentimotion.tables.columns import REPAIRED_COLUMN
from sentimotion.tables.formats import format_of, reader_of
from sentimotion.tables.formula_guard import restore
from sentimotion.tables.options import TableOptions


def scored_records(
    path: Path, columns: ReportColumns, delimiter: str | None = None
) -> Iterator[Mapping[str, Any]]:
    """Yield the rows of a scored file, cells by column.

    A line that cannot be split has no cells. A row without a text has its ``error``, also where an older
    version of the program scored a marker of a missing value.

    :param path: CSV, JSONL or Parquet, by its extension.
    :param columns: The columns that the report needs.
    :param delimiter: Field separator of a CSV file; None detects it.
    :raises DataError: The file cannot be read.
    :raises ColumnError: A column is missing, or the file was not scored.
    :raises ScoringError: The extension is not supported.
    """
    is_csv, repaired = format_of(path) == "csv", columns.prefix + REPAIRED_COLUMN
    reader = reader_of(path, TableOptions(text_column=columns.text, delimiter=delimiter), columns.used)
    try:
        survey = reader.survey()
        columns.check([*(column.name for column in survey.columns), *survey.text_columns])
        for chunk in reader.chunks():
            for row, problem in zip(chunk.rows(), chunk.problems, strict=True):
                record = row.values
                if row.problem is None and problem is not None:
                    record = {**record, columns.prefix + "error": problem}
                elif row.problem is None and columns.text not in record:
                    # A nested key of JSONL is no column.
                    record = {**record, columns.text: row.text}
                # What score adds to a CSV file is guarded against formulas.
                if is_csv and record.get(repaired):
                    record = {**record, repaired: restore(record[repaired])}
                yield record
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror or error}") from error


def write_report(path: Path, html: str) -> None:
    """Write a report to a temporary file in the same folder, then rename it.

    :raises ScoringError: It cannot be written.
    """
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            # A name in the file may contain a lone surrogate, which UTF-8 cannot encode.
            file.write(html.encode("utf-8", "backslashreplace"))
        os.chmod(file.name, 0o644)
        os.replace(file.name, path)
    except OSError as error:
        with suppress(OSError, UnboundLocalError):
            os.unlink(file.name)
        raise ScoringError(f"{path}: the report cannot be written: {error.strerror or error}") from error


def check_report_path(path: Path, scored: Path) -> None:
    """Check the path of a report before any work is done.

    :raises ScoringError: The extension is not .html or .htm, or its folder does not exist, or it is a folder
        or the scored file.
    """
    if path.suffix.lower() not in (".html", ".htm"):
        raise ScoringError(f"{path}: expected a name that ends in .html")
    if not path.resolve().parent.is_dir():
        raise ScoringError(f"{path}: its folder does not exist; create it first")
    if path.is_dir():
        raise ScoringError(f"{path}: is a folder; give a file name")
    if path.resolve() == scored.resolve():
        raise ScoringError(f"{path}: is the scored file itself; choose another name")
