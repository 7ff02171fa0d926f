"""How the dates of a column are written is decided from all of its cells."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.report.date_column import DateColumn, OrderExample

LABELS = {"sentiment": "positive", "emotion": "happy"}


def dated(cells, unscored=()):
    column = DateColumn()
    for cell in cells:
        column.add(cell, LABELS)
    for cell in unscored:
        column.add(cell, None)
    return column.dated()


def n_rows(found):
    return {day.isoformat(): tally.n_rows for day, tally in found.days.items()}


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (["03/25/2024", "03/04/2024"], ["2024-03-25", "2024-03-04"]),
        (["03/04/2024", "04/28/2024"], ["2024-03-04", "2024-04-28"]),
        (["25/03/2024", "03/04/2024"], ["2024-03-25", "2024-04-03"]),
        (["3-4-24", "12-31-24"], ["2024-03-04", "2024-12-31"]),
        (["3-4-24", "31-12-24"], ["2024-04-03", "2024-12-31"]),
        (["৩/৪/২০২৪", "১২/৩১/২০২৪"], ["2024-03-04", "2024-12-31"]),
        (["03/04/2024", "2024-03-13", "03/26/2024"], ["2024-03-04", "2024-03-13", "2024-03-26"]),
        (["99/12/31", "98/03/04", "98/11/05"], ["1999-12-31", "1998-03-04", "1998-11-05"]),
    ],
)
def test_a_cell_that_fits_one_order_decides_for_all(cells, days):
    found = dated(cells)
    assert list(n_rows(found)) == days
    assert (found.n_unreadable, found.unreadable) == (0, None)
    assert found.order is None or found.order.is_certain


def test_the_cell_in_the_report_is_one_that_another_order_reads_differently():
    assert dated(["03/25/2024", "03/04/2024"]).order == OrderExample(
        "03/04/2024", date(2024, 3, 4), "month_first", is_certain=True
    )
    assert dated(["03/25/2024", "2024-03-04", "Mar 5, 2024"]).order is None


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("03/04/2024", date(2024, 4, 3)),
        ("3.4.2024", date(2024, 4, 3)),
        ("12/11/24", date(2024, 11, 12)),
        ("24/03/12", date(2012, 3, 24)),
        ("০৫-০৬-২০২৪", date(2024, 6, 5)),
        ("\u200e01/02/24, 10:15\u202fpm", date(2024, 2, 1)),
    ],
)
def test_where_nothing_decides_the_day_is_first_and_the_order_open(cell, day):
    found = dated([cell] * 3)
    shown = " ".join(cell.replace("\u200e", "").split())
    assert found.order == OrderExample(shown, day, "day_first", is_certain=False)
    assert list(found.days) == [day]


def test_a_day_that_is_also_the_month_leaves_nothing_open():
    assert dated(["03/03/2024", "2024-05-01"]).order is None


def test_of_two_orders_the_one_that_fits_more_cells_is_chosen():
    found = dated(["03/25/2024", "03/26/2024", "03/04/2024", "27/03/2024", "sometime"])
    assert n_rows(found) == {"2024-03-25": 1, "2024-03-26": 1, "2024-03-04": 1}
    assert (found.n_unreadable, found.unreadable) == (2, "27/03/2024")
    found = dated(["25/03/2024", "26/03/2024", "03/04/2024", "03/27/2024"])
    assert n_rows(found) == {"2024-03-25": 1, "2024-03-26": 1, "2024-04-03": 1}
    assert (found.n_unreadable, found.unreadable) == (1, "03/27/2024")


def test_as_many_cells_for_either_order_leave_it_open():
    found = dated(["25/03/2024", "03/25/2024", "03/04/2024"])
    assert found.order == OrderExample("03/04/2024", date(2024, 4, 3), "day_first", is_certain=False)
    assert (found.n_unreadable, found.unreadable) == (1, "03/25/2024")


def test_a_typing_error_does_not_make_the_year_first():
    days = [date(2024, 3, 1) + timedelta(days=index) for index in range(60)]
    found = dated([*(f"{day:%d/%m/%y}" for day in days), "00/04/24"])
    assert list(found.days) == days
    assert found.unreadable == "00/04/24"
    assert found.order.is_certain


def test_rows_without_scores_help_to_decide_but_are_not_counted():
    found = dated(["03/04/2024", "", "soon"], unscored=["03/25/2024", None, "never", "later"])
    assert n_rows(found) == {"2024-03-04": 1}
    assert (found.n_empty, found.n_unreadable, found.unreadable) == (1, 1, "soon")


NUMBERS = [
    (["1710212345", "1710412345"], "epoch", ["2024-03-12", "2024-03-14"]),
    ([1710212345000, 1710412345000], "epoch", ["2024-03-12", "2024-03-14"]),
    (["45363", "45365.42"], "serial", ["2024-03-12", "2024-03-14"]),
    ([45363, None, "", 45365], "serial", ["2024-03-12", "2024-03-14"]),
    (["2024-03-12", *["45365"] * 3], "serial", ["2024-03-12", "2024-03-14"]),
]


@pytest.mark.parametrize(("cells", "order", "days"), NUMBERS)
def test_columns_of_numbers_that_are_dates(cells, order, days):
    found = dated(cells)
    assert list(n_rows(found)) == days
    assert (found.n_unreadable, found.order.order, found.order.is_certain) == (0, order, True)


@pytest.mark.parametrize(
    "cells",
    [
        [45363, 12],
        ["45363", "450", "98000"],
        [1710212345, 1, 2],
        ["1710212345", "45363"],
        [40000, 50000, 60000, 70000, 80000],
    ],
)
def test_columns_of_other_numbers_are_no_dates(cells):
    found = dated(cells)
    assert (found.days, found.n_unreadable, found.unreadable) == ({}, len(cells), str(cells[0]))


def test_few_numbers_that_are_no_dates_do_not_hide_the_others():
    found = dated([*range(45300, 45319), 7])
    assert (len(found.days), found.n_unreadable, found.unreadable) == (19, 1, "7")


def test_few_numbers_among_other_dates_are_not_read():
    found = dated(["03/04/2024", "25/03/2024", "2024-03-12", "45363", "1710212345"])
    assert (len(found.days), found.unreadable) == (3, "45363")


@pytest.mark.parametrize("form", ["%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%d-%m-%y", "%m-%d-%y", "%d %b %y"])
@given(st.lists(st.dates(date(2005, 1, 1), date(2030, 12, 31)), min_size=1, max_size=20))
def test_a_column_in_one_form_is_read_in_that_form_or_said_to_be_open(form, days):
    found = dated([day.strftime(form) for day in days])
    assert found.n_unreadable == 0
    # A day after the 12th shows which number is the month.
    if form.endswith("Y") and any(day.day > 12 for day in days):
        assert set(found.days) == set(days)
        assert found.order is None or found.order.is_certain
    else:
        assert set(found.days) == set(days) or not found.order.is_certain


def test_memory_does_not_grow_with_the_cells():
    column = DateColumn()
    for index in range(5000):
        column.add(f"{1 + index % 28:02}/03/2024, 10:{index % 60:02}:{index % 59:02}", LABELS)
        column.add(f"no date {index}", LABELS)
    assert len(column._cells) == 28 + 1
