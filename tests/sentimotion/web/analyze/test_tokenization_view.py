"""The panel with the tokens of a text, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.errors import BlankText, InvalidText
from sentimotion.i18n.messages import LANGUAGES, STRINGS
from sentimotion.text.encoding import EncodedText, Token
from sentimotion.text.letter_forms import KnownForm
from sentimotion.text.normalization_diff import ChangeKind
from sentimotion.text.words import Span
from sentimotion.web.analyze.tokenization_view import render_trace
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


@BOTH
def test_a_known_form_is_offered_with_its_code_points(language):
    one, two = "সম\u09df", "সম\u09af\u09bc"
    text = encoded(f"{two} আছে", [("[UNK]", 0, 4), ("আছে", 5, 8)])
    forms = [KnownForm(two, one, (("\u09af\u09bc", "\u09df"),))]
    panel = Shown(render_trace(text, language, forms))
    (attributes,) = panel.with_attribute("data-known-form")
    assert attributes["data-known-form"] == one
    assert panel.texts_of("known-form") == [one]
    letters = STRINGS["reading_letter"][language].format(typed="U+09AF + U+09BC", known="U+09DF")
    assert STRINGS["reading_known_form"][language].format(typed=two, letters=letters, known=one) in panel.text
    assert panel.with_attribute("data-change")[0]["data-change"] == "unknown"


def test_no_form_is_offered_without_one():
    assert shown(ODD).with_attribute("data-known-form") == []


@pytest.mark.parametrize("kind", ChangeKind.__args__)
def test_every_kind_of_change_has_its_words(kind):
    assert f"change_{kind}" in STRINGS
