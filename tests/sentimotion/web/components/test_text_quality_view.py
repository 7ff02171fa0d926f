"""Notices about the quality of a text, in both languages."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.i18n.messages import LANGUAGES, STRINGS
from sentimotion.text.lookalikes import LookalikeKind
from sentimotion.text.vowel_signs import SignFault
from sentimotion.web.components.text_quality_view import clip, quality_of, render_quality, render_warnings
from sentimotion.web.session.analysis import MAX_CHARACTERS
from tests.sentimotion.web import Shown

BOTH = pytest.mark.parametrize("language", LANGUAGES)

KINDS = {
    "romanized": "khub valo laglo bhai",
    "english": "I love this movie",
    "no_bangla": "123 😂",
    "bijoy": "Avwg evsjvq Mvb MvB|",
    "mojibake": "".join(
        chr(b) if b in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([b]).decode("cp1252") for b in "আমি".encode()
    ),
    "damaged": "ভা\ufffdলো",
    "markup": "<b>ভালো</b>",
    "danda_lookalike": "ভালো৷অভিনয়",
    "colon_for_visarga": "দু:খ",
    "foreign_sign": "২\u0966২৪",
    "khanda_ta": "হঠাত্\u200d",
    "visual_order": "েদশ",
    "parted_sign": "দুলিল্ল াহ",
    "stray_sign": "কা্ল",
    "double_sign": "কিন্তুু",
    "late_sign": "চঁাদ",
    "split_letter": "অামি",
}


def test_every_kind_has_a_text():
    others = {"romanized", "english", "no_bangla", "bijoy", "mojibake", "damaged", "markup"}
    assert set(KINDS) == others | set(LookalikeKind.__args__) | set(SignFault.__args__)


@BOTH
@pytest.mark.parametrize(("kind", "text"), KINDS.items(), ids=KINDS)
def test_a_text_gets_one_fitting_notice(kind, text, language):
    shown = Shown(render_quality(text, language))
    (attributes,) = shown.with_attribute("data-suspicion")
    assert (attributes["data-suspicion"], attributes["role"], attributes["lang"]) == (
        kind,
        "status",
        language,
    )
    template = STRINGS[kind if kind == "no_bangla" else f"suspect_{kind}"][language]
    assert template.replace("{words}", "").strip() in shown.texts_of("suspicion")[0]


@BOTH
@pytest.mark.parametrize("text", ["আজ ভালো।", "", " ", "\ud800", "khub valo " * MAX_CHARACTERS])
def test_no_notice(text, language):
    assert render_quality(text, language) == ""
    assert quality_of(text).suggestion is None


@BOTH
def test_the_corrected_text_is_shown(language):
    shown = Shown(render_quality("অামি <বি>ভালো</বি>", language))
    (suggestion,) = shown.texts_of("suggestion")
    assert suggestion == STRINGS["suggestion"][language].format(text="আমি <বি>ভালো</বি>")
    assert {tag for tag, _ in shown.elements} == {"p", "span"}


def test_the_corrected_part_of_a_long_text_is_shown():
    text = "আজ সকালে বৃষ্টি ছিল। " * 30 + "অামি গেলাম।"
    (suggestion,) = Shown(render_quality(text, "en")).texts_of("suggestion")
    assert "আমি গেলাম।" in suggestion
    assert len(suggestion) < 250


def test_a_quoted_sign_does_not_attach_to_the_quotation_mark():
    (notice,) = Shown(render_quality("আমি, েদখি", "en")).texts_of("suspicion")
    assert notice.startswith("“\u25ccেদখি”")


def test_notices_are_few_and_markup_is_escaped():
    text = "অামি চঁাদ কিন্তুু কা্ল েদশ দুলিল্ল াহ <i>অাছি</i>"
    shown = Shown(render_quality(text, "en"))
    notices = shown.texts_of("suspicion")
    assert len(notices) == 3
    assert notices[0].startswith("“<i>”, “</i>”: this is HTML code")
    assert {tag for tag, _ in shown.elements} == {"p", "span"}


@BOTH
@given(text=st.text(max_size=40) | st.text("কখঅ\u09be\u09bf\u09c7\u09cd\u0981 aAvw‡<&", max_size=30))
def test_any_text_gives_valid_notices(language, text):
    shown = Shown(render_quality(text, language))
    assert not re.search(r"\{\w+\}", shown.text) or "{" in text


@BOTH
@pytest.mark.parametrize(("kind", "text"), KINDS.items(), ids=KINDS)
def test_warnings_have_the_sentences_of_the_notices(kind, text, language):
    warnings = Shown(render_warnings(text, language))
    assert [attributes["data-suspicion"] for attributes in warnings.with_attribute("data-suspicion")] == [
        kind
    ]
    assert warnings.texts_of("suspicion") == Shown(render_quality(text, language)).texts_of("suspicion")
    assert warnings.with_attribute("role") == []
    assert warnings.texts_of("suggestion") == []


@pytest.mark.parametrize("text", ["আজ ভালো।", "", " "])
def test_no_warnings(text):
    assert render_warnings(text, "en") == ""


def test_a_long_text_has_warnings():
    assert "damaged" in render_warnings("ভালো \ufffd " * MAX_CHARACTERS, "en")


def test_clip_keeps_characters_whole():
    assert clip("ক্ষমা", 3) == "ক্ষ…"
    assert clip("ক্ষমা", 2) == "ক্…"
    assert clip("কখ", 2) == "কখ"
