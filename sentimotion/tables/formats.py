"""Select the reader and writer for a file by its extension."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final, Literal

from sentimotion.errors import ScoringError
from sentimotion.tables.chunks import Reader, Survey, Writer
from sentimotion.tables.columns import RAW, Column
from sentimotion.tables.csv_table import CsvReader, CsvWriter
from sentimotion.tables.jsonl_table import JsonlReader, JsonlWriter
from sentimotion.tables.lines import starts_with_mark
from sentimotion.tables.options import TableOptions

Format = Literal["csv", "jsonl", "parquet", "xlsx"]

_FORMATS: Final[dict[str, Format]] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
}
EXTENSIONS: Final = tuple(_FORMATS)

_INSTEAD: Final = {
    ".xls": "an old workbook; save it as .xlsx",
    ".xlsm": "a workbook with macros; save it as .xlsx",
    ".xlsb": "a binary workbook; save it as .xlsx",
    ".ods": "a workbook; save it as .xlsx",
    ".json": "one JSON document; write one object a line to a .jsonl file, for example by jq -c '.[]'",
    ".txt": "a text file; if it has one text a line, name it .csv and give --no-header",
    ".gz": "compressed; unpack it",
    ".zip": "compressed; unpack it",
}

# pyarrow and openpyxl are slow to import and use memory, so they are imported for their formats only.


def format_of(path: Path) -> Format:
    """Format of a file, by its extension.

    :raises ScoringError: If the extension is unknown.
    """
    suffix = path.suffix.lower()
    if suffix not in _FORMATS:
        found = f", but it is {_INSTEAD[suffix]}" if suffix in _INSTEAD else ""
        raise ScoringError(f"{path}: expected a name that ends in {_listed(EXTENSIONS)}{found}")
    return _FORMATS[suffix]


def output_format_of(path: Path) -> Format:
    """Format of an output file, by its extension.

    :raises ScoringError: If the extension is unknown, or of a format that is read only.
    """
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        raise ScoringError(f"{path}: .xlsx is not written; name the output .csv, which spreadsheets open")
    if suffix not in _FORMATS:
        raise ScoringError(f"{path}: expected a name that ends in {_listed(EXTENSIONS[:-1])}")
    return _FORMATS[suffix]


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"


def reader_of(path: Path, options: TableOptions, columns: Collection[str] | None = None) -> Reader:
    """Create a reader for a file.

    :param columns: Names of the columns that are needed besides the text; rows may lack the others. None
        reads all columns.
    """
    match format_of(path):
        case "csv":
            return CsvReader(path, options)
        case "jsonl":
            return JsonlReader(path, options)
        case "parquet":
            from sentimotion.tables.parquet_table import ParquetReader

            return ParquetReader(path, options, columns)
        case "xlsx":
            from sentimotion.tables.xlsx_table import XlsxReader

            return XlsxReader(path, options)


def writer_of(
    source: Path, output: Path, survey: Survey, added: Sequence[Column], options: TableOptions
) -> Writer:
    """Create a writer for a scored file.

    :param source: The input; its details are preserved if both have the same format.
    :param output: The output file.
    :param survey: Survey of the input.
    :param added: The added columns, prefix included.
    :param options: Delimiter and byte order mark of a CSV output.
    """
    output_format = output_format_of(output)
    same = format_of(source) == output_format
    names = [column.name for column in added]
    raw = options.prefix + RAW
    raw_if_any = raw if survey.n_raw else None
    match output_format:
        case "jsonl":
            return JsonlWriter(names, raw)
        case "parquet":
            from sentimotion.tables.parquet_table import ParquetReader, ParquetWriter

            schema = ParquetReader(source, options).schema if same else None
            return ParquetWriter(survey.columns, added, raw_if_any, schema)
        case _:
            mark = starts_with_mark(source) if same else True
            return CsvWriter(
                survey,
                names,
                raw_if_any,
                _output_delimiter(output, survey, options),
                same,
                mark if options.mark is None else options.mark,
            )


def _output_delimiter(output: Path, survey: Survey, options: TableOptions) -> str:
    if options.delimiter is not None:
        return options.delimiter
    return "\t" if output.suffix.lower() == ".tsv" else survey.delimiter or ","
