"""Validate an uploaded file and detect its columns. Does not import gradio."""

import logging
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import Any, Final

from sentimotion.errors import (
    ColumnError,
    ContentTooLarge,
    DataError,
    FileTooLarge,
    ServerFault,
    TooManyRows,
)
from sentimotion.tables.chunks import Reader
from sentimotion.tables.formats import format_of, reader_of
from sentimotion.tables.jsonl_table import nested_value
from sentimotion.tables.options import TableOptions
from sentimotion.text.words import has_bangla
from sentimotion.web.score.bounded_child import run_bounded

_LOGGER: Final = logging.getLogger(__name__)
MAX_BYTES: Final = 5 * 1024 * 1024
MAX_ROWS: Final = 2000
MAX_CHARACTERS: Final = 32 * 1024 * 1024
"""Maximum length of all values together; compressed, a thousand copies of a long text take kilobytes."""
# Limits of the process that reads a file. Importing pyarrow takes 80 MB and 0.3 s of them.
MAX_MEMORY: Final = 256 * 1024 * 1024
MAX_CPU_SECONDS: Final = 5
MAX_SECONDS: Final = 10
# Number of rows inspected to find the text column.
_INSPECTED: Final = 50


@dataclass(frozen=True, slots=True)
class SmallFile:
    """An uploaded file, as read by :func:`read_upload`: its name without folders, and its content.

    ``text_columns`` are candidates for the text column, ``text_column`` the best guess. ``header`` is whether
    the first row was read as names of columns, ``is_header_doubtful`` whether the visitor is asked about it.
    """

    name: str
    content: bytes
    columns: tuple[str, ...]
    text_columns: tuple[str, ...]
    n_rows: int
    text_column: str
    delimiter: str
    header: bool = True
    is_header_doubtful: bool = False


def read_upload(
    name: str, content: bytes, header: bool | None = None, canceled: Event | None = None
) -> SmallFile:
    """Validate an uploaded file and detect its columns.

    A child process reads all rows within limits on memory and time. Scoring reads the same rows in the
    process of the server, at the same cost.

    :param name: Name of the file on the visitor's device.
    :param content: Content of the file.
    :param header: Whether its first row holds the names of the columns; None to judge by the rows.
    :param canceled: Setting it from any thread ends the child process.
    :raises CallCanceled: If it was set.
    :raises FileTooLarge: If it is larger than MAX_BYTES.
    :raises TooManyRows: If it has more than MAX_ROWS rows.
    :raises ContentTooLarge: If its values have more than MAX_CHARACTERS characters together.
    :raises MemoryLimitExceeded: If reading it takes more than MAX_MEMORY bytes.
    :raises TimeLimitExceeded: If it takes more than MAX_CPU_SECONDS of a processor, or MAX_SECONDS in all.
    :raises ProcessCrashed: If the child ends without a result.
    :raises DataError: If it cannot be read or has no rows.
    :raises ScoringError: If its extension is unknown.
    """
    name = _bare(name)
    format_of(Path(name))
    check_size(len(content))
    # A killed child cannot delete its files, so the folder belongs to this process.
    with TemporaryDirectory() as folder:
        file = run_bounded(
            inspect_file,
            write_upload(Path(folder), name, content),
            header,
            memory_bytes=MAX_MEMORY,
            cpu_seconds=MAX_CPU_SECONDS,
            wall_seconds=MAX_SECONDS,
            canceled=canceled,
        )
    return replace(file, name=name, content=content)


def check_size(n_bytes: int) -> None:
    """Check the size of a file.

    :raises FileTooLarge: If it is larger than MAX_BYTES.
    """
    if n_bytes > MAX_BYTES:
        size, limit = -(-n_bytes // 1024**2), MAX_BYTES // 1024**2
        raise FileTooLarge(
            f"the file has {size} MB; the page accepts {limit}; split it", size=size, limit=limit
        )


def _bare(name: str) -> str:
    """File name without folders, shortened for any file system."""
    bare = name.replace("\\", "/").rpartition("/")[2].replace("\0", "")
    stem, dot, suffix = bare.rpartition(".")
    return f"{stem[:60] or 'file'}{dot}{suffix[:10]}"


def write_upload(folder: Path, name: str, content: bytes) -> Path:
    """Write the content to a file with a safe name and the same extension.

    :raises ServerFault: If it cannot be written, such as to a full disk.
    """
    path = folder / f"file{Path(name).suffix.lower()}"
    try:
        path.write_bytes(content)
    except OSError as error:
        _LOGGER.exception("an upload cannot be stored")
        raise ServerFault(f"the file cannot be stored: {error.strerror or error}") from error
    return path


def inspect_file(path: Path, header: bool | None = None) -> SmallFile:
    """Read a whole file and detect its columns, without limits on memory and time.

    :param header: As for :func:`read_upload`.
    :returns: The file without its content.
    :raises SentimotionError: As :func:`read_upload`, except for the limits of the child process.
    """
    try:
        has_header = header is None or header
        reader = reader_of(path, TableOptions(text_column=None, header=has_header))
        survey = reader.survey()
        if header is None and survey.looks_headerless:
            return inspect_file(path, header=False)
        if survey.n_rows == 0:
            raise DataError("the file has no rows; expected at least one under its header")
        if survey.n_rows > MAX_ROWS:
            raise TooManyRows(
                f"the file has {survey.n_rows} rows; the page accepts {MAX_ROWS}; split it, or use"
                " python -m sentimotion score",
                rows=survey.n_rows,
                limit=MAX_ROWS,
            )
        columns = tuple(column.name for column in survey.columns)
        text_columns = survey.text_columns
        if not text_columns:
            raise ColumnError(f"no column holds texts; the columns are {', '.join(columns[:20])}")
        rows = _read_rows(reader, survey.n_rows)
    except OSError as error:
        raise DataError(f"the file cannot be read: {error.strerror or error}") from error
    except RecursionError as error:
        raise DataError("a value is nested too deeply") from error
    text_column = _text_column(text_columns, rows)
    return SmallFile(
        path.name,
        b"",
        columns,
        text_columns,
        survey.n_rows,
        text_column,
        survey.delimiter or ",",
        has_header,
        header is not None,
    )


def _read_rows(reader: Reader, n_rows: int) -> list[Mapping[str, Any]]:
    """Read all rows; returns the first ones.

    :param n_rows: Expected number of rows.
    """
    first: list[Mapping[str, Any]] = []
    n_read = n_characters = 0
    with closing(reader.chunks()) as chunks:
        for chunk in chunks:
            rows = chunk.rows()
            n_read += len(rows)
            # The number in a Parquet file's footer may be wrong.
            if n_read > n_rows:
                break
            for row in rows:
                n_characters += sum(len(str(value)) for value in row.values.values() if value is not None)
                if n_characters > MAX_CHARACTERS:
                    limit = MAX_CHARACTERS // 1024**2
                    raise ContentTooLarge(
                        f"the uncompressed file has more than {limit} MB of text; split it", limit=limit
                    )
            first += (row.values for row in rows[: _INSPECTED - len(first)])
    if n_read != n_rows:
        raise DataError(f"the file says that it has {n_rows} rows, but has another number")
    return first


def _text_column(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    """The column ``text``, or the column with the most Bangla."""
    if "text" in columns:
        return "text"

    def n_bangla(name: str) -> int:
        values = (str(nested_value(row, name) or "")[:1000] for row in rows)
        return sum(len(value) for value in values if has_bangla(value))

    return max(columns, key=n_bangla)
