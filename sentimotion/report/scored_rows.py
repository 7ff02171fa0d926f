"""Parse a row of a scored file for the report. Pure."""

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum
from hashlib import blake2b
from typing import Any, Final
from unicodedata import normalize

from sentimotion.checkpoints.version import read_version
from sentimotion.errors import ColumnError
from sentimotion.labels import DEFAULT_THRESHOLDS, FALLBACK_LABEL, HEADS, LABELS, Head
from sentimotion.tables.columns import REPAIRED_COLUMN, VERSION_COLUMN, WARNINGS_COLUMN
from sentimotion.tables.missing import is_missing
from sentimotion.text.quality import text_warnings

SCORED_COLUMNS: Final[tuple[str, ...]] = (
    *HEADS,
    *(f"{head}_{label}" for head in HEADS for label in LABELS[head]),
    "error",
)
"""The columns added by ``score`` that a report requires."""

GARBLED: Final = frozenset(("bijoy", "damaged", "mojibake"))
"""Codes of texts whose letters are not those that were typed."""

# Kept texts and names are cut, so that a file of books does not fill the memory.
_MOST_CHARACTERS: Final = 2000
_MOST_GROUP_CHARACTERS: Final = 1000
_CODE: Final = re.compile(r"(?<!\S)[a-z][a-z_]{0,39}(?!\S)")


@dataclass(frozen=True, slots=True)
class ReportColumns:
    """The columns of a scored file, and how it was scored.

    ``day`` (dates) and ``group`` are None without such a column. ``prefix`` is the prefix of the added
    columns; ``thresholds``, 0 to 1, are those of the scoring run, which the file does not state.
    """

    text: str = "text"
    day: str | None = None
    group: str | None = None
    prefix: str = ""
    thresholds: Mapping[Head, float] = field(default_factory=lambda: DEFAULT_THRESHOLDS)

    @property
    def used(self) -> list[str]:
        """Names of all columns that a report reads, whether a file has them or not."""
        others = ("truncated", WARNINGS_COLUMN, REPAIRED_COLUMN, VERSION_COLUMN)
        scored = [self.prefix + name for name in (*SCORED_COLUMNS, *others)]
        return [self.text, *filter(None, (self.day, self.group)), *scored]

    def check(self, present: Collection[str]) -> None:
        """Check that a file has the columns.

        :raises ColumnError: If columns are missing.
        """
        wanted = [self.text, *filter(None, (self.day, self.group))]
        if missing := [name for name in wanted if name not in present]:
            shown = ", ".join([*present][:20]) + (", ..." if len(present) > 20 else "")
            raise ColumnError(f"no column {', '.join(missing)}; the file's columns are {shown}")
        if missing := [name for name in SCORED_COLUMNS if self.prefix + name not in present]:
            raise ColumnError(
                f"no column {', '.join(self.prefix + name for name in missing)}: score the file first"
                " (python -m sentimotion score), and give the --prefix that it was scored with, if any"
            )


@dataclass(frozen=True, slots=True)
class ScoredRow:
    """A text with its predictions.

    ``labels`` are the decisions under ``thresholds``; ``probabilities`` are in the order of ``LABELS``.
    ``text`` is the text that was scored, repaired if ``score`` repaired it, and ``warnings`` are the codes of
    what is wrong with it. ``group`` and ``version`` (of the checkpoint)
    are None if the row has none.
    """

    text: str
    labels: Mapping[Head, str]
    probabilities: Mapping[Head, tuple[float, ...]]
    truncated: bool
    warnings: tuple[str, ...]
    group: str | None
    version: str | None
    thresholds: Mapping[Head, float]

    def top_label(self, head: Head) -> str:
        """The most probable label, regardless of the threshold."""
        values = self.probabilities[head]
        return LABELS[head][values.index(max(values))]

    def fell_back(self, head: Head) -> bool:
        """Whether a head is neutral because no label reached its threshold, as in :class:`Decision`.

        Neutral may still be the most probable label. If another label is, the row fell back even if it was
        scored with a higher threshold than the one given.
        """
        if self.labels[head] != FALLBACK_LABEL:
            return False
        is_below = max(self.probabilities[head]) < self.thresholds[head]
        return is_below or self.top_label(head) != FALLBACK_LABEL

    def margin(self, head: Head) -> float:
        """Difference of the two highest probabilities, 0 to 1."""
        first, second = sorted(self.probabilities[head], reverse=True)[:2]
        return first - second

    def probability(self, head: Head) -> float:
        """The probability of the decided label."""
        return self.probabilities[head][LABELS[head].index(self.labels[head])]

    @property
    def is_garbled(self) -> bool:
        """Whether the letters of the text are not those that were typed."""
        return not GARBLED.isdisjoint(self.warnings)


