"""Decide for a whole column how its dates are written, and count labels by day. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sentimotion.labels import Head
from sentimotion.report.dates import DateReading, Order, read_dates, visible_text
from sentimotion.report.shares import Tally

# Numbers are read as dates only where at least this share of the filled cells is then a date: other columns
# of numbers hold some values that could be one.
_LEAST_SHARE_OF_NUMBERS: Final = 0.9
_ORDERS: Final[tuple[Order, ...]] = ("day_first", "month_first", "year_first", "epoch", "serial")


@dataclass(frozen=True, slots=True)
class OrderExample:
    """A cell whose date depends on the order of its column: the date and the order that were chosen.

    ``is_certain`` is False if another order fits as many cells of the column.
    """

    cell: str
    day: date
    order: Order
    is_certain: bool


@dataclass(frozen=True, slots=True)
class DatedRows:
    """The scored rows of a file by day.

    ``n_empty`` and ``n_unreadable`` rows are in none of ``days``. ``unreadable`` is an example of a cell that
    cannot be read, ``order`` one of a cell whose date depends on the order; None if there is none.
    """

    days: Mapping[date, Tally]
    n_empty: int
    n_unreadable: int
    unreadable: str | None
    order: OrderExample | None


@dataclass(slots=True)
class _Cells:
    """The cells with one reading: the first of them, their number, and their scored rows."""

    first: str
    n_cells: int = 0
    rows: Tally = field(default_factory=Tally)


class DateColumn:
    """Collects a column of dates, cell by cell.

    Rows are counted by the readings of their cells, so memory grows only with the number of distinct dates.
    """

    def __init__(self) -> None:
        self._cells: dict[DateReading, _Cells] = {}
        self._n_empty = 0

    def add(self, value: object, labels: Mapping[Head, str] | None) -> None:
        """Add a cell.

        :param value: See :func:`sentimotion.report.dates.read_dates`.
        :param labels: The labels of its row; None if the row was not scored: its date then only helps to
            decide the order.
        """
        reading = read_dates(value)
        if reading is None:
            self._n_empty += labels is not None
            return
        cells = self._cells.get(reading)
        if cells is None:
            cells = self._cells[reading] = _Cells(visible_text(value))
        cells.n_cells += 1
        if labels is not None:
            cells.rows.add(labels)

    def dated(self) -> DatedRows:
        """The rows by day, in the order that fits most cells."""
        order, rival = choose_order({reading: cells.n_cells for reading, cells in self._cells.items()})
        days: dict[date, Tally] = {}
        n_unreadable, unreadable, example = 0, None, None
        for reading, cells in self._cells.items():
            day = reading.day(order)
            if day is None:
                n_unreadable += cells.rows.n_rows
                if unreadable is None and cells.rows.n_rows:
                    unreadable = cells.first
                continue
            if cells.rows.n_rows:
                days.setdefault(day, Tally()).merge(cells.rows)
            if example is None and _shows(reading, order, rival):
                example = OrderExample(cells.first, day, order, is_certain=rival is None)
        return DatedRows(days, self._n_empty, n_unreadable, unreadable, example)


def choose_order(n_cells: Mapping[DateReading, int]) -> tuple[Order, Order | None]:
    """The order in which most cells are dates, and another one that fits as many cells, if there is one.

    Of orders that fit equally well, day first is chosen (as in Bangladesh and India), then month first. Year
    first must also not give more different years: with two digits nearly every day is a possible year, and a
    single typing error would decide. Numbers must be dates nearly throughout.

    :param n_cells: The filled cells of a column by their readings.
    """
    fits = {order: _n_dates(n_cells, order) for order in _ORDERS}
    order: Order = "day_first" if fits["day_first"] >= fits["month_first"] else "month_first"
    calendar: tuple[Order, ...] = ("day_first", "month_first")
    if not _has_more_years(n_cells, "year_first", order):
        calendar = (*calendar, "year_first")
        if fits["year_first"] > fits[order]:
            order = "year_first"
    numbers: Order = "epoch" if fits["epoch"] > fits["serial"] else "serial"
    if fits[numbers] > fits[order] and fits[numbers] >= _LEAST_SHARE_OF_NUMBERS * sum(n_cells.values()):
        return numbers, None
    for other in calendar:
        if fits[other] == fits[order] and any(_differs(reading, order, other) for reading in n_cells):
            return order, other
    return order, None


def _n_dates(n_cells: Mapping[DateReading, int], order: Order) -> int:
    return sum(number for reading, number in n_cells.items() if reading.day(order) is not None)


def _differs(reading: DateReading, one: Order, other: Order) -> bool:
    """Whether a cell is a date in both orders, but not the same."""
    return None not in (days := {reading.day(one), reading.day(other)}) and len(days) > 1


def _has_more_years(readings: Iterable[DateReading], one: Order, other: Order) -> bool:
    """Whether the cells that are dates in both orders lie in more different years in the first."""
    pairs = [(reading.day(one), reading.day(other)) for reading in readings]
    years = {(day.year, rival.year) for day, rival in pairs if day is not None and rival is not None}
    return len({year for year, _ in years}) > len({year for _, year in years})


def _shows(reading: DateReading, order: Order, rival: Order | None) -> bool:
    """Whether a cell shows an order: its date would be another in the rival order, or in any other."""
    if order not in ("epoch", "serial"):
        return any(_differs(reading, order, other) for other in ([rival] if rival else _ORDERS))
    return reading.day_first is None and reading.day(order) is not None
