"""The dates that a cell can mean."""

import math
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sentimotion.report.dates import UNREADABLE, DateReading, read_dates, visible_text

MARCH_12 = date(2024, 3, 12)
SAME_IN_EVERY_ORDER = DateReading(MARCH_12, MARCH_12, MARCH_12, MARCH_12, MARCH_12)
DAY_OR_MONTH = DateReading(day_first=MARCH_12, month_first=date(2024, 12, 3))
TWO_DIGITS = DateReading(day_first=MARCH_12, month_first=date(2024, 12, 3), year_first=date(2012, 3, 24))


@pytest.mark.parametrize(
    "value",
    [
        "2024-03-12",
        " 2024-3-12 ",
        "2024/03/12",
        "2024.03.12",
        "২০২৪-০৩-১২",
        "2024-03-12T23:59:59+06:00",
        "2024-03-12T10:15:30.123Z",
        "2024-03-12 00:00:00.000 UTC",
        "2024-03-12, any note",
        "20240312",
        "20240312T101500Z",
        "20240312T101500+06:00",
        "20240312101500",
        20240312,
        20240312.0,
        "2024-W11-2",
        date(2024, 3, 12),
        datetime(2024, 3, 12, 23, 59, tzinfo=timezone(timedelta(hours=6))),
    ],
)
def test_dates_with_the_year_in_front(value):
    assert read_dates(value) == SAME_IN_EVERY_ORDER


@pytest.mark.parametrize(
    "value",
    [
        "12 March 2024",
        "12-Mar-24",
        "12-MAR-2024 22:15",
        "Mar 12, 2024",
        "March 12th, 2024 at 10:15 PM",
        "12th of march 2024",
        "12/Mar/2024:10:15:00 +0600",
        "2024-Mar-12",
        "Mar 12, '24",
        "12. March 2024",
        "12\u00a0March\u202f2024",
        "Tuesday, March 12, 2024",
        "Tue, 12 Mar 2024 10:15:00 +0000",
        "Tue, 12 Mar 2024 22:15:00 +0600 (BDT)",
        "12 Mar 2024 10:15:00 GMT",
        "Tue Mar 12 10:15:00 +0000 2024",
        "Tue Mar 12 2024 10:15:00 GMT+0600 (Bangladesh Standard Time)",
        "10:15 pm - 12 March 2024",
    ],
)
def test_dates_with_the_name_of_the_month(value):
    assert read_dates(value) == SAME_IN_EVERY_ORDER


@pytest.mark.parametrize(
    "value",
    [
        "১২ মার্চ ২০২৪",
        "১২ই মার্চ, ২০২৪",
        "12 মার্চ 2024",
        "মার্চ ১২, ২০২৪",
        "মঙ্গলবার, ১২ মার্চ ২০২৪",
        "১২ মার্চ ২০২৪, রাত ১০:১৫",
        "১২ মার্চ ২০২৪ ১০:১৫ পিএম",
        "১২\u00a0মার্চ ২০২৪ সাল",
        "১২-মার্চ-২৪",
    ],
)
def test_dates_in_bangla(value):
    assert read_dates(value) == SAME_IN_EVERY_ORDER


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("জানু\u09dfারি", 1),
        ("জানু\u09af\u09bcারী", 1),
        ("ফেব্রু\u09dfারী", 2),
        ("ফেব্রু\u09af\u09bcারি", 2),
        ("মার্চ", 3),
        ("এপ্রিল", 4),
        ("মে", 5),
        ("জুন", 6),
        ("জুলাই", 7),
        ("আগস্ট", 8),
        ("আগষ্ট", 8),
        ("সেপ্টেম্বর", 9),
        ("অক্টোবর", 10),
        ("নভেম্বর", 11),
        ("ডিসেম্বর", 12),
        ("ডিসে", 12),
    ],
)
def test_months_in_bangla(name, month):
    assert read_dates(f"২১শে {name} ২০২৩").day_first == date(2023, month, 21)


@pytest.mark.parametrize(
    "value",
    [
        "12/03/2024",
        "12-3-2024",
        "১২.০৩.২০২৪",
        "12. 3. 2024",
        "12/03/2024, 10:15",
        "12/03/2024 22:15:00 BST",
        "10:15:33, 12-03-2024",
        "Tue 12/03/2024",
        "\u200e12/03/2024",
        "\u202b12/03/2024\u202c",
        "\u206812/03/2024\u2069",
        "\ufeff12/03/\u200f2024",
        "12\u201303\u20132024",
        "'12/03/2024",
    ],
)
def test_dates_whose_first_number_may_be_day_or_month(value):
    assert read_dates(value) == DAY_OR_MONTH


@pytest.mark.parametrize(
    "value",
    ["12/03/24", "12-03-24", "১২/০৩/২৪", "12/03/24, 10:15 pm", "12/03/24, 10:15\u202fpm"]
    + ["[12/03/24, 10:15:33]", "\u200e[12/03/24, 10:15:33\u202fPM]", "12.03.24 10:15"],
)
def test_dates_with_two_digits_of_the_year(value):
    assert read_dates(value) == TWO_DIGITS


