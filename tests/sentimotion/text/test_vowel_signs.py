"""Misplaced vowel signs and hasantas."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sentimotion.text.vowel_signs import misplaced_signs, repair_signs
from tests.sentimotion.text.linear_time import is_linear

REPAIRED = {
    "before its letter": ("েদশ", ["visual_order"], "দেশ"),
    "in visual order throughout": (
        "আিম আমার েদেশর কিব, বাংলােদেশ থািক",
        ["visual_order", "double_sign"],
        "আমি আমার দেশের কবি, বাংলাদেশে থাকি",
    ),
    "two-part sign in visual order": ("েকাথায় আিম", ["visual_order"], "কোথায় আমি"),
    "a cluster": ("েস্টশন", ["visual_order"], "স্টেশন"),
    "one among many": ("আমি েদখি", ["visual_order"], "আমি দেখি"),
    "a left sign after a chandrabindu": ("আিম েরাজ িবেকেল হাঁিট", ["visual_order"], "আমি রোজ বিকেলে হাঁটি"),
    "a letter with a sign gets no second one": ("হাঁিট", ["visual_order"], "হাঁটি"),
    "a space before a sign": ("দুলিল্ল াহ", ["parted_sign"], "দুলিল্লাহ"),
    "a space before a left sign": ("তিনি সাংবাদ িকতা করেন", ["parted_sign"], "তিনি সাংবাদিকতা করেন"),
    "a space before a sign, with the order known from another word": (
        "সাংবাদ িকরা এটা বলেছেন আজকে",
        ["parted_sign"],
        "সাংবাদিকরা এটা বলেছেন আজকে",
    ),
    "one word in a text that shows no order": ("েদশ নিয়ে বলেছেন", ["visual_order"], "দেশ নিয়ে বলেছেন"),
    "a space before a phala": ("আমি ব ্যস্ত", ["parted_sign"], "আমি ব্যস্ত"),
    "twice the same": ("কিন্তুু নাাাা", ["double_sign"], "কিন্তু না"),
    "two hasantas": ("ক্্ষমা", ["double_sign"], "ক্ষমা"),
    "আ with another sign": ("আাল্লাহ", ["double_sign"], "আল্লাহ"),
    "chandrabindu first": ("চঁাদ ছঁুয়ে", ["late_sign"], "চাঁদ ছুঁয়ে"),
    "chandrabindu before a phala": ("হঁ্যা", ["late_sign"], "হ্যাঁ"),
    "nukta after a sign": ("বাডি\u09bc", ["late_sign"], "বাড\u09bcি"),
    "a sign within a cluster": ("প্রতে্যক", ["late_sign"], "প্রত্যেক"),
    "a hasanta after a sign": ("কা্ল", ["stray_sign"], "কাল"),
    "a sign alone": ("করি, া না", ["stray_sign"], "করি,  না"),
    "split letter": ("অামি অাছি", ["split_letter"], "আমি আছি"),
}


@pytest.mark.parametrize(("text", "expected", "repaired"), REPAIRED.values(), ids=REPAIRED)
def test_misplaced_signs_are_found_and_repaired(text, expected, repaired):
    assert {found.fault for found in misplaced_signs(text)} == set(expected)
    assert repair_signs(text) == repaired
    assert list(misplaced_signs(repaired)) == []


@pytest.mark.parametrize(
    "text", ["সঠিা", "এটা সাংবাদ িকরা বলেছেন", "আমার েদশ", "এটা ভােট", "রোহিংা", "সিংেল", "শ্রে িই", "এাটা"]
)
def test_an_uncertain_repair_is_not_made(text):
    assert len(list(misplaced_signs(text))) == 1
    assert repair_signs(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "র\u200d্যাব উদ্\u200cঘাটন বাক্ স্বাধীনতা",
        "অ্যাপ, এ্যাকাউন্ট আর ব্যাংক; হ্যাঁ, দুঃখ মোঃ রহিম ডাঃ করিম",
        unicodedata.normalize("NFD", "কোথায় গৌরব বড় আষাঢ়"),
        "ক\u09c7\u09beথায় গ\u09c7\u09d7রব",
        "Facebookে আর 2024ে ১০ে পোস্ট",
        "ি-কার, ‘া’ আর ে কার কোথায় বসে?",
        "ভাইইই কী দেখাইলা এইটা!! সেরা হইছে",
        "শ\u00adীত",  # a soft hyphen in place of a letter that is lost
    ],
)
def test_other_text_is_left_alone(text):
    assert list(misplaced_signs(text)) == []
    assert repair_signs(text) == text


SIGNS = st.text("কখরযঅআএ\u09be\u09bf\u09c0\u09c7\u09c8\u09cb\u09d7\u09cd\u09bc\u0981\u0982 \u200d।aA1v‡`|w😂")


@given(st.text() | SIGNS)
def test_places_are_in_order(text):
    spans = [misplaced.span for misplaced in misplaced_signs(text)]
    assert spans == sorted(spans)


@given(SIGNS)
@example("অ\u0981\u09be")
@example("অ\u200d\u09be")
@example("অ\u09bc\u09be")
@example("অ\u0981\u09c7\u200d\u09be")
@example("\u098f\u09cb\u09c8\u09bf\u09c8\u09bc\u09bc\u09bf")
def test_a_repair_adds_no_faults_and_keeps_all_letters(text):
    repaired = repair_signs(text)
    assert len(list(misplaced_signs(repaired))) <= len(list(misplaced_signs(text)))

    def letters(of):
        # আ may be typed as অ and its sign, with another sign between them that the repair moves behind.
        apart = of.replace("আ", "অ\u09be")
        return sorted(c for c in apart if unicodedata.category(c)[0] == "L")

    assert letters(repaired) == letters(text)


@pytest.mark.parametrize("unit", ["িক ", "ক্্", "া", "্ক", "ে ", "কি", "ি", "ক\u09bc", "ঁি"])
def test_long_texts_take_linear_time(unit):
    assert is_linear(lambda text: list(misplaced_signs(text)), unit)
    assert is_linear(repair_signs, unit)
