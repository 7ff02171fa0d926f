"""Analyze and explain as the page asks for them; which explanations are stale."""

from threading import Event

import pytest

from sentimotion.errors import BlankText, InvalidText, TextTooLong
from sentimotion.labels import HEADS, LABELS
from sentimotion.web.analysis import MAX_CHARACTERS, analyze, check_length, explain
from sentimotion.web.card import label_choices, show_decision, show_explanation, stale_labels
from sentimotion.web.strings import LANGUAGES, label_name
from tests.sentimotion.web import Shown, explanation_of

TEXT = "আজ সকালে বৃষ্টি থেমে গেছে, তাই মনটা ভালো।"


@pytest.fixture(scope="module")
def analysis(bert_model):
    return analyze(bert_model, TEXT)


def test_analysis(analysis, bert_model):
    assert analysis.prediction == bert_model.predict(TEXT)
    assert analysis.encoded == bert_model.encode(TEXT)


def test_the_longest_text_that_the_page_takes():
    text = "ক" * MAX_CHARACTERS
    assert check_length(text) == text
    with pytest.raises(TextTooLong, match="5001 characters.*at most 5000") as raised:
        check_length(text + "খ")
    assert raised.value.details == {"length": 5001, "limit": 5000}


@pytest.mark.parametrize(
    ("text", "error"), [("", BlankText), (" \n\t", BlankText), ("ভালো \ud800", InvalidText)]
)
def test_a_text_that_cannot_be_read(bert_model, text, error):
    with pytest.raises(error):
        analyze(bert_model, text)


def test_explanations_of_both_heads_after_their_progress(bert_model, analysis):
    *shares, explanations = explain(bert_model, analysis, {"sentiment": None, "emotion": "fear"}, Event())
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert explanations == bert_model.explain_heads(TEXT, labels={"emotion": "fear"})


def test_only_the_heads_asked_for(bert_model, analysis):
    *_, explanations = explain(bert_model, analysis, {"emotion": "happy"}, Event())
    assert list(explanations) == ["emotion"]


def test_canceled(bert_model, analysis):
    canceled = Event()
    events = explain(bert_model, analysis, dict.fromkeys(HEADS), canceled)
    assert 0 < next(events) <= 1
    canceled.set()
    assert list(events) == []


NONE = dict.fromkeys(HEADS)


def test_nothing_explained_yet(analysis):
    top = {head: analysis.prediction.decision(head).top_label for head in HEADS}
    assert stale_labels(analysis, {}, NONE) == top
    assert stale_labels(analysis, {"emotion": "fear"}, NONE) == top | {"emotion": "fear"}


def test_what_is_stale(analysis):
    """An explanation is shown on only if it is of this text and of the label wanted."""
    top = {head: analysis.prediction.decision(head).top_label for head in HEADS}
    other = {head: next(label for label in LABELS[head] if label != top[head]) for head in HEADS}
    current = {head: explanation_of(TEXT, head=head, label=top[head]) for head in HEADS}
    assert stale_labels(analysis, {}, current) == {}
    assert stale_labels(analysis, top, current) == {}
    assert stale_labels(analysis, {"sentiment": other["sentiment"]}, current) == {
        "sentiment": other["sentiment"]
    }
    of_other_text = explanation_of("অন্য লেখা", label=top["sentiment"])
    assert stale_labels(analysis, {}, current | {"sentiment": of_other_text}) == {
        "sentiment": top["sentiment"]
    }
    # Left over from the text before, explained for its label: not what the menu said then counts.
    of_old_label = explanation_of(TEXT, head="emotion", label=other["emotion"])
    assert stale_labels(analysis, {}, current | {"emotion": of_old_label}) == {"emotion": top["emotion"]}


def test_nothing_is_stale_where_nothing_was_analyzed():
    assert stale_labels(None, {}, NONE) == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("head", HEADS)
def test_menu_of_labels(head, language):
    assert label_choices(head, language) == [(label_name(label, language), label) for label in LABELS[head]]


@pytest.mark.parametrize("threshold", [0.0, 1.0])
def test_a_moved_threshold_redoes_the_decision(analysis, threshold):
    html, figure = show_decision("sentiment", analysis, threshold, "en")
    (attributes,) = Shown(html).with_attribute("data-decision")
    assert attributes["data-fell-back"] == str(threshold == 1.0).lower()
    assert figure.layout.shapes[0].x0 == threshold


def test_a_card_from_nothing_to_explained(analysis):
    assert show_explanation(None, None, "en") == ""
    assert 'aria-busy="true"' in show_explanation(analysis, None, "en", 0.5)
    explanation = explanation_of(TEXT, label="negative")
    assert 'data-label="negative"' in show_explanation(analysis, explanation, "en")
