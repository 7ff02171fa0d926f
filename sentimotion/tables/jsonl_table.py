"""JSON Lines reader and writer, one object per line; unchanged values are written back verbatim."""

import json
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any, Final

from sentimotion.errors import ColumnError, DataError
from sentimotion.tables.chunks import (
    MOST_COLUMNS,
    Chunk,
    Row,
    Survey,
    check_text_column,
    chunked,
)
from sentimotion.tables.columns import RAW, Column, Scores
from sentimotion.tables.content_type import check_text_content
from sentimotion.tables.lines import decoded_lines
from sentimotion.tables.options import TableOptions
from sentimotion.tables.plain_values import as_json, column_kind, kind_of, storable

# White space in JSON; str.strip removes more.
_SPACE: Final = " \t\r\n"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON with different keys: of two values of one, readers of JSON take either."""
    values = dict(pairs)
    if len(values) < len(pairs):
        (twice, _), *_ = Counter(key for key, _ in pairs).most_common(1)
        raise ValueError(f"the key {twice!r} occurs twice")
    return values


# As json.loads, NaN and Infinity included, which pandas and others write for missing numbers.
_STRICT: Final = json.JSONDecoder(object_pairs_hook=_object)
# Nested keys are offered as columns down to this depth.
_DEPTH: Final = 4


class JsonlReader:
    """Rows of a JSON Lines file.

    :param path: The file.
    :param options: The text column: a key, or the path of a nested one such as ``snippet.text``.
    """

    def __init__(self, path: Path, options: TableOptions) -> None:
        self._path = path
        self._text_column = options.text_column

    def survey(self) -> Survey:
        """See :class:`Reader`. Columns are all keys in the order in which they first appear."""
        check_text_content(self._path)
        self._check_lines()
        kinds: dict[str, set[str]] = {}
        paths: dict[str, None] = {}
        n_rows = n_raw = 0
        for row in self._rows():
            n_rows += 1
            n_raw += row.raw is not None
            for key, value in row.values.items():
                found = kinds.setdefault(key, set())
                if (kind := kind_of(value)) is not None:
                    found.add(kind)
                if isinstance(value, dict):
                    paths.update(dict.fromkeys(_text_paths(value, key)))
            if len(kinds) > MOST_COLUMNS or len(paths) > MOST_COLUMNS:
                raise ColumnError(
                    f"{self._path}: more than {MOST_COLUMNS} different keys; expected the same in each row"
                )
        text_columns = (*(key for key, found in kinds.items() if not found or "text" in found), *paths)
        if n_rows and self._text_column is not None and self._text_column not in kinds:
            check_text_column(self._text_column, [*kinds, *paths], str(self._path))
        columns = tuple(Column(key, column_kind(found)) for key, found in kinds.items())
        return Survey(columns, n_rows, n_raw, text_columns=text_columns)

    def _check_lines(self) -> None:
        """Refuse one JSON document over the whole file, whose lines are no rows."""
        with self._path.open("rb") as file, closing(decoded_lines(file, self._path)) as lines:
            first, second = [*islice(filter(None, (line.strip(_SPACE) for line in lines)), 2), "", ""][:2]
        if first.startswith("[") and not _is_row(first):
            raise DataError(
                f"{self._path}: one JSON array; expected JSON Lines, one object a line. Convert it, for"
                " example by jq -c '.[]' IN > OUT.jsonl"
            )
        if first.startswith("{") and not second.startswith(("{", "[")) and second and not _is_row(first):
            raise DataError(
                f"{self._path}: a JSON object over several lines; expected JSON Lines, one object a line."
                " Convert it, for example by jq -c . IN > OUT.jsonl"
            )

    def chunks(self) -> Generator[Chunk]:
        """See :class:`Reader`."""
        return chunked(self._rows())

    def _rows(self) -> Iterator[Row]:
        with self._path.open("rb") as file, closing(decoded_lines(file, self._path)) as lines:
            for number, line in enumerate(lines, start=1):
                if stripped := line.strip(_SPACE):
                    yield self._row(stripped, number)

    def _row(self, line: str, number: int) -> Row:
        try:
            values = json.loads(line)
            # Every key has a colon: without more of them than keys, none is there twice.
            if isinstance(values, dict) and line.count(":") > len(values):
                _STRICT.decode(line)
        except ValueError as error:
            return Row({}, problem=f"the line is not valid JSON: {error}", raw=line, number=number)
        except RecursionError:
            problem = "the line is not valid JSON: nested too deep"
            return Row({}, problem=problem, raw=line, number=number)
        if not isinstance(values, dict):
            problem = f"the line is a JSON {type(values).__name__}, expected an object with columns"
            return Row({}, problem=problem, raw=line, number=number)
        column = self._text_column
        if column is None:
            return Row(values, line=line, number=number)
        if column in values:
            return Row(values, values[column], line=line, number=number)
        text = nested_value(values, column)
        missing = f"the row has no column {column}" if text is None else None
        return Row(values, text, missing, line=line, number=number)


def nested_value(values: Mapping[str, Any], path: str) -> Any:
    """The value under a key, or under the path of a nested one such as ``snippet.text``; None if missing."""
    if path in values:
        return values[path]
    first, dot, rest = path.partition(".")
    inside = values.get(first)
    return nested_value(inside, rest) if dot and isinstance(inside, dict) else None


def _text_paths(values: Mapping[str, Any], prefix: str, depth: int = 2) -> Iterator[str]:
    """Paths of the nested keys that hold text."""
    for key, value in values.items():
        if isinstance(value, str):
            yield f"{prefix}.{key}"
        elif isinstance(value, dict) and depth < _DEPTH:
            yield from _text_paths(value, f"{prefix}.{key}", depth + 1)


def _is_row(line: str) -> bool:
    """Whether a line is an object, or a value of another type without objects in it: a row, good or bad."""
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return not (isinstance(values, list) and any(isinstance(value, dict) for value in values))


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
