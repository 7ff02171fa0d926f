"""Summarize the rows of a scored file in one pass. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.report.dates import PeriodUnit, choose_unit, period_start, period_starts, usual_days
from sentimotion.report.examples import SEED, Examples
from sentimotion.report.scored_rows import ReportColumns, ScoredRow, Unscored, read_scored
from sentimotion.report.shares import Tally

MOST_GROUPS: Final = 20
"""Groups that are shown by name; the smaller ones are shown together."""
# Names of groups held in memory. Who has more has named a column that is none of groups.
_MOST_NAMES: Final = 10_000
# Versions of the checkpoint that are shown; a file that score wrote has one.
_MOST_VERSIONS: Final = 5


@dataclass(frozen=True, slots=True)
class Period:
    """The rows of a day, week, month or year, by its first day."""

    start: date
    tally: Tally


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of a group; ``name`` is None for the smaller ones together."""

    name: str | None
    tally: Tally


@dataclass(frozen=True, slots=True)
class Opinion:
    """A scored file, counted.

    ``n_read`` = ``n_errors`` + ``n_unreadable`` + ``total.n_rows``. ``n_undated`` and ``n_ungrouped`` of the
    latter have no place in ``periods`` and ``groups``, which are empty where no column was named; nor have
    ``n_outlying`` in ``periods``, whose dates lie far from all others. ``n_nameless``: rows of groups beyond
    the first 10,000, which are not told apart.
    ``fallbacks``: rows that say neutral only because nothing reached the threshold; ``means``: each label's
    probability, averaged over the rows. ``versions``: those of the checkpoint that the rows name, at most
    five.
    """

    columns: ReportColumns
    n_read: int
    n_errors: int
    n_unreadable: int
    n_truncated: int
    total: Tally
    fallbacks: Mapping[Head, int]
    means: Mapping[Head, tuple[float, ...]]
    n_undated: int
    n_outlying: int
    unit: PeriodUnit
    periods: tuple[Period, ...]
    n_ungrouped: int
    n_groups: int
    n_nameless: int
    groups: tuple[Group, ...]
    versions: tuple[str, ...]
    examples: Examples


class OpinionCounter:
    """Counts rows one by one; what it holds does not grow with their number.

    :param columns: What the file's columns hold.
    :param kept: Rows a label that are kept for the words; see :class:`Examples`.
    """

    def __init__(self, columns: ReportColumns, kept: int = 0, seed: int = SEED) -> None:
        self._columns = columns
        self._n_read = self._n_truncated = self._n_undated = self._n_ungrouped = 0
        self._unscored = dict.fromkeys(Unscored, 0)
        self._total, self._nameless = Tally(), Tally()
        self._fallbacks: dict[Head, int] = dict.fromkeys(HEADS, 0)
        self._sums: dict[Head, list[float]] = {head: [0.0] * len(LABELS[head]) for head in HEADS}
        self._days: dict[date, Tally] = {}
        self._groups: dict[str, Tally] = {}
        self._versions: list[str] = []
        self._examples = Examples(seed, kept)

    def add(self, record: Mapping[str, object]) -> None:
        """Count a row of the file; none is passed over in silence."""
        self._n_read += 1
        row = read_scored(record, self._columns)
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
        self._place(row)
        self._examples.add(row)

    def _place(self, row: ScoredRow) -> None:
        """Count a row where it stands in time, and in its group."""
        if self._columns.day is not None:
            if row.day is None:
                self._n_undated += 1
            else:
                self._days.setdefault(row.day, Tally()).add(row.labels)
        if self._columns.group is not None:
            if row.group is None:
                self._n_ungrouped += 1
            elif row.group in self._groups or len(self._groups) < _MOST_NAMES:
                self._groups.setdefault(row.group, Tally()).add(row.labels)
            else:
                self._nameless.add(row.labels)

    def opinion(self) -> Opinion:
        """What was counted so far."""
        n_rows = self._total.n_rows
        days = usual_days({day: tally.n_rows for day, tally in self._days.items()})
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
            self._n_undated,
            sum(tally.n_rows for day, tally in self._days.items() if day not in days),
            unit,
            tuple(self._periods(unit, days)),
            self._n_ungrouped,
            len(self._groups),
            self._nameless.n_rows,
            tuple(self._largest_groups()),
            tuple(self._versions),
            self._examples,
        )

    def _periods(self, unit: PeriodUnit, days: Collection[date]) -> Iterable[Period]:
        tallies = {start: Tally() for start in period_starts(list(days), unit)}
        for day in days:
            tallies[period_start(day, unit)].merge(self._days[day])
        return [Period(start, tally) for start, tally in tallies.items()]

    def _largest_groups(self) -> Iterable[Group]:
        """The largest by name, the largest first; then all others together."""
        by_size = sorted(self._groups.items(), key=lambda item: (-item[1].n_rows, item[0]))
        # One group left over is no longer "the others": it may as well be named.
        n_named = MOST_GROUPS if len(by_size) > MOST_GROUPS + 1 or self._nameless.n_rows else MOST_GROUPS + 1
        others = Tally()
        others.merge(self._nameless)
        for _, tally in by_size[n_named:]:
            others.merge(tally)
        named = [Group(name, tally) for name, tally in by_size[:n_named]]
        return [*named, Group(None, others)] if others.n_rows else named


def count_opinion(
    records: Iterable[Mapping[str, object]], columns: ReportColumns, kept: int = 0, seed: int = SEED
) -> Opinion:
    """Count all rows of a scored file.

    :param records: Its rows, cells by column; gone through once.
    """
    counter = OpinionCounter(columns, kept, seed)
    for record in records:
        counter.add(record)
    return counter.opinion()
