"""Analyze and explain as the page asks for them."""

from threading import Event
from types import SimpleNamespace

import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.pre_tokenizers import Whitespace
from transformers import PreTrainedTokenizerFast

from sentimotion.errors import BlankText, InvalidText, TextTooLong
from sentimotion.labels import HEADS
from sentimotion.text.encoding import Encoder
from sentimotion.text.letter_forms import KnownForm
from sentimotion.web.session.analysis import (
    MAX_CHARACTERS,
    Question,
    analyze,
    begin_explaining,
    check_length,
    question_of,
)

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
    *shares, explanations = begin_explaining(bert_model, analysis, questions).events(Event())
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    labels, contrasts = {"emotion": "fear"}, {"emotion": "happy"}
    assert explanations == bert_model.explain_heads(TEXT, labels=labels, contrasts=contrasts)


def test_only_the_heads_asked_for(bert_model, analysis):
    *_, explanations = begin_explaining(bert_model, analysis, {"emotion": Question("happy")}).events(Event())
    assert list(explanations) == ["emotion"]


def test_canceled(bert_model, analysis):
    canceled = Event()
    questions = {head: question_of(analysis, {}, head) for head in HEADS}
    events = begin_explaining(bert_model, analysis, questions).events(canceled)
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
