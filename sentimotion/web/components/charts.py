"""Probability bars, strip charts and path charts with Plotly. The only module that imports plotly."""

import math
from collections.abc import Sequence
from typing import Final

import plotly.graph_objects as go
from markupsafe import escape

from sentimotion.i18n.messages import Language, decimal, label_name, percent, say
from sentimotion.label_colors import LABEL_COLORS
from sentimotion.labels import LABELS, Head

_FONT: Final = "Noto Sans Bengali, system-ui, sans-serif"
# Readable in both themes without the style sheet, which then sets the theme's own text color.
_INK: Final = "#6B7280"
_BAR_PIXELS: Final = 30
_STRIP_PIXELS: Final = 40
_STRIP_LANES: Final = (0.0, -0.14, 0.14, -0.28, 0.28)
_MARGIN: Final = {"l": 112, "r": 16, "t": 22, "b": 26}
# In pixels: a fraction of the axis would be too narrow for the numbers on a phone.
_NUMBERS: Final = 58


def probability_chart(
    head: Head,
    probabilities: Sequence[float] | None,
    threshold: float,
    language: Language,
    before: Sequence[float] | None = None,
) -> go.Figure:
    """Bars of one head in card order, the first label on top, with the threshold as a dashed line.

    :param head: The head.
    :param probabilities: One per label, 0 to 1; None draws the empty chart.
    :param threshold: 0 to 1.
    :param language: Language of labels and digits.
    :param before: Probabilities before words were removed, marked on the bars.
    """
    labels = LABELS[head]
    values = list(probabilities) if probabilities is not None else [0.0] * len(labels)
    texts = (
        [percent(value, language) for value in values] if probabilities is not None else [""] * len(labels)
    )
    names = [label_name(label, language) for label in labels]
    figure = go.Figure(
        go.Bar(
            x=values,
            y=names,
            orientation="h",
            marker={"color": [LABEL_COLORS[label] for label in labels]},
            text=texts,
            textposition="none",
            hovertemplate="%{y}: %{text}<extra></extra>",
        )
    )
    # Numbers in a separate column: at the ends of the bars they could overlap the threshold line.
    figure.add_scatter(
        x=[1.0] * len(labels),
        y=names,
        mode="text",
        text=texts,
        textposition="middle right",
        hoverinfo="skip",
        cliponaxis=False,
    )
    ticks = [0.0, 0.5, 1.0]
    figure.update_layout(
        template="none",
        height=_BAR_PIXELS * len(labels) + _MARGIN["t"] + _MARGIN["b"],
        margin={**_MARGIN, "r": _NUMBERS},
        bargap=0.3,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": _FONT, "size": 14, "color": _INK},
        dragmode=False,
        # The whole row is clickable: a bar of one percent would be too small.
        hovermode="y",
        showlegend=False,
        hoverlabel={"font": {"family": _FONT, "size": 14}},
    )
    figure.update_xaxes(
        range=[0, 1],
        tickvals=ticks,
        ticktext=[percent(tick, language) for tick in ticks],
        gridcolor="rgba(128,128,128,0.25)",
        tickangle=0,
        zeroline=False,
        fixedrange=True,
    )
    figure.update_yaxes(autorange="reversed", fixedrange=True, ticklabelstandoff=6)
    figure.add_shape(
        type="line",
        x0=threshold,
        x1=threshold,
        yref="paper",
        y0=0,
        y1=1,
        line={"dash": "dash", "width": 2, "color": _INK},
    )
    figure.add_annotation(
        x=threshold, yref="paper", y=1, yanchor="bottom", showarrow=False, text=percent(threshold, language)
    )
    for place, share in enumerate(before or ()):
        # Below the bar, so that it covers neither the bar nor the number.
        figure.add_shape(
            type="line",
            x0=share,
            x1=share,
            y0=place + 0.34,
            y1=place + 0.6,
            line={"width": 3, "color": _INK},
        )
    return figure


