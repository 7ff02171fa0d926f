"""Options for reading and writing a file of rows."""

from dataclasses import dataclass

from sentimotion.errors import ScoringError


@dataclass(frozen=True, slots=True)
class TableOptions:
    """The text column, and options for writing.

    :param text_column: Name of the text column.
    :param prefix: Prefix of the added columns.
    :param delimiter: Field delimiter of CSV files, for reading and writing.
    :raises ScoringError: If the delimiter is invalid.
    """

    text_column: str = "text"
    prefix: str = ""
    delimiter: str = ","

    def __post_init__(self) -> None:
        if len(self.delimiter) != 1 or self.delimiter in '"\r\n\0' or not self.delimiter.isascii():
            raise ScoringError(
                f"the delimiter is {self.delimiter!r}, expected one character such as ; or a tab"
            )
