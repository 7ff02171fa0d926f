"""Parquet reader and writer, one batch at a time; columns keep their types."""

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from sentimotion.errors import ColumnError, DataError
from sentimotion.tables.chunks import (
    CHUNK_BYTES,
    CHUNK_ROWS,
    Chunk,
    Row,
    Survey,
    bounds,
    check_columns,
    check_text_column,
    checked,
)
from sentimotion.tables.columns import Column, Kind, Scores
from sentimotion.tables.options import TableOptions
from sentimotion.tables.plain_values import as_text, storable

_TYPES: Final[dict[Kind, pa.DataType]] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "truth": pa.bool_(),
}
# Parts that share a row group of the output: readers are slow with many small ones. Of large ones fewer do.
_PARTS_A_GROUP: Final = 16
_GROUP_BYTES: Final = 1 << 26
# What is read of a column at once.
_BUFFER_BYTES: Final = 1 << 20


class ParquetReader:
    """Rows of a Parquet file.

    :param path: The file.
    :param options: The text column, of any string type.
    :param columns: Names of the other columns to read; None reads all. Nested keys such as ``user.id`` name
        their column too.
    """

    def __init__(self, path: Path, options: TableOptions, columns: Collection[str] | None = None) -> None:
        self._path = path
        self._text_column = options.text_column
        self._columns = columns

    @property
    def schema(self) -> pa.Schema:
        """The columns' types.

        :raises DataError: It is no Parquet file.
        """
        with _read_errors(self._path), pq.ParquetFile(self._path) as file:
            return file.schema_arrow

    def survey(self) -> Survey:
        """See :class:`Reader`."""
        with _read_errors(self._path), pq.ParquetFile(self._path) as file:
            schema, n_rows = file.schema_arrow, file.metadata.num_rows
        check_columns(schema.names, str(self._path))
        if self._text_column is not None:
            check_text_column(self._text_column, schema.names, str(self._path))
            type_ = _plain_type(schema.field(self._text_column).type)
            if not (_is_text(type_) or pa.types.is_null(type_)):
                raise ColumnError(
                    f"{self._path}: the column {self._text_column} holds {type_}, expected texts; choose one"
                    " with --text-column"
                )
        columns = tuple(Column(field.name, _kind(field.type)) for field in schema)
        texts = tuple(field.name for field in schema if _is_text(_plain_type(field.type)))
        return Survey(columns, n_rows, text_columns=texts)

    def chunks(self) -> Generator[Chunk]:
        """See :class:`Reader`."""
        with (
            _read_errors(self._path),
            pq.ParquetFile(self._path, pre_buffer=False, buffer_size=_BUFFER_BYTES) as file,
        ):
            n_read = 0
            names = self._names(file.schema_arrow.names)
            n_rows = _batch_rows(file.metadata, names)
            for batch in file.iter_batches(n_rows, columns=names, use_threads=False):
                texts: Sequence[str | None] = [None] * batch.num_rows
                if self._text_column is not None:
                    texts = _texts(batch.column(self._text_column))
                pairs = [checked(text) for text in texts]
                for start, end in bounds([len(text or "") for text, _ in pairs]):
                    yield _chunk(batch.slice(start, end - start), pairs[start:end], n_read + start + 1)
                n_read += batch.num_rows

    def _names(self, names: Sequence[str]) -> list[str] | None:
        """The columns to read, in the order of the file; None for all."""
        if self._columns is None:
            return None
        wanted = {*self._columns, *filter(None, [self._text_column])}
        return [name for name in names if any(one == name or one.startswith(f"{name}.") for one in wanted)]


def _batch_rows(metadata: pq.FileMetaData, names: Collection[str] | None) -> int:
    """Rows that are read at once: fewer where they are large, as with pictures or web pages.

    :param names: The columns that are read; None for all.
    """
    groups = [metadata.row_group(index) for index in range(metadata.num_row_groups)]
    if names is None:
        n_bytes = sum(group.total_byte_size for group in groups)
    else:
        columns = [group.column(index) for group in groups for index in range(group.num_columns)]
        n_bytes = sum(
            column.total_uncompressed_size
            for column in columns
            if any(f"{column.path_in_schema}.".startswith(f"{name}.") for name in names)
        )
    wanted: int = CHUNK_BYTES * metadata.num_rows // max(1, n_bytes)
    return max(1, min(CHUNK_ROWS, wanted))


def _chunk(batch: pa.RecordBatch, pairs: Sequence[tuple[str | None, str | None]], number: int) -> Chunk:
    return Chunk(
        [text for text, _ in pairs],
        [problem for _, problem in pairs],
        lambda: [Row(values, number=at) for at, values in enumerate(_records(batch), start=number)],
        batch,
    )


@contextmanager
def _read_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, OSError) as error:  # damage is sometimes told as an OSError
        raise DataError(f"{path}: cannot be read as a Parquet file: {error}") from error


