"""Read labeled texts from CSV files."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sentimotion.errors import DataError
from sentimotion.labels import HEADS, LABELS, Head

NO_LABEL: Final = -100
"""Index ignored by torch's cross entropy, for rows without a label of a head."""

COLUMNS: Final = ("text", "sentiment", "emotion")


@dataclass(frozen=True, slots=True)
class LabeledRow:
    """One labeled text; a label is None if the data set has none.

    An alternative is an annotator's second choice, or None.
    """

    text: str
    sentiment: str | None
    emotion: str | None
    source: str
    sentiment_alternative: str | None = None
    emotion_alternative: str | None = None

    def label(self, head: Head) -> str | None:
        """The row's label of one head."""
        return self.sentiment if head == "sentiment" else self.emotion

    def alternative(self, head: Head) -> str | None:
        """The second choice for one head."""
        return self.sentiment_alternative if head == "sentiment" else self.emotion_alternative

    def label_index(self, head: Head) -> int:
        """Index of the row's label in ``LABELS[head]``, or NO_LABEL."""
        label = self.label(head)
        return NO_LABEL if label is None else LABELS[head].index(label)


# An unclosed quotation mark merges everything that follows into one text.
_LONGEST_TEXT: Final = 131_072


def read_rows(path: Path) -> list[LabeledRow]:
    """Read a CSV (UTF-8) with the columns text, sentiment, emotion.

    It may have sentiment_alternative and emotion_alternative; other columns are ignored.

    :param path: The file. An empty label field means that the row has no label for that head.
    :returns: The rows in file order, without those with a blank text.
    :raises DataError: If a column is missing, a label is unknown, or the file is not readable UTF-8 CSV.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
            if missing:
                raise DataError(
                    f"{path}: no column {', '.join(missing)}; expected the columns {', '.join(COLUMNS)}"
                )
            rows = [
                _row(record, path, reader.line_num) for record in reader if (record["text"] or "").strip()
            ]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path}: cannot be read as a UTF-8 CSV file: {error}") from error
    if not rows:
        raise DataError(f"{path}: no row with a text")
    return rows


def _row(record: dict[str, str], path: Path, line: int) -> LabeledRow:
    # The csv module's limit is global to the process, and other readers raise it.
    if len(record["text"]) > _LONGEST_TEXT:
        raise csv.Error(f"line {line} holds a text of more than {_LONGEST_TEXT} characters")
    labels = {name: _label(record, name, head, path, line) for head in HEADS for name in _columns_of(head)}
    return LabeledRow(record["text"], source=path.stem, **labels)


def _columns_of(head: Head) -> tuple[str, str]:
    return head, f"{head}_alternative"


def _label(record: dict[str, str], column: str, head: Head, path: Path, line: int) -> str | None:
    label = (record.get(column) or "").strip() or None
    if label is not None and label not in LABELS[head]:
        raise DataError(
            f"{path}, line {line}: {column} {label!r} is not one of {', '.join(LABELS[head])} (or empty)"
        )
    return label


def read_folder(folder: Path) -> list[LabeledRow]:
    """Read all CSV files of a folder, ordered by name.

    :raises DataError: If the folder has no CSV file, or one cannot be read.
    """
    paths = sorted(folder.glob("*.csv"))
    if not paths:
        raise DataError(
            f"{folder}: no CSV file found; expected <set>.csv with the columns {', '.join(COLUMNS)}"
        )
    return [row for path in paths for row in read_rows(path)]
