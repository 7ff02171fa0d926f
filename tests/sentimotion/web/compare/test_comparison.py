"""What the model is asked when texts are compared."""

from threading import Event

import pytest

from sentimotion.errors import InvalidText, TextTooLong
from sentimotion.explanations.counterfactuals import label_spreads
from sentimotion.labels import HEADS
from sentimotion.text.words import word_spans
from sentimotion.web.compare.comparison import (
    SetResult,
    analyze_pair,
    explain_pair,
    read_words,
    run_set,
    swap_word,
)
from sentimotion.web.compare.templates import NamedGroup, TemplateSet
from sentimotion.web.session.analysis import MAX_CHARACTERS

TEXTS = ("আজ সকালে বৃষ্টি ছিল।", "কাল রোদ উঠবে।")
SET = TemplateSet(
    {"en": "x", "bn": "x"},
    ("{} আজ আসবে।", "আজ {} এসেছে।", "কাল {} যাবে।"),
    (NamedGroup("রহিম", None), NamedGroup("সীতা", None)),
)


def close(one, other):
    return all(one.of(head) == pytest.approx(other.of(head), abs=1e-6) for head in HEADS)


def test_a_pair_is_what_each_text_is_alone(bert_model):
    pair = analyze_pair(bert_model, TEXTS)
    for text, analysis in zip(TEXTS, pair, strict=True):
        assert analysis.encoded == bert_model.encode(text)
        assert close(analysis.prediction.probabilities, bert_model.predict(text).probabilities)


def test_both_texts_are_explained(bert_model, monkeypatch):
    """The first one before the second, and how far all of it has come."""
    asked, explain_heads = [], bert_model.explain_heads

    def remembering(text, **options):
        asked.append(text.text)
        return explain_heads(text, **options)

    monkeypatch.setattr(bert_model, "explain_heads", remembering)
    pair = analyze_pair(bert_model, TEXTS)
    seen = list(explain_pair(bert_model, pair, (None, None), Event()))
    shares = [share for share, _ in seen]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert tuple(asked) == TEXTS
    for text, found in zip(TEXTS, seen[-1][1], strict=True):
        assert {head: found[head].to_dict() for head in HEADS} == {
            head: explanation.to_dict() for head, explanation in explain_heads(text).items()
        }


def test_what_is_explained_already_is_not_explained_again(bert_model):
    pair = analyze_pair(bert_model, TEXTS)
    first = bert_model.explain_heads(TEXTS[0])
    *_, (_, found) = explain_pair(bert_model, pair, (first, None), Event())
    assert found[0] is first
    assert found[1]["emotion"].text == TEXTS[1]


def test_a_canceled_explanation_gives_nothing(bert_model):
    canceled = Event()
    canceled.set()
    assert list(explain_pair(bert_model, analyze_pair(bert_model, TEXTS), (None, None), canceled)) == []


def test_an_explanation_canceled_in_between(bert_model):
    canceled, seen = Event(), []
    for _, found in explain_pair(bert_model, analyze_pair(bert_model, TEXTS), (None, None), canceled):
        seen.append(found)
        canceled.set()
    assert len(seen) == 1


def test_a_swap_is_what_each_text_is_alone(bert_model):
    text = TEXTS[1]
    (swapped,) = swap_word(bert_model, text, word_spans(text)[1], "বৃষ্টি\n\nচাঁদ", Event())
    assert swapped.words == ("রোদ", "বৃষ্টি", "চাঁদ")
    assert swapped.alternatives.n_blank == 1
    for word, probabilities in zip(swapped.words, swapped.probabilities, strict=True):
        assert close(probabilities, bert_model.predict(f"কাল {word} উঠবে।").probabilities)


@pytest.mark.parametrize("lines", ["", "\n \n", "রোদ"])
def test_with_no_alternative_nothing_is_asked(bert_model, monkeypatch, lines):
    monkeypatch.setattr(bert_model, "predict_batch", None)
    (swapped,) = swap_word(bert_model, TEXTS[1], word_spans(TEXTS[1])[1], lines, Event())
    assert (swapped.alternatives.words, swapped.probabilities) == ((), ())


def test_texts_that_are_cut_off_are_counted(bert_model):
    text = "কাল " + "রোদ " * 200
    (swapped,) = swap_word(bert_model, text, word_spans(text)[0], "আজ", Event())
    assert swapped.n_truncated == 2


def test_a_long_list_of_swaps_tells_how_far_it_has_come_and_can_be_stopped(bert_model):
    words = [f"রোদ{index}" for index in range(19)]
    arguments = (bert_model, TEXTS[1], word_spans(TEXTS[1])[1], "\n".join(words))
    *shares, swapped = swap_word(*arguments, Event())
    assert shares == [8 / 20, 16 / 20]
    assert swapped.words == ("রোদ", *words)
    for word, probabilities in zip(swapped.words, swapped.probabilities, strict=True):
        assert close(probabilities, bert_model.predict(f"কাল {word} উঠবে।").probabilities)
    canceled = Event()
    work = swap_word(*arguments, canceled)
    next(work)
    canceled.set()
    assert list(work) == []


def test_the_list_is_bounded_and_must_be_text(bert_model):
    span = word_spans(TEXTS[1])[1]
    with pytest.raises(TextTooLong):
        list(swap_word(bert_model, TEXTS[1], span, "ক\n" * MAX_CHARACTERS, Event()))
    with pytest.raises(InvalidText):
        list(swap_word(bert_model, TEXTS[1], span, "\ud800", Event()))


def test_only_words_that_are_read_can_be_swapped(bert_model):
    text = "রোদ " * 200
    encoded = bert_model.encode(text)
    words = read_words(encoded)
    assert 0 < len(words) < 200
    assert all(word.start < encoded.truncated_at for word in words)
    assert read_words(bert_model.encode(TEXTS[1])) == word_spans(TEXTS[1])


def test_a_set_is_all_names_in_all_sentences(bert_model):
    *shares, result = run_set(bert_model, 3, SET, Event())
    assert shares == [0, 1 / 3, 2 / 3]
    texts = [
        [bert_model.predict(template.replace("{}", name.text)).probabilities for name in SET.names]
        for template in SET.templates
    ]
    assert isinstance(result, SetResult)
    assert result.index == 3
    for found, expected in zip(result.spreads, label_spreads(texts), strict=True):
        assert (found.head, found.label) == (expected.head, expected.label)
        assert (found.mean, found.largest) == pytest.approx((expected.mean, expected.largest), abs=1e-6)


def test_a_canceled_set_ends_after_the_sentence_at_hand(bert_model):
    canceled = Event()
    events = run_set(bert_model, 0, SET, canceled)
    assert next(events) == 0
    canceled.set()
    assert [event for event in events if isinstance(event, SetResult)] == []
