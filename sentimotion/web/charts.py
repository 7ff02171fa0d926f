"""Probability bars as Plotly figures: the only file that imports plotly."""

from collections.abc import Sequence
from typing import Final

import plotly.graph_objects as go

from sentimotion.labels import LABELS, Head
from sentimotion.web.colors import LABEL_COLORS
from sentimotion.web.strings import Language, label_name, percent

_FONT: Final = "Noto Sans Bengali, system-ui, sans-serif"
# Readable on both themes as it stands; the style sheet gives text the theme's own color.
_INK: Final = "#6B7280"
_BAR_PIXELS: Final = 30
_MARGIN: Final = {"l": 112, "r": 16, "t": 22, "b": 26}


def probability_chart(
    head: Head, probabilities: Sequence[float] | None, threshold: float, language: Language
) -> go.Figure:
    """Bars of one head in card order, the first label on top, with the threshold as a dashed line.

    :param head: Which head.
    :param probabilities: One a label, 0 to 1; None draws the empty chart.
    :param threshold: 0 to 1.
    :param language: Of labels and digits.
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
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}: %{text}<extra></extra>",
        )
    )
    ticks = [0.0, 0.5, 1.0]
    figure.update_layout(
        template="none",
        height=_BAR_PIXELS * len(labels) + _MARGIN["t"] + _MARGIN["b"],
        margin=_MARGIN,
        bargap=0.3,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": _FONT, "size": 14, "color": _INK},
        dragmode=False,
        showlegend=False,
        hoverlabel={"font": {"family": _FONT, "size": 14}},
    )
    figure.update_xaxes(
        # Room on the right for the number behind a full bar.
        range=[0, 1.12],
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
    return figure
