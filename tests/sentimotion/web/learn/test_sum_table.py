"""The lesson's receipt as a table; its rows have tests of their own."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.i18n.messages import LANGUAGES, decimal, label_name, say
from sentimotion.web.components.attribution_sum import sum_rows
from sentimotion.web.learn.sum_table import MAX_WORDS, render_sum_table
from tests.sentimotion.web import Shown, explanation_of

TEXT = "মনটা আজ বড় ভালো, তাই না?"


def summed(attributions, text=TEXT, blank=-0.5, other=0.25, delta=0.0):
    """An explanation whose parts add up to its score, but for delta."""
    score = blank + sum(attributions) + other - delta
    made = explanation_of(text, attributions, score=score, baseline_score=blank, other=other)
    return replace(made, convergence_delta=delta)


def cells(html):
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in html.split("<tr")[1:]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_shows_the_rows(language):
    explanation = summed([1.25, -0.5, 0.004, 0.75, 0.0, 2.0])
    _, *rows, score = cells(render_sum_table(explanation, language))
    expected = sum_rows(explanation, MAX_WORDS)
    assert [cell[2] for cell in rows] == [decimal(row.sum_so_far / 100, language) for row in expected]
    assert decimal(explanation.score, language) in score[2]
    assert [row.hundredths for row in expected if row.kind == "word"][0] == 125


@pytest.mark.parametrize(
    ("delta", "error", "share"), [(0.00002, "less than 0.0001", "less than 1%"), (-0.04, "0.0400", "2%")]
)
def test_the_error_is_stated(delta, error, share):
    html = Shown(render_sum_table(summed([2.0, -0.25], delta=delta), "en")).text
    assert f"miss that by {error} ({share})" in html


def test_the_error_of_a_small_change_is_measured_as_the_engine_does():
    text = Shown(render_sum_table(summed([0.0], blank=0.0, other=0.0, delta=0.01), "en")).text
    assert "(10%)" in text


@pytest.mark.parametrize("converged", [True, False])
def test_a_receipt_that_did_not_converge_says_so(converged):
    html = render_sum_table(replace(summed([1.0]), converged=converged), "en")
    assert (say("not_converged", "en") in Shown(html).text) != converged


@given(st.text(max_size=60))
def test_any_text_is_escaped(text):
    # The strongest words have rows of their own, so that it is among them whatever the text.
    shown = Shown(render_sum_table(explanation_of("<x>amp</x> " + text, [0.0, 9.0]), "bn"))
    assert "amp" in shown.text
    assert "x" not in [tag for tag, _ in shown.elements]


def test_the_label_is_named():
    assert label_name("positive", "bn") in Shown(render_sum_table(summed([1.0]), "bn")).text


def test_a_long_receipt_names_how_many_words_share_a_row():
    shown = Shown(render_sum_table(summed([0.5] * 30, text=" ".join(["শব্দ"] * 30)), "en")).text
    assert say("learn_row_small", "en", words="18") in shown
