"""Words, grapheme clusters and scripts. Invisible characters are spelled out."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.text.markup import find_markup
from sentimotion.text.words import (
    LATIN_LETTER,
    NOT_SPACE,
    grapheme_spans,
    has_bangla,
    script_shares,
    word_spans,
)
from tests.sentimotion.text.linear_time import is_linear

ZWNJ, ZWJ, NUKTA, HASANTA, VS16 = "\u200c", "\u200d", "\u09bc", "\u09cd", "\ufe0f"
FAMILY = f"👩{ZWJ}👩{ZWJ}👧{ZWJ}👦"


def words(text):
    return [text[start:end] for start, end in word_spans(text)]


WORDS = {
    "vowel signs": ("কী সুন্দর পৃথিবী", ["কী", "সুন্দর", "পৃথিবী"]),
    "conjuncts": ("স্বাস্থ্য ক্ষমতা", ["স্বাস্থ্য", "ক্ষমতা"]),
    "hasanta at the end": (f"বাক{HASANTA} স্বাধীনতা", [f"বাক{HASANTA}", "স্বাধীনতা"]),
    "ZWJ": (f"র{ZWJ}্যাব এল", [f"র{ZWJ}্যাব", "এল"]),
    "ZWNJ": (f"উদ{HASANTA}{ZWNJ}ঘাটন হল", [f"উদ{HASANTA}{ZWNJ}ঘাটন", "হল"]),
    "joiner before a space": (f"কর{ZWJ} না", [f"কর{ZWJ}", "না"]),
    "nukta": (f"বড{NUKTA} ব\u09dc", [f"বড{NUKTA}", "ব\u09dc"]),
    "chandrabindu, visarga": ("চাঁদ দুঃখ", ["চাঁদ", "দুঃখ"]),
    "danda": ("যাই।আসি॥ শেষ।", ["যাই", "আসি", "শেষ"]),
    "digits": ("২০২৪ সালে ৩.৫ কেজি, ১,২০০ টাকা।", ["২০২৪", "সালে", "৩.৫", "কেজি", "১,২০০", "টাকা"]),
    "dot between letters": ("ড.ইউনূস ৩.", ["ড", "ইউনূস", "৩"]),
    "hyphen": ("মা-বাবা ভালো-মন্দ - না", ["মা-বাবা", "ভালো-মন্দ", "না"]),
    "soft hyphen and word joiner": ("ভা\u00adলো আছি\u2060না \u00ad", ["ভা\u00adলো", "আছি\u2060না"]),
    "hyphen at the edge": ("-মা বাবা-", ["মা", "বাবা"]),
    "apostrophe": ("ক'দিন don't ’tis o’clock", ["ক'দিন", "don't", "tis", "o’clock"]),
    "romanized": ("ami bhalo, tumi?", ["ami", "bhalo", "tumi"]),
    "capitals": ("X XX XL MAX", ["X", "XX", "XL", "MAX"]),
    "hashtag": ("#ভোট @user", ["ভোট", "user"]),
    "emoji apart": ("ভালো😂😂না", ["ভালো", "😂", "😂", "না"]),
    "family": (f"আমরা {FAMILY}!", ["আমরা", FAMILY]),
    "flags": ("🇧🇩🇮🇳 খেলা", ["🇧🇩", "🇮🇳", "খেলা"]),
    "skin tone": ("👍🏽 👋🏿", ["👍🏽", "👋🏿"]),
    "VS16": (f"❤{VS16} ভালোবাসা ☀", [f"❤{VS16}", "ভালোবাসা", "☀"]),
    "keycaps": (f"3{VS16}\u20e3 #{VS16}\u20e3", [f"3{VS16}\u20e3", f"#{VS16}\u20e3"]),
    "signs": (f"© ™ ©{VS16} # *", [f"©{VS16}"]),
    "tag flag": ("🏴\U000e0067\U000e0062\U000e007f!", ["🏴\U000e0067\U000e0062\U000e007f"]),
    "marks on what is no word": (f" \u0301।{NUKTA} ক", ["ক"]),
    "vowel sign at the start": ("\u09beক", ["\u09beক"]),
    "joiners alone": (f"{ZWJ} {ZWNJ}{ZWJ} -{ZWJ}- ", []),
    "nothing": ("", []),
    "white space": (" \t\n\u00a0\u2003", []),
    "punctuation": ("।,!?…—\"'()", []),
    "currency numerator for a danda": ("ভালো৷অভিনয়৷ ২০২৪৷৷", ["ভালো", "অভিনয়", "২০২৪"]),
    "a mark after it": ("ভালো৷\u09bcঅভিনয়", ["ভালো", "অভিনয়"]),
    "currency numerators": ("৷৹ ১৷৵৹ ৸ ৴১০", ["৷৹", "১৷৵৹", "৸", "৴১০"]),
    "superscripts and fractions": ("মি² H₂O ২½কাপ Ⅳখণ্ড", ["মি²", "H₂O", "২½কাপ", "Ⅳখণ্ড"]),
    "enclosed numbers": ("①ভালো②মন্দ ⑴ক ⒈খ❶গ", ["①", "ভালো", "②", "মন্দ", "⑴", "ক", "⒈", "খ", "❶", "গ"]),
    "enclosed letters": ("ক⒜ⓩ㈪㊊🄐খ", ["ক", "খ"]),
    "entities": ("&quot;দারুণ&quot; গান&#39;টা&nbsp;চলত&#x27;", ["দারুণ", "গান", "টা", "চলত"]),
    "tags": ('ভালো<br>না <b>খুব</b> <a href="x y">এখানে</a>', ["ভালো", "না", "খুব", "এখানে"]),
    "no entities or tags": ("AT&T R&D; মা <3 বাবা a<খ>", ["AT", "T", "R", "D", "মা", "3", "বাবা", "a", "খ"]),
    "a mark after an entity": ("&amp;\u09bcক <br>\u200dখ", ["ক", "খ"]),
    "other scripts": ("मैं Привет 你好 سلام", ["मैं", "Привет", "你好", "سلام"]),
}


@pytest.mark.parametrize(("text", "expected"), WORDS.values(), ids=WORDS)
def test_words(text, expected):
    assert words(text) == expected


# The first and the last of each range.
ENCLOSED = "①⒛⓪⓿❶➓㈠㈩㉈㉏㉑㉟㊀㊉㊱㊿\U0001f100\U0001f10c"


@pytest.mark.parametrize("number", ENCLOSED, ids=ascii)
def test_an_enclosed_number_is_a_word_of_its_own(number):
    assert words(f"ক{number}{number}খ") == ["ক", number, number, "খ"]


# Texts that hypothesis rarely generates: clusters of all kinds, and characters that might split them.
PARTS = st.sampled_from(
    [
        *("ক", "ষ", "র", "\u09be", "\u09bf", HASANTA, NUKTA, "\u0981", "\u09dc", "৩", "।", ZWJ, ZWNJ, VS16),
        *(" ", "\n", "\r\n", "\t", ".", ",", "'", "’", "-", "#", "*", "©", "a", "\u0301", "3", "\u20e3"),
        *(
            "👩",
            "👧",
            "😂",
            "❤",
            "🏽",
            "🇧",
            "🇩",
            "🏴",
            "\U000e0067",
            "\U000e007f",
            "\ufeff",
            "\u200b",
            "\u0600",
        ),
        *("৷", "৹", "½", "①", "&", "quot", ";", "&amp;", "<", "b", ">", "<br>", "&#39;"),
        *("ﷺ", "각", "\u1100", "\u1161", "\u0e33", "\u0d4e", "\x00", "\ud800", "\U0010ffff"),
    ]
)
# regex's \X joins a consonant to anything that a hasanta follows, a flag too; by Unicode (UAX #29, GB9c) only
# consonants are joined so, and words.py breaks there.
FLAG_WITH_HASANTA = regex.compile(r"\p{Regional_Indicator}[\p{M}\p{GCB=Extend}\u200c\u200d]*\p{ccc=9}")
TEXTS = st.one_of(st.text(), st.lists(PARTS, max_size=12).map("".join)).filter(
    lambda text: not FLAG_WITH_HASANTA.search(text)
)


@given(TEXTS)
def test_spans_are_ordered_disjoint_inside_and_not_empty(text):
    end_before = 0
    for start, end in word_spans(text):
        assert end_before <= start < end <= len(text)
        end_before = end


@given(TEXTS)
def test_no_word_begins_or_ends_inside_a_grapheme_cluster(text):
    boundaries = {0, *(match.end() for match in regex.finditer(r"\X", text))}
    for start, end in word_spans(text):
        assert start in boundaries
        assert end in boundaries


@given(TEXTS)
def test_every_letter_and_number_at_the_start_of_a_cluster_is_in_a_word_or_markup(text):
    covered = {index for start, end in word_spans(text) for index in range(start, end)}
    covered |= {index for span in find_markup(text) for index in range(*span)}
    starts = {match.start() for match in regex.finditer(r"\X", text)}
    for index, character in enumerate(text):
        if index in starts and character != "৷" and regex.match(r"[\p{L}\p{N}]", character):
            assert index in covered


@given(TEXTS)
def test_words_are_not_white_space_or_joiners_alone(text):
    for word in words(text):
        assert word.strip()
        assert word.strip(ZWJ + ZWNJ)


@given(TEXTS)
def test_graphemes_are_those_of_unicode(text):
    assert grapheme_spans(text) == [match.span() for match in regex.finditer(r"\X", text)]
    assert "".join(text[start:end] for start, end in grapheme_spans(text)) == text


def test_a_flag_joins_no_consonant():
    assert grapheme_spans("🇧🇩্ক") == [(0, 3), (3, 4)]


@pytest.mark.parametrize("cluster", [f"র{ZWJ}্যা", "ক্ষ্মী", FAMILY, "🇧🇩", f"3{VS16}\u20e3", "👍🏽", "\r\n"])
def test_one_grapheme(cluster):
    assert grapheme_spans(cluster) == [(0, len(cluster))]


UNITS = ["ক", "ক ", "ক-", "৩.", "৩.৫,", "'", "-", " ", ZWJ, HASANTA, f"ক{HASANTA}", "\u0915\u094d", "\r"]
UNITS += ["৷", "৷৹", "①", "&", "<", "<a ", "&quot;", "<br>", "<b", "&amp"]
UNITS += ["😂", "🇧", "🇧🇩", f"🇧{NUKTA}", f"👩{ZWJ}", f"👩{NUKTA}", "🏽", "\u0600", "\u1100"]


@pytest.mark.parametrize("function", [word_spans, grapheme_spans])
@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_long_texts_take_linear_time(function, unit):
    assert is_linear(function, unit)


def test_script_shares():
    assert script_shares("বাংলা") == (1.0, 0.0, 0.0)
    assert script_shares("bangla 123 😂") == (0.0, 1.0, 0.0)
    assert script_shares("ab কখ") == (0.5, 0.5, 0.0)
    assert script_shares("कख") == (0.0, 0.0, 1.0)
    assert script_shares("123 ।!😂") == (0.0, 0.0, 0.0)
    assert script_shares("") == (0.0, 0.0, 0.0)


@given(TEXTS)
def test_script_shares_are_shares(text):
    shares = script_shares(text)
    assert all(0 <= share <= 1 for share in shares)
    assert sum(shares) == pytest.approx(1) or shares == (0, 0, 0)


@pytest.mark.parametrize(
    ("text", "expected"), [("ভালো", True), ("৩", True), ("ok ্", True), ("bhalo 3 😂", False), ("मैं", False)]
)
def test_has_bangla(text, expected):
    assert has_bangla(text) is expected


def test_runs_without_white_space():
    assert NOT_SPACE.findall(" ভালো।\tনা\n\u00a0ok ") == ["ভালো।", "না", "ok"]


@pytest.mark.parametrize(
    ("text", "expected"), [("ভালো x", True), ("é", True), ("ভালো 3 😂", False), ("я", False)]
)
def test_latin_letter(text, expected):
    assert (LATIN_LETTER.search(text) is not None) is expected
