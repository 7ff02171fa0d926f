"""Periods of the timeline, and days that are left out of it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.report.periods import choose_unit, period_start, period_starts, usual_days

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("days", "unit"),
    [(1, "day"), (60, "day"), (61, "week"), (420, "week"), (421, "month"), (1830, "month"), (1831, "year")],
)
def test_the_unit_follows_the_span(days, unit):
    first = date(2020, 1, 1)
    assert choose_unit(first, first + timedelta(days=days - 1)) == unit


@given(st.lists(DAYS, min_size=1, max_size=5))
def test_periods_are_consecutive_and_contain_every_day(days):
    unit = choose_unit(min(days), max(days))
    starts = period_starts(days, unit)
    assert {period_start(day, unit) for day in days} <= set(starts)
    assert starts == sorted(set(starts))
    assert (starts[0], starts[-1]) == (period_start(min(days), unit), period_start(max(days), unit))
    assert all(period_start(start, unit) == start for start in starts)
    assert len(starts) <= 301


DAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("others", "left_out"),
    [
        ({}, set()),
        ({date(1970, 1, 1): 1}, {date(1970, 1, 1)}),
        ({date(1970, 1, 1): 1, date(2106, 1, 1): 1}, {date(1970, 1, 1), date(2106, 1, 1)}),
        # A few weeks before and after are no outliers.
        ({DAY - timedelta(days=40): 1, DAY + timedelta(days=100): 1}, set()),
        # Nor is a day with many rows.
        ({date(1970, 1, 1): 5}, set()),
    ],
)
def test_days_far_from_all_others_are_removed(others, left_out):
    days = {DAY + timedelta(days=index): 1 + index % 3 for index in range(60)} | others
    assert set(days) - usual_days(days) == left_out


def test_with_few_rows_no_day_is_an_outlier():
    days = {DAY: 18, date(1970, 1, 1): 1}
    assert usual_days(days) == set(days)


@given(st.dictionaries(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.integers(1, 99)))
def test_nearly_all_rows_are_in_the_chart(days):
    kept = usual_days(days)
    total = sum(days.values())
    assert sum(days[day] for day in kept) >= total - 2 * max(1, total // 200)
    assert bool(kept) == bool(days)


def test_weeks_begin_on_monday():
    assert period_start(date(2026, 3, 31), "week") == date(2026, 3, 30)


def test_empty_periods_are_included():
    assert period_starts([date(2025, 11, 5), date(2026, 2, 1)], "month") == [
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    ]
    assert period_starts([], "day") == []
