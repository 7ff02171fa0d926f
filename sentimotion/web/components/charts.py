"""Probability bars, strip charts and path charts with Plotly. The only module that imports plotly."""

import math
from collections.abc import Sequence
from typing import Any, Final

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
_AXIS: Final = {"gridcolor": "rgba(128,128,128,0.25)", "zeroline": False, "fixedrange": True}


def probability_chart(
    head: Head,
    probabilities: Sequence[float] | None,
    threshold: float,
    language: Language,
    before: Sequence[float] | None = None,
    *,
    turn: str = "",
) -> go.Figure:
    """Bars of one head in card order, the first label on top, with the threshold as a dashed line.

    :param head: The head.
    :param probabilities: One per label, 0 to 1; None draws the empty chart.
    :param threshold: 0 to 1.
    :param language: Language of labels and digits.
    :param before: Probabilities before words were removed, marked on the bars.
    :param turn: The answer that it shows, as ``layout.meta`` for the browser.
    """
    labels = LABELS[head]
    values = list(probabilities) if probabilities is not None else [0.0] * len(labels)
    texts = ["" if probabilities is None else percent(value, language) for value in values]
    names = [label_name(label, language) for label in labels]
    bars = {
        "type": "bar",
        "x": values,
        "y": names,
        "orientation": "h",
        "marker": {"color": [LABEL_COLORS[label] for label in labels]},
        "text": texts,
        "textposition": "none",
        "hovertemplate": "%{y}: %{text}<extra></extra>",
    }
    # Numbers in a separate column: at the ends of the bars they could overlap the threshold line.
    numbers = {
        "type": "scatter",
        "x": [1.0] * len(labels),
        "y": names,
        "mode": "text",
        "text": texts,
        "textposition": "middle right",
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
    # Below the bar, so that it covers neither the bar nor the number.
    marks = [
        {
            "type": "line",
            "x0": share,
            "x1": share,
            "y0": place + 0.34,
            "y1": place + 0.6,
            "line": {"width": 3, "color": _INK},
        }
        for place, share in enumerate(before or ())
    ]
    return _figure(
        [bars, numbers],
        _layout(_BAR_PIXELS * len(labels) + _MARGIN["t"] + _MARGIN["b"], {**_MARGIN, "r": _NUMBERS})
        | {
            "bargap": 0.3,
            "meta": turn,
            # The whole row is clickable: a bar of one percent would be too small.
            "hovermode": "y",
            "xaxis": _share_axis(language, 0.5) | {"range": [0, 1]},
            "yaxis": {"autorange": "reversed", "fixedrange": True, "ticklabelstandoff": 6},
        }
        | _at_threshold(threshold, language, *marks),
    )


def _figure(traces: list[dict[str, Any]], layout: dict[str, Any]) -> go.Figure:
    # Plotly's validation of one chart takes longer than the prediction that it shows; the tests validate all.
    return go.Figure({"data": traces, "layout": layout}, _validate=False)


def _layout(height: int, margin: dict[str, int], hover_size: int = 14) -> dict[str, Any]:
    return {
        "height": height,
        "margin": margin,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": _FONT, "size": 14, "color": _INK},
        "dragmode": False,
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {"font": {"family": _FONT, "size": hover_size}},
    }


def _share_axis(language: Language, *between: float) -> dict[str, Any]:
    """A horizontal axis from 0 to 100 percent.

    :param between: Ticks between its ends.
    """
    ticks = [0.0, *between, 1.0]
    return {
        "tickvals": ticks,
        "ticktext": [percent(tick, language) for tick in ticks],
        "tickangle": 0,
        **_AXIS,
    }


def _at_threshold(threshold: float, language: Language, *shapes: Any, layer: str = "above") -> dict[str, Any]:
    """A dashed line with its percentage above it, and further shapes, as parts of a layout."""
    line = {
        "type": "line",
        "x0": threshold,
        "x1": threshold,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "layer": layer,
        "line": {"dash": "dash", "width": 2, "color": _INK},
    }
    name = {
        "x": threshold,
        "yref": "paper",
        "y": 1,
        "yanchor": "bottom",
        "showarrow": False,
        "text": percent(threshold, language),
    }
    return {"shapes": [line, *shapes], "annotations": [name]}


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
    traces = []
    for symbol, size, places in (("circle", 9, range(1, len(words))), ("diamond-open", 17, range(1))):
        dots = [(row, place) for row in range(len(labels)) for place in places]
        trace = {
            "type": "scatter",
            "x": [shares[place][row] for row, place in dots],
            "y": [row + (lanes[place - 1] if place else 0.0) for row, place in dots],
            "mode": "markers",
            "marker": {
                "symbol": symbol,
                "size": size,
                "color": [LABEL_COLORS[labels[row]] for row, _ in dots],
                "line": {"width": 2}
                if symbol.endswith("open")
                else {"width": 1, "color": "rgba(255,255,255,0.7)"},
            },
            # Plotly interprets hover text as HTML.
            "customdata": [str(escape(words[place])) for _, place in dots],
            "text": [
                f"{label_name(labels[row], language)} {percent(shares[place][row], language)}"
                for row, place in dots
            ],
            "hovertemplate": "%{customdata}<br>%{text}<extra></extra>",
            "cliponaxis": False,
        }
        traces.append(trace)
    rows = {
        "range": [len(labels) - 0.5, -0.5],
        "tickvals": list(range(len(labels))),
        "ticktext": [label_name(label, language) for label in labels],
        "ticklabelstandoff": 6,
        **_AXIS,
    }
    height = _STRIP_PIXELS * len(labels) + _MARGIN["t"] + _MARGIN["b"]
    return _figure(
        traces,
        _layout(height, {**_MARGIN, "r": 24}, hover_size=15)
        | {
            # Margin for a dot at either end.
            "xaxis": _share_axis(language, 0.5) | {"range": [-0.02, 1.02]},
            "yaxis": rows,
        }
        | _at_threshold(threshold, language, layer="below"),
    )


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
    line = {
        "type": "scatter",
        "x": list(points),
        "y": list(scores),
        "text": names,
        "mode": "lines+markers",
        "line": {"color": color, "width": 3},
        "marker": {"size": 6},
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }
    dot = {
        "type": "scatter",
        "x": [points[at]],
        "y": [scores[at]],
        "mode": "markers",
        "hoverinfo": "skip",
        "cliponaxis": False,
        "marker": {"size": 17, "color": color, "line": {"width": 3, "color": "#FFFFFF"}},
    }
    low, high = min(scores), max(scores)
    room = 0.12 * max(high - low, 0.5)
    marks = _even_marks(low - room, high + room)
    return _figure(
        [line, dot],
        _layout(280, _PATH_MARGIN)
        | {
            "xaxis": _share_axis(language, 0.25, 0.5, 0.75)
            | {
                "range": [0, 1],
                "title": {"text": say("learn_axis_path", language), "standoff": 8, "font": {"size": 14}},
                # The slider above it begins and ends where the axis does.
                "automargin": False,
            },
            "yaxis": {
                "range": [low - room, high + room],
                "tickvals": marks,
                "ticktext": [decimal(mark, language) for mark in marks],
                "title": {"text": say("learn_axis_score", language), "standoff": 10, "font": {"size": 14}},
                **_AXIS,
            },
        },
    )


def _even_marks(low: float, high: float) -> list[float]:
    """Three to seven evenly spaced round numbers within a range."""
    steps = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
    step = next((step for step in steps if (high - low) / step <= 7), (high - low) / 7)
    return [round(step * index, 2) for index in range(math.ceil(low / step), math.floor(high / step) + 1)]
