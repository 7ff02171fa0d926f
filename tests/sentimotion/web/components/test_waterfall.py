"""The receipt: numbers that add up as they are shown."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sentimotion.i18n.messages import LANGUAGES, decimal
from sentimotion.web.components.waterfall import (
    relative_error,
    render_waterfall,
    rounded_to_sum,
    waterfall_rows,
)
from tests.sentimotion.web import Shown, explanation_of

TEXT = "এক দুই তিন চার পাঁচ ছয় সাত আট নয় দশ এগারো"


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=30))
@example([0.005])
@example([-0.005, 0.0])
@example([2.675, 1e-17])
def test_rounded_numbers_add_up_to_their_rounded_sum(values):
    rounded = rounded_to_sum(values, 2)
    assert math.fsum(rounded) == pytest.approx(round(math.fsum(values), 2), abs=1e-9)
    assert round(math.fsum(rounded), 2) == pytest.approx(math.fsum(rounded), abs=1e-9)
    assert all(abs(one - other) < 0.01 + 1e-9 for one, other in zip(values, rounded, strict=True))


def test_three_thirds_make_one():
    assert sorted(rounded_to_sum([1 / 3] * 3, 2)) == [0.33, 0.33, 0.34]


@given(st.lists(st.floats(-5, 5), min_size=11, max_size=11), st.floats(-4, 4))
def test_the_shown_rows_add_up(attributions, other):
    total = -0.5 + math.fsum(attributions) + other
    explanation = explanation_of(TEXT, attributions, other=other, score=total)
    rows = waterfall_rows(explanation, "en")
    assert [row.kind for row in rows] == ["blank", *["part"] * 8, "others", "marks"]
    assert rows[-1].end == pytest.approx(math.fsum(row.value for row in rows))
    assert rows[-1].end == pytest.approx(total, abs=0.0051)
    for row, after in zip(rows, rows[1:], strict=False):
        assert row.end == after.start


def test_the_strongest_words_have_a_row_in_the_order_of_the_sentence():
    explanation = explanation_of(TEXT, [0.0, 3.0, 0.1, -2.0, 0.2, 1.0, 1.1, 1.2, 1.3, 0.05, 0.3])
    rows = waterfall_rows(explanation, "en")
    assert [row.text for row in rows if row.kind == "part"] == [
        "দুই",
        "চার",
        "পাঁচ",
        "ছয়",
        "সাত",
        "আট",
        "নয়",
        "এগারো",
    ]
    (others,) = (row for row in rows if row.kind == "others")
    assert (others.text, others.value) == ("3 other words", pytest.approx(0.15))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_reader_sees(language):
    explanation = explanation_of("<b>ভালো</b> দিন", [1.0, 0.25], other=0.25, score=1.0)
    shown = Shown(render_waterfall(explanation, language))
    assert "ভালো" in shown.text
    assert not [tag for tag, _ in shown.elements if tag == "b"]
    assert shown.texts_of("sum")[0].endswith(decimal(1.0, language))
    assert shown.texts_of("score")[0].endswith(decimal(1.0, language))


def test_the_error_is_measured_against_a_tenth_at_least():
    from dataclasses import replace

    explanation = replace(explanation_of("ভালো", score=0.0, baseline_score=0.0), convergence_delta=0.001)
    assert relative_error(explanation) == pytest.approx(0.01)
    assert "1.0\u00a0% of the change" in render_waterfall(explanation, "en")
