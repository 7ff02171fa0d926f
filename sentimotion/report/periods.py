"""Choose the periods of the timeline: days, weeks, months or years. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final, Literal

PeriodUnit = Literal["day", "week", "month", "year"]

# With more periods of one unit the chart is unreadable; the next larger unit is used.
_MOST_PERIODS: Final = 60
# In a file with fewer rows no day is an outlier.
_FEW_ROWS: Final = 20
_DAYS: Final[dict[PeriodUnit, float]] = {"day": 1, "week": 7, "month": 30.5}


def usual_days(n_rows: Mapping[date, int]) -> set[date]:
    """Remove outliers: the few days so far away that all others would shrink to a point in the chart.

    Examples are 1 January 1970, the zero of Unix time, and a mistyped year.

    :param n_rows: Rows of each day.
    :returns: All days, unless 0.5 % of the rows (at least one) at either end make the span four times as long
        or more; then days farther than one span from the rest are removed.
    """
    total = sum(n_rows.values())
    days = sorted(n_rows)
    if total < _FEW_ROWS:
        return set(days)
    spare = max(1, total // 200)
    first, last = _after(days, n_rows, spare), _after(days[::-1], n_rows, spare)
    span = max(1, (last - first).days)
    if (days[-1] - days[0]).days < 4 * span:
        return set(days)
    return {day for day in days if (first - day).days <= span and (day - last).days <= span}


def _after(days: Sequence[date], n_rows: Mapping[date, int], n_passed: int) -> date:
    """The day of the row with index ``n_passed``."""
    for day in days:
        n_passed -= n_rows[day]
        if n_passed < 0:
            return day
    return days[-1]


def choose_unit(first: date, last: date) -> PeriodUnit:
    """Choose the smallest unit that gives no more periods than a chart can show."""
    days = (last - first).days + 1
    for unit, length in _DAYS.items():
        if days / length <= _MOST_PERIODS:
            return unit
    return "year"


def period_start(day: date, unit: PeriodUnit) -> date:
    """The first day of the period that contains a day; weeks begin on Monday."""
    if unit == "week":
        # date.min is a Monday, so this never leaves the calendar.
        return day - timedelta(days=day.weekday())
    if unit == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if unit == "year" else day


def period_starts(days: Sequence[date], unit: PeriodUnit) -> list[date]:
    """The first days of all periods from the earliest day to the latest, empty periods included."""
    if not days:
        return []
    start, last = period_start(min(days), unit), period_start(max(days), unit)
    starts = []
    while start <= last:
        starts.append(start)
        start = _next_start(start, unit)
    return starts


def _next_start(start: date, unit: PeriodUnit) -> date:
    if unit == "month":
        return date(start.year + start.month // 12, start.month % 12 + 1, 1)
    if unit == "year":
        return date(start.year + 1, 1, 1)
    return start + timedelta(days=7 if unit == "week" else 1)
