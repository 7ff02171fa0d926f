"""Options for reading and writing a file of rows."""

from dataclasses import dataclass

from sentimotion.errors import ScoringError


@dataclass(frozen=True, slots=True)
class TableOptions:
    """Which column holds the texts, and how the file is written.

    :param text_column: The column with the texts.
    :param prefix: Goes before the name of each added column.
    :param delimiter: Between the fields of a CSV file, read and written.
    :raises ScoringError: The delimiter is none.
    """

    text_column: str = "text"
    prefix: str = ""
    delimiter: str = ","

    def __post_init__(self) -> None:
        if len(self.delimiter) != 1 or self.delimiter in '"\r\n\0' or not self.delimiter.isascii():
            raise ScoringError(
                f"the delimiter is {self.delimiter!r}, expected one character such as ; or a tab"
            )
