"""Render label shares over time as SVG charts and as a table."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from sentimotion.i18n.messages import Language, count, head_name, label_name, percent, say
from sentimotion.label_colors import LABEL_COLORS, PALETTE
from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.report.formatting import day_name, interval, period_name, share_percent
from sentimotion.report.shares import Share
from sentimotion.report.snippets import shorten
from sentimotion.report.summary import Opinion, Period

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


def render_time(opinion: Opinion, language: Language) -> str:
    """Render the share of each label over time; empty without a date column."""
    column = opinion.columns.day
    if column is None:
        return ""
    notes = _date_notes(opinion, language)
    if not opinion.periods:
        text = escape(say("opinion_no_dates", language, column=column))
        return f'<section class="time"><p>{text}</p>{notes}</section>'
    about = (
        f"{say(f'opinion_time_{opinion.unit}', language, column=column)} {say('opinion_time_band', language)}"
    )
    volume = _figure(say("opinion_volume", language), "", _volume(opinion, language))
    parts = f"<h2>{escape(say('opinion_time_title', language))}</h2><p>{escape(about)}</p>{notes}"
    parts += f'<div class="multiples">{volume}</div>'
    for head in HEADS:
        title = escape(say("opinion_time", language, head=head_name(head, language)))
        charts = "".join(_lines(opinion, head, language))
        parts += f'<h3>{title}</h3><div class="multiples">{charts}</div>'
        parts += _table(opinion, head, language)
    return f'<section class="time" data-unit="{opinion.unit}">{parts}</section>'


def _date_notes(opinion: Opinion, language: Language) -> str:
    """Say how ambiguous dates were read, and which could not be read."""
    notes = ""
    if (order := opinion.date_order) is not None:
        key = f"opinion_order_{order.order}"
        values = {"cell": shorten(order.cell, _MOST_CELL_CHARACTERS), "day": day_name(order.day, language)}
        if order.order not in ("epoch", "serial"):
            values["order"] = say(key, language)
            key = "opinion_order_shown" if order.is_certain else "opinion_order_open"
        style = "" if order.is_certain else ' class="notice"'
        notes += f"<p{style}>{escape(say(key, language, **values))}</p>"
    if opinion.unread_date is not None:
        cell = shorten(opinion.unread_date, _MOST_CELL_CHARACTERS)
        text = say("opinion_unread_dates", language, count=count(opinion.n_undated, language), cell=cell)
        notes += f"<p>{escape(text)}</p>"
    return notes


def _lines(opinion: Opinion, head: Head, language: Language) -> Iterator[str]:
    """Yield a chart per label, all of one head on the same scale."""
    shares = [period.tally.shares(head) for period in opinion.periods]
    highest = max(share.share for at_once in shares for share in at_once)
    top = next((scale for scale in _SCALES if scale >= highest), 1.0)
    for index, label in enumerate(LABELS[head]):
        of_label = [at_once[index] for at_once in shares]
        yield _figure(label_name(label, language), label, _line(opinion, of_label, top, language))


def _figure(name: str, label: str, chart: str) -> str:
    color = LABEL_COLORS.get(label, _VOLUME_COLOR)
    return (
        f'<figure data-label="{label}" style="--label-color:{color}">'
        f"<figcaption>{escape(name)}</figcaption>{chart}</figure>"
    )


def _line(opinion: Opinion, shares: Sequence[Share], top: float, language: Language) -> str:
    """Draw the share of a label as a line and its interval as a band, with gaps at periods without rows."""
    places = [_x(index, len(shares)) for index in range(len(shares))]
    marks = []
    for run in _runs(shares):
        upper = [f"{places[i]:.1f},{_y(shares[i].high, top):.1f}" for i in run]
        lower = [f"{places[i]:.1f},{_y(shares[i].low, top):.1f}" for i in reversed(run)]
        line = [f"{places[i]:.1f},{_y(shares[i].share, top):.1f}" for i in run]
        marks.append(f'<polygon class="band" points="{" ".join(upper + lower)}"/>')
        marks.append(f'<polyline class="line" points="{" ".join(line)}"/>')
        if len(run) == 1:
            # A single point has neither line nor band.
            x, share = places[run[0]], shares[run[0]]
            marks.append(
                f'<path class="line" d="M{x:.1f} {_y(share.low, top):.1f}V{_y(share.high, top):.1f}"/>'
                f'<circle class="dot" cx="{x:.1f}" cy="{_y(share.share, top):.1f}" r="4"/>'
            )
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
    ticks = [(0.0, percent(0.0, language)), (top, percent(top, language))]
    return _chart(name, [(share / top, text) for share, text in ticks], "".join(marks), opinion, language)


def _volume(opinion: Opinion, language: Language) -> str:
    """Draw the number of rows of each period as bars."""
    numbers = [period.tally.n_rows for period in opinion.periods]
    most, width = max(numbers), max(1.0, min(18.0, 0.7 * (_WIDTH - _LEFT - _RIGHT) / len(numbers)))
    marks = "".join(
        f'<rect class="rows" x="{_x(index, len(numbers)) - width / 2:.1f}" y="{_y(number, most):.1f}"'
        f' width="{width:.1f}" height="{_y(0, most) - _y(number, most):.1f}"/>'
        for index, number in enumerate(numbers)
    )
    ends = [period_name(opinion.periods[place].start, opinion.unit, language) for place in (0, -1)]
    name = say("opinion_volume_line", language, start=ends[0], end=ends[1], most=count(most, language))
    ticks = [(0.0, count(0, language)), (1.0, count(most, language))]
    return _chart(name, ticks, marks, opinion, language)


def _chart(
    name: str, ticks: Sequence[tuple[float, str]], marks: str, opinion: Opinion, language: Language
) -> str:
    """Draw the axes of a chart: two grid lines with their values, the first and the last period.

    :param ticks: Height of a grid line, 0 to 1, and its label.
    """
    lines = "".join(
        f'<path class="grid" d="M{_LEFT} {_y(height, 1):.1f}H{_WIDTH - _RIGHT}"/>'
        f'<text x="{_LEFT - 6}" y="{_y(height, 1) + 4:.1f}" text-anchor="end">{escape(text)}</text>'
        for height, text in ticks
    )
    starts = [period.start for period in opinion.periods]
    below = f'y="{_HEIGHT - 6}"'
    first = escape(period_name(starts[0], opinion.unit, language))
    ends = f'<text x="{_LEFT}" {below}>{first}</text>'
    if len(starts) > 1:
        last = escape(period_name(starts[-1], opinion.unit, language))
        ends += f'<text x="{_WIDTH - _RIGHT}" {below} text-anchor="end">{last}</text>'
    box = f'viewBox="0 0 {_WIDTH} {_HEIGHT}"'
    return f'<svg {box} role="img" aria-label="{escape(name)}">{lines}{marks}{ends}</svg>'


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


def _table(opinion: Opinion, head: Head, language: Language) -> str:
    """Render all values of the charts as a table, also for screen readers."""
    names = [say("opinion_from", language), say("opinion_n", language)]
    names += [label_name(label, language) for label in LABELS[head]]
    header = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    rows = "".join(_table_row(period, opinion, head, language) for period in opinion.periods)
    title = escape(say("opinion_figures", language))
    return (
        f"<details><summary>{title}</summary>"
        f'<div class="wide" tabindex="0" role="group" aria-label="{title}">'
        f"<table><thead><tr>{header}</tr></thead><tbody>{rows}</tbody></table></div></details>"
    )


def _table_row(period: Period, opinion: Opinion, head: Head, language: Language) -> str:
    name = escape(period_name(period.start, opinion.unit, language))
    cells = ""
    for share in period.tally.shares(head):
        shown = share_percent(share.share, share.n_rows, language)
        between = f"{shown} <small>({interval(share, language)})</small>"
        cells += f"<td>{between if share.n_rows else '–'}</td>"
    n_rows = count(period.tally.n_rows, language)
    return f'<tr><th scope="row">{name}</th><td>{n_rows}</td>{cells}</tr>'
