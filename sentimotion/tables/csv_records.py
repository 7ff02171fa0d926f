"""Split a CSV file into records, so that a malformed one never merges with its neighbors."""

import csv
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

from sentimotion.errors import DataError
from sentimotion.tables.header import separator_of
from sentimotion.tables.lines import LONGEST_LINE, decoded_lines

# A quote that is not closed within so many lines was not meant to open a field.
_MOST_LINES: Final = 10_000
# Lines that may be read again after unclosed quotes, for each line of the file, and in addition.
_REPLAYED: Final = (20, 200_000)


class Record(NamedTuple):
    """A row's number (the first line of a spreadsheet is 1), its fields, and its lines as they stand.

    ``fields`` is None and ``problem`` the reason if it is not valid CSV.
    """

    number: int
    fields: list[str] | None
    raw: str
    problem: str = ""


def read_records(path: Path, delimiter: str) -> Generator[Record]:
    """Yield the records of a file that are not blank, without a first line that declares the delimiter.

    :raises DataError: If unclosed quotes make reading it too expensive, or a line is too long.
    """
    allow_long_fields()
    read: list[str] = []
    n_replayed = number = 0
    with path.open("rb") as file, closing(decoded_lines(file, path)) as decoded:
        lines = _RecordedLines(decoded, read)
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
                # An open quote takes in good rows, up to the next quote or the end: only its own line is bad,
                # and reading goes on with the next one.
                lines.take_back(read[1:])
                n_replayed += len(read) - 1
                if n_replayed > _REPLAYED[0] * number + _REPLAYED[1]:
                    raise DataError(
                        f"{path}, row {number}: too many quotes are opened and never closed; check how the"
                        " file quotes its texts"
                    ) from error
                yield Record(number, None, _joined(read[:1]), str(error))
                is_first = False
                continue
            # Empty lines are not rows; spreadsheets leave them at the end.
            if not fields or (is_first and separator_of(read[0]) is not None):
                continue
            is_first = False
            yield Record(number, fields, _joined(read))


def allow_long_fields() -> None:
    """Raise the limit of the csv module, which is global to the process and is never lowered."""
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_LINE))


class _RecordedLines:
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


def _joined(read: Sequence[str]) -> str:
    return "".join(read).rstrip("\r\n")
