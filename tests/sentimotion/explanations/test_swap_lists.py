"""Words of a text that are in a list, and what stands in their place."""

from hypothesis import given
from hypothesis import strategies as st

from sentimotion.explanations.swap_lists import MAX_SWAPS, listed_replacements, read_swap_lists
from sentimotion.text.words import word_spans

LISTS = (("ভালো", "খারাপ", "মোটামুটি"), ("জাতীয় পার্টি", "পার্টি", "সিপিবি"))


def swaps(text, lists=LISTS, **options):
    found = listed_replacements(text, lists, **options)
    return [(text[slice(*replacement.span)], replacement.word) for replacement in found]


def test_by_hand():
    text = "গানটা ভালো, ছবিটা খারাপ।"
    assert swaps(text) == [
        ("ভালো", "খারাপ"),
        ("ভালো", "মোটামুটি"),
        ("খারাপ", "ভালো"),
        ("খারাপ", "মোটামুটি"),
    ]
    assert listed_replacements(text, LISTS)[0].applied_to(text) == "গানটা খারাপ, ছবিটা খারাপ।"


def test_only_whole_words_and_the_longest_entry():
    assert swaps("ভালোই তো") == []
    assert swaps("আজ জাতীয়  পার্টি আসবে") == [("জাতীয়  পার্টি", "পার্টি"), ("জাতীয়  পার্টি", "সিপিবি")]
    assert swaps("এই পার্টি") == [("পার্টি", "জাতীয় পার্টি"), ("পার্টি", "সিপিবি")]


def test_the_same_letters_in_another_encoding():
    assert swaps("সম\u09df", (("সময\u09bc", "কাল"),)) == [("সম\u09df", "কাল")]
    assert swaps("সময\u09bc", (("সম\u09df", "সময\u09bc", "কাল"),)) == [("সময\u09bc", "কাল")]


def test_what_the_model_does_not_read_stays():
    text = "ভালো মানুষ ভালো"
    assert len(swaps(text)) == 4
    assert len(swaps(text, end=len(text) - 1)) == 2


def test_it_is_bounded():
    assert len(swaps("ভালো " * 100)) == MAX_SWAPS


def test_a_word_of_two_lists_is_swapped_by_both_each_word_once():
    assert swaps("ক", (("ক", "খ"), ("ক", "গ", "খ"))) == [("ক", "খ"), ("ক", "গ")]
    assert swaps("ক", ()) == []


def test_the_lists_of_the_page():
    """Compare's: a word swap begins with its own word."""
    lists = read_swap_lists()
    assert lists[2][:2] == ("মোটামুটি", "ভালো")
    assert any("রোহিঙ্গা" in entries for entries in lists)
    assert ("ভালো", "জঘন্য") in swaps("খাবারটা ভালো।", lists)


@given(st.text(st.sampled_from("ভালোখরপ <&।\u200d\u09bc০"), max_size=40))
def test_any_text(text):
    spans = {tuple(span) for span in word_spans(text)}
    for found in listed_replacements(text, LISTS):
        assert tuple(found.span) in spans
        assert found.applied_to(text) == text[: found.span.start] + found.word + text[found.span.end :]
