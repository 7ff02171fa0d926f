"""Read the date in a cell, in every order of day, month and year that is possible. Pure."""

import re
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal, NamedTuple
from unicodedata import normalize

# Reads the dates with a month name. All three candidates are under BSD-3-Clause: dateutil has 0.8 MB, and
# pandas, which gradio requires, brings it anyway; dateparser is built on it and adds two more packages for
# languages other than these; pandas has 84 MB and calls dateutil for such dates.
from dateutil.parser import parse, parserinfo

from sentimotion.tables.missing import why_missing

Order = Literal["day_first", "month_first", "year_first", "epoch", "serial"]
"""How the cells of a column are read; ``epoch``: Unix time, ``serial``: day numbers of a spreadsheet."""

# A longer cell is read up to here.
_MOST_CHARACTERS: Final = 100
# Other years are typing errors, and would only stretch the chart.
_YEARS: Final = range(1900, 2200)
# A number is a date only within these years; otherwise any number would be one.
_FIRST_NUMBER: Final = date(2000, 1, 1).toordinal()
_LAST_NUMBER: Final = date(2100, 12, 31).toordinal()
# Day 0 and units per day; Unix time in seconds, milliseconds, microseconds, nanoseconds. Within the years
# above no value fits two of them.
_DAY_NUMBERS: Final[tuple[tuple[date, int], ...]] = (
    (date(1899, 12, 30), 1),
    *((date(1970, 1, 1), 86400 * ticks) for ticks in (1, 10**3, 10**6, 10**9)),
)

# Markers of missing dates beside those of missing texts.
_MISSING: Final = ("", "-", "--", "na", "0000-00-00", "0000-00-00 00:00:00")
_INVISIBLE: Final[dict[int, str | None]] = dict.fromkeys(
    [0x061C, 0x2060, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_SIMPLER: Final = _INVISIBLE | dict(zip(map(ord, "০১২৩৪৫৬৭৮৯‐‑‒–—−"), "0123456789------", strict=True))
_BRACKETS: Final = " []'\""

_SEPARATED: Final = re.compile(
    r"(\d{1,4}) ?([-/.]) ?(\d{1,2}) ?\2 ?(\d{4}|\d{1,2})(?:[T ,;(].*)?", re.ASCII | re.DOTALL
)
# 20240312, 20240312T101500Z, and 20240312.0, as a column of decimal numbers has it.
_COMPACT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?\d{4}(?:\d\d)?)?(?:\.\d*)?(?:Z|[+-]\d{4})?", re.ASCII)
_NUMBER: Final = re.compile(r"\d{5,20}(?:\.\d*)?|\d(?:\.\d*)?e\+?\d\d?", re.ASCII | re.IGNORECASE)
_CLOCK: Final = re.compile(
    r"(?<!\d)\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?[ap]\.? ?m\b\.?)?"
    r"(?: ?(?:UTC|GMT|Z|BDT|BST|IST|NPT|PKT|[ECMP][SD]T|CES?T)\b)?(?: ?[+-]\d\d?(?::?\d\d)?(?![-/.\d]))?"
    r"(?: ?\([^)]*\))?",
    re.ASCII | re.IGNORECASE,
)
_WEEKDAY: Final = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?", re.ASCII | re.IGNORECASE
)
_WORD: Final = re.compile(r"[A-Za-z]+")

# Words of Bangla dates, translated for dateutil: common spellings, and the short forms of Unicode's CLDR.
_MONTHS_IN_BANGLA: Final = {
    "Jan": "জানুয়ারি জানুয়ারী জানু",
    "Feb": "ফেব্রুয়ারি ফেব্রুয়ারী ফেব্রু ফেব",
    "Mar": "মার্চ",
    "Apr": "এপ্রিল",
    "May": "মে",
    "Jun": "জুন",
    "Jul": "জুলাই",
    "Aug": "আগস্ট আগষ্ট অগাস্ট অগস্ট",
    "Sep": "সেপ্টেম্বর সেপ্টে সেপ",
    "Oct": "অক্টোবর অক্টো",
    "Nov": "নভেম্বর নভে",
    "Dec": "ডিসেম্বর ডিসে",
}
_SKIPPED_IN_BANGLA: Final = (
    "শনিবার রবিবার রোববার সোমবার মঙ্গলবার বুধবার বৃহস্পতিবার শুক্রবার শনি রবি সোম মঙ্গল বুধ বৃহস্পতি শুক্র "
    # ১লা, ২রা, ৪ঠা, ১২ই, ২১শে
    "লা রা ঠা ই শে "
    "ভোর সকাল দুপুর বিকাল বিকেল সন্ধ্যা রাত পূর্বাহ্ণ অপরাহ্ণ এএম পিএম সাল খ্রিস্টাব্দ খ্রিষ্টাব্দ"
)
_IN_ENGLISH: Final = {
    normalize("NFKC", name): month for month, names in _MONTHS_IN_BANGLA.items() for name in names.split()
} | dict.fromkeys(normalize("NFKC", _SKIPPED_IN_BANGLA).split(), " ")
_BANGLA_WORD: Final = re.compile("[\u0980-\u09ff]+")