def _plain_type(type_: pa.DataType) -> pa.DataType:
    return type_.value_type if pa.types.is_dictionary(type_) else type_


def _is_text(type_: pa.DataType) -> bool:
    return bool(
        pa.types.is_string(type_) or pa.types.is_large_string(type_) or pa.types.is_string_view(type_)
    )


def _kind(type_: pa.DataType) -> Kind:
    if pa.types.is_boolean(type_):
        return "truth"
    if pa.types.is_integer(type_):
        return "integer"
    return "number" if pa.types.is_floating(type_) else "text"


def _texts(array: pa.Array) -> list[str | None]:
    """Texts, in which a byte that is no UTF-8 survives: Arrow does not check what a file says is text."""
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if not _is_text(array.type):
        return [None] * len(array)
    try:
        texts: list[str | None] = array.to_pylist()
    except UnicodeDecodeError:
        bytes_of = pa.large_binary() if pa.types.is_large_string(array.type) else pa.binary()
        values = array.cast(bytes_of).to_pylist()
        texts = [None if value is None else value.decode("utf-8", "surrogateescape") for value in values]
    return texts


def _records(batch: pa.RecordBatch) -> list[dict[str, Any]]:
    try:
        columns = [
            _texts(array) if _is_text(_plain_type(array.type)) else _values(array) for array in batch.columns
        ]
    except UnicodeDecodeError as error:
        raise DataError(f"a list or structure holds text that is not valid UTF-8: {error}") from error
    return [dict(zip(batch.schema.names, row, strict=True)) for row in zip(*columns, strict=True)]


def _values(array: pa.Array) -> list[Any]:
    try:
        values: list[Any] = array.to_pylist()
    except OverflowError:
        # A day that Python does not have (after the year 9999, at times as a mark for "no end"): as Arrow
        # writes it.
        return [_value(scalar) for scalar in array]
    return values


def _value(scalar: pa.Scalar) -> Any:
    try:
        return scalar.as_py()
    except OverflowError:
        with suppress(pa.ArrowException):  # inside a list or structure
            return str(scalar.cast(pa.string()))
        return "<value out of range>"


class ParquetWriter:
    """Writes chunks as Arrow streams, which are put together as one Parquet file.

    :param columns: The input's columns.
    :param added: The added columns, prefix included, in the order of ``Scores``.
    :param raw: Name of the column with lines that could not be split; None where there are none.
    :param schema: Of the input where it is Parquet too.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        added: Sequence[Column],
        raw: str | None = None,
        schema: pa.Schema | None = None,
    ) -> None:
        self._columns = columns
        self._has_raw = raw is not None
        if schema is None:
            schema = pa.schema([(storable(column.name), _TYPES[column.kind]) for column in columns])
        self._added = [(column.name, _TYPES[column.kind]) for column in added]
        if raw is not None:
            self._added.append((raw, pa.string()))
        self._schema = schema
        for name, type_ in self._added:
            self._schema = self._schema.append(pa.field(name, type_))

    def part(self, chunk: Chunk, scores: Sequence[Scores]) -> bytes:
        """See :class:`Writer`."""
        if chunk.batch is not None:
            arrays = list(chunk.batch.columns)
        else:
            rows = chunk.rows()
            arrays = [
                pa.array([_typed(row.values.get(column.name), column.kind) for row in rows], field.type)
                for column, field in zip(self._columns, self._schema, strict=False)
            ]
        added = [list(row.values()) for row in scores]
        if self._has_raw:
            for values, row in zip(added, chunk.rows(), strict=True):
                values.append(None if row.raw is None else storable(row.raw))
        arrays += [
            pa.array(values, type_)
            for values, (_, type_) in zip(zip(*added, strict=True), self._added, strict=True)
        ]
        stream = pa.BufferOutputStream()
        with pa.ipc.new_stream(stream, self._schema) as writer:
            writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=self._schema))
        return bytes(stream.getvalue())

    def join(self, parts: Iterable[bytes], write: Callable[[bytes], object]) -> None:
        """See :class:`Writer`."""
        sink = pa.PythonFile(_Sink(write), mode="w")
        with pq.ParquetWriter(sink, self._schema) as writer:
            held: list[pa.Table] = []
            n_bytes = 0
            for part in parts:
                with pa.ipc.open_stream(part) as stream:
                    held.append(stream.read_all())
                n_bytes += len(part)
                if len(held) == _PARTS_A_GROUP or n_bytes >= _GROUP_BYTES:
                    writer.write_table(pa.concat_tables(held))
                    held, n_bytes = [], 0
            if held:
                writer.write_table(pa.concat_tables(held))


class _Sink:
    """As much of a file as Arrow asks for."""

    closed = False

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write

    def write(self, data: Any) -> int:
        self._write(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Left to who opened the file."""

    def close(self) -> None:
        """Left to who opened the file."""


def _typed(value: Any, kind: Kind) -> Any:
    if value is None:
        return None
    if kind == "number":
        return float(value)
    return storable(as_text(value)) if kind == "text" else value
