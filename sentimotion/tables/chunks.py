"""Format-independent chunks of rows, and the reader and writer protocols."""

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from sentimotion.errors import ColumnError, SentimotionError
from sentimotion.tables.columns import Column, Scores
from sentimotion.text.limits import check_text

# What is read, scored and written at once: enough rows to sort by length into full batches, few enough that
# an interrupted run loses seconds and that memory stays where it is.
CHUNK_ROWS: Final = 1024
# The tokenizer makes an object of each token before it cuts a text off; this bounds how many there are.
CHUNK_CHARACTERS: Final = 250_000
# Of Parquet, whose rows may hold pictures or web pages, what a chunk takes; a single row may take more.
CHUNK_BYTES: Final = 1 << 24
LONGEST_TEXT: Final = 100_000
"""Code points; a longer text is a row with an error: it is a mistake, or wants splitting."""
MOST_COLUMNS: Final = 4096

Texts = Sequence[str | None]
"""The texts of a chunk; None where there is nothing to score."""

Engine = Callable[[Iterable[Texts]], Iterator[list[Scores | None]]]
"""Scores chunk after chunk, in order, the same values for the same chunk whoever computes them."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was read.

    ``values`` are its columns; ``raw`` is the line where it could not be split into columns, and ``problem``
    why; ``line`` is a JSON line as it stood, so that it can be written again to the letter.
    """

    values: Mapping[str, Any]
    text: object = None
    problem: str | None = None
    raw: str | None = None
    line: str | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive rows. A text is None where the row's ``problem`` says why it cannot be scored.

    ``rows`` gives them as plain values; ``batch`` is a Parquet file's own form of them.
    """

    texts: Sequence[str | None]
    problems: Sequence[str | None]
    rows: Callable[[], Sequence[Row]]
    batch: Any = None


@dataclass(frozen=True, slots=True)
class Survey:
    """What a whole file holds, known before any work: its columns, rows, and lines that are no rows."""

    columns: tuple[Column, ...]
    n_rows: int
    n_raw: int = 0


class Reader(Protocol):
    """A file of rows in one format."""

    def survey(self) -> Survey:
        """Read the file once.

        :raises DataError: It cannot be read as what its name says.
        :raises ColumnError: It has no column with texts, or two of one name.
        """
        ...

    def chunks(self) -> Generator[Chunk]:
        """The rows in file order; chunks of the same file are always the same."""
        ...


class Writer(Protocol):
    """Writes scored chunks as parts of a file, and puts the parts together."""

    def part(self, chunk: Chunk, scores: Sequence[Scores]) -> bytes:
        """A chunk with its scores, as a part."""
        ...

    def join(self, parts: Iterable[bytes], write: Callable[[bytes], object]) -> None:
        """Write the whole file from its parts."""
        ...


def checked(text: object, problem: str | None = None) -> tuple[str | None, str | None]:
    """A row's text, or None and why it cannot be scored.

    :param text: What stands in its text column.
    :param problem: What is wrong with the row already, if anything is.
    """
    if problem is not None:
        return None, problem
    if text is None:
        return None, "the text is missing"
    try:
        check_text(text)
    except SentimotionError as error:
        return None, str(error)
    if len(str(text)) > LONGEST_TEXT:
        return None, f"the text has {len(str(text))} characters, at most {LONGEST_TEXT} are taken; split it"
    return str(text), None


def chunked(rows: Iterable[Row]) -> Generator[Chunk]:
    """Rows in chunks of bounded size."""
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
    """Where to cut rows that are there already into chunks, by the characters of each."""
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
    """Refuse a file with too many columns, or two of one name.

    :raises ColumnError: Saying which.
    """
    if len(columns) > MOST_COLUMNS:
        raise ColumnError(f"{source}: {len(columns)} columns; at most {MOST_COLUMNS} are supported")
    twice = sorted(name for name, number in Counter(columns).items() if number > 1)[:20]
    if twice:
        names = ", ".join(name or "(without a name)" for name in twice)
        raise ColumnError(f"{source}: more than one column {names}; rename all but one")


def check_text_column(column: str, columns: Sequence[str], source: str, hint: str = "") -> None:
    """Refuse a file whose texts cannot be found.

    :raises ColumnError: There is no such column.
    """
    if column not in columns:
        shown = ", ".join(columns[:20]) + (", ..." if len(columns) > 20 else "")
        raise ColumnError(
            f"{source}: no column {column}; its columns are {shown or '(none)'}; choose one with"
            f" --text-column{hint}"
        )
