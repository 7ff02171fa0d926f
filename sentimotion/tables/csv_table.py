"""CSV reader and writer: a malformed row never merges with its neighbors."""

import csv
import io
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from sentimotion.errors import DataError
from sentimotion.tables.chunks import Chunk, Row, Survey, check_columns, check_text_column, chunked
from sentimotion.tables.columns import Column, Scores
from sentimotion.tables.content_type import check_text_content
from sentimotion.tables.formula_guard import guard, is_guarded, restore
from sentimotion.tables.header import (
    DELIMITERS,
    MOST_BEFORE,
    Header,
    find_delimiter,
    find_header,
    looks_headerless,
    numbered_header,
    separator_of,
)
from sentimotion.tables.lines import LONGEST_LINE, decoded_lines
from sentimotion.tables.options import TableOptions
from sentimotion.tables.plain_values import as_text, storable

_MARK: Final = "\ufeff"
# Lines from which the delimiter is guessed, and at most so many characters of them.
_SAMPLE_LINES: Final = 50
_SAMPLE_CHARACTERS: Final = 1 << 16
# A quote that is not closed within so many lines was not meant to open a field.
_MOST_LINES: Final = 10_000
# Lines that may be read again after unclosed quotes, for each line of the file, and in addition.
_REPLAYED: Final = (20, 200_000)


class _Record(NamedTuple):
    """A row's number (the first line of a spreadsheet is 1), its fields, and its lines as they stand.

    ``fields`` is None and ``problem`` the reason if it is not valid CSV.
    """

    number: int
    fields: list[str] | None
    raw: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Dialect:
    delimiter: str
    header: Header
    n_records: int
    """Records up to and including the header."""
    headerless: bool
    is_guarded: bool


class CsvReader:
    """Rows of a CSV file in UTF-8, UTF-16 or UTF-32.

    :param path: The file.
    :param options: Text column, delimiter (None to detect it), whether there is a header.
    """

    def __init__(self, path: Path, options: TableOptions) -> None:
        self._path = path
        self._options = options

    def survey(self) -> Survey:
        """See :class:`Reader`."""
        dialect = self._dialect
        n_rows = n_raw = 0
        for record in self._data():
            n_rows += 1
            n_raw += record.fields is None or self._fitting(record.fields) is None
        header = dialect.header
        columns = tuple(
            Column(name, "text", cell) for name, cell in zip(header.names, header.cells, strict=True)
        )
        return Survey(
            columns,
            n_rows,
            n_raw,
            header.n_before,
            dialect.delimiter,
            text_columns=tuple(name for name in header.names if name not in header.unnamed),
            is_guarded=dialect.is_guarded,
            looks_headerless=dialect.headerless,
        )

    def chunks(self) -> Generator[Chunk]:
        """See :class:`Reader`."""
        return chunked(self._rows())

    @cached_property
    def _dialect(self) -> _Dialect:
        options, source = self._options, str(self._path)
        check_text_content(self._path)
        delimiter = options.delimiter or self._detected_delimiter()
        with closing(self._records(delimiter)) as records:
            first = list(islice(records, MOST_BEFORE))
        if not first:
            raise DataError(f"{source}: the file is empty; expected a header row")
        if not options.header:
            widths = [len(record.fields) for record in first if record.fields is not None]
            header = numbered_header(max(widths, default=1))
        else:
            header = find_header([record.fields for record in first], options.text_column)
            if not header.names:
                raise DataError(f"{source}: the first line is not valid CSV: {storable(first[0].raw[:80])}")
        named = [name for name in header.names if name not in header.unnamed]
        check_columns(header.names, source)
        following = [record.fields for record in first if record.fields is not None]
        is_first_row = options.header and looks_headerless(header.cells, following[header.n_before + 1 :])
        if options.text_column is not None:
            hint = "; or, if it has no header, give --no-header" * is_first_row
            if len(named) == 1 and any(sign in named[0] for sign in DELIMITERS):
                hint += "; or leave out --delimiter, so that it is detected"
            check_text_column(options.text_column, named, source, hint)
        n_records = 0 if header.index is None else header.index + 1
        return _Dialect(delimiter, header, n_records, is_first_row, is_guarded(header.cells))

    def _detected_delimiter(self) -> str:
        if self._path.suffix.lower() == ".tsv":
            return "\t"
        with self._path.open("rb") as file, closing(decoded_lines(file, self._path)) as lines:
            sample: list[str] = []
            n_characters = 0
            for line in islice(lines, _SAMPLE_LINES):
                declared = separator_of(line) if not any(map(str.strip, sample)) else None
                if declared is not None:
                    return declared
                sample.append(line)
                n_characters += len(line)
                if n_characters > _SAMPLE_CHARACTERS:
                    break
        _allow_long_fields()
        return find_delimiter(sample, self._options.text_column if self._options.header else None)

    def _data(self) -> Iterator[_Record]:
        """Records after the header."""
        return islice(self._records(self._dialect.delimiter), self._dialect.n_records, None)

    def _rows(self) -> Iterator[Row]:
        names, text_column = self._dialect.header.names, self._options.text_column
        is_guarded = self._dialect.is_guarded
        for record in self._data():
            if record.fields is None:
                problem = f"the line is not valid CSV: {record.problem}"
                yield Row({}, problem=problem, raw=record.raw, number=record.number)
                continue
            fields = self._fitting(record.fields)
            if fields is None or len(fields) < len(names):
                yield Row(
                    dict.fromkeys(names) | dict(zip(names, record.fields, strict=False)),
                    problem=f"the row has {len(record.fields)} fields, the header {len(names)}",
                    # Missing fields are empty columns; surplus fields have no column.
                    raw=record.raw if fields is None else None,
                    number=record.number,
                )
                continue
            if is_guarded:
                fields = [restore(field) for field in fields]
            values = dict(zip(names, fields, strict=True))
            yield Row(values, None if text_column is None else values[text_column], number=record.number)

    def _fitting(self, fields: list[str]) -> list[str] | None:
        """Fields for the columns, without empty surplus ones; None if there are others.

        Missing fields of columns without a name are empty.
        """
        header = self._dialect.header
        surplus = len(fields) - len(header.names)
        if surplus == 0:
            return fields
        if surplus > 0:
            return None if any(fields[-surplus:]) else fields[:-surplus]
        if header.unnamed.issuperset(header.names[surplus:]):
            return [*fields, *[""] * -surplus]
        return fields

    def _records(self, delimiter: str) -> Generator[_Record]:
        """Yield the records that are not blank lines."""
        _allow_long_fields()
        read: list[str] = []
        n_replayed = number = 0
        with self._path.open("rb") as file, closing(decoded_lines(file, self._path)) as decoded:
            lines = _Recorded(decoded, read)
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
            is_first = True
            while True:
                read.clear()
                number += 1
                try:
                    fields = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    # An open quote takes in good rows, up to the next quote or the end: only its own line is
                    # bad, and reading goes on with the next one.
                    lines.take_back(read[1:])
                    n_replayed += len(read) - 1
                    if n_replayed > _REPLAYED[0] * number + _REPLAYED[1]:
                        raise DataError(
                            f"{self._path}, row {number}: too many quotes are opened and never closed; check"
                            " how the file quotes its texts"
                        ) from error
                    yield _Record(number, None, _line(read[:1]), str(error))
                    is_first = False
                    continue
                # Empty lines are not rows; spreadsheets leave them at the end.
                if not fields or (is_first and separator_of(read[0]) is not None):
                    continue
                is_first = False
                yield _Record(number, fields, _line(read))


