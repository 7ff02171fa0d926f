"""Select the rows that can be reviewed and report the others. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from sentimotion.errors import SentimotionError
from sentimotion.labels import HEADS, LABELS
from sentimotion.review.exchange.files import FileRow
from sentimotion.review.store.validation import fold

_LONGEST_ID: Final = 500


@dataclass(frozen=True, slots=True)
class BadRow:
    """A rejected row with the reason."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A row that was skipped because row ``same_as`` has the same text or id (``what``)."""

    row: int
    same_as: int
    what: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Result of importing a file: ``n_rows`` = ``n_items`` + bad rows + duplicates."""

    file: str
    n_rows: int
    n_items: int
    bad: tuple[BadRow, ...]
    duplicates: tuple[Duplicate, ...]

    def to_dict(self) -> dict[str, Any]:
        """Convert to plain values, for JSON and the database."""
        values = asdict(self)
        return values | {"bad": list(values["bad"]), "duplicates": list(values["duplicates"])}

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "ImportReport":
        """Restore a report from :meth:`to_dict`."""
        return cls(
            values["file"],
            values["n_rows"],
            values["n_items"],
            tuple(BadRow(**one) for one in values["bad"]),
            tuple(Duplicate(**one) for one in values["duplicates"]),
        )

    def render(self, most: int = 20) -> str:
        """Render as lines of text; long lists are shortened."""
        lines = [f"{self.file}: {self.n_rows} rows, {self.n_items} imported"]
        for title, ones in (
            ("bad", [f"row {one.row}: {one.reason}" for one in self.bad]),
            (
                "duplicate",
                [f"row {one.row}: same {one.what} as row {one.same_as}" for one in self.duplicates],
            ),
        ):
            if ones:
                lines.append(f"{len(ones)} {title}, left out:")
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
    first_of_text: dict[str, int] = {}
    first_of_id: dict[str, int] = {}
    for row in rows:
        reason = row.problem or _reason(row, check_text)
        if reason is not None:
            bad.append(BadRow(row.row, " ".join(reason.split())))
            continue
        folded = fold(row.text)
        if folded in first_of_text:
            duplicates.append(Duplicate(row.row, first_of_text[folded], "text"))
        elif row.id is not None and row.id in first_of_id:
            duplicates.append(Duplicate(row.row, first_of_id[row.id], "id"))
        else:
            first_of_text[folded] = row.row
            if row.id is not None:
                first_of_id[row.id] = row.row
            good.append(row)
    return good, ImportReport(file, len(rows), len(good), tuple(bad), tuple(duplicates))


def _reason(row: FileRow, check_text: Callable[[str], object]) -> str | None:
    """The reason to reject a readable row, if any."""
    try:
        check_text(row.text)
        for part in (row.id or "", row.sentiment or "", row.emotion or ""):
            part.encode("utf-8")
    except SentimotionError as error:
        return str(error)
    except UnicodeEncodeError:
        return "an id or label is no valid Unicode"
    if "\0" in row.text or "\0" in (row.id or ""):
        return "it holds a NUL character, which databases do not keep; remove it"
    if len(row.id or "") > _LONGEST_ID:
        return f"the id has more than {_LONGEST_ID} characters"
    for head, label in zip(HEADS, (row.sentiment, row.emotion), strict=True):
        if label is not None and label not in LABELS[head]:
            return f"{head} {label[:40]!r} is not one of {', '.join(LABELS[head])} (or empty)"
    return None
