"""The strip chart: a row a label, a dot a swap, the original told apart by its shape."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.i18n.messages import LANGUAGES, label_name, percent
from sentimotion.label_colors import LABEL_COLORS
from sentimotion.labels import HEADS, LABELS
from sentimotion.web.components.charts import strip_chart

WORDS = ["রহিম", "সীতা", "জন"]
SHARES = {
    "sentiment": [(0.1, 0.7, 0.2), (0.3, 0.3, 0.4), (0.2, 0.6, 0.2)],
    "emotion": [(0.1, 0.5, 0.1, 0.1, 0.1, 0.1), (0.2, 0.4, 0.1, 0.1, 0.1, 0.1), (0, 0.7, 0, 0.1, 0.1, 0.1)],
}


def values(head, language="en", words=WORDS, shares=None):
    """The figure as the browser gets it."""
    return json.loads(strip_chart(head, words, shares or SHARES[head], 0.55, language).to_json())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("head", HEADS)
def test_a_dot_a_swap_in_every_labels_row(head, language):
    figure = values(head, language)
    swaps, original = figure["data"]
    n = len(LABELS[head])
    assert (len(swaps["x"]), len(original["x"])) == (2 * n, n)
    for row, label in enumerate(LABELS[head]):
        own = slice(2 * row, 2 * row + 2)
        assert swaps["x"][own] == [shares[row] for shares in SHARES[head][1:]]
        assert swaps["customdata"][own] == WORDS[1:]
        assert all(round(y) == row for y in swaps["y"][own])
        assert (
            set(swaps["marker"]["color"][own]) == {LABEL_COLORS[label]} == {original["marker"]["color"][row]}
        )
        assert (original["x"][row], original["y"][row], original["customdata"][row]) == (
            SHARES[head][0][row],
            row,
            WORDS[0],
        )
        assert (
            swaps["text"][2 * row]
            == f"{label_name(label, language)} {percent(SHARES[head][1][row], language)}"
        )
    assert figure["layout"]["yaxis"]["ticktext"] == [label_name(label, language) for label in LABELS[head]]
    low, high = figure["layout"]["yaxis"]["range"]
    assert low > high, "the first label stands on top"


def test_the_original_differs_in_shape():
    swaps, original = values("emotion")["data"]
    assert (swaps["marker"]["symbol"], original["marker"]["symbol"]) == ("circle", "diamond-open")
    assert original["marker"]["size"] > swaps["marker"]["size"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_line_stands_at_the_threshold(language):
    layout = values("sentiment", language)["layout"]
    assert layout["shapes"][0]["x0"] == layout["shapes"][0]["x1"] == 0.55
    assert layout["annotations"][0]["text"] == percent(0.55, language)


def test_words_of_the_user_are_no_markup_of_plotlys():
    swaps, _ = values("sentiment", words=["ক", "<b>খ</b>", "গ&amp;"])["data"]
    assert swaps["customdata"][:2] == ["&lt;b&gt;খ&lt;/b&gt;", "গ&amp;amp;"]
    assert "<extra></extra>" in swaps["hovertemplate"]


@given(st.integers(1, 31), st.sampled_from(HEADS))
def test_dots_stay_in_their_row(n_words, head):
    n_labels = len(LABELS[head])
    shares = [[index / (n_words or 1)] * n_labels for index in range(n_words)]
    figure = strip_chart(head, ["ক"] * n_words, shares, 0.5, "en").to_plotly_json()
    for trace in figure["data"]:
        assert all(abs(y - round(y)) < 0.4 for y in trace["y"])
    assert sum(len(trace["x"]) for trace in figure["data"]) == n_words * n_labels
