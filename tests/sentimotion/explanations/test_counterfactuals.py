"""Substitution by offsets, lists of alternatives, and how far probabilities reach."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.explanations.counterfactuals import (
    MAX_ALTERNATIVE_LENGTH,
    MAX_ALTERNATIVES,
    Alternatives,
    label_ranges,
    label_spreads,
    read_alternatives,
    slot,
    substitute,
)
from sentimotion.inference.predictor import Probabilities
from sentimotion.labels import HEADS, LABELS
from sentimotion.text.words import Span, word_spans
from sentimotion.training.report.robustness import group_spreads

BANGLA = st.text(st.sampled_from("কখগরয়ািীে্\u200c\u200d\u09bc ০১। 😢👍🏽a<&\n"), max_size=40)


def of(negative, fear=0.1):
    """What a model might say: the labels not named share what is left."""
    return Probabilities((negative, (1 - negative) / 2, (1 - negative) / 2), (*[(1 - fear) / 5] * 5, fear))


@given(BANGLA, BANGLA, BANGLA)
def test_all_but_the_word_stays(before, word, after):
    text = before + "রহিম" + after
    span = Span(len(before), len(before) + 4)
    assert substitute(text, span, word) == before + word + after


@given(BANGLA)
def test_a_word_in_its_own_place_changes_nothing(text):
    assert all(substitute(text, span, text[slice(*span)]) == text for span in word_spans(text))


def test_a_swap_of_one_of_two_equal_words():
    text = "ভালো মানুষ, ভালো কাজ"
    assert substitute(text, word_spans(text)[2], "মন্দ") == "ভালো মানুষ, মন্দ কাজ"


def test_the_place_in_a_template():
    assert substitute("একজন {} এলেন।", slot("একজন {} এলেন।"), "{}") == "একজন {} এলেন।"


@pytest.mark.parametrize("template", ["কেউ এলেন।", "{} ও {} এলেন।", "{ }"])
def test_a_template_has_one_place(template):
    with pytest.raises(ValueError, match="expected 1"):
        slot(template)


def test_alternatives_are_taken_in_order():
    assert read_alternatives("  সীতা \nজন\r\nসুমন বড়ুয়া\n", "রহিম") == Alternatives(("সীতা", "জন", "সুমন বড়ুয়া"))


def test_nothing_that_is_left_out_is_lost():
    long = "ক" * (MAX_ALTERNATIVE_LENGTH + 1)
    found = read_alternatives(f"সীতা\n\n{long}\nরহিম\nসীতা\n \u200c\u200d \nজন", "রহিম")
    assert found == Alternatives(("সীতা", "জন"), 2, ("সীতা",), (long,), (), has_original=True)


def test_an_alternative_of_just_the_length_is_taken():
    word = "ক" * MAX_ALTERNATIVE_LENGTH
    assert read_alternatives(word, "রহিম").words == (word,)


def test_too_many_alternatives():
    lines = [f"নাম{index}" for index in range(MAX_ALTERNATIVES + 2)]
    found = read_alternatives("\n".join([*lines, lines[0]]), "রহিম")
    assert found.words == tuple(lines[:MAX_ALTERNATIVES])
    assert (found.beyond, found.repeated) == (tuple(lines[MAX_ALTERNATIVES:]), (lines[0],))


def test_what_looks_the_same_is_the_same():
    one, two = "সময\u09bc", "সম\u09df"
    assert read_alternatives(f"{one}\n{two}", "x") == Alternatives((one,), repeated=(two,))
    assert read_alternatives(one, two) == Alternatives((), has_original=True)


@given(st.lists(BANGLA, max_size=40), BANGLA)
def test_every_line_is_accounted_for(lines, original):
    text = "\n".join(lines)
    found = read_alternatives(text, original)
    n_itself = sum(line.strip() == original for line in text.splitlines())
    left_out = found.n_blank + len(found.repeated) + len(found.too_long) + len(found.beyond)
    assert len(found.words) + left_out <= len(text.splitlines())
    assert found.has_original or len(found.words) + left_out == len(text.splitlines())
    assert n_itself == 0 or found.has_original or not original.strip(" \n\u200c\u200d")
    assert len(set(found.words)) == len(found.words) <= MAX_ALTERNATIVES
    assert all(word.strip() == word for word in found.words)


def test_both_ends_of_a_label_and_who_stands_there():
    ranges = {(r.head, r.label): r for r in label_ranges([of(0.4), of(0.7), of(0.2), of(0.7)])}
    assert list(ranges) == [(head, label) for head in HEADS for label in LABELS[head]]
    negative = ranges["sentiment", "negative"]
    assert (negative.lowest, negative.highest, negative.lowest_at, negative.highest_at) == (0.2, 0.7, 2, 1)
    assert negative.width == pytest.approx(0.5)
    assert ranges["emotion", "fear"].width == 0


def test_the_spread_over_several_texts():
    spreads = label_spreads([[of(0.4), of(0.5)], [of(0.9), of(0.3)]])
    negative = spreads[0]
    assert (negative.mean, negative.largest) == (pytest.approx(0.35), pytest.approx(0.6))
    assert (negative.lowest_at, negative.highest_at) == (1, 0)


@given(st.lists(st.lists(st.floats(0, 1), min_size=3, max_size=3), min_size=1, max_size=5))
def test_the_page_and_the_model_card_count_alike(rows):
    """The card's table is group_spreads: the same sentences have to come out the same on the page."""
    names, templates = ["ক", "খ", "গ"], [f"{{}} {index}" for index in range(len(rows))]
    known = {
        template.format(name): of(share)
        for template, row in zip(templates, rows, strict=True)
        for name, share in zip(names, row, strict=True)
    }
    card = group_spreads(templates, names, lambda texts: [known[text] for text in texts])
    page = label_spreads([[of(share) for share in row] for row in rows])
    assert [(s.head, s.label, s.mean, s.largest, s.low_name, s.high_name) for s in card] == [
        (s.head, s.label, s.mean, s.largest, names[s.lowest_at], names[s.highest_at]) for s in page
    ]
