"""Options for reading and writing a file of rows, also on the command line."""

import argparse
from dataclasses import dataclass

from sentimotion.errors import ScoringError


@dataclass(frozen=True, slots=True)
class TableOptions:
    """How to read a file of rows and write it with more columns.

    :param text_column: Name of the text column, in JSONL also the path of a nested key such as
        ``snippet.text``; None to read the columns only.
    :param prefix: Prefix of the added columns.
    :param delimiter: Field delimiter of CSV files; None detects it, and writes the one that was read.
    :param header: Whether CSV files and spreadsheets have a header. Without one, columns are called
        ``column_1``, ``column_2``, ..., a single one ``text``.
    :param sheet: Name of a spreadsheet's sheet; None reads the first.
    :param mark: Whether a CSV output begins with a byte order mark; None: as the input if that is CSV, else
        yes.
    :raises ScoringError: If the delimiter is invalid.
    """

    text_column: str | None = "text"
    prefix: str = ""
    delimiter: str | None = None
    header: bool = True
    sheet: str | None = None
    mark: bool | None = None

    def __post_init__(self) -> None:
        given = self.delimiter
        if given is not None and (len(given) != 1 or given in '"\r\n\0' or not given.isascii()):
            raise ScoringError(f"the delimiter is {given!r}, expected one character such as ; or a tab")


def add_table_options(command: argparse.ArgumentParser) -> None:
    """Add the options that say how to read a file of rows.

    They are ``text_column``, ``delimiter``, ``no_header`` and ``sheet`` of the parsed options.
    """
    command.add_argument("--text-column", default="text", metavar="T", help="default: text")
    command.add_argument("--delimiter", metavar="C", help="of CSV files; default: detected")
    command.add_argument(
        "--no-header",
        action="store_true",
        help="the first row is a text: columns are column_1, column_2, ..., a single one text",
    )
    command.add_argument("--sheet", metavar="NAME", help="of an .xlsx file; default: the first")
