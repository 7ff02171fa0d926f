"""Summarize the rows of a scored file in one pass. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.report.date_column import DateColumn, OrderExample
from sentimotion.report.examples import SEED, Examples
from sentimotion.report.periods import PeriodUnit, choose_unit, period_start, period_starts, usual_days
from sentimotion.report.scored_rows import ReportColumns, ScoredRow, Unscored, read_scored
from sentimotion.report.shares import Tally

MOST_GROUPS: Final = 20
"""Groups that are shown by name; the smaller ones are shown together."""
# Names of groups held in memory; a column with more is not a column of groups.
_MOST_NAMES: Final = 10_000
# Versions of the checkpoint that are shown; a file normally has one.
_MOST_VERSIONS: Final = 5
# Codes of warnings that are counted; score writes about a dozen.
_MOST_CODES: Final = 50


@dataclass(frozen=True, slots=True)
class Period:
    """The rows of a day, week, month or year, given by its first day."""

    start: date
    tally: Tally


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of a group; ``name`` is None for all smaller groups together."""

    name: str | None
    tally: Tally


@dataclass(frozen=True, slots=True)
class Opinion:
    """The counts of a scored file.

    ``n_read`` = ``n_errors`` + ``n_unreadable`` + ``total.n_rows``. Of the latter, ``n_dateless`` rows have
    an empty date, ``n_undated`` one that cannot be read (``unread_date`` is an example) and ``n_outlying``
    one far from all others; they are not in ``periods``. ``date_order`` is an example of how dates were read,
    None where they have one meaning only. ``n_ungrouped`` rows are not in ``groups``; ``n_nameless`` rows are
    in groups beyond the first 10,000, which are not told apart. ``periods`` and ``groups`` are empty without
    their columns. ``fallbacks``: rows that are neutral only because no label reached the threshold;
    ``means``: mean probability of each label. ``warnings``: number of rows by code of warning; ``n_warned``
    rows have any, ``n_garbled`` one of ``GARBLED``. ``versions``: versions of the checkpoint in the file, at
    most five.
    """

    columns: ReportColumns
    n_read: int
    n_errors: int
    n_unreadable: int
    n_truncated: int
    total: Tally
    fallbacks: Mapping[Head, int]
    means: Mapping[Head, tuple[float, ...]]
    n_dateless: int
    n_undated: int
    unread_date: str | None
    date_order: OrderExample | None
    n_outlying: int
    unit: PeriodUnit
    periods: tuple[Period, ...]
    n_ungrouped: int
    n_groups: int
    n_nameless: int
    groups: tuple[Group, ...]
    warnings: Mapping[str, int]
    n_warned: int
    n_garbled: int
    versions: tuple[str, ...]
    examples: Examples


class OpinionCounter:
    """Counts rows one by one; memory does not grow with their number.

    :param columns: The columns of the file.
    :param kept: Minimum number of rows to keep per label; see :class:`Examples`.
    """

    def __init__(self, columns: ReportColumns, kept: int = 0, seed: int = SEED) -> None:
        self._columns = columns
        self._n_read = self._n_truncated = self._n_ungrouped = self._n_warned = self._n_garbled = 0
        self._unscored = dict.fromkeys(Unscored, 0)
        self._total, self._nameless = Tally(), Tally()
        self._fallbacks: dict[Head, int] = dict.fromkeys(HEADS, 0)
        self._sums: dict[Head, list[float]] = {head: [0.0] * len(LABELS[head]) for head in HEADS}
        self._dates = DateColumn()
        self._groups: dict[str, Tally] = {}
        self._warnings: Counter[str] = Counter()
        self._versions: list[str] = []
        self._examples = Examples(seed, kept)

    def add(self, record: Mapping[str, object]) -> None:
        """Count a row of the file."""
        self._n_read += 1
        row = read_scored(record, self._columns)
        if self._columns.day is not None:
            # The date of a row without scores still shows how dates are written.
            labels = None if isinstance(row, Unscored) else row.labels
            self._dates.add(record.get(self._columns.day), labels)
        if isinstance(row, Unscored):
            self._unscored[row] += 1
            return
        self._total.add(row.labels)
        self._n_truncated += row.truncated
        for head in HEADS:
            self._fallbacks[head] += row.fell_back(head)
            self._sums[head] = [
                total + value for total, value in zip(self._sums[head], row.probabilities[head], strict=True)
            ]
        if row.version and row.version not in self._versions and len(self._versions) < _MOST_VERSIONS:
            self._versions.append(row.version)
        if row.warnings:
            self._add_warnings(row)
        self._add_to_group(row)
        self._examples.add(row)

    def _add_warnings(self, row: ScoredRow) -> None:
        self._n_warned += 1
        self._n_garbled += row.is_garbled
        for code in row.warnings:
            if code in self._warnings or len(self._warnings) < _MOST_CODES:
                self._warnings[code] += 1

    def _add_to_group(self, row: ScoredRow) -> None:
        if self._columns.group is not None:
            if row.group is None:
                self._n_ungrouped += 1
            elif row.group in self._groups or len(self._groups) < _MOST_NAMES:
                self._groups.setdefault(row.group, Tally()).add(row.labels)
            else:
                self._nameless.add(row.labels)

    def opinion(self) -> Opinion:
        """The counts so far."""
        n_rows = self._total.n_rows
        dated = self._dates.dated()
        days = usual_days({day: tally.n_rows for day, tally in dated.days.items()})
        unit = choose_unit(min(days), max(days)) if days else "day"
        return Opinion(
            self._columns,
            self._n_read,
            self._unscored[Unscored.ERROR],
            self._unscored[Unscored.UNREADABLE],
            self._n_truncated,
            self._total,
            dict(self._fallbacks),
            {head: tuple(total / max(1, n_rows) for total in self._sums[head]) for head in HEADS},
            dated.n_empty,
            dated.n_unreadable,
            dated.unreadable,
            dated.order,
            sum(tally.n_rows for day, tally in dated.days.items() if day not in days),
            unit,
            tuple(_periods({day: dated.days[day] for day in days}, unit)),
            self._n_ungrouped,
            len(self._groups),
            self._nameless.n_rows,
            tuple(self._largest_groups()),
            dict(self._warnings.most_common()),
            self._n_warned,
            self._n_garbled,
            tuple(self._versions),
            self._examples,
        )

    def _largest_groups(self) -> Iterable[Group]:
        """The largest groups by size; then all others together."""
        by_size = sorted(self._groups.items(), key=lambda item: (-item[1].n_rows, item[0]))
        # A single remaining group is named instead of called "all others".
        n_named = MOST_GROUPS if len(by_size) > MOST_GROUPS + 1 or self._nameless.n_rows else MOST_GROUPS + 1
        others = Tally()
        others.merge(self._nameless)
        for _, tally in by_size[n_named:]:
            others.merge(tally)
        named = [Group(name, tally) for name, tally in by_size[:n_named]]
        return [*named, Group(None, others)] if others.n_rows else named


def _periods(days: Mapping[date, Tally], unit: PeriodUnit) -> Iterable[Period]:
    tallies = {start: Tally() for start in period_starts(list(days), unit)}
    for day, tally in days.items():
        tallies[period_start(day, unit)].merge(tally)
    return [Period(start, tally) for start, tally in tallies.items()]


def count_opinion(
    records: Iterable[Mapping[str, object]], columns: ReportColumns, kept: int = 0, seed: int = SEED
) -> Opinion:
    """Count all rows of a scored file.

    :param records: Its rows, cells by column; iterated once.
    """
    counter = OpinionCounter(columns, kept, seed)
    for record in records:
        counter.add(record)
    return counter.opinion()