class Unscored(Enum):
    """Why a row is left out of the shares."""

    ERROR = "error"  # the column error has the reason
    UNREADABLE = "unreadable"  # a label or a probability is invalid


def read_scored(record: Mapping[str, object], columns: ReportColumns) -> ScoredRow | Unscored:
    """Parse a row.

    :param record: Cells by column, as texts (CSV) or values (JSONL, Parquet).
    """
    prefix = columns.prefix
    if _filled(record.get(prefix + "error")):
        return Unscored.ERROR
    labels, probabilities = {}, {}
    for head in HEADS:
        label = record.get(prefix + head)
        values = tuple(_probability(record.get(f"{prefix}{head}_{name}")) for name in LABELS[head])
        if label not in LABELS[head] or any(math.isnan(value) for value in values):
            return Unscored.UNREADABLE
        labels[head], probabilities[head] = str(label), values
    text = record.get(columns.text)
    warnings = read_warnings(record.get(prefix + WARNINGS_COLUMN))
    repaired = record.get(prefix + REPAIRED_COLUMN)
    if isinstance(repaired, str) and repaired:
        text, warnings = repaired, text_warnings(repaired)
    return ScoredRow(
        text[:_MOST_CHARACTERS] if isinstance(text, str) else "",
        labels,
        probabilities,
        str(record.get(prefix + "truncated")).strip().lower() in ("true", "1"),
        warnings,
        read_group(record.get(columns.group)) if columns.group else None,
        _version(record.get(prefix + VERSION_COLUMN)),
        columns.thresholds,
    )


def read_warnings(value: object) -> tuple[str, ...]:
    """Parse the codes of what is wrong with a text; anything else is ignored.

    :param value: The codes joined by spaces. Older files have no such column.
    """
    return tuple(dict.fromkeys(_CODE.findall(value[:_MOST_CHARACTERS]))) if isinstance(value, str) else ()


def read_group(value: object) -> str | None:
    """Normalize the name of a group, so that its spellings (য় as one or two code points) are equal.

    :returns: None for an empty cell, and for a marker of a missing value.
    """
    if not _filled(value) or is_missing(str(value)):
        return None
    name = " ".join(normalize("NFC", str(value)).split())
    if len(name) <= _MOST_GROUP_CHARACTERS:
        return name
    # Names with the same beginning stay distinct.
    return name[:_MOST_GROUP_CHARACTERS] + blake2b(name.encode("utf-8", "replace"), digest_size=8).hexdigest()


def _filled(value: object) -> bool:
    """Whether a cell is not empty; some readers return NaN for an empty cell."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return False
    return str(value).strip() != ""


def _version(value: object) -> str | None:
    """Parse a version; None if it is not one that ``score`` writes."""
    try:
        return read_version(value) if _filled(value) else None
    except ValueError:
        return None


def _probability(value: Any) -> float:
    """Parse a probability; NaN if it is not a number from 0 to 1."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return math.nan
    return number if 0 <= number <= 1 else math.nan