def _allow_long_fields() -> None:
    """Raise the limit of the csv module, which is global to the process and is never lowered."""
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_LINE))


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
        if len(self._read) == _MOST_LINES:
            raise csv.Error(f"its quote is not closed within {_MOST_LINES} lines")
        line = self._again.popleft() if self._again else next(self._lines)
        self._read.append(line)
        return line


def _line(read: Sequence[str]) -> str:
    return "".join(read).rstrip("\r\n")


class CsvWriter:
    """Writes chunks as UTF-8 CSV; parts are concatenated.

    :param survey: Survey of the input.
    :param added: Names of the added columns, prefix included, in the order of ``Scores``.
    :param raw: Name of the column with lines that could not be split; None if there are none.
    :param delimiter: One character.
    :param same: Whether the input is CSV too; its fields are then preserved, even invalid UTF-8.
    :param mark: Whether to write a byte order mark, without which spreadsheets garble Bangla.
    """

    def __init__(
        self,
        survey: Survey,
        added: Sequence[str],
        raw: str | None = None,
        delimiter: str = ",",
        same: bool = False,
        mark: bool = False,
    ) -> None:
        self._names = [column.name for column in survey.columns]
        self._has_raw = raw is not None
        cells = [
            column.cell if same and column.cell is not None else storable(column.name)
            for column in survey.columns
        ]
        self._header = [*cells, *added, *([raw] if raw is not None else [])]
        self._delimiter = delimiter
        self._cell: Callable[[Any], str] = _cell
        if same:
            self._cell = _guarded_same_cell if survey.is_guarded else _same_cell
        self._mark = _MARK if mark else ""

    def part(self, chunk: Chunk, scores: Sequence[Scores]) -> bytes:
        """See :class:`Writer`."""
        lines = []
        for row, added in zip(chunk.rows(), scores, strict=True):
            cells = [self._cell(row.values.get(name)) for name in self._names]
            # What comes in is kept to the letter; what is added must not be run as a formula.
            cells += [_guarded_cell(value) for value in added.values()]
            lines.append(cells + ([self._cell(row.raw)] if self._has_raw else []))
        return self._written(lines)

    def join(self, parts: Iterable[bytes], write: Callable[[bytes], object]) -> None:
        """See :class:`Writer`."""
        write(self._mark.encode() + self._written([self._header]))
        for part in parts:
            write(part)

    def _written(self, lines: list[list[str]]) -> bytes:
        text = io.StringIO(newline="")
        # The standard line end, with which the writer quotes both a lone \r and a \n.
        csv.writer(text, delimiter=self._delimiter, lineterminator="\r\n").writerows(lines)
        return text.getvalue().encode("utf-8", "surrogateescape")


def _same_cell(value: Any) -> str:
    return "" if value is None else str(value)


def _guarded_same_cell(value: Any) -> str:
    return guard(_same_cell(value))


def _cell(value: Any) -> str:
    return storable(as_text(value))


def _guarded_cell(value: Any) -> str:
    return guard(_cell(value)) if isinstance(value, str) else _cell(value)
