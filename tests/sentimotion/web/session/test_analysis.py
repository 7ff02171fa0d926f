"""Analyze and explain as the page asks for them; which explanations are stale."""

from threading import Event
from types import SimpleNamespace

import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.pre_tokenizers import Whitespace
from transformers import PreTrainedTokenizerFast

from sentimotion.errors import BlankText, InvalidText, TextTooLong
from sentimotion.i18n.messages import LANGUAGES, label_name, signed
from sentimotion.labels import HEADS, LABELS
from sentimotion.text.encoding import Encoder
from sentimotion.text.letter_forms import KnownForm
from sentimotion.web.analyze.head_card import (
    contrast_choices,
    label_choices,
    show_decision,
    show_explanation,
    stale_questions,
)
from sentimotion.web.session.analysis import (
    MAX_CHARACTERS,
    Question,
    analyze,
    begin_explaining,
    check_length,
    explained,
    question_of,
)
from tests.sentimotion.web import Shown, explanation_of

TEXT = "আজ সকালে বৃষ্টি থেমে গেছে, তাই মনটা ভালো।"


@pytest.fixture(scope="module")
def analysis(bert_model):
    return analyze(bert_model, TEXT)


def test_analysis(analysis, bert_model):
    assert analysis.prediction == bert_model.predict(TEXT)
    assert analysis.encoded == bert_model.encode(TEXT)
    assert analysis.known_forms == ()


def test_unknown_words_that_the_vocabulary_has_in_another_encoding():
    one, two = "\u09df", "\u09af\u09bc"
    vocabulary = {piece: index for index, piece in enumerate(["[UNK]", "[CLS]", "[SEP]", f"সম{one}", "আছে"])}
    tokenizer = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
    )
    model = SimpleNamespace(encode=Encoder(tokenizer, 512).encode, predict=lambda text: text)
    assert analyze(model, f"সম{two} আছে, বিষ{two}").known_forms == (
        KnownForm(f"সম{two}", f"সম{one}", ((two, one),)),
    )
    assert analyze(model, f"সম{one} আছে").known_forms == ()


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
    questions = {"sentiment": question_of(analysis, {}, "sentiment"), "emotion": Question("fear", "happy")}
    *shares, explanations = explained(begin_explaining(bert_model, analysis, questions), Event())
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    labels, contrasts = {"emotion": "fear"}, {"emotion": "happy"}
    assert explanations == bert_model.explain_heads(TEXT, labels=labels, contrasts=contrasts)


def test_only_the_heads_asked_for(bert_model, analysis):
    *_, explanations = explained(
        begin_explaining(bert_model, analysis, {"emotion": Question("happy")}), Event()
    )
    assert list(explanations) == ["emotion"]


def test_canceled(bert_model, analysis):
    canceled = Event()
    questions = {head: question_of(analysis, {}, head) for head in HEADS}
    events = explained(begin_explaining(bert_model, analysis, questions), canceled)
    assert 0 < next(events) <= 1
    canceled.set()
    assert list(events) == []


def test_one_bar_asks_for_its_words_and_a_second_for_the_contrast():
    question = Question("happy")  # nobody clicked yet: it was the most probable
    for label, expected in (
        ("fear", ("fear", None)),
        ("fear", ("fear", None)),
        ("sadness", ("fear", "sadness")),
        ("surprise", ("surprise", None)),
        ("happy", ("surprise", "happy")),
        ("happy", ("happy", None)),
    ):
        question = question.after_click(label)
        assert (question.label, question.contrast) == expected


def test_a_label_is_not_set_against_itself():
    assert Question("fear").against("sadness") == Question("fear", "sadness")
    assert Question("fear", "sadness").against("") == Question("fear")
    assert Question("fear").against("fear") == Question("fear")


NONE = dict.fromkeys(HEADS)


def test_nothing_explained_yet(analysis):
    top = {head: question_of(analysis, {}, head) for head in HEADS}
    assert top["emotion"].label == analysis.prediction.decision("emotion").top_label
    assert stale_questions(analysis, {}, NONE) == top
    chosen = {"emotion": Question("fear", "happy")}
    assert stale_questions(analysis, chosen, NONE) == top | chosen


def test_what_is_stale(analysis):
    """An explanation is shown on only if it is of this text and answers the question."""
    top = {head: question_of(analysis, {}, head) for head in HEADS}
    other = {head: next(label for label in LABELS[head] if label != top[head].label) for head in HEADS}
    current = {head: explanation_of(TEXT, head=head, label=top[head].label) for head in HEADS}
    assert stale_questions(analysis, {}, current) == {}
    assert stale_questions(analysis, top, current) == {}
    for question in (Question(other["sentiment"]), Question(top["sentiment"].label, other["sentiment"])):
        assert stale_questions(analysis, {"sentiment": question}, current) == {"sentiment": question}
    of_other_text = explanation_of("অন্য লেখা", label=top["sentiment"].label)
    assert stale_questions(analysis, {}, current | {"sentiment": of_other_text}) == {
        "sentiment": top["sentiment"]
    }
    # Left over from the text before, explained for its label: not what the menu said then counts.
    of_old_label = explanation_of(TEXT, head="emotion", label=other["emotion"])
    assert stale_questions(analysis, {}, current | {"emotion": of_old_label}) == {"emotion": top["emotion"]}


def test_nothing_is_stale_where_nothing_was_analyzed():
    assert stale_questions(None, {}, NONE) == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("head", HEADS)
def test_menu_of_labels(head, language):
    assert label_choices(head, language) == [(label_name(label, language), label) for label in LABELS[head]]


def test_menu_of_contrasts():
    assert contrast_choices("sentiment", "en")[0] == ("any other", "")
    assert contrast_choices("sentiment", "en")[1:] == label_choices("sentiment", "en")


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


def test_without_some_words_the_card_shows_what_is_left(bert_model, analysis):
    explanation = bert_model.explain(TEXT)
    without = bert_model.delete_words(TEXT, [0, 2], {"sentiment": explanation})
    html, figure = show_decision("sentiment", analysis, 0.0, "en", without)
    assert list(figure.data[0].x) == pytest.approx(without.probabilities.sentiment)
    # Beside the threshold's line, a mark for what each probability was.
    assert [shape.x0 for shape in figure.layout.shapes[1:]] == pytest.approx(
        analysis.prediction.probabilities.sentiment
    )
    assert len(show_decision("sentiment", analysis, 0.0, "en")[1].layout.shapes) == 1
    shown = Shown(show_explanation(analysis, explanation, "en", 1.0, without))
    pressed = [word["aria-pressed"] for word in shown.with_attribute("data-word")]
    assert pressed == ["true" if index in (0, 2) else "false" for index in range(len(explanation.words))]
    (line,) = shown.texts_of("taken-out")
    assert line.startswith("Without “আজ”, “বৃষ্টি”:")
    change = without.changes["sentiment"]
    assert signed(-change.measured, "en") in line
    assert signed(-change.attributed, "en") in line
