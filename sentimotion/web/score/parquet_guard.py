"""Check an uploaded Parquet file: its text columns and its uncompressed size."""

from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sentimotion.errors import ColumnError, DataError, FileTooLarge

MOST_UNPACKED: Final = 32 * 1024 * 1024
"""Maximum uncompressed size in bytes: a few kilobytes can hold the same long text a thousand times."""


def text_columns(path: Path, most_rows: int) -> list[str]:
    """Find the columns that hold texts.

    :param most_rows: Maximum number of rows; larger files are rejected elsewhere.
    :raises FileTooLarge: If its uncompressed size exceeds MOST_UNPACKED.
    :raises ColumnError: If there is no such column.
    :raises DataError: If it is not a Parquet file.
    """
    try:
        with pq.ParquetFile(path) as file:
            schema, groups = file.schema_arrow, range(file.metadata.num_row_groups)
            _check(sum(file.metadata.row_group(index).total_byte_size for index in groups))
            n_rows = file.metadata.num_rows
        names = [field.name for field in schema if _is_text(field.type)]
        # As dictionaries, so that repeated texts are held once while they are measured.
        with pq.ParquetFile(path, read_dictionary=names, pre_buffer=False) as file:
            n_bytes = 0
            for batch in file.iter_batches(256, columns=names, use_threads=False):
                n_bytes += sum(_n_bytes(column) for column in batch.columns)
                _check(n_bytes)
        # Other variable-length types have no dictionary encoding; measure them row by row.
        others = [field.name for field in schema if field.name not in names and not _has_one_size(field.type)]
        if others and n_rows <= most_rows:
            with pq.ParquetFile(path, pre_buffer=False) as file:
                for batch in file.iter_batches(1, columns=others, use_threads=False):
                    n_bytes += batch.nbytes
                    _check(n_bytes)
    except (pa.ArrowException, OSError) as error:
        raise DataError(f"the file cannot be read as a Parquet file: {error}") from error
    if not names:
        raise ColumnError(f"no column holds texts; the columns are {', '.join(schema.names[:20])}")
    return names


def _is_text(type_: Any) -> bool:
    plain = type_.value_type if pa.types.is_dictionary(type_) else type_
    return bool(
        pa.types.is_string(plain) or pa.types.is_large_string(plain) or pa.types.is_string_view(plain)
    )


def _has_one_size(type_: Any) -> bool:
    """Whether all values have the same small size."""
    return bool(pa.types.is_primitive(type_) or pa.types.is_boolean(type_) or pa.types.is_null(type_))


def _n_bytes(column: Any) -> int:
    """Size of a column's texts in bytes, without sharing between rows."""
    if not pa.types.is_dictionary(column.type):
        return int(column.nbytes)
    lengths = pc.binary_length(column.dictionary)
    return int(pc.sum(pc.take(lengths, column.indices)).as_py() or 0)


def _check(n_bytes: int) -> None:
    if n_bytes > MOST_UNPACKED:
        size, limit = -(-n_bytes // 1024**2), MOST_UNPACKED // 1024**2
        raise FileTooLarge(
            f"the uncompressed file has {size} MB; the page accepts {limit}", size=size, limit=limit
        )
