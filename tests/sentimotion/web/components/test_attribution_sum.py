"""The receipt: it adds up in the digits that are shown, and they are those shown elsewhere."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.i18n.messages import decimal
from sentimotion.web.components.attribution_sum import in_hundredths, sum_rows
from tests.sentimotion.web import explanation_of

TEXT = "মনটা আজ বড় ভালো, তাই না?"
numbers = st.floats(-50, 50)


def summed(attributions, text=TEXT, blank=-0.5, other=0.25, delta=0.0):
    """An explanation whose parts add up to its score, but for delta."""
    score = blank + sum(attributions) + other - delta
    made = explanation_of(text, attributions, score=score, baseline_score=blank, other=other)
    return replace(made, convergence_delta=delta)


@given(st.lists(numbers, min_size=6, max_size=6), numbers, numbers, st.floats(-0.1, 0.1), st.integers(0, 8))
def test_the_column_adds_up_digit_for_digit(attributions, blank, other, delta, most_words):
    explanation = summed(attributions, blank=blank, other=other, delta=delta)
    rows = sum_rows(explanation, most_words)
    total = 0
    for row in rows:
        total += row.hundredths
        assert row.sum_so_far == total
    assert total == in_hundredths(explanation.score)
    assert sorted(index for row in rows for index in row.words) == [*range(6)]


@given(st.lists(numbers, min_size=6, max_size=6))
def test_words_have_the_numbers_that_they_have_elsewhere(attributions):
    explanation = summed(attributions)
    words = [row for row in sum_rows(explanation, 6) if row.kind == "word"]
    assert [row.words for row in words] == [(index,) for index in range(6)]
    assert [decimal(row.hundredths / 100, "en") for row in words] == [
        decimal(word.attribution, "en") for word in explanation.words
    ]


@given(st.lists(numbers, min_size=6, max_size=6))
def test_error_and_rounding_are_small_where_the_method_is_right(attributions):
    *_, last = sum_rows(summed(attributions), 6)
    # Half a hundredth a row at most: the blank, six words, punctuation, and the score itself.
    assert last.kind == "error"
    assert abs(last.hundredths) <= 5


def test_the_methods_error_is_in_the_row_that_says_so():
    *_, last = sum_rows(summed([1.0, 0.5], delta=-0.3), 6)
    assert last.hundredths == 30


def test_a_long_receipt_keeps_the_strong_words_in_the_order_of_the_text():
    explanation = explanation_of(
        "এক দুই তিন চার পাঁচ ছয় সাত আট নয় দশ এগারো",
        [0.0, 3.0, 0.1, -2.0, 0.2, 1.0, 1.1, 1.2, 1.3, 0.05, 0.3],
    )
    rows = sum_rows(explanation, 8)
    assert [row.kind for row in rows] == ["blank", *["word"] * 8, "others", "marks", "error"]
    assert [row.words for row in rows[1:9]] == [(index,) for index in (1, 3, 4, 5, 6, 7, 8, 10)]
    assert (rows[9].words, rows[9].hundredths) == ((0, 2, 9), 15)


@given(st.floats(-1000, 1000))
def test_hundredths_are_what_is_shown(value):
    assert decimal(in_hundredths(value) / 100, "en") == decimal(value, "en")


@pytest.mark.parametrize(("delta", "share"), [(0.001, 0.01), (-0.02, 0.2)])
def test_the_error_is_measured_against_a_tenth_at_least(delta, share):
    explanation = replace(explanation_of("ভালো", score=0.0, baseline_score=0.0), convergence_delta=delta)
    assert explanation.relative_error == pytest.approx(share)
