"""Find the delimiter and the header row of a CSV file or spreadsheet, from its first rows. Pure."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import regex

from sentimotion.tables.chunks import check_columns, check_text_column
from sentimotion.tables.options import TableOptions
from sentimotion.tables.plain_values import storable

DELIMITERS: Final = ",;\t|"
MOST_BEFORE: Final = 20
"""Rows among which the header is looked for."""

_SEPARATOR_LINE: Final = regex.compile(r"\"?sep=(.)\"?\s*", regex.IGNORECASE)
# White space, zero-width and direction signs, soft hyphen, word joiner, byte order mark.
_AROUND: Final = (
    " \t\r\n\v\f\u00a0\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u202f\u2060\u2066"
    "\u2067\u2068\u2069\ufeff"
)
_NUMBER_OR_DATE: Final = regex.compile(r"[\p{Nd}][\p{Nd}\s./:,+-]*")
_TITLE: Final = regex.compile(r"^#|\s")
_SENTENCE: Final = regex.compile(r"[।!]$|\S+(?:\s+\S+){2}")
# What is looked at of a cell, so that a hostile one costs no more.
_LONGEST_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table.

    :param names: Unique printable names; a column without one is called ``column_3`` by its place.
    :param cells: The header's cells as they stand, to be written back.
    :param unnamed: Names of the columns whose header is blank.
    :param n_before: Number of non-blank rows before the header: titles, comments.
    :param index: Index of the header row among the given rows; None if the table has no header.
    :param looks_like_values: Whether the header row looks like the rows below it.
    """

    names: tuple[str, ...]
    cells: tuple[str, ...]
    unnamed: frozenset[str] = frozenset()
    n_before: int = 0
    index: int | None = 0
    looks_like_values: bool = False

    @property
    def named(self) -> tuple[str, ...]:
        """Names of the columns whose header is not blank."""
        return tuple(name for name in self.names if name not in self.unnamed)

    @property
    def n_rows(self) -> int:
        """Number of rows up to and including the header."""
        return 0 if self.index is None else self.index + 1


def separator_of(line: str) -> str | None:
    """The delimiter that a first line ``sep=;`` declares, as spreadsheets read and write it; else None."""
    match = _SEPARATOR_LINE.fullmatch(line)
    return match[1] if match else None


def find_delimiter(lines: Sequence[str], text_column: str | None) -> str:
    """The delimiter under which most rows have as many fields as the header.

    Delimiters inside quoted fields do not count.

    :param lines: The first lines of the file, with line ends.
    :param text_column: Name of the text column if known; a delimiter under which it is a column comes first.
    """

    def fit(delimiter: str) -> tuple[bool, float, int]:
        rows = [row for row in _split(lines, delimiter) if row]
        if not rows or max(map(len, rows)) == 1:
            return False, 0.0, 0
        has_column = text_column is not None and any(
            text_column in map(trimmed, row) and len(row) > 1 for row in rows[:MOST_BEFORE]
        )
        # A delimiter that does not occur in the header does not separate columns.
        header = rows[find_header(rows, text_column).index or 0]
        if len(header) == 1:
            return False, 0.0, 0
        # A lone quote in a field shows that a quoted one was cut.
        n_whole = sum(len(row) == len(header) and all(f.count('"') != 1 for f in row) for row in rows)
        # Signs within a few texts make no table.
        if not has_column and 2 * n_whole < len(rows):
            return False, 0.0, 0
        return has_column, n_whole / len(rows), len(header)

    return max(DELIMITERS, key=fit)


def _split(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return []


def read_header(
    rows: Sequence[Sequence[str] | None], options: TableOptions, source: str, hint: str = ""
) -> Header:
    """Find the header row and check that the text column is there.

    :param rows: The first rows, without blank lines; None for a row that could not be split.
    :param options: Text column, whether there is a header.
    :param source: The file, for the error message.
    :param hint: What else may be wrong if there is no text column.
    :raises ColumnError: If the text column is missing or a column name is not unique.
    """
    if options.header:
        header = find_header(rows, options.text_column)
        below = [row for row in rows[header.n_rows :] if row is not None]
        header = replace(header, looks_like_values=looks_headerless(header.cells, below))
    else:
        header = numbered_header(max(len(row) for row in rows if row is not None))
    check_columns(header.names, source)
    if options.text_column is not None:
        if header.looks_like_values:
            hint += "; or, if it has no header, give --no-header"
        if options.delimiter and len(header.named) == 1 and any(s in header.named[0] for s in DELIMITERS):
            hint += "; or leave out --delimiter, so that it is detected"
        check_text_column(options.text_column, header.named, source, hint)
    return header


def find_header(rows: Sequence[Sequence[str] | None], text_column: str | None) -> Header:
    """Find the header row; rows before it are titles or comments.

    :param rows: The first rows, without blank lines; None for a row that could not be split.
    :param text_column: Name of the text column if known.
    """
    near = rows[:MOST_BEFORE]
    filled = [[] if row is None else list(filter(None, map(trimmed, row))) for row in near]
    widest = max(map(len, filled), default=0)
    index = 0
    for at, row in enumerate(near):
        if row is None:
            continue
        if text_column is not None and text_column in map(trimmed, row):
            index = at
            break
        # A title or comment is a single cell above a table of several columns.
        is_single = widest > 1 and len(filled[at]) <= 1
        cell = "".join(filled[at])
        is_title = (len(row) == 1 or _TITLE.search(cell)) and not any(sign in cell for sign in DELIMITERS[1:])
        if not is_single or not is_title:
            index = at if at == 0 or _is_table(near[at:]) else 0
            break
    header = near[index] if near else None
    if header is None:
        return Header((), ())
    names = _unique_names(header)
    unnamed = frozenset(name for name, cell in zip(names, header, strict=True) if not trimmed(cell))
    return Header(names, tuple(header), unnamed, index, index)


def _is_table(rows: Sequence[Sequence[str] | None]) -> bool:
    """Whether most rows have as many fields as the first, at least one of them."""
    widths = [None if row is None else len(row) for row in rows]
    n_alike = widths.count(widths[0])
    return n_alike > 1 and 2 * n_alike > len(widths)


def numbered_header(n_columns: int) -> Header:
    """The columns of a table without a header: ``column_1``, ...; a single column is called ``text``."""
    names = ("text",) if n_columns == 1 else tuple(f"column_{place}" for place in range(1, n_columns + 1))
    return Header(names, names, index=None)


def looks_headerless(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether a first row looks like a row of values rather than names of columns.

    :param header: The first row.
    :param rows: Some rows that follow.
    """
    if len(header) == 1:
        return _SENTENCE.search(trimmed(header[0])[:_LONGEST_NAME]) is not None
    return any(
        _NUMBER_OR_DATE.fullmatch(cell)
        and all(_NUMBER_OR_DATE.fullmatch(trimmed(row[at])) for row in rows if len(row) > at)
        for at, cell in enumerate(map(trimmed, header))
    )


def trimmed(cell: str) -> str:
    """A cell without white space and invisible characters at its ends."""
    return cell.strip(_AROUND)


def _unique_names(cells: Sequence[str]) -> tuple[str, ...]:
    """Names in order; a blank one is replaced by its place. Named twice is left for the caller to refuse."""
    taken = {trimmed(cell) for cell in cells}
    names = []
    for place, cell in enumerate(cells, start=1):
        name = storable(trimmed(cell))
        if not name:
            name = f"column_{place}"
            while name in taken:
                name += "_"
        names.append(name)
    return tuple(names)
