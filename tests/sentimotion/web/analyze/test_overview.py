"""The sentence with the marks of both heads."""

import pytest
from hypothesis import given

from sentimotion.inference.decisions import Decision
from sentimotion.text.encoding import EncodedText
from sentimotion.web.analyze.overview import render_overview
from tests.sentimotion.web import Shown, explanation_of
from tests.sentimotion.web.components.test_highlight import HOSTILE, texts

TEXT = "খাবার ভালো, দাম বেশি।"
DECISIONS = {
    "sentiment": Decision("negative", 0.834, "negative", 0.834, 0.6),
    "emotion": Decision("neutral", 0.2, "anger_disgust", 0.4, 0.5),
}


def encoded(text, truncated_at=None):
    return EncodedText(text, (), truncated_at)


def overview(text, explanations, removed=(), language="en", truncated_at=None):
    return Shown(render_overview(encoded(text, truncated_at), DECISIONS, explanations, removed, language))


def explained(text=TEXT, sentiment=(0.0,), emotion=(0.0,)):
    return {
        "sentiment": explanation_of(text, sentiment, head="sentiment", label="negative"),
        "emotion": explanation_of(text, emotion, head="emotion", label="anger_disgust"),
    }


def test_marks_of_both_heads():
    shown = overview(TEXT, explained(sentiment=[2.0, -1.0, 0.01, 0.0], emotion=[0.0, 0.0, -4.0, 1.0]))
    marks = [attributes for attributes in shown.with_attribute("style") if "mark" in attributes["class"]]
    assert [(mark["class"].split()[1:], mark["style"]) for mark in marks] == [
        (["above-toward"], "--above:1.000"),
        (["above-away"], "--above:0.500"),
        (["below-away"], "--below:1.000"),
        (["below-toward"], "--below:0.250"),
    ]


def test_both_decisions_in_short():
    shown = overview(TEXT, {})
    assert "Sentiment negative 83%" in " ".join(shown.text.split())
    # Of a decision that only the threshold made, the percentage would be that of another label.
    assert " ".join(shown.text.split()).endswith("Emotion neutral")


def test_the_lines_are_explained_once_there_are_some():
    assert "Above the words" not in overview(TEXT, {}).text
    text = overview(TEXT, explained()).text
    assert (
        "Above the words: toward “negative”. Below: toward “anger/disgust”. Dotted lines: away from it."
        in text
    )


def test_a_removed_word_is_struck_through():
    shown = overview(TEXT, explained(), removed=[1])
    classes = [attributes["class"].split() for attributes in shown.with_attribute("style")]
    assert [("out" in names) for names in classes if "mark" in names] == [False, True, False, False]


def test_what_was_not_read_is_marked():
    shown = overview(TEXT, explained("খাবার ভালো"), truncated_at=len("খাবার ভালো"))
    assert [attributes["class"] for attributes in shown.with_attribute("class")].count("unread") == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_texts(text):
    html = str(render_overview(encoded(text), DECISIONS, explained(text), (), "en"))
    assert Shown(html).texts_of("sentence") == [text]
    assert "data-word" not in html
    assert "data-decision" not in html


@given(texts)
def test_the_text_is_shown_as_typed(text):
    shown = Shown(render_overview(encoded(text), DECISIONS, explained(text), (), "bn"))
    assert shown.texts_of("sentence") == [text]
