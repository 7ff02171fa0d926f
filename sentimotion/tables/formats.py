"""Select the reader and writer for a file by its extension."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

from sentimotion.errors import ScoringError
from sentimotion.tables.chunks import Reader, Survey, Writer
from sentimotion.tables.columns import RAW, Column
from sentimotion.tables.csv_table import CsvReader, CsvWriter
from sentimotion.tables.jsonl_table import JsonlReader, JsonlWriter
from sentimotion.tables.lines import starts_with_mark
from sentimotion.tables.options import TableOptions

Format = Literal["csv", "jsonl", "parquet"]

_FORMATS: Final[dict[str, Format]] = {
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
}

# pyarrow is slow to import and uses memory, so it is imported for Parquet only.


def format_of(path: Path) -> Format:
    """Format of a file, by its extension.

    :raises ScoringError: If the extension is unknown.
    """
    try:
        return _FORMATS[path.suffix.lower()]
    except KeyError:
        raise ScoringError(f"{path}: expected a name that ends in .csv, .jsonl or .parquet") from None


def reader_of(path: Path, options: TableOptions) -> Reader:
    """Create a reader for a file."""
    match format_of(path):
        case "csv":
            return CsvReader(path, options.text_column, options.delimiter)
        case "jsonl":
            return JsonlReader(path, options.text_column)
        case "parquet":
            from sentimotion.tables.parquet_table import ParquetReader

            return ParquetReader(path, options.text_column)


def writer_of(
    source: Path, output: Path, survey: Survey, added: Sequence[Column], options: TableOptions
) -> Writer:
    """Create a writer for a scored file.

    :param source: The input; its details are preserved if both have the same format.
    :param output: The output file.
    :param survey: Survey of the input.
    :param added: The added columns, prefix included.
    :param options: Options, for the delimiter.
    """
    same = format_of(source) == format_of(output)
    names = [column.name for column in added]
    raw = options.prefix + RAW
    raw_if_any = raw if survey.n_raw else None
    match format_of(output):
        case "csv":
            mark = same and starts_with_mark(source)
            return CsvWriter(survey.columns, names, raw_if_any, options.delimiter, same, mark)
        case "jsonl":
            return JsonlWriter(names, raw)
        case "parquet":
            from sentimotion.tables.parquet_table import ParquetReader, ParquetWriter

            schema = ParquetReader(source, options.text_column).schema if same else None
            return ParquetWriter(survey.columns, added, raw_if_any, schema)
