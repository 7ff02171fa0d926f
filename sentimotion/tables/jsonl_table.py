"""JSON Lines reader and writer, one object per line; unchanged values are written back verbatim."""

import json
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NoReturn

from sentimotion.errors import ColumnError
from sentimotion.tables.chunks import (
    MOST_COLUMNS,
    Chunk,
    Row,
    Survey,
    check_text_column,
    chunked,
)
from sentimotion.tables.columns import RAW, Column, Kind, Scores
from sentimotion.tables.lines import decoded_lines
from sentimotion.tables.plain_values import as_json, kind_of, storable

# White space in JSON; str.strip removes more.
_SPACE: Final = " \t\r\n"


class JsonlReader:
    """Rows of a JSON Lines file.

    :param path: The file.
    :param text_column: The key of the texts.
    """

    def __init__(self, path: Path, text_column: str) -> None:
        self._path = path
        self._text_column = text_column

    def survey(self) -> Survey:
        """See :class:`Reader`. Columns are all keys in the order in which they first appear."""
        kinds: dict[str, set[str]] = {}
        n_rows = n_raw = 0
        for row in self._rows():
            n_rows += 1
            n_raw += row.raw is not None
            for key, value in row.values.items():
                found = kinds.setdefault(key, set())
                if (kind := kind_of(value)) is not None:
                    found.add(kind)
            if len(kinds) > MOST_COLUMNS:
                raise ColumnError(
                    f"{self._path}: more than {MOST_COLUMNS} different keys; expected the same in each row"
                )
        if n_rows:
            check_text_column(self._text_column, list(kinds), str(self._path))
        columns = tuple(Column(key, _column_kind(found)) for key, found in kinds.items())
        return Survey(columns, n_rows, n_raw)

    def chunks(self) -> Generator[Chunk]:
        """See :class:`Reader`."""
        return chunked(self._rows())

    def _rows(self) -> Iterator[Row]:
        with self._path.open("rb") as file:
            for line in decoded_lines(file, self._path):
                if stripped := line.strip(_SPACE):
                    yield self._row(stripped)

    def _row(self, line: str) -> Row:
        try:
            values = json.loads(line, parse_constant=_refuse)
        except ValueError as error:
            return Row({}, problem=f"the line is not valid JSON: {error}", raw=line)
        except RecursionError:
            return Row({}, problem="the line is not valid JSON: nested too deep", raw=line)
        if not isinstance(values, dict):
            problem = f"the line is a JSON {type(values).__name__}, expected an object with columns"
            return Row({}, problem=problem, raw=line)
        if self._text_column not in values:
            return Row(values, problem=f"the row has no column {self._text_column}", line=line)
        return Row(values, values[self._text_column], line=line)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a JSON number")


def _column_kind(found: set[str]) -> Kind:
    """Type of a column; mixed types are written as text."""
    if found == {"integer"}:
        return "integer"
    if found == {"truth"}:
        return "truth"
    return "number" if found in ({"number"}, {"number", "integer"}) else "text"


class JsonlWriter:
    """Writes chunks as JSON Lines; parts are concatenated.

    :param added: Names of the added columns, prefix included, in the order of ``Scores``.
    :param raw: Name of the column with lines that could not be split.
    """

    def __init__(self, added: Sequence[str], raw: str = RAW) -> None:
        self._added = added
        self._raw = raw

    def part(self, chunk: Chunk, scores: Sequence[Scores]) -> bytes:
        """See :class:`Writer`."""
        lines = []
        for row, values in zip(chunk.rows(), scores, strict=True):
            added = dict(zip(self._added, values.values(), strict=True))
            lines.append(_joined(row, added, self._raw))
        return "".join(lines).encode("utf-8", "surrogateescape")

    def join(self, parts: Iterable[bytes], write: Callable[[bytes], object]) -> None:
        """See :class:`Writer`."""
        for part in parts:
            write(part)


def _joined(row: Row, added: dict[str, Any], raw: str) -> str:
    if row.line is not None:
        # Verbatim: 0.10, 1E2, escapes, duplicate keys.
        inside = row.line[:-1].rstrip(_SPACE)
        comma = "" if inside == "{" else ", "
        return f"{inside}{comma}{_dumped(added)[1:]}\n"
    values = {storable(key): as_json(value) for key, value in row.values.items()} | added
    if row.raw is not None:
        values[raw] = storable(row.raw)
    return _dumped(values) + "\n"


def _dumped(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, allow_nan=False)
