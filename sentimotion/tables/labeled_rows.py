"""Read labeled texts from files of rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sentimotion.errors import ColumnError, DataError, SentimotionError
from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.tables.checked_rows import BadRow, CheckedRow, read_checked
from sentimotion.tables.chunks import check_column
from sentimotion.tables.formats import reader_of
from sentimotion.tables.gold_labels import NO_MAP, LabelMap, UnknownLabels, read_gold_label
from sentimotion.tables.missing import is_missing
from sentimotion.tables.options import TableOptions
from sentimotion.tables.plain_values import as_text

NO_LABEL: Final = -100
"""Index ignored by torch's cross entropy, for rows without a label of a head."""

COLUMNS: Final = ("text", "sentiment", "emotion")
_LABEL_COLUMNS: Final[Mapping[Head, str]] = {head: head for head in HEADS}


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


@dataclass(frozen=True, slots=True)
class LabeledFile:
    """The labeled rows of a file, their numbers, and the rows without a text that can be read.

    ``missing`` are the heads that have no column of labels.
    """

    rows: tuple[LabeledRow, ...]
    numbers: tuple[int, ...]
    left_out: tuple[BadRow, ...]
    missing: tuple[Head, ...] = ()

    def readable(self, check_text: Callable[[str], object]) -> "LabeledFile":
        """Leave out the rows whose text a model cannot read.

        :param check_text: Raises SentimotionError for such a text.
        """
        kept, left_out = [], list(self.left_out)
        for number, row in zip(self.numbers, self.rows, strict=True):
            try:
                check_text(row.text)
                kept.append((number, row))
            except SentimotionError as error:
                left_out.append(BadRow(number, str(error)))
        left_out.sort(key=lambda bad: bad.row)
        return LabeledFile(
            tuple(row for _, row in kept),
            tuple(number for number, _ in kept),
            tuple(left_out),
            self.missing,
        )


def read_labeled(
    path: Path,
    options: TableOptions | None = None,
    columns: Mapping[Head, str] = _LABEL_COLUMNS,
    label_map: LabelMap = NO_MAP,
) -> LabeledFile:
    """Read a file of labeled texts, leaving out the rows without a text that can be read.

    :param path: The file, in any format and encoding that :func:`reader_of` reads.
    :param options: How to read it; by default the text column is ``text``.
    :param columns: Names of the gold columns. Without a label in it, a row has none for that head. One of
        the columns ``sentiment`` and ``emotion`` may be missing; columns of other names may not.
    :param label_map: Labels of other values, see :func:`parse_label_map`.
    :raises DataError: If the file cannot be read, lacks a column or a row, or has unknown labels.
    """
    return _read(path, options or TableOptions(), columns, label_map, is_strict=False)


def read_rows(path: Path) -> list[LabeledRow]:
    """Read a file with the columns text, sentiment, emotion, such as one of the training data.

    It may have sentiment_alternative and emotion_alternative; other columns are ignored.

    :param path: The file. An empty label means that the row has no label for that head.
    :returns: The rows in file order, without those whose text is missing.
    :raises DataError: If a column is missing, a label is unknown, or a row cannot be read.
    """
    try:
        return list(_read(path, TableOptions(), _LABEL_COLUMNS, NO_MAP, is_strict=True).rows)
    except ColumnError as error:
        raise DataError(f"{error}; expected the columns {', '.join(COLUMNS)}, each once") from error


def _read(
    path: Path, options: TableOptions, columns: Mapping[Head, str], label_map: LabelMap, *, is_strict: bool
) -> LabeledFile:
    rows, numbers, left_out = [], [], []
    unknown = UnknownLabels()
    required = {
        f"--{head}-column": columns[head]
        for head in HEADS
        if is_strict or columns[head] != _LABEL_COLUMNS[head]
    }
    missing = {head for head in HEADS if f"--{head}-column" not in required}
    used = [columns[head] + suffix for head in HEADS for suffix in ("", "_alternative")]
    for row in read_checked(path, options, required, used):
        missing = {head for head in missing if columns[head] not in row.values}
        if row.text is None:
            if is_strict and not _has_no_text(row, options.text_column):
                raise DataError(f"{path}, row {row.number}: {row.problem}")
            left_out.append(BadRow(row.number, str(row.problem)))
            continue
        labels: dict[str, str | None] = {}
        for head in HEADS:
            for suffix in ("", "_alternative"):
                column = columns[head] + suffix
                found = read_gold_label(row.cell(column), head, label_map)
                labels[head + suffix] = found.label
                if found.unknown is not None:
                    unknown.add(head, column, found.unknown, row.number)
        rows.append(LabeledRow(row.text, source=path.stem, **labels))
        numbers.append(row.number)
    unknown.refuse(str(path), can_be_mapped=not is_strict)
    if not rows:
        raise DataError(f"{path}: no row with a text")
    if len(missing) == len(HEADS):
        names = [column.name for column in reader_of(path, options).survey().columns]
        hint = "name one with --sentiment-column or --emotion-column"
        check_column("sentiment or emotion", names, str(path), hint)
    ordered = tuple(head for head in HEADS if head in missing)
    return LabeledFile(tuple(rows), tuple(numbers), tuple(left_out), ordered)


def _has_no_text(row: CheckedRow, column: str | None) -> bool:
    # A line that could not be split has no values at all.
    return column is not None and bool(row.values) and is_missing(as_text(row.cell(column)))


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
