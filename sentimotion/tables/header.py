"""Find the delimiter and the header row of a CSV file or spreadsheet, from its first rows. Pure."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import regex

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
_SENTENCE: Final = regex.compile(r"[।!]\s*$|\S+(?:\s+\S+){3}")


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table.

    :param names: Unique printable names; a column without one is called ``column_3`` by its place.
    :param cells: The header's cells as they stand, to be written back.
    :param unnamed: Names of the columns whose header is blank.
    :param n_before: Number of non-blank rows before the header: titles, comments.
    :param index: Index of the header row among the given rows; None if the table has no header.
    """

    names: tuple[str, ...]
    cells: tuple[str, ...]
    unnamed: frozenset[str] = frozenset()
    n_before: int = 0
    index: int | None = 0


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
        return has_column, n_whole / len(rows), len(header)

    return max(DELIMITERS, key=fit)


def _split(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return []


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
            index = at
            break
    header = near[index] if near else None
    if header is None:
        return Header((), ())
    names = _unique_names(header)
    unnamed = frozenset(name for name, cell in zip(names, header, strict=True) if not trimmed(cell))
    return Header(names, tuple(header), unnamed, index, index)


def numbered_header(n_columns: int) -> Header:
    """The columns of a table without a header: ``column_1``, ...; a single column is called ``text``."""
    names = ("text",) if n_columns == 1 else tuple(f"column_{place}" for place in range(1, n_columns + 1))
    return Header(names, names, index=None)


def looks_headerless(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether a first row looks like a row of values rather than names of columns.

    :param header: The first row.
    :param rows: Some rows that follow.
    """
    filled = [cell for cell in map(trimmed, header) if cell]
    if len(header) == 1:
        return bool(filled) and (_SENTENCE.search(filled[0]) is not None or " " in filled[0])
    return any(
        _NUMBER_OR_DATE.fullmatch(cell)
        and all(_NUMBER_OR_DATE.fullmatch(trimmed(row[at])) for row in rows if len(row) > at)
        for at, cell in enumerate(map(trimmed, header))
        if cell
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
