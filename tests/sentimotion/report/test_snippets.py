"""Shortened texts, and the word overlap of texts."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sentimotion.report.snippets import ELLIPSIS, overlap, shorten, shorten_name, word_keys
from sentimotion.text.words import grapheme_spans, word_spans

TEXTS = st.text(st.sampled_from("কখগািী্যয়\u09bc\u200dর্ a😂👩‍। ,"), max_size=60) | st.text(max_size=60)


@given(TEXTS, st.integers(1, 30))
@example("ক" + "\u09be\u09bf" * 5, 1)
def test_a_text_is_cut_between_words_and_never_within_a_character(text, most):
    shown = shorten(text, most)
    if shown == text:
        return
    kept = shown.removesuffix(ELLIPSIS)
    assert shown.endswith(ELLIPSIS)
    assert text.startswith(kept)
    assert len(grapheme_spans(kept)) <= most
    ends = {span.end for span in grapheme_spans(text)}
    if any(span.start < 8 * most < span.end for span in grapheme_spans(text)):
        # A very long cluster, such as a letter with ten signs, is cut.
        ends.add(8 * most)
    # Trailing white space is removed.
    assert any(
        text[len(kept) : end].strip() == "" for end in {len(kept), *ends} if end >= len(kept) and end in ends
    )


@given(TEXTS)
def test_a_short_text_stays(text):
    assert shorten(text, max(1, len(text))) == text


def test_examples():
    assert shorten("আমার সোনার বাংলা, আমি তোমায় ভালোবাসি", 9) == "আমার সোনার…"
    assert shorten("আমার সোনার বাংলা", 7) == "আমার সোনার…"
    # A single long word is cut between two clusters.
    assert shorten("মামামামা", 3) == "মামামা…"
    assert shorten("👩‍🚀" * 9, 2) == "👩‍🚀👩‍🚀…"


def test_a_name_keeps_both_ends():
    assert shorten_name("ঢাকা", 60) == "ঢাকা"
    one, other = (shorten_name("https://example.com/" + "ক্ষ" * 400 + end, 30) for end in ("এক", "দুই"))
    assert one != other
    assert one.startswith("https://example.com/")
    assert one.endswith("এক")
    assert len(grapheme_spans(one)) == 31


@given(st.text(max_size=400), st.integers(3, 20))
@example("ক" + "\u0301" * 400, 20)
def test_a_name_is_never_cut_within_a_character(name, most):
    shown = shorten_name(name, most)
    assert shown == name or len(grapheme_spans(shown.replace("…", ""))) <= most + 1


@given(TEXTS)
def test_keys_are_those_of_the_words(text):
    assert len(word_keys(text)) == len(word_spans(text))


@pytest.mark.parametrize(
    ("one", "other", "value"),
    [
        ("ক খ গ", "খ গ ঘ", 0.5),
        ("ক খ", "গ ঘ", 0.0),
        ("ক ক খ", "খ ক", 1.0),
        ("য\u09bc", "\u09df", 1.0),
        ("!", "?", 1.0),
    ],
)
def test_overlap(one, other, value):
    assert overlap(word_keys(one), word_keys(other)) == value