# Two defaults that differ in day, month and year: what dateutil takes from the default shows.
_DEFAULTS: Final = (datetime(2000, 1, 1), datetime(2001, 2, 2))
_INFO: Final = parserinfo()


class DateReading(NamedTuple):
    """The date of a cell under each :data:`Order` of its column; None where it is no date in that order."""

    day_first: date | None = None
    month_first: date | None = None
    year_first: date | None = None
    epoch: date | None = None
    serial: date | None = None

    def day(self, order: Order) -> date | None:
        """The date of the cell in a column of this order."""
        value: date | None = getattr(self, order)
        return value


UNREADABLE: Final = DateReading()


def read_dates(value: object) -> DateReading | None:
    """Read the dates that a cell can mean, as written there: no time zone is converted.

    A text needs day, month and year: ``May 2024`` and ``10:30`` are no dates. A date with a month name or a
    year of four digits in front is the same in every order. Unix time is read in UTC.

    :param value: A date or datetime, a number, or a text with Latin or Bangla digits and month names.
    :returns: None if the cell is empty or a marker of a missing value; :data:`UNREADABLE` if it is no date in
        the years 1900 to 2199 (numbers: 2000 to 2100).
    """
    if value is None or value != value:  # NaN and pandas' NaT are not equal to themselves
        return None
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return _same(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return UNREADABLE
    return _read_text(str(value)[:_MOST_CHARACTERS])


def visible_text(value: object) -> str:
    """A cell to be quoted, without invisible marks, which could reverse the text around it."""
    return " ".join(str(value)[:_MOST_CHARACTERS].translate(_INVISIBLE).split())


@lru_cache(maxsize=1 << 14)
def _read_text(cell: str) -> DateReading | None:
    text = cell
    if not text.isascii():
        text = text.translate(_SIMPLER)
    text = " ".join(text.split()).strip(_BRACKETS)
    if match := _SEPARATED.fullmatch(text):
        reading = _separated(match[1], match[3], match[4])
    elif _NUMBER.fullmatch(text):
        reading = _number(text)
    else:
        # Without the time of day few texts are left, each of them many times.
        reading = _without_time(_CLOCK.sub(" ", text))
    if reading == UNREADABLE and (text.casefold() in _MISSING or (text.isascii() and why_missing(text))):
        return None
    return reading


@lru_cache(maxsize=1 << 13)
def _without_time(text: str) -> DateReading:
    if not text.isascii():
        text = normalize("NFKC", text)
        text = _BANGLA_WORD.sub(lambda match: _IN_ENGLISH.get(match[0], match[0]), text)
        if not text.isascii():
            return UNREADABLE
    text = " ".join(_WEEKDAY.sub(" ", text).split()).strip(" ,;:+" + _BRACKETS)
    text = text.removeprefix("- ").removesuffix(" -")
    if match := _SEPARATED.fullmatch(text):
        return _separated(match[1], match[3], match[4])
    if match := _COMPACT.fullmatch(text):
        return _same(_date(match[1], match[2], match[3]))
    with suppress(ValueError):
        return _same(date.fromisoformat(text))  # 2024-W11-2
    return _same(_with_month_name(text))


def _with_month_name(text: str) -> date | None:
    """12 March 2024, 12-Mar-24, Mar 12, 2024; of two numbers with two digits the first is the day."""
    words = _WORD.findall(text)
    n_months = sum(_INFO.month(word) is not None for word in words)
    if n_months != 1 or sum(_INFO.jump(word) for word in words) != len(words) - 1:
        return None
    try:
        first, second = (parse(text, default=default, ignoretz=True) for default in _DEFAULTS)
    except (ValueError, OverflowError):
        return None
    return first.date() if first.date() == second.date() else None


@lru_cache(maxsize=1 << 13)
def _separated(first: str, second: str, last: str) -> DateReading:
    """Three numbers; the month is never the last."""
    if len(first) == 4:
        return _same(_date(first, second, last)) if len(last) < 4 else UNREADABLE
    day_first = month_first = year_first = None
    if len(last) > 1:
        day_first, month_first = _date(last, second, first), _date(last, first, second)
    if len(first) == 2 and len(last) < 4:
        year_first = _date(first, second, last)
    return DateReading(day_first, month_first, year_first)


def _number(text: str) -> DateReading:
    if (match := _COMPACT.fullmatch(text)) and (day := _date(match[1], match[2], match[3])):
        return _same(day)
    value = float(text)
    for zero, units in _DAY_NUMBERS:
        ordinal = zero.toordinal() + int(value // units)
        if _FIRST_NUMBER <= ordinal <= _LAST_NUMBER:
            day = date.fromordinal(ordinal)
            return DateReading(serial=day) if units == 1 else DateReading(epoch=day)
    return UNREADABLE


def _date(year: str, month: str, day: str) -> date | None:
    with suppress(ValueError):
        # Two digits mean the year nearest to today.
        found = date(_INFO.convertyear(int(year), len(year) == 4), int(month), int(day))
        return found if found.year in _YEARS else None
    return None


def _same(day: date | None) -> DateReading:
    """A date that is the same in every order."""
    return UNREADABLE if day is None or day.year not in _YEARS else DateReading(day, day, day, day, day)
