"""Strict CSV reader and writer: a malformed row never merges with its neighbors."""

import csv
import io
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from sentimotion.errors import DataError
from sentimotion.tables.chunks import (
    Chunk,
    Row,
    Survey,
    check_columns,
    check_text_column,
    chunked,
)
from sentimotion.tables.columns import Column, Scores
from sentimotion.tables.lines import LONGEST_LINE, decoded_lines
from sentimotion.tables.plain_values import as_text, storable

_MARK: Final = "\ufeff"


class CsvReader:
    """Rows of a CSV file with a header, UTF-8 with or without a byte order mark.

    :param path: The file.
    :param text_column: Name of the text column.
    :param delimiter: One character.
    """

    def __init__(self, path: Path, text_column: str, delimiter: str = ",") -> None:
        self._path = path
        self._text_column = text_column
        self._delimiter = delimiter

    def survey(self) -> Survey:
        """See :class:`Reader`."""
        header: list[str] | None = None
        n_rows = n_raw = 0
        for fields, raw, _ in self._records():
            if header is None:
                header = self._header(fields, raw)
                continue
            n_rows += 1
            n_raw += fields is None or len(fields) > len(header)
        if header is None:
            raise DataError(f"{self._path}: the file is empty; expected a header row")
        return Survey(tuple(Column(name, "text") for name in header), n_rows, n_raw)

    def chunks(self) -> Generator[Chunk]:
        """See :class:`Reader`."""
        return chunked(self._rows())

    def _rows(self) -> Iterator[Row]:
        records = self._records()
        header = self._header(*next(records)[:2])
        for fields, raw, problem in records:
            if fields is None:
                yield Row({}, problem=f"the line is not valid CSV: {problem}", raw=raw)
                continue
            values = dict.fromkeys(header) | dict(zip(header, fields, strict=False))
            if len(fields) == len(header):
                yield Row(values, values[self._text_column])
            else:
                yield Row(
                    values,
                    problem=f"the row has {len(fields)} fields, the header {len(header)}",
                    # Missing fields are empty columns; surplus fields have no column.
                    raw=raw if len(fields) > len(header) else None,
                )

    def _records(self) -> Iterator[tuple[list[str] | None, str, str]]:
        """Yield the fields of each record with its lines; None and the reason if they are not valid CSV."""
        # The limit is global to the process; never lower it.
        csv.field_size_limit(max(csv.field_size_limit(), LONGEST_LINE))
        read: list[str] = []
        with self._path.open("rb") as file:
            lines = _Recorded(decoded_lines(file, self._path, universal=True), read)
            reader = csv.reader(lines, delimiter=self._delimiter, strict=True)
            while True:
                read.clear()
                try:
                    fields = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    # A quote left open takes in good rows, up to the next quote or the end: only its own line
                    # is bad, and reading goes on with the next one.
                    lines.take_back(read[1:])
                    yield None, _line(read[:1]), str(error)
                    continue
                # Empty lines are not rows; spreadsheets leave them at the end.
                if fields:
                    yield fields, _line(read), ""

    def _header(self, fields: list[str] | None, raw: str) -> list[str]:
        if fields is None:
            raise DataError(f"{self._path}: the first line is not valid CSV: {raw[:80]}")
        check_columns(fields, str(self._path))
        others = [name for name in ";\t|," if name != self._delimiter and name in raw]
        hint = ""
        if len(fields) == 1 and others:
            hint = f", or if columns are separated by {others[0]!r}, give it as --delimiter"
        check_text_column(self._text_column, fields, str(self._path), hint)
        return fields


class _Recorded:
    """Iterator that records lines, so that they can be read again if a record is not valid CSV."""

    def __init__(self, lines: Iterator[str], read: list[str]) -> None:
        self._lines = lines
        self._read = read
        self._again: deque[str] = deque()

    def take_back(self, lines: Sequence[str]) -> None:
        """Push lines back, to be read again before the following ones."""
        self._again.extendleft(reversed(lines))

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self._read.append(line)
        return line


def _line(read: Sequence[str]) -> str:
    return "".join(read).rstrip("\r\n")


class CsvWriter:
    """Writes chunks as UTF-8 CSV; parts are concatenated.

    :param columns: The input's columns.
    :param added: Names of the added columns, prefix included, in the order of ``Scores``.
    :param raw: Name of the column with lines that could not be split; None if there are none.
    :param delimiter: One character.
    :param same: Whether the input is CSV too; its bytes are then preserved, even invalid UTF-8.
    :param mark: Whether to write a byte order mark, as the input has one.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        added: Sequence[str],
        raw: str | None = None,
        delimiter: str = ",",
        same: bool = False,
        mark: bool = False,
    ) -> None:
        self._names = [column.name for column in columns]
        self._has_raw = raw is not None
        self._header = [*self._names, *added, *([raw] if raw is not None else [])]
        self._delimiter = delimiter
        self._cell = _same_cell if same else _cell
        self._mark = _MARK if mark else ""

    def part(self, chunk: Chunk, scores: Sequence[Scores]) -> bytes:
        """See :class:`Writer`."""
        lines = []
        for row, added in zip(chunk.rows(), scores, strict=True):
            cells = [self._cell(row.values.get(name)) for name in self._names]
            cells += [_cell(value) for value in added.values()]
            lines.append(cells + ([self._cell(row.raw)] if self._has_raw else []))
        return self._written(lines)

    def join(self, parts: Iterable[bytes], write: Callable[[bytes], object]) -> None:
        """See :class:`Writer`."""
        header = self._written([[self._cell(name) for name in self._header]])
        write(self._mark.encode() + header)
        for part in parts:
            write(part)

    def _written(self, lines: list[list[str]]) -> bytes:
        text = io.StringIO(newline="")
        # The standard line end, with which the writer quotes both a lone \r and a \n.
        csv.writer(text, delimiter=self._delimiter, lineterminator="\r\n").writerows(lines)
        return text.getvalue().encode("utf-8", "surrogateescape")


def _same_cell(value: Any) -> str:
    return "" if value is None else str(value)


def _cell(value: Any) -> str:
    return storable(as_text(value))
