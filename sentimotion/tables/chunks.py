"""Format-independent chunks of rows, and the reader and writer protocols."""

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from sentimotion.errors import ColumnError, SentimotionError
from sentimotion.tables.columns import Column, Scores
from sentimotion.tables.missing import why_missing
from sentimotion.tables.plain_values import storable
from sentimotion.text.limits import check_text

# Size of a chunk: enough rows to form full batches of similar length, few enough to lose only seconds when a
# run is interrupted and to bound memory.
CHUNK_ROWS: Final = 1024
# The tokenizer creates all tokens before truncating; this bounds their number.
CHUNK_CHARACTERS: Final = 250_000
# Maximum bytes of a Parquet chunk, whose rows may hold images or web pages; a single row may exceed it.
CHUNK_BYTES: Final = 1 << 24
LONGEST_TEXT: Final = 100_000
"""Maximum length of a text in code points; a longer text is reported as an error of its row."""
MOST_COLUMNS: Final = 4096

Texts = Sequence[str | None]
"""The texts of a chunk; None for rows without a text to score."""

Engine = Callable[[Iterable[Texts]], Iterator[list[Scores | None]]]
"""Scores chunks in order; every engine returns the same values for the same chunk."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file.

    ``values`` are its columns. ``raw`` is the line if it could not be split into columns, ``problem`` the
    reason. ``line`` is the original JSON line, to be written back verbatim. ``number`` is the row's number:
    in CSV and spreadsheets as a spreadsheet counts (the first line is 1), in JSONL the line, in Parquet
    from 1.
    """

    values: Mapping[str, Any]
    text: object = None
    problem: str | None = None
    raw: str | None = None
    line: str | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive rows. A text is None if it cannot be scored; ``problems`` then has the reason.

    ``rows`` returns plain values; ``batch`` is the Arrow batch of a Parquet file.
    """

    texts: Sequence[str | None]
    problems: Sequence[str | None]
    rows: Callable[[], Sequence[Row]]
    batch: Any = None


@dataclass(frozen=True, slots=True)
class Survey:
    """Summary of a file before scoring.

    :param columns: Its columns.
    :param n_rows: Number of rows.
    :param n_raw: Number of lines among them that cannot be split into columns.
    :param n_before: Number of titles and comments above the header, which are left out.
    :param delimiter: Field delimiter of a CSV file.
    :param text_columns: Names of the columns that may hold texts; in JSONL also paths of nested keys.
    :param is_guarded: Whether it is a CSV export of ours, whose cells are guarded against formulas.
    :param looks_headerless: Whether the header looks like a row of values.
    """

    columns: tuple[Column, ...]
    n_rows: int
    n_raw: int = 0
    n_before: int = 0
    delimiter: str | None = None
    text_columns: tuple[str, ...] = ()
    is_guarded: bool = False
    looks_headerless: bool = False


class Reader(Protocol):
    """A file of rows in one format."""

    def survey(self) -> Survey:
        """Read the file once.

        :raises DataError: If it cannot be read in the format of its extension.
        :raises ColumnError: If the text column is missing or a column name is not unique.
        """
        ...

    def chunks(self) -> Generator[Chunk]:
        """Yield the rows in file order; the chunks of a file are deterministic."""
        ...


class Writer(Protocol):
    """Writes scored chunks as parts of a file, and joins the parts."""

    def part(self, chunk: Chunk, scores: Sequence[Scores]) -> bytes:
        """Serialize a chunk with its scores as a part."""
        ...

    def join(self, parts: Iterable[bytes], write: Callable[[bytes], object]) -> None:
        """Write the whole file from its parts."""
        ...


def checked(text: object, problem: str | None = None) -> tuple[str | None, str | None]:
    """Check a row's text; returns None and the reason if it cannot be scored.

    :param text: The value of its text column.
    :param problem: A problem of the row found earlier, if any.
    """
    if problem is not None:
        return None, problem
    if text is None or text != text:  # NaN, which pandas writes for a missing text
        return None, "the text is missing"
    try:
        check_text(text)
    except SentimotionError as error:
        return None, str(error)
    text = str(text)
    if len(text) > LONGEST_TEXT:
        return None, f"the text has {len(text)} characters, at most {LONGEST_TEXT} are taken; split it"
    reason = why_missing(text)
    return (text, None) if reason is None else (None, reason)


def chunked(rows: Iterable[Row]) -> Generator[Chunk]:
    """Group rows into chunks of bounded size."""
    held: list[Row] = []
    n_characters = 0
    for row in rows:
        held.append(row)
        n_characters += _size(row)
        if len(held) == CHUNK_ROWS or n_characters >= CHUNK_CHARACTERS:
            yield _chunk(held)
            held, n_characters = [], 0
    if held:
        yield _chunk(held)


def bounds(sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Boundaries of chunks for rows in memory, by their numbers of characters."""
    start = n_characters = 0
    for index, size in enumerate(sizes, start=1):
        n_characters += size
        if index - start == CHUNK_ROWS or n_characters >= CHUNK_CHARACTERS:
            yield start, index
            start, n_characters = index, 0
    if start < len(sizes):
        yield start, len(sizes)


def _size(row: Row) -> int:
    if row.line is not None:
        return len(row.line)
    return sum(len(str(value)) for value in row.values.values()) + len(row.raw or "")


def _chunk(rows: list[Row]) -> Chunk:
    pairs = [checked(row.text, row.problem) for row in rows]
    return Chunk([text for text, _ in pairs], [problem for _, problem in pairs], lambda: rows)


def check_columns(columns: Sequence[str], source: str) -> None:
    """Check that a file has unique column names and not too many.

    :raises ColumnError: If not.
    """
    if len(columns) > MOST_COLUMNS:
        raise ColumnError(f"{source}: {len(columns)} columns; at most {MOST_COLUMNS} are supported")
    twice = sorted(name for name, number in Counter(columns).items() if number > 1)[:20]
    if twice:
        names = ", ".join(map(storable, twice))
        raise ColumnError(f"{source}: more than one column {names}; rename all but one")


def check_text_column(column: str, columns: Sequence[str], source: str, hint: str = "") -> None:
    """Check that a file has the text column.

    :raises ColumnError: If not.
    """
    check_column(column, columns, source, f"choose one with --text-column{hint}")


def check_column(column: str, columns: Sequence[str], source: str, hint: str) -> None:
    """Check that a file has a column.

    :param hint: What to do if not.
    :raises ColumnError: If not.
    """
    if column not in columns:
        shown = ", ".join(storable(name) for name in columns[:20]) + (", ..." if len(columns) > 20 else "")
        raise ColumnError(
            f"{source}: no column {storable(column)}; its columns are {shown or '(none)'}; {hint}"
        )