def strip_chart(
    head: Head,
    words: Sequence[str],
    shares: Sequence[Sequence[float]],
    threshold: float,
    language: Language,
) -> go.Figure:
    """Strip chart with a row per label, in card order: dots for alternatives, a diamond for the original.

    :param head: The head.
    :param words: The original word, then the alternatives; shown on hover.
    :param shares: The head's probabilities for each of the words, 0 to 1, in card order.
    :param threshold: 0 to 1; a dashed line.
    :param language: Language of labels and digits.
    """
    labels = LABELS[head]
    # In a few lanes, so that words of similar probability do not overlap.
    lanes = [_STRIP_LANES[index % len(_STRIP_LANES)] for index in range(len(words) - 1)]
    figure = go.Figure()
    for symbol, size, places in (("circle", 9, range(1, len(words))), ("diamond-open", 17, range(1))):
        dots = [(row, place) for row in range(len(labels)) for place in places]
        figure.add_scatter(
            x=[shares[place][row] for row, place in dots],
            y=[row + (lanes[place - 1] if place else 0.0) for row, place in dots],
            mode="markers",
            marker={
                "symbol": symbol,
                "size": size,
                "color": [LABEL_COLORS[labels[row]] for row, _ in dots],
                "line": {"width": 2}
                if symbol.endswith("open")
                else {"width": 1, "color": "rgba(255,255,255,0.7)"},
            },
            # Plotly interprets hover text as HTML.
            customdata=[str(escape(words[place])) for _, place in dots],
            text=[
                f"{label_name(labels[row], language)} {percent(shares[place][row], language)}"
                for row, place in dots
            ],
            hovertemplate="%{customdata}<br>%{text}<extra></extra>",
            cliponaxis=False,
        )
    ticks = [0.0, 0.5, 1.0]
    figure.update_layout(
        template="none",
        height=_STRIP_PIXELS * len(labels) + _MARGIN["t"] + _MARGIN["b"],
        margin={**_MARGIN, "r": 24},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": _FONT, "size": 14, "color": _INK},
        dragmode=False,
        showlegend=False,
        hovermode="closest",
        hoverlabel={"font": {"family": _FONT, "size": 15}},
    )
    figure.update_xaxes(
        # Margin for a dot at either end.
        range=[-0.02, 1.02],
        tickvals=ticks,
        ticktext=[percent(tick, language) for tick in ticks],
        gridcolor="rgba(128,128,128,0.25)",
        tickangle=0,
        zeroline=False,
        fixedrange=True,
    )
    figure.update_yaxes(
        range=[len(labels) - 0.5, -0.5],
        tickvals=list(range(len(labels))),
        ticktext=[label_name(label, language) for label in labels],
        gridcolor="rgba(128,128,128,0.25)",
        zeroline=False,
        fixedrange=True,
        ticklabelstandoff=6,
    )
    figure.add_shape(
        type="line",
        x0=threshold,
        x1=threshold,
        yref="paper",
        y0=0,
        y1=1,
        layer="below",
        line={"dash": "dash", "width": 2, "color": _INK},
    )
    figure.add_annotation(
        x=threshold, yref="paper", y=1, yanchor="bottom", showarrow=False, text=percent(threshold, language)
    )
    return figure


_PATH_MARGIN: Final = {"l": 76, "r": 24, "t": 16, "b": 52}


def path_chart(
    points: Sequence[float], scores: Sequence[float], label: str, language: Language, at: int = 0
) -> go.Figure:
    """Line chart of the score along the path from the baseline to the text, with a dot at one point.

    :param points: Positions on the path, 0 to 1, increasing.
    :param scores: One per point.
    :param label: The label that is scored; determines the color.
    :param language: Language of digits and titles.
    :param at: Index of the point with the dot, which is the second trace.
    """
    names = [
        say("learn_path_at", language, share=percent(point, language), score=decimal(score, language))
        for point, score in zip(points, scores, strict=True)
    ]
    color = LABEL_COLORS[label]
    hover = {"hovertemplate": "%{text}<extra></extra>", "cliponaxis": False}
    figure = go.Figure()
    figure.add_scatter(
        x=list(points),
        y=list(scores),
        text=names,
        mode="lines+markers",
        line={"color": color, "width": 3},
        marker={"size": 6},
        **hover,
    )
    figure.add_scatter(
        x=[points[at]],
        y=[scores[at]],
        mode="markers",
        hoverinfo="skip",
        cliponaxis=False,
        marker={"size": 17, "color": color, "line": {"width": 3, "color": "#FFFFFF"}},
    )
    low, high = min(scores), max(scores)
    room = 0.12 * max(high - low, 0.5)
    shares = (0.0, 0.25, 0.5, 0.75, 1.0)
    marks = _even_marks(low - room, high + room)
    figure.update_layout(
        template="none",
        height=280,
        margin=_PATH_MARGIN,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": _FONT, "size": 14, "color": _INK},
        dragmode=False,
        showlegend=False,
        hovermode="closest",
        hoverlabel={"font": {"family": _FONT, "size": 14}},
    )
    axis = {"gridcolor": "rgba(128,128,128,0.25)", "fixedrange": True, "zeroline": False}
    figure.update_xaxes(
        range=[0, 1],
        tickvals=shares,
        ticktext=[percent(share, language) for share in shares],
        tickangle=0,
        title={"text": say("learn_axis_path", language), "standoff": 8, "font": {"size": 14}},
        **axis,
    )
    figure.update_yaxes(
        range=[low - room, high + room],
        tickvals=marks,
        ticktext=[decimal(mark, language) for mark in marks],
        title={"text": say("learn_axis_score", language), "standoff": 10, "font": {"size": 14}},
        **axis,
    )
    return figure


def _even_marks(low: float, high: float) -> list[float]:
    """Three to seven evenly spaced round numbers within a range."""
    steps = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
    step = next((step for step in steps if (high - low) / step <= 7), (high - low) / 7)
    return [round(step * index, 2) for index in range(math.ceil(low / step), math.floor(high / step) + 1)]
