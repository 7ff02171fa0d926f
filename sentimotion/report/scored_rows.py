"""Parse a row of a scored file for the report. Pure."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from hashlib import blake2b
from typing import Any, Final
from unicodedata import normalize

from sentimotion.checkpoints.version import read_version
from sentimotion.errors import ColumnError
from sentimotion.labels import DEFAULT_THRESHOLDS, FALLBACK_LABEL, HEADS, LABELS, Head
from sentimotion.report.dates import read_date
from sentimotion.tables.columns import VERSION_COLUMN

SCORED_COLUMNS: Final[tuple[str, ...]] = (
    *HEADS,
    *(f"{head}_{label}" for head in HEADS for label in LABELS[head]),
    "error",
)
"""What ``score`` adds and the report cannot do without."""

# A longer text is cut where it is kept, so that a file of books does not fill the memory.
_MOST_CHARACTERS: Final = 2000
_MOST_GROUP_CHARACTERS: Final = 1000


@dataclass(frozen=True, slots=True)
class ReportColumns:
    """Which columns of a scored file hold what, and how it was scored.

    ``day`` and ``group`` may be None: there is none. ``prefix`` is what scoring put before its columns;
    ``thresholds``, 0 to 1, are those that it applied, which the file does not say itself.
    """

    text: str = "text"
    day: str | None = None
    group: str | None = None
    prefix: str = ""
    thresholds: Mapping[Head, float] = field(default_factory=lambda: DEFAULT_THRESHOLDS)

    def check(self, present: Collection[str]) -> None:
        """Refuse a file without them.

        :raises ColumnError: Naming the columns that are missing.
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
    """What the model said of a text.

    ``labels`` are the decisions under ``thresholds``, which the file was scored with, ``probabilities`` in
    card order. ``group`` and ``day`` are None where the row has none, and so is ``version``, that of the
    checkpoint.
    """

    text: str
    labels: Mapping[Head, str]
    probabilities: Mapping[Head, tuple[float, ...]]
    truncated: bool
    day: date | None
    group: str | None
    version: str | None
    thresholds: Mapping[Head, float]

    def top_label(self, head: Head) -> str:
        """The most probable label, whatever the threshold was."""
        values = self.probabilities[head]
        return LABELS[head][values.index(max(values))]

    def fell_back(self, head: Head) -> bool:
        """Whether a head says neutral because nothing reached its threshold, as :class:`Decision` has it.

        Neutral may be the most probable label all the same. Where another one is, the row tells by itself
        that it fell back, even if it was scored with a higher threshold than the one given.
        """
        if self.labels[head] != FALLBACK_LABEL:
            return False
        is_below = max(self.probabilities[head]) < self.thresholds[head]
        return is_below or self.top_label(head) != FALLBACK_LABEL

    def margin(self, head: Head) -> float:
        """How far the most probable label is ahead of the second, 0 to 1."""
        first, second = sorted(self.probabilities[head], reverse=True)[:2]
        return first - second

    def probability(self, head: Head) -> float:
        """The probability of what the head says."""
        return self.probabilities[head][LABELS[head].index(self.labels[head])]


class Unscored(Enum):
    """Why a row has no part in the shares."""

    ERROR = "error"  # scoring says so itself, in the column error
    UNREADABLE = "unreadable"  # a label or a probability is not what scoring writes


def read_scored(record: Mapping[str, object], columns: ReportColumns) -> ScoredRow | Unscored:
    """Read a row.

    :param record: Cells by column, texts (CSV) or values (JSONL, Parquet).
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
    return ScoredRow(
        text[:_MOST_CHARACTERS] if isinstance(text, str) else "",
        labels,
        probabilities,
        str(record.get(prefix + "truncated")).strip().lower() in ("true", "1"),
        read_date(record.get(columns.day)) if columns.day else None,
        read_group(record.get(columns.group)) if columns.group else None,
        _version(record.get(prefix + VERSION_COLUMN)),
        columns.thresholds,
    )


def read_group(value: object) -> str | None:
    """The name of a group, so that two spellings of the same letters (য় as one or two code points) are one.

    :returns: None for an empty cell.
    """
    if not _filled(value):
        return None
    name = " ".join(normalize("NFC", str(value)).split())
    if len(name) <= _MOST_GROUP_CHARACTERS:
        return name
    # Two that begin alike stay two.
    return name[:_MOST_GROUP_CHARACTERS] + blake2b(name.encode("utf-8", "replace"), digest_size=8).hexdigest()


def _filled(value: object) -> bool:
    """Whether a cell holds something; NaN is how some readers say that it does not."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return False
    return str(value).strip() != ""


def _version(value: object) -> str | None:
    """A version as ``score`` writes it; None for anything else."""
    try:
        return read_version(value) if _filled(value) else None
    except ValueError:
        return None


def _probability(value: Any) -> float:
    """A number from 0 to 1, or NaN."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return math.nan
    return number if 0 <= number <= 1 else math.nan
