"""The receipt as a waterfall, and the same numbers as in the lesson's table."""

import re
from dataclasses import replace

import pytest

from sentimotion.i18n.messages import LANGUAGES, decimal, say, signed
from sentimotion.web.components.attribution_sum import sum_rows
from sentimotion.web.components.waterfall import MAX_WORD_ROWS, render_waterfall
from sentimotion.web.learn.sum_table import render_sum_table as render_table
from tests.sentimotion.web import Shown, explanation_of

TEXT = "এক দুই তিন চার পাঁচ ছয় সাত আট নয় দশ এগারো"


def values(html):
    """The shown number of each row, in order."""
    return re.findall(r'<td class="number">([^<]*)</td>', html)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_shows_the_rows_of_the_receipt(language):
    explanation = explanation_of(TEXT, [0.333] * 10 + [-2.0], other=0.25, score=1.08, baseline_score=-0.5)
    blank, *rows = sum_rows(explanation, MAX_WORD_ROWS)
    assert values(render_waterfall(explanation, language)) == [
        decimal(blank.hundredths / 100, language),
        *(signed(row.hundredths / 100, language) for row in rows),
        decimal(explanation.score, language),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lesson_has_the_same_numbers(language):
    explanation = explanation_of(
        "এক দুই তিন", [1 / 3, 1 / 3, 1 / 3], other=0.005, score=0.5, baseline_score=-0.505
    )
    table = re.findall(r'data-hundredths="(-?\d+)"', render_table(explanation, language))
    shown = values(render_waterfall(explanation, language))[:-1]
    assert shown == [
        (signed if index else decimal)(int(number) / 100, language) for index, number in enumerate(table)
    ]


@pytest.mark.parametrize(("n_words", "name"), [(8, None), (9, "1 other word"), (11, "3 other words")])
def test_words_beyond_those_of_a_screen_share_a_row(n_words, name):
    text = " ".join(TEXT.split()[:n_words])
    lines = Shown(render_waterfall(explanation_of(text, [0.5] * n_words, score=1.0), "en")).texts_of("others")
    assert [line[: len(name or "")] for line in lines] == ([] if name is None else [name])


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_reader_sees(language):
    explanation = explanation_of("<b>ভালো</b> দিন", [1.0, 0.25], other=0.25, score=1.0)
    shown = Shown(render_waterfall(explanation, language))
    assert "ভালো" in shown.text
    assert not [tag for tag, _ in shown.elements if tag == "b"]
    assert shown.texts_of("score")[0].strip().endswith(decimal(1.0, language))
    assert shown.texts_of("error")[0].startswith(say("receipt_error", language))


def test_the_error_is_stated():
    explanation = replace(explanation_of("ভালো", score=0.0, baseline_score=0.0), convergence_delta=0.001)
    html = render_waterfall(explanation, "en")
    assert "1.0% of the change" in html
    assert "up to 1% counts as adding up" in html


@pytest.mark.parametrize(("language", "named"), [("en", "punctuation: । !"), ("bn", "যতিচিহ্ন: । !")])
def test_the_marks_are_named(bert_model, language, named):
    explanation = bert_model.explain("এক। দুই তিন। চার!", n_steps=1)
    assert Shown(render_waterfall(explanation, language)).texts_of("marks")[0].startswith(named)
    assert ": । !" in Shown(render_table(explanation, language)).text


def test_many_marks_are_not_all_named(bert_model):
    explanation = bert_model.explain("এক । , ! ? ( ) : দুই", n_steps=1)
    assert (
        Shown(render_waterfall(explanation, "en"))
        .texts_of("marks")[0]
        .startswith("punctuation: । , ! ? ( ) …")
    )
