"""Select the rows that can be reviewed and report the others. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from sentimotion.errors import SentimotionError
from sentimotion.labels import Head
from sentimotion.review.exchange.files import FileRow
from sentimotion.review.store.validation import fold
from sentimotion.tables.checked_rows import BadRow

_LONGEST_ID: Final = 500


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A row that was skipped because row ``same_as`` has the same text or id (``what``).

    ``has_other_label`` marks a row of the same text with a gold label that differs from that row's.
    """

    row: int
    same_as: int
    what: str
    has_other_label: bool = False


@dataclass(frozen=True, slots=True)
class UnknownLabel:
    """A value of a gold column that is no label, in ``count`` imported rows; ``row`` is the first of them."""

    head: Head
    value: str
    count: int
    row: int


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Result of importing a file: ``n_rows`` = ``n_items`` + bad rows + duplicates.

    Items whose gold label is in ``unknown_labels`` were imported without it.
    """

    file: str
    n_rows: int
    n_items: int
    bad: tuple[BadRow, ...]
    duplicates: tuple[Duplicate, ...]
    unknown_labels: tuple[UnknownLabel, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Convert to plain values, for JSON and the database."""
        return {
            key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()
        }

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "ImportReport":
        """Restore a report from :meth:`to_dict`."""
        return cls(
            values["file"],
            values["n_rows"],
            values["n_items"],
            tuple(BadRow(**one) for one in values["bad"]),
            tuple(Duplicate(**one) for one in values["duplicates"]),
            # Reports of older versions have none.
            tuple(UnknownLabel(**one) for one in values.get("unknown_labels", ())),
        )

    def render(self, most: int = 20) -> str:
        """Render as lines of text; long lists are shortened."""
        lines = [f"{self.file}: {self.n_rows} rows, {self.n_items} imported"]
        n_unlabeled = sum(one.count for one in self.unknown_labels)
        for title, ones in (
            (
                f"{_counted(len(self.bad), 'bad row')}, left out",
                [f"row {one.row}: {one.reason}" for one in self.bad],
            ),
            (
                f"{_counted(len(self.duplicates), 'duplicate')}, left out",
                [
                    f"row {one.row}: same {one.what} as row {one.same_as}"
                    + ", with another gold label" * one.has_other_label
                    for one in self.duplicates
                ],
            ),
            (
                f"{_counted(n_unlabeled, 'unknown gold label')}, left empty",
                [
                    f"{one.head} {one.value!r} in {_counted(one.count, 'row')}, the first is {one.row};"
                    f" say what it means with --label-map {one.head}:{one.value}=LABEL"
                    for one in self.unknown_labels
                ],
            ),
        ):
            if ones:
                lines.append(f"{title}:")
                lines += [f"  {one}" for one in ones[:most]]
                lines += [f"  and {len(ones) - most} more"] if len(ones) > most else []
        return "\n".join(lines)


def check_rows(
    file: str, rows: Sequence[FileRow], check_text: Callable[[str], object]
) -> tuple[list[FileRow], ImportReport]:
    """Separate usable rows from rejected ones.

    Of rows with equal text or id, the first is used.

    :param file: Name of the file, for the report.
    :param rows: All rows.
    :param check_text: Raises SentimotionError for a text that the model cannot read.
    :returns: The usable rows, and the report on all rows.
    """
    good: list[FileRow] = []
    bad: list[BadRow] = []
    duplicates: list[Duplicate] = []
    first_of_text: dict[str, FileRow] = {}
    first_of_id: dict[str, int] = {}
    for row in rows:
        reason = row.problem or _reason(row, check_text)
        if reason is not None:
            bad.append(BadRow(row.row, " ".join(reason.split())))
            continue
        folded = fold(row.text)
        first = first_of_text.get(folded)
        if first is not None:
            has_other_label = (row.sentiment, row.emotion) != (first.sentiment, first.emotion)
            duplicates.append(Duplicate(row.row, first.row, "text", has_other_label))
        elif row.id is not None and row.id in first_of_id:
            duplicates.append(Duplicate(row.row, first_of_id[row.id], "id"))
        else:
            first_of_text[folded] = row
            if row.id is not None:
                first_of_id[row.id] = row.row
            good.append(row)
    return good, ImportReport(
        file, len(rows), len(good), tuple(bad), tuple(duplicates), _unknown_labels(good)
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def _unknown_labels(rows: Sequence[FileRow]) -> tuple[UnknownLabel, ...]:
    found: dict[tuple[Head, str], list[int]] = {}
    for row in rows:
        for one in row.unknown:
            found.setdefault(one, []).append(row.row)
    return tuple(
        UnknownLabel(head, value, len(numbers), numbers[0]) for (head, value), numbers in found.items()
    )


def _reason(row: FileRow, check_text: Callable[[str], object]) -> str | None:
    """The reason to reject a readable row, if any."""
    try:
        check_text(row.text)
        (row.id or "").encode("utf-8")
    except SentimotionError as error:
        return str(error)
    except UnicodeEncodeError:
        return "the id is not valid Unicode; remove it"
    if "\0" in row.text or "\0" in (row.id or ""):
        return "the row contains a NUL character, which databases cannot store; remove it"
    if len(row.id or "") > _LONGEST_ID:
        return f"the id has more than {_LONGEST_ID} characters"
    return None
