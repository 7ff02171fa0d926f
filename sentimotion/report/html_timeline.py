"""Render label shares over time as SVG charts and as a table."""

from collections.abc import Iterator, Sequence
from typing import Final

from markupsafe import Markup

from sentimotion.i18n.messages import Language, count, label_name, percent, say
from sentimotion.label_colors import PALETTE
from sentimotion.labels import HEADS, Head
from sentimotion.report.formatting import day_name, interval, period_name, share_percent
from sentimotion.report.shares import Share
from sentimotion.report.snippets import shorten
from sentimotion.report.summary import Opinion
from sentimotion.templating import render_template

# Sizes of a chart in SVG units, about one pixel on a phone.
_WIDTH: Final = 360
_HEIGHT: Final = 150
_LEFT: Final = 52
_RIGHT: Final = 12
_TOP: Final = 10
_BOTTOM: Final = 28
_SCALES: Final = (0.1, 0.25, 0.5, 0.75, 1.0)
_MOST_CELL_CHARACTERS: Final = 40
_VOLUME_COLOR: Final = PALETTE["gray"]


def render_time(opinion: Opinion, language: Language) -> Markup:
    """Render the share of each label over time; empty without a date column."""
    if opinion.columns.day is None:
        return Markup("")
    unread = opinion.unread_date
    charts: dict[str, object] = {}
    if opinion.periods:
        charts = {
            "volume": _volume(opinion, language),
            "volume_color": _VOLUME_COLOR,
            "lines": {head: _lines(opinion, head, language) for head in HEADS},
        }
    return render_template(
        "report/timeline.html",
        language=language,
        opinion=opinion,
        order=_date_order(opinion, language),
        unread_date=None if unread is None else shorten(unread, _MOST_CELL_CHARACTERS),
        interval=interval,
        period_name=period_name,
        share_percent=share_percent,
        **charts,
    )


def _date_order(opinion: Opinion, language: Language) -> str:
    """Say how ambiguous dates were read; empty if none was ambiguous."""
    order = opinion.date_order
    if order is None:
        return ""
    key = f"opinion_order_{order.order}"
    values = {"cell": shorten(order.cell, _MOST_CELL_CHARACTERS), "day": day_name(order.day, language)}
    if order.order not in ("epoch", "serial"):
        values["order"] = say(key, language)
        key = "opinion_order_shown" if order.is_certain else "opinion_order_open"
    return say(key, language, **values)


def _lines(opinion: Opinion, head: Head, language: Language) -> list[Markup]:
    """Draw a chart per label, all of one head on the same scale."""
    shares = [period.tally.shares(head) for period in opinion.periods]
    highest = max(share.share for at_once in shares for share in at_once)
    top = next((scale for scale in _SCALES if scale >= highest), 1.0)
    return [_line(opinion, of_label, top, language) for of_label in zip(*shares, strict=True)]


def _line(opinion: Opinion, shares: Sequence[Share], top: float, language: Language) -> Markup:
    """Draw the share of a label as a line and its interval as a band, with gaps at periods without rows."""
    places = [
        {
            "x": f"{_x(index, len(shares)):.1f}",
            **{name: f"{_y(getattr(share, name), top):.1f}" for name in ("low", "share", "high")},
        }
        for index, share in enumerate(shares)
    ]
    filled = [(period, share) for period, share in zip(opinion.periods, shares, strict=True) if share.n_rows]
    values = [share.share for _, share in filled]
    name = say(
        "opinion_line",
        language,
        label=label_name(shares[0].label, language),
        first=percent(values[0], language),
        start=period_name(filled[0][0].start, opinion.unit, language),
        last=percent(values[-1], language),
        end=period_name(filled[-1][0].start, opinion.unit, language),
        low=percent(min(values), language),
        high=percent(max(values), language),
    )
    ticks = [(0.0, percent(0.0, language)), (1.0, percent(top, language))]
    runs = [[places[index] for index in run] for run in _runs(shares)]
    return _chart(name, ticks, opinion, language, runs=runs)


def _volume(opinion: Opinion, language: Language) -> Markup:
    """Draw the number of rows of each period as bars."""
    numbers = [period.tally.n_rows for period in opinion.periods]
    most, width = max(numbers), max(1.0, min(18.0, 0.7 * (_WIDTH - _LEFT - _RIGHT) / len(numbers)))
    bars = [
        {
            "x": f"{_x(index, len(numbers)) - width / 2:.1f}",
            "y": f"{_y(number, most):.1f}",
            "width": f"{width:.1f}",
            "height": f"{_y(0, most) - _y(number, most):.1f}",
        }
        for index, number in enumerate(numbers)
    ]
    ends = [period_name(opinion.periods[place].start, opinion.unit, language) for place in (0, -1)]
    name = say("opinion_volume_line", language, start=ends[0], end=ends[1], most=count(most, language))
    ticks = [(0.0, count(0, language)), (1.0, count(most, language))]
    return _chart(name, ticks, opinion, language, bars=bars)


def _chart(
    name: str,
    ticks: Sequence[tuple[float, str]],
    opinion: Opinion,
    language: Language,
    **marks: Sequence[object],
) -> Markup:
    """Draw a chart: its marks, two grid lines with their values, the first and the last period.

    :param ticks: Height of a grid line, 0 to 1, and its label.
    :param marks: ``runs`` of points or ``bars``, in SVG units.
    """
    starts = [period.start for period in opinion.periods]
    return render_template(
        "report/chart.html",
        name=name,
        width=_WIDTH,
        height=_HEIGHT,
        left=_LEFT,
        right=_WIDTH - _RIGHT,
        ticks=[(_y(height, 1), text) for height, text in ticks],
        ends=[period_name(start, opinion.unit, language) for start in (starts[0], *starts[1:][-1:])],
        **{"runs": (), "bars": (), **marks},
    )


def _runs(shares: Sequence[Share]) -> Iterator[list[int]]:
    """Yield the indexes of consecutive periods with rows."""
    run: list[int] = []
    for index, share in enumerate(shares):
        if share.n_rows:
            run.append(index)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _x(index: int, number: int) -> float:
    """The x coordinate of the middle of a period."""
    inner = _WIDTH - _LEFT - _RIGHT
    return _LEFT + inner * (index + 0.5) / number


def _y(value: float, top: float) -> float:
    """The y coordinate of a value, clipped at the top of the scale."""
    inner = _HEIGHT - _TOP - _BOTTOM
    return _TOP + inner * (1 - min(1.0, value / top if top else 0.0))
