"""Characters typed for others that look the same. Invisible ones are spelled out."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.text.lookalikes import find_lookalikes, replace_lookalikes
from tests.sentimotion.text.linear_time import is_linear

ZWJ, ZWNJ = "\u200d", "\u200c"


def kinds(text):
    return {found.kind for found in find_lookalikes(text)}


DANDAS = {
    "between words": ("ভালো৷অভিনয় দুর্বল৷", "ভালো।অভিনয় দুর্বল।"),
    "before a space": ("আমি যাই৷ সে আসে৷", "আমি যাই। সে আসে।"),
    "after a space": ("আমি যাই ৷ সে আসে", "আমি যাই । সে আসে"),
    "after a digit": ("সাল ২০২৪৷ এরপর", "সাল ২০২৪। এরপর"),
    "after a quotation mark": ("সে বলল “না”৷", "সে বলল “না”।"),
    "twice": ("কবিতা শেষ৷৷", "কবিতা শেষ॥"),
    "three times": ("তারপর৷৷৷", "তারপর।।।"),
    "a vertical bar between words": ("গল্প ভালো|অভিনয় দুর্বল|", "গল্প ভালো।অভিনয় দুর্বল।"),
    "a vertical bar before a space": ("আমি যাই| সে আসে|", "আমি যাই। সে আসে।"),
    "a vertical bar after a number": ("তখন ২০১৯| আমি ছোট|", "তখন ২০১৯। আমি ছোট।"),
    "a vertical bar before a number": ("আমি গেলাম|৫ জন ছিল", "আমি গেলাম।৫ জন ছিল"),
    "two vertical bars": ("কবিতা শেষ||", "কবিতা শেষ॥"),
    "a wide bar": ("ঠিক আছে｜", "ঠিক আছে।"),
    "on one line only": ("আমি যাই|\n| ক | খ |", "আমি যাই।\n| ক | খ |"),
}
VISARGAS = {
    "grief": ("দু:খ পেলাম, দু:খিত", "দুঃখ পেলাম, দুঃখিত"),
    "bad times": ("দু:সময়ে দু:সাহস, দু:শাসন", "দুঃসময়ে দুঃসাহস, দুঃশাসন"),
    "breath": ("নি:শ্বাস নি:সন্দেহে নি:স্বার্থ", "নিঃশ্বাস নিঃসন্দেহে নিঃস্বার্থ"),
    "inner": ("অন্ত:সত্ত্বা, আন্ত:নগর ট্রেন", "অন্তঃসত্ত্বা, আন্তঃনগর ট্রেন"),
    "again": ("পুন:নির্বাচন আর পুন:পুন", "পুনঃনির্বাচন আর পুনঃপুন"),
    "morning": ("প্রাত:ভ্রমণ", "প্রাতঃভ্রমণ"),
    "then": ("অত:পর সে গেল", "অতঃপর সে গেল"),
    "of itself": ("স্বত:স্ফূর্ত", "স্বতঃস্ফূর্ত"),
    "a wide colon": ("দু：খ", "দুঃখ"),
    "a letter in two code points": ("ব\u09af\u09bc:সন্ধি", "ব\u09af\u09bcঃসন্ধি"),
    "the letter in one code point": ("ব\u09df:সন্ধি", "ব\u09dfঃসন্ধি"),
    "in quotation marks": ("“নি:সঙ্গ”", "“নিঃসঙ্গ”"),
    "titles before names": ("মো: রহিম, ডা: করিম", "মোঃ রহিম, ডাঃ করিম"),
    "a title without a space": ("মো:সেলিম উদ্দিন", "মোঃসেলিম উদ্দিন"),
    "a title of a woman": ("মোছা: রোকেয়া আর মোসা: সালমা", "মোছাঃ রোকেয়া আর মোসাঃ সালমা"),
    "a title with the sign in two code points": ("ম\u09c7\u09be: আলী", "ম\u09c7\u09beঃ আলী"),
    "other titles": ("মুহা: নুরুল ও (মোহা: হারুন)", "মুহাঃ নুরুল ও (মোহাঃ হারুন)"),
    "blessings": ("রাসুল (সা:), আবু বকর (রা:)", "রাসুল (সাঃ), আবু বকর (রাঃ)"),
    "other blessings": ("ঈসা (আ:) ও শাফেয়ী (রহ:)", "ঈসা (আঃ) ও শাফেয়ী (রহঃ)"),
}
FOREIGN = {
    "Devanagari zero in a number": ("২\u0966২৪ সাল", "২০২৪ সাল"),
    "Devanagari digits before Bangla ones": ("\u0967\u0968৩ টাকা", "১২৩ টাকা"),
    "Devanagari visarga": ("দু\u0903খ", "দুঃখ"),
    "Devanagari anusvara": ("বা\u0902লা", "বাংলা"),
    "Devanagari chandrabindu": ("চা\u0901দ", "চাঁদ"),
    "Devanagari nukta": ("বড\u093c", "বড\u09bc"),
    "Devanagari vowel sign": ("ক\u093eজ", "কাজ"),
    "the letter o in a number": ("১o০ টাকা, ২Oo৫", "১০০ টাকা, ২০০৫"),
}
KHANDA = {
    "joiner at the end": (f"হঠাত্{ZWJ} বৃষ্টি", "হঠাৎ বৃষ্টি"),
    "joiner before a consonant": (f"উত্{ZWJ}সব, উত্{ZWJ}পাদন", "উৎসব, উৎপাদন"),
    "joiner before a suffix": (f"বিদ্যুত্{ZWJ}ই", "বিদ্যুৎই"),
    "bare at the end": ("হঠাত্ বৃষ্টি, অর্থাত্ ভবিষ্যত্।", "হঠাৎ বৃষ্টি, অর্থাৎ ভবিষ্যৎ।"),
    "non-joiner at the end": (f"বিদ্যুত্{ZWNJ} নেই", "বিদ্যুৎ নেই"),
    "non-joiner before a consonant": (f"চিকিত্{ZWNJ}সা", "চিকিৎসা"),
    "bare before consonants without conjunct": ("চিকিত্সা উত্কণ্ঠা উত্ফুল্ল উত্খাত", "চিকিৎসা উৎকণ্ঠা উৎফুল্ল উৎখাত"),
    "twice in a word": ("তত্ক্ষণাত্", "তৎক্ষণাৎ"),
    "before a hyphen": ("হঠাত্-হঠাত্", "হঠাৎ-হঠাৎ"),
}
CASES = [
    (kind, *case)
    for kind, cases in [
        ("danda_lookalike", DANDAS),
        ("colon_for_visarga", VISARGAS),
        ("foreign_sign", FOREIGN),
        ("khanda_ta", KHANDA),
    ]
    for case in cases.values()
]


@pytest.mark.parametrize(("kind", "text", "expected"), CASES)
def test_lookalikes_are_found_and_replaced(kind, text, expected):
    assert kinds(text) == {kind}
    assert replace_lookalikes(text) == expected
    assert kinds(expected) == set()


@pytest.mark.parametrize(
    "text",
    [
        # Danda.
        *("গল্প ভালো। অভিনয় দুর্বল॥", "৷৹ আনা", "১৷৵৹", "৸৹ আর ৴১০", "নাম|বয়স|ঠিকানা", "নাম | বয়স", "| ক | খ |"),
        *("খবর | প্রথম পাতা", "a|b", "a || b", "১|২|৩", "৫|৬", "Avwg Mvb MvB|", "|||"),
        # Visarga.
        *("তারিখ: ১২ মে", "সকাল ১০:৩০", "নাম:রহিম", "https://example.com", ":D :) :খ"),
        *("মো:", "ডা: ০১৭১১", "মো:\nরহিম", "বড়মো: রহিম", "নাম: মোঃ রহিম", "ডা: Rahim"),
        *("সা: আমার ছেলে", "আ: কী শান্তি", "(ক:) প্রথম", "(সা: ১২)", "মোট: দশ", "ডাক: সিলেট", "নং: ৫"),
        *("বিষয়:খেলা", "অনুপাত ৩:২", "করেনি:সত্যি", "দুই:খবর", "দু: খ", "মন:ভালো নেই", "অত:কথা", "বহি:নতুন বই"),
        *("বিশেষত:সে", "দুঃখ নিঃশ্বাস", "অন্ত:কথা", "নি:ক্লাস", "দু:জন"),
        # Signs of other scripts.
        *("मैं ठीक हूँ", "२०२४", "আমি বললাम", "o o ১ o", "১০ o ১০", "book ১০", "ৰাজনীতি আৰু কৱি", "গাড়ি no ১"),
        *("১০oC", "হিন্দিতে ॐ লেখা।", "০ ० ১", "\u0903"),
        # Khanda ta.
        *("হঠাৎ উৎসব", "বাক্ স্বাধীনতা", f"উদ্{ZWNJ}ঘাটন", "সত্য রত্ন মিত্র আত্মা তত্ত্ব উত্থান", "রাত্ নয়", "ত্ লিখুন"),
        *(f"র{ZWJ}্যাব", "দোস্ত্ শোনো", f"গোশ্ত্{ZWNJ}", "পোস্ত্খানা", f"ক্{ZWJ}ষ", f"রত্{ZWJ}ন", "ত্সুনামি"),
    ],
)
def test_other_text_is_left_alone(text):
    assert kinds(text) == set()
    assert replace_lookalikes(text) == text


ALPHABET = f"কখতসদুিান্ঃ:৷|।১২০०oO\u0901\u0903{ZWJ}{ZWNJ} \n”৹"


@given(st.text() | st.text(ALPHABET))
def test_any_text_can_be_examined(text):
    for found in find_lookalikes(text):
        assert 0 <= found.span.start < found.span.end <= len(text)
        assert text[slice(*found.span)] != found.replacement
    replaced = replace_lookalikes(text)
    letters = [c for c in text if unicodedata.category(c) == "Lo" and c != "ত" and "\u0980" <= c <= "\u09ff"]
    assert [
        c for c in replaced if unicodedata.category(c) == "Lo" and c not in "তৎ" and "\u0980" <= c <= "\u09ff"
    ] == [c for c in letters if c != "ৎ"]


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "৷",
            "৷৹",
            "|",
            "ক|",
            "ক| ",
            "ক |",
            "|\n",
            "দু:",
            "মো:",
            "(সা:",
            "দু",
            ":",
            "০",
            "०",
            "১o",
            "o",
            "०ক",
            "ত্",
            f"ত্{ZWJ}",
            "ক",
        ),
        *("হঠাত্", "কত্স", "ক\u0901", "ক”", "অন্ত:"),
    ],
)
def test_long_texts_take_linear_time(unit):
    assert is_linear(lambda text: list(find_lookalikes(text)), unit)
    assert is_linear(replace_lookalikes, unit)