@pytest.mark.parametrize(
    ("value", "reading"),
    [
        ("25/03/2024", DateReading(day_first=date(2024, 3, 25))),
        ("03/25/2024", DateReading(month_first=date(2024, 3, 25))),
        ("99/12/31", DateReading(year_first=date(1999, 12, 31))),
        ("24/3/5", DateReading(year_first=date(2024, 3, 5))),
        ("3/25/24", DateReading(month_first=date(2024, 3, 25))),
        ("29/02/2023", UNREADABLE),
    ],
)
def test_orders_in_which_a_cell_is_no_date(value, reading):
    assert read_dates(value) == reading


@pytest.mark.parametrize(
    "value",
    [
        "1710212345",
        1710212345,
        1710212345.5,
        "1710212345000",
        1710212345000,
        "1710212345000.0",
        1.710212345e15,
        "1.710212345e+18",
        1710212345000000000,
    ],
)
def test_unix_time(value):
    assert read_dates(value) == DateReading(epoch=MARCH_12)


def test_unix_time_is_read_in_utc():
    assert read_dates(1710201600).epoch == MARCH_12
    assert read_dates(1710201599).epoch == date(2024, 3, 11)


@pytest.mark.parametrize("value", ["45363", 45363, 45363.0, "45363.42", 45363.9999])
def test_day_numbers_of_spreadsheets(value):
    assert read_dates(value) == DateReading(serial=MARCH_12)


@pytest.mark.parametrize(
    ("value", "reading"),
    [
        (36526, DateReading(serial=date(2000, 1, 1))),
        (36525, UNREADABLE),
        (73415, DateReading(serial=date(2100, 12, 31))),
        (73416, UNREADABLE),
        (946684800, DateReading(epoch=date(2000, 1, 1))),
        (946684799, UNREADABLE),
        (978307200000, DateReading(epoch=date(2001, 1, 1))),
        (4133980799, DateReading(epoch=date(2100, 12, 31))),
        (4133980800, UNREADABLE),
    ],
)
def test_numbers_are_dates_of_this_century_only(value, reading):
    assert read_dates(value) == read_dates(str(value)) == reading


class NotATime(datetime):
    """As pandas' NaT: a datetime that is not equal to itself and has no date."""

    def __ne__(self, other):
        return True

    __hash__ = datetime.__hash__

    def date(self):
        raise ValueError("no date")


@pytest.mark.parametrize(
    "value",
    [None, "", " \t", "\u200e", "nan", "NaN", "None", "null", "NaT", "-", "—", "N/A", "#N/A", math.nan]
    + ["NA", "na", "#VALUE!", "\\N", "0000-00-00", NotATime(2024, 3, 12)],
)
def test_empty_cells(value):
    assert read_dates(value) is None


@pytest.mark.parametrize(
    "value",
    [
        "গতকাল",
        "sometime in May",
        "মে ভালো",
        "12",
        "10:30",
        "২০২৪",
        "2026",
        "May 2024",
        "5 May",
        "May 5, 10:30",
        "12:30 May 5",
        "12 may may 2024",
        "12 মেঘ 2024",
        "১ বৈশাখ ১৪৩১",
        "March Tuesday 2024",
        "30 February 2024",
        "2026-02-30",
        "31/13/2026",
        "0001-01-01",
        "9999-12-31",
        "2026-03/31",
        "2026-03-31x",
        "2026-03-311",
        "1710-W10-1",
        "1e99",
        "9" * 90,
        0,
        1.5,
        -1710212345,
        math.inf,
        True,
        [2024, 3, 12],
        {"year": 2024},
    ],
)
def test_no_date(value):
    assert read_dates(value) == UNREADABLE


def in_range(reading):
    return reading is None or all(day is None or 1900 <= day.year < 2200 for day in reading)


@given(
    st.text(max_size=40)
    | st.text("0123456789০১২-/.,T:+ মে\u202f", max_size=30)
    | st.lists(
        st.sampled_from(
            ["12", "3", "2024", "99", "March", "may", "of", "t", "m", "-", "/", ".", ",", " ", "'"]
        )
    ).map("".join)
    | st.integers()
    | st.floats()
)
@example("Jan-")
@example("12 of Jan of")
def test_any_value_is_a_date_or_none(value):
    assert in_range(read_dates(value))


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_date_is_read_as_it_was_written(day):
    assert read_dates(day.isoformat()).day_first == day
    assert read_dates(day.strftime("%d/%m/%Y")).day_first == day
    assert read_dates(day.strftime("%m/%d/%Y")).month_first == day
    assert read_dates(f"{day:%d %B %Y}").day_first == read_dates(f"{day:%b %d, %Y}").day_first == day


def test_a_cell_is_quoted_without_invisible_marks():
    assert visible_text("\u202e 12/03 \u200f\n soon\u2069 ") == "12/03 soon"
    assert visible_text("x" * 300) == "x" * 100
