"""Parse dates and choose the periods of the timeline. Pure."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Final, Literal

PeriodUnit = Literal["day", "week", "month", "year"]

# Years outside are slips of the pen and would only stretch the chart; they also bound the number of days.
_YEARS: Final = range(1900, 2200)
# More than this of one unit is no longer a chart; the next larger one is taken.
_MOST_PERIODS: Final = 60
# Of fewer rows each is somebody's.
_FEW_ROWS: Final = 20
_DAYS: Final[dict[PeriodUnit, float]] = {"day": 1, "week": 7, "month": 30.5}

_DIGITS: Final = str.maketrans("০১২৩৪৫৬৭৮৯", "0123456789")
# 2026-03-31, 2026/3/31, 2026.3.31, whatever time of day follows.
_YEAR_FIRST: Final = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ].*)?", re.ASCII | re.DOTALL)
# 31-3-2026, 31/03/2026, 31.3.2026: the day first, as in Bangladesh and India.
_DAY_FIRST: Final = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:[T ,].*)?", re.ASCII | re.DOTALL)


def read_date(value: object) -> date | None:
    """The day that a cell names, as written there: no time zone is converted.

    :param value: A date or datetime, or a text: year first (ISO 8601) or day first, Latin or Bangla digits.
    :returns: None for anything else, and for a day outside the years 1900 to 2199.
    """
    day = None
    if isinstance(value, datetime):
        day = value.date()
    elif isinstance(value, date):
        day = value
    elif isinstance(value, str):
        day = _day_of(value.strip()[:64].translate(_DIGITS))
    return day if day is not None and day.year in _YEARS else None


def _day_of(text: str) -> date | None:
    if match := _YEAR_FIRST.fullmatch(text):
        parts = (match[1], match[3], match[4])
    elif match := _DAY_FIRST.fullmatch(text):
        parts = (match[4], match[3], match[1])
    else:
        # ISO's other forms, such as 20260331 and 2026-W14-2.
        with suppress(ValueError):
            return date.fromisoformat(text)
        return None
    with suppress(ValueError):
        return date(*(int(part) for part in parts))
    return None


def usual_days(n_rows: Mapping[date, int]) -> set[date]:
    """The days without those few that lie so far from all others that a chart would show nothing else.

    Such are the zero of a clock, 1 January 1970, or a year with a digit too many or too few.

    :param n_rows: Rows of each day.
    :returns: All of them, unless a two-hundredth of the rows (but one row at least) at either end makes the
        span four times as long or more; then what is farther than a span from the rest is left out.
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
    """The day that a row lies on, so many rows from the first."""
    for day in days:
        n_passed -= n_rows[day]
        if n_passed < 0:
            return day
    return days[-1]


def choose_unit(first: date, last: date) -> PeriodUnit:
    """The smallest unit that cuts a span into no more periods than a chart can show."""
    days = (last - first).days + 1
    for unit, length in _DAYS.items():
        if days / length <= _MOST_PERIODS:
            return unit
    return "year"


def period_start(day: date, unit: PeriodUnit) -> date:
    """The first day of the period that a day lies in; weeks begin on Monday."""
    if unit == "week":
        # date.min is a Monday, so this never leaves the calendar.
        return day - timedelta(days=day.weekday())
    if unit == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if unit == "year" else day


def period_starts(days: Sequence[date], unit: PeriodUnit) -> list[date]:
    """The first day of every period from the earliest day's to the latest's, the empty ones among them."""
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
