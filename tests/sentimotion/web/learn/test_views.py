"""The lesson's first steps: tokens, two heads, thresholds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.errors import SentimotionError
from sentimotion.i18n.messages import LANGUAGES, count, label_name, percent, say
from sentimotion.labels import HEADS
from sentimotion.web.learn.views import (
    render_heads,
    render_progress,
    render_step,
    render_tokens,
)
from tests.checkpoints import SENTENCES
from tests.sentimotion.web import Shown

TEXT = "দেরি হলো, তবু মনটা ভালো 😂"
texts = st.text(max_size=80) | st.text("কখিো্‍ <>&\"'১২😮,।", max_size=80) | st.sampled_from(SENTENCES)


def tokens_shown(html):
    shown = Shown(html)
    return shown, shown.texts_of("lesson-token")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("model_name", ["bert_model", "electra_model"])
def test_every_token_stands_there_once_in_order(request, model_name, language):
    encoded = request.getfixturevalue(model_name).encode(TEXT)
    shown, pieces = tokens_shown(render_tokens(encoded, language))
    n_tokens = len(encoded.tokens)
    assert pieces[:n_tokens] == [token.piece for token in encoded.tokens]
    words = [text for text in shown.texts_of("above") if text]
    assert words == ["দেরি", "হলো", "তবু", "মনটা", "ভালো", "😂"]
    assert count(n_tokens, language) in shown.texts_of("fact")[0]


@given(texts)
def test_any_text_is_shown_as_pieces_and_escaped(bert_model, text):
    try:
        encoded = bert_model.encode(text)
    except SentimotionError:
        return
    shown, pieces = tokens_shown(render_tokens(encoded, "bn"))
    assert pieces[: len(encoded.tokens)] == [token.piece for token in encoded.tokens]
    assert {tag for tag, _ in shown.elements} <= {"div", "h2", "button", "p", "ul", "li", "span", "code"}


def test_special_tokens_are_set_apart(bert_model):
    html = render_tokens(bert_model.encode(TEXT), "en")
    assert Shown(html).texts_of("special") == ["<s>", "</s>"]


@pytest.mark.parametrize(
    ("model_name", "text", "key"),
    [("bert_model", TEXT, "learn_tokens_start"), ("electra_model", TEXT, "learn_tokens_inner")],
)
def test_the_marks_of_the_tokenizer_are_explained(request, model_name, text, key):
    said = say(key, "en", mark="").strip()
    other = {"learn_tokens_start", "learn_tokens_inner"} - {key}
    html = Shown(render_tokens(request.getfixturevalue(model_name).encode(text), "en")).text
    assert said in html
    assert say(other.pop(), "en", mark="").strip() not in html


def test_a_text_that_is_cut_off_says_so(bert_model):
    said = say("learn_tokens_cut", "en", tokens="128")
    for text, is_cut in ((TEXT, False), (TEXT * 60, True)):
        assert (said in Shown(render_tokens(bert_model.encode(text), "en")).text) == is_cut


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_heads_answer_in_the_drawing(bert_model, language):
    encoded, prediction = bert_model.encode(TEXT), bert_model.predict(TEXT)
    shown = Shown(render_heads(encoded, prediction, (12, 384), language))
    for head in HEADS:
        decision = prediction.decision(head)
        answer = f"{label_name(decision.top_label, language)} {percent(decision.top_probability, language)}"
        assert answer in shown.text
    assert [each["data-label"] for each in shown.with_attribute("data-label")] == [
        prediction.decision(head).top_label for head in HEADS
    ]
    assert count(384, language) in shown.text
    assert TEXT in shown.text


def test_a_long_sentence_is_shortened_between_words(bert_model):
    text = "দেরি " * 60
    shown = Shown(render_heads(bert_model.encode(text), bert_model.predict(text), (2, 16), "en"))
    (sentence,) = shown.texts_of("sentence-box")
    assert 60 < len(sentence) < 120
    assert sentence.split(" …")[0].split() == ["দেরি"] * len(sentence.split(" …")[0].split())


def test_thresholds_are_told_in_both_languages():
    for language in LANGUAGES:
        assert say("learn_thresholds_text", language) in Shown(render_step("thresholds", language)).text


@given(st.text(max_size=40), st.floats(0, 1))
def test_what_is_on_its_way_shows_the_sentence_as_typed(text, done):
    shown = Shown(render_progress(text, "bn", done))
    assert text in shown.text
    assert shown.with_attribute("aria-busy")
