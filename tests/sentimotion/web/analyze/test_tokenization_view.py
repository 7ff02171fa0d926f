"""The panel of what the model read, and the notices of what a text looks like, in both languages."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.errors import BlankText, InvalidText
from sentimotion.i18n.messages import LANGUAGES, STRINGS
from sentimotion.text.encoding import EncodedText, Token
from sentimotion.text.normalization_diff import ChangeKind
from sentimotion.text.vowel_signs import SignFault
from sentimotion.text.words import Span
from sentimotion.web.analyze.text_quality_view import clip, quality_of, render_quality
from sentimotion.web.analyze.tokenization_view import render_trace
from sentimotion.web.session.analysis import MAX_CHARACTERS
from tests.sentimotion.web import Shown

ZWJ, ZWSP = "\u200d", "\u200b"
BOTH = pytest.mark.parametrize("language", LANGUAGES)


def encoded(text, tokens, truncated_at=None):
    own = [Token(9, piece, Span(start, end)) for piece, start, end in tokens]
    return EncodedText(text, (Token(0, "<s>", None), *own, Token(2, "</s>", None)), truncated_at)


PLAIN = encoded("আজ ভালো।", [("▁আজ", 0, 2), ("▁ভা", 2, 5), ("লো", 5, 7), ("।", 7, 8)])
ODD = encoded(
    f"র{ZWJ}্যাব ½ 🫠",
    [("▁র", 0, 1), ("্যাব", 2, 6), ("▁1", 6, 8), ("<unk>", 7, 8), ("2", 7, 8), ("▁", 8, 9), ("<unk>", 9, 10)],
)


def shown(what, language="en"):
    return Shown(render_trace(what, language))


@BOTH
def test_a_closed_panel_with_the_pieces_under_the_words(language):
    panel = shown(PLAIN, language)
    (details,) = [attributes for tag, attributes in panel.elements if tag == "details"]
    assert "open" not in details
    assert details["lang"] == language
    assert panel.texts_of("read-word") == ["আজ", "ভালো", "।"]
    assert [piece["data-piece"] for piece in panel.with_attribute("data-piece")] == ["▁আজ", "▁ভা", "লো", "।"]
    assert panel.texts_of("read-pieces") == ["আজ▁আজ", "ভা▁ভালোলো", "।।"]
    assert STRINGS["reading_no_changes"][language] in panel.text
    assert ("৬" if language == "bn" else "6") in panel.text.split("·")[0]


@BOTH
def test_unknown_pieces_are_told_by_a_word_and_a_shape(language):
    panel = shown(ODD, language)
    unknown = panel.texts_of("unknown")
    assert len(unknown) == 2
    assert all(text.endswith(STRINGS["reading_unknown"][language]) for text in unknown)
    assert panel.texts_of("unknown-word") == [STRINGS["reading_unknown"][language]] * 2


def test_what_stands_between_the_words_is_text():
    """A comment that is begun there would take in the rest of the page."""
    pieces = [("▁ক", 0, 1), ('▁<!--"', 1, 7), ("▁খ", 7, 9)]
    panel = shown(encoded('ক <!--" খ', pieces))
    assert panel.texts_of("read-word") == ["ক", '<!--"', "খ"]
    assert panel.texts_of("read-pieces") == ["ক▁ক", '<!--"▁<!--"', "খ▁খ"]
    assert [piece["data-piece"] for piece in panel.with_attribute("data-piece")] == ["▁ক", '▁<!--"', "▁খ"]


@BOTH
def test_changes_are_told_in_words(language):
    panel = shown(ODD, language)
    kinds = [attributes["data-change"] for attributes in panel.with_attribute("data-change")]
    assert kinds == ["joiner_dropped", "unknown", "simpler_form", "unknown_emoji"]
    assert STRINGS["character_200d"][language] in panel.text
    assert f"“র{ZWJ}্যাব”" in panel.text


@BOTH
def test_the_marks_of_the_vocabulary_are_explained_where_they_occur(language):
    pieces = shown(encoded("ভালো", [("ভা", 0, 2), ("##লো", 2, 4)]), language)
    assert "##" in pieces.texts_of("intro")[0]
    assert "▁" not in pieces.texts_of("intro")[0]
    assert "▁" in shown(PLAIN, language).texts_of("intro")[0]


@BOTH
def test_where_it_was_cut_off(language):
    panel = shown(encoded("আজ ভালো না, ভাই", [("▁আজ", 0, 2), ("▁ভা", 2, 5)], truncated_at=5), language)
    (mark,) = panel.texts_of("cut")
    assert STRINGS["reading_cut"][language] in mark
    (said,) = panel.texts_of("cut-off")
    assert "“না”" in said
    assert ("২" if language == "bn" else "2") in said
    assert panel.texts_of("read-word") == ["আজ", "ভালো"]
    end = shown(encoded("আজ ভালো", [("▁আজ", 0, 2), ("▁ভা", 2, 5)], truncated_at=5), language)
    assert end.texts_of("cut-off") == [
        STRINGS["truncated_end"][language].format(tokens="৪" if language == "bn" else "4")
    ]


def test_a_tear_is_shown_with_both_halves():
    panel = shown(encoded(f"ভা{ZWSP}লো", [("▁ভা", 0, 2), ("▁", 2, 3), ("লো", 3, 5)]))
    (change,) = [
        text for (_, of), text in zip(panel.elements, panel.texts, strict=True) if "data-change" in of
    ]
    assert change.startswith(STRINGS["character_200b"]["en"])
    assert change.endswith(f"in “ভা{ZWSP}লো”")


def test_markup_is_text():
    text = "<img src=x onerror=alert(1)>&lt;"
    panel = shown(encoded(text, [("[UNK]", 0, len(text))]))
    assert {tag for tag, _ in panel.elements} <= {
        *("details", "summary", "small", "p", "ul", "li", "span", "h3", "code")
    }


@BOTH
@given(text=st.text(min_size=1, max_size=30) | st.text(f"আজভলো {ZWJ}{ZWSP}😂½<&।", min_size=1))
def test_any_text_gives_sound_html(bert_model, language, text):
    try:
        panel = shown(bert_model.encode(text), language)
    except (BlankText, InvalidText):
        return
    assert len(panel.texts_of("read-word")) == len(panel.with_attribute("data-read"))


def test_long_words_are_clipped():
    text = "漢" * 3000
    panel = shown(encoded(text, [("[UNK]", 0, 3000)]))
    assert len(panel.text) < 1000


def test_clip_keeps_characters_whole():
    assert clip("ক্ষমা", 3) == "ক্ষ…"
    assert clip("ক্ষমা", 2) == "ক্…"
    assert clip("কখ", 2) == "কখ"


@pytest.mark.parametrize("kind", ChangeKind.__args__)
def test_every_kind_of_change_has_its_words(kind):
    assert f"change_{kind}" in STRINGS


# --- What a text looks like.

LOOKS = {
    "romanized": "khub valo laglo bhai",
    "english": "I love this movie",
    "no_bangla": "123 😂",
    "bijoy": "Avwg evsjvq Mvb MvB|",
    "mojibake": "".join(
        chr(b) if b in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([b]).decode("cp1252") for b in "আমি".encode()
    ),
    "visual_order": "েদশ",
    "parted_sign": "দুলিল্ল াহ",
    "stray_sign": "কা্ল",
    "double_sign": "কিন্তুু",
    "late_sign": "চঁাদ",
    "split_letter": "অামি",
}


def test_every_look_is_tested():
    assert set(LOOKS) == {"romanized", "english", "no_bangla", "bijoy", "mojibake", *SignFault.__args__}


@BOTH
@pytest.mark.parametrize(("kind", "text"), LOOKS.items(), ids=LOOKS)
def test_a_text_gets_one_fitting_notice(kind, text, language):
    looks = Shown(render_quality(text, language))
    (attributes,) = looks.with_attribute("data-suspicion")
    assert (attributes["data-suspicion"], attributes["role"], attributes["lang"]) == (
        kind,
        "status",
        language,
    )
    template = STRINGS[kind if kind == "no_bangla" else f"suspect_{kind}"][language]
    assert template.replace("{words}", "").strip() in looks.texts_of("suspicion")[0]


@BOTH
@pytest.mark.parametrize("text", ["আজ ভালো।", "", " ", "\ud800", "khub valo " * MAX_CHARACTERS])
def test_nothing_is_said(text, language):
    assert render_quality(text, language) == ""
    assert quality_of(text).suggestion is None


@BOTH
def test_the_corrected_text_is_shown(language):
    looks = Shown(render_quality("অামি <b>ভালো</b>", language))
    (suggestion,) = looks.texts_of("suggestion")
    assert suggestion == STRINGS["suggestion"][language].format(text="আমি <b>ভালো</b>")
    assert {tag for tag, _ in looks.elements} == {"p", "span"}


def test_of_a_long_text_the_corrected_part_is_shown():
    text = "আজ সকালে বৃষ্টি ছিল। " * 30 + "অামি গেলাম।"
    (suggestion,) = Shown(render_quality(text, "en")).texts_of("suggestion")
    assert "আমি গেলাম।" in suggestion
    assert len(suggestion) < 250


def test_a_sign_that_is_quoted_does_not_join_the_quotation_mark():
    (notice,) = Shown(render_quality("আমি, েদখি", "en")).texts_of("suspicion")
    assert notice.startswith("“\u25ccেদখি”")


def test_notices_are_few_and_markup_is_text():
    text = "অামি চঁাদ কিন্তুু কা্ল েদশ দুলিল্ল াহ <i>অাছি</i>"
    looks = Shown(render_quality(text, "en"))
    assert len(looks.texts_of("suspicion")) == 3
    assert {tag for tag, _ in looks.elements} == {"p", "span"}


@BOTH
@given(text=st.text(max_size=40) | st.text("কখঅ\u09be\u09bf\u09c7\u09cd\u0981 aAvw‡<&", max_size=30))
def test_any_text_gives_sound_notices(language, text):
    looks = Shown(render_quality(text, language))
    assert not re.search(r"\{\w+\}", looks.text) or "{" in text
