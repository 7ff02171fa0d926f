"""CSV reader and writer: columns, byte for byte what comes in, guarded what is added."""

import csv
import io
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, Final, Literal

from sentimotion.errors import DataError
from sentimotion.tables.chunks import Chunk, Row, Survey, chunked
from sentimotion.tables.columns import Column, Scores
from sentimotion.tables.content_type import check_text_content, is_taken_for_text
from sentimotion.tables.csv_records import Record, allow_long_fields, read_records
from sentimotion.tables.encodings import HEAD_BYTES, detect_encoding
from sentimotion.tables.formula_guard import guard, is_guarded, restore
from sentimotion.tables.header import MOST_BEFORE, Header, find_delimiter, read_header, separator_of
from sentimotion.tables.lines import decoded_lines
from sentimotion.tables.options import TableOptions
from sentimotion.tables.plain_values import as_text, storable

_MARK: Final = "\ufeff"
# Lines from which the delimiter is guessed, and at most so many characters of them.
_SAMPLE_LINES: Final = 50
_SAMPLE_CHARACTERS: Final = 1 << 16


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
        header = self._header
        n_rows = n_raw = 0
        for record in self._data():
            n_rows += 1
            n_raw += record.fields is None or self._fitting(record.fields) is None
        columns = tuple(
            Column(name, "text", cell) for name, cell in zip(header.names, header.cells, strict=True)
        )
        return Survey(
            columns,
            n_rows,
            n_raw,
            header.n_before,
            self._delimiter,
            text_columns=header.named,
            is_guarded=is_guarded(header.cells),
            looks_headerless=header.looks_like_values,
        )

    def chunks(self) -> Generator[Chunk]:
        """See :class:`Reader`."""
        return chunked(self._rows())

    @cached_property
    def _delimiter(self) -> str:
        check_text_content(self._path)
        return self._options.delimiter or self._detected_delimiter()

    @cached_property
    def _header(self) -> Header:
        with closing(read_records(self._path, self._delimiter)) as records:
            first = list(islice(records, MOST_BEFORE))
        if not first:
            raise DataError(f"{self._path}: the file is empty; expected a header row")
        rows = [record.fields for record in first]
        if not any(rows):
            raise DataError(f"{self._path}: the first line is not valid CSV: {storable(first[0].raw[:80])}")
        return read_header(rows, self._options, str(self._path))

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
        allow_long_fields()
        return find_delimiter(sample, self._options.text_column if self._options.header else None)

    def _data(self) -> Iterator[Record]:
        """Records after the header."""
        return islice(read_records(self._path, self._delimiter), self._header.n_rows, None)

    def _rows(self) -> Iterator[Row]:
        names, text_column = self._header.names, self._options.text_column
        guarded = is_guarded(self._header.cells)
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
            if guarded:
                fields = [restore(field) for field in fields]
            values = dict(zip(names, fields, strict=True))
            yield Row(values, None if text_column is None else values[text_column], number=record.number)

    def _fitting(self, fields: list[str]) -> list[str] | None:
        """Fields for the columns, without empty surplus ones; None if there are others.

        Missing fields of columns without a name are empty.
        """
        header = self._header
        surplus = len(fields) - len(header.names)
        if surplus == 0:
            return fields
        if surplus > 0:
            return None if any(fields[-surplus:]) else fields[:-surplus]
        if header.unnamed.issuperset(header.names[surplus:]):
            return [*fields, *[""] * -surplus]
        return fields


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
        mark, header = self._mark.encode(), self._written([self._header])
        if not is_taken_for_text(mark + header):
            # In quotes it does not begin like an archive or a web page.
            header = self._written([self._header], csv.QUOTE_ALL)
        rest, head = iter(parts), header
        while len(head) < HEAD_BYTES and (part := next(rest, None)) is not None:
            head += part
        if not mark and detect_encoding(head[:HEAD_BYTES]).name != "utf-8":
            # Stray bytes of a damaged file, which would make it another encoding.
            mark = _MARK.encode()
        write(mark + head)
        for part in rest:
            write(part)

    def _written(self, lines: list[list[str]], quoting: Literal[0, 1] = csv.QUOTE_MINIMAL) -> bytes:
        text = io.StringIO(newline="")
        # The standard line end, with which the writer quotes both a lone \r and a \n.
        csv.writer(text, delimiter=self._delimiter, lineterminator="\r\n", quoting=quoting).writerows(lines)
        return text.getvalue().encode("utf-8", "surrogateescape")


def _same_cell(value: Any) -> str:
    return "" if value is None else str(value)


def _guarded_same_cell(value: Any) -> str:
    return guard(_same_cell(value))


def _cell(value: Any) -> str:
    return storable(as_text(value))


def _guarded_cell(value: Any) -> str:
    return guard(_cell(value)) if isinstance(value, str) else _cell(value)
