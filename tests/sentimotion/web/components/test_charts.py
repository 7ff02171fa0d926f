"""Probability bars: order, numbers, the threshold's line."""

import json
import math

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.i18n.messages import LANGUAGES, label_name, percent
from sentimotion.label_colors import LABEL_COLORS
from sentimotion.labels import HEADS, LABELS
from sentimotion.web.components.charts import path_chart, probability_chart, strip_chart

PROBABILITIES = {"sentiment": [0.834, 0.1, 0.066], "emotion": [0.02, 0.03, 0.45, 0.4, 0.06, 0.04]}


def values(head, probabilities, threshold, language):
    """The figure as the browser gets it."""
    return json.loads(probability_chart(head, probabilities, threshold, language).to_json())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("head", HEADS)
def test_bars_in_card_order(head, language):
    figure = values(head, PROBABILITIES[head], 0.55, language)
    bars, numbers = figure["data"]
    assert bars["y"] == [label_name(label, language) for label in LABELS[head]]
    assert bars["x"] == PROBABILITIES[head]
    assert bars["text"] == [percent(share, language) for share in PROBABILITIES[head]]
    # Right of the plot, where neither a full bar nor the threshold's line can be.
    assert (numbers["text"], numbers["y"]) == (bars["text"], bars["y"])
    assert set(numbers["x"]) == {figure["layout"]["xaxis"]["range"][1]} == {1.0}
    assert (numbers["textposition"], numbers["cliponaxis"]) == ("middle right", False)
    assert figure["layout"]["margin"]["r"] >= 50
    assert bars["textposition"] == "none"
    assert bars["marker"]["color"] == [LABEL_COLORS[label] for label in LABELS[head]]
    # Plotly draws the first bar lowest unless told otherwise.
    assert figure["layout"]["yaxis"]["autorange"] == "reversed"


@given(st.floats(0, 1), st.sampled_from(HEADS), st.sampled_from(list(LANGUAGES)))
def test_the_line_stands_at_the_threshold(threshold, head, language):
    layout = values(head, PROBABILITIES[head], threshold, language)["layout"]
    (line,), (number,) = layout["shapes"], layout["annotations"]
    assert line["x0"] == line["x1"] == number["x"] == threshold
    assert number["text"] == percent(threshold, language)
    low, high = layout["xaxis"]["range"]
    assert low <= threshold <= high


@pytest.mark.parametrize("head", HEADS)
def test_numbers_and_labels_in_bangla(head):
    figure = values(head, PROBABILITIES[head], 0.55, "bn")
    texts = [
        *figure["data"][0]["y"],
        *figure["data"][0]["text"],
        *figure["layout"]["xaxis"]["ticktext"],
        figure["layout"]["annotations"][0]["text"],
    ]
    assert not any(character.isascii() and character.isalnum() for text in texts for character in text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("head", HEADS)
def test_the_empty_chart_has_room_for_the_bars_to_come(head, language):
    empty, full = (values(head, shares, 0.6, language) for shares in (None, PROBABILITIES[head]))
    assert empty["data"][0]["x"] == [0.0] * len(LABELS[head])
    assert set(empty["data"][0]["text"]) == {""}
    assert empty["layout"] == full["layout"]


@pytest.mark.parametrize("head", HEADS)
def test_every_bar_has_the_same_height_in_both_charts(head):
    layout = values(head, None, 0.6, "en")["layout"]
    inside = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    assert inside / len(LABELS[head]) == 30


@given(st.lists(st.floats(0, 1), min_size=3, max_size=3), st.floats(0, 1))
def test_no_nan_reaches_the_browser(probabilities, threshold):
    figure = probability_chart("sentiment", probabilities, threshold, "en").to_plotly_json()
    assert all(math.isfinite(x) for x in figure["data"][0]["x"])
    json.dumps(figure["layout"], allow_nan=False)


def test_nothing_is_fetched_or_dragged():
    layout = values("sentiment", None, 0.5, "en")["layout"]
    assert layout["dragmode"] is False
    assert layout["xaxis"]["fixedrange"] is True
    assert layout["yaxis"]["fixedrange"] is True


@pytest.mark.parametrize("language", LANGUAGES)
def test_plotly_knows_every_setting(language):
    """The page leaves out Plotly's validation, which raises for a property or a value that there is not."""
    charts = [path_chart([0.0, 0.5, 1.0], [0.1, -2.0, 3.0], "fear", language, at=1)]
    for head in HEADS:
        shares = PROBABILITIES[head]
        charts += [
            probability_chart(head, None, 0.6, language),
            probability_chart(head, shares, 0.6, language, shares[::-1]),
            strip_chart(head, ["ক", "<b>", "গ"], [shares] * 3, 0.5, language),
        ]
    for chart in charts:
        go.Figure(json.loads(chart.to_json()))
