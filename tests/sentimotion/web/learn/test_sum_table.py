"""The lesson's receipt: it adds up in the digits that are shown."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.i18n.messages import LANGUAGES, decimal, label_name, say
from sentimotion.web.learn.sum_table import MAX_WORDS, in_hundredths, render_sum_table, sum_rows
from tests.sentimotion.web import Shown, explanation_of

TEXT = "মনটা আজ বড় ভালো, তাই না?"
numbers = st.floats(-50, 50)


def summed(attributions, text=TEXT, blank=-0.5, other=0.25, delta=0.0):
    """An explanation whose parts add up to its score, but for delta."""
    score = blank + sum(attributions) + other - delta
    made = explanation_of(text, attributions, score=score, baseline_score=blank, other=other)
    return replace(made, convergence_delta=delta)


def cells(html):
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in html.split("<tr")[1:]]


@given(st.lists(numbers, min_size=6, max_size=6), numbers, numbers, st.floats(-0.1, 0.1))
def test_the_column_adds_up_digit_for_digit(attributions, blank, other, delta):
    explanation = summed(attributions, blank=blank, other=other, delta=delta)
    rows = sum_rows(explanation, "en")
    total = 0
    for row in rows:
        total += row.hundredths
        assert row.sum_so_far == total
    assert total == in_hundredths(explanation.score)


@given(st.lists(numbers, min_size=6, max_size=6))
def test_words_have_the_numbers_that_they_have_elsewhere(attributions):
    explanation = summed(attributions)
    words = [row for row in sum_rows(explanation, "en") if row.is_word]
    assert [row.name for row in words] == [word.text for word in explanation.words]
    assert [decimal(row.hundredths / 100, "en") for row in words] == [
        decimal(word.attribution, "en") for word in explanation.words
    ]


@given(st.lists(numbers, min_size=6, max_size=6))
def test_error_and_rounding_are_small_where_the_method_is_right(attributions):
    *_, last = sum_rows(summed(attributions), "en")
    # Half a hundredth a row at most: the blank, six words, punctuation, and the score itself.
    assert abs(last.hundredths) <= 5


def test_the_methods_error_is_in_the_row_that_says_so():
    *_, last = sum_rows(summed([1.0, 0.5], delta=-0.3), "en")
    assert last.hundredths == 30


def test_a_long_receipt_keeps_the_strong_words():
    text = " ".join(["শব্দ"] * 30)
    values = [1.0 if index % 3 else -2.0 for index in range(30)]
    rows = sum_rows(summed(values, text=text), "en")
    words = [row for row in rows if row.is_word]
    assert len(words) == MAX_WORDS
    assert sum(row.hundredths == -200 for row in words) == 10
    (small,) = [row for row in rows if row.name == say("learn_row_small", "en", words="18")]
    assert small.hundredths == 1800
    assert rows[-1].sum_so_far == in_hundredths(summed(values, text=text).score)


@given(st.floats(-1000, 1000))
def test_hundredths_are_what_is_shown(value):
    assert decimal(in_hundredths(value) / 100, "en") == decimal(value, "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_shows_the_rows(language):
    explanation = summed([1.25, -0.5, 0.004, 0.75, 0.0, 2.0])
    _, *rows, score = cells(render_sum_table(explanation, language))
    expected = sum_rows(explanation, language)
    assert [cell[2] for cell in rows] == [decimal(row.sum_so_far / 100, language) for row in expected]
    assert decimal(explanation.score, language) in score[2]
    assert [row.hundredths for row in expected if row.is_word][0] == 125


@pytest.mark.parametrize(
    ("delta", "error", "share"), [(0.00002, "less than 0.0001", "less than 1 %"), (-0.04, "0.0400", "2 %")]
)
def test_the_error_is_stated(delta, error, share):
    html = Shown(render_sum_table(summed([2.0, -0.25], delta=delta), "en")).text.replace("\u00a0", " ")
    assert f"miss that by {error} ({share})" in html


def test_the_error_of_a_small_change_is_measured_as_the_engine_does():
    text = Shown(render_sum_table(summed([0.0], blank=0.0, other=0.0, delta=0.01), "en")).text
    assert "(10\u00a0%)" in text


@pytest.mark.parametrize("converged", [True, False])
def test_a_receipt_that_did_not_converge_says_so(converged):
    html = render_sum_table(replace(summed([1.0]), converged=converged), "en")
    assert (say("not_converged", "en") in Shown(html).text) != converged


@given(st.text(max_size=60))
def test_any_text_is_escaped(text):
    # The strongest words have rows of their own, so that it is among them whatever the text.
    shown = Shown(render_sum_table(explanation_of("<b>&amp;</b> " + text, [0.0, 9.0]), "bn"))
    assert "amp" in shown.text
    assert "b" not in [tag for tag, _ in shown.elements]


def test_the_label_is_named():
    assert label_name("positive", "bn") in Shown(render_sum_table(summed([1.0]), "bn")).text
