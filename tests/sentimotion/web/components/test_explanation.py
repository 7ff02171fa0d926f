"""Words that are taken out, contrasts, and words on which the heads pull apart."""

from dataclasses import replace

import pytest

from sentimotion.i18n.messages import LANGUAGES, label_name
from sentimotion.web.components.explanation import (
    opposed_words,
    render_explanation,
    render_opposed_words,
    render_unexplained,
)
from tests.sentimotion.web import Shown, explanation_of

TEXT = "গান ভালো ভিডিও খারাপ"
SENTIMENT = explanation_of(TEXT, [0.1, -1.0, 0.0, 2.0], label="negative")


def emotion(*attributions):
    return explanation_of(TEXT, attributions, head="emotion", label="sadness")


def test_strong_words_of_opposite_sign():
    assert opposed_words(SENTIMENT, emotion(-1.0, 1.0, -1.0, -0.3)) == [1, 3]
    assert opposed_words(SENTIMENT, emotion(0.1, -0.5, 0.0, 1.0)) == []
    assert opposed_words(SENTIMENT, emotion(1.0, 0.2, 0.0, -0.2)) == []  # too weak to speak of
    assert opposed_words(SENTIMENT, emotion(0.0, 0.0, 0.0, 0.0)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_they_are_named_with_what_they_stand_for(language):
    html = render_opposed_words({"sentiment": SENTIMENT, "emotion": emotion(0.0, 1.0, 0.0, -1.0)}, language)
    shown = Shown(html)
    for word in ("“ভালো”", "“খারাপ”", label_name("negative", language), label_name("sadness", language)):
        assert word in shown.text


def test_nothing_is_said_of_nothing():
    assert render_opposed_words({"sentiment": SENTIMENT, "emotion": None}, "en") == ""
    other_text = explanation_of("অন্য", [1.0], head="emotion", label="fear")
    assert render_opposed_words({"sentiment": SENTIMENT, "emotion": other_text}, "en") == ""
    assert render_opposed_words({"sentiment": SENTIMENT, "emotion": emotion(0.0, 0.0, 0.0, 1.0)}, "en") == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_contrast_names_both_labels(language):
    explanation = replace(SENTIMENT, contrast="positive")
    shown = Shown(render_explanation(explanation, language))
    names = [label_name(label, language) for label in ("negative", "positive")]
    assert [name in text for name, text in zip(names, shown.texts_of("key"), strict=True)] == [True, True]
    assert shown.with_attribute("data-contrast")[0]["data-contrast"] == "positive"


def test_words_are_buttons_only_where_they_can_be_taken_out():
    assert not Shown(render_explanation(SENTIMENT, "en")).with_attribute("aria-pressed")


def test_a_stopped_explanation_keeps_the_text():
    shown = Shown(render_unexplained("<i>ভালো</i>", "en", 0.5, True))
    assert "<i>ভালো</i>" in shown.text
