"""The colored sentence: the text as typed, whatever it is, and its words' numbers."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.i18n.messages import LABEL_NAMES, LANGUAGES, signed
from sentimotion.text.words import word_spans
from sentimotion.web.components.highlight import render_highlight, render_plain
from tests.sentimotion.web import Shown, explanation_of

HOSTILE = [
    "<script>window.hacked=1</script> ভালো",
    "<img src=x onerror=alert(1)> ভালো",
    '"><b onmouseover=alert(1)>ভালো</b>',
    "' onfocus='alert(1)' autofocus='",
    "</span></p></div><h1>খারাপ",
    "<!-- ভালো --> &lt;b&gt; &amp;amp; &#128; &nbsp;",
    "এক\nদুই\n\n  তিন\tচার",
    "র\u200d্যাব 👩\u200d👩\u200d👧 🇧🇩 ❤️ উদ\u09cd\u200cঘাটন",
    "৩.৫ কেজি, মা-বাবা's “ভালো”।",
    "{label} {0.__class__} %s",
]
PIECES = [
    "<",
    ">",
    "&",
    '"',
    "'",
    "&lt;",
    "<script>",
    "</p>",
    "\n",
    "\u200d",
    "\u200c",
    "ভালো",
    "😀",
    "ড়",
    " ",
]
texts = st.sampled_from(HOSTILE) | st.lists(
    st.sampled_from(PIECES) | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r")),
    max_size=12,
).map("".join)
attributions = st.lists(st.floats(-20, 20), max_size=30)
languages = st.sampled_from(list(LANGUAGES))


@st.composite
def explanations(draw):
    text = draw(texts)
    cut = draw(st.none() | st.integers(0, len(text)))
    return explanation_of(text, draw(attributions), truncated_at=cut)


@given(explanations(), languages)
def test_the_text_comes_out_as_typed(explanation, language):
    html = render_highlight(explanation, language)
    assert Shown(html).text == explanation.text


@given(explanations(), languages)
def test_nothing_of_the_text_becomes_markup(explanation, language):
    shown = Shown(render_highlight(explanation, language))
    assert {tag for tag, _ in shown.elements} <= {"p", "span"}
    names = {name for _, attributes in shown.elements for name in attributes}
    of_ours = {
        "class",
        "lang",
        "tabindex",
        "data-word",
        "data-attribution",
        "style",
        "data-tip",
        "aria-label",
    }
    assert names <= of_ours
    assert all(re.fullmatch(r"--strength:[01]\.\d{3}", a["style"]) for a in shown.with_attribute("style"))


@given(explanations(), languages)
def test_every_word_is_one_box_with_its_number(explanation, language):
    shown = Shown(render_highlight(explanation, language))
    boxes = shown.with_attribute("data-word")
    assert [box["data-word"] for box in boxes] == [str(index) for index in range(len(explanation.words))]
    assert shown.texts_of("word") == [word.text for word in explanation.words]
    for box, word in zip(boxes, explanation.words, strict=True):
        assert float(box["data-attribution"]) == pytest.approx(word.attribution, abs=1e-6)
        assert (
            box["data-tip"] == f"{signed(word.attribution, language)} · {LABEL_NAMES['positive'][language]}"
        )
        assert box["aria-label"] == f"{word.text}, {box['data-tip']}"
        assert box["tabindex"] == "0"


@given(texts)
def test_the_text_before_it_is_colored(text):
    shown = Shown(render_plain(text))
    assert shown.text == text
    assert [tag for tag, _ in shown.elements] == ["p"]


def directions(*values):
    text = "এক দুই তিন চার পাঁচ"
    boxes = Shown(render_highlight(explanation_of(text, values), "en")).with_attribute("data-word")
    return [(box["class"].split()[1], box["style"].removeprefix("--strength:")) for box in boxes]


def test_toward_and_away_and_neither():
    assert directions(2.0, -1.0, 0.0, 0.081, -0.079) == [
        ("toward", "1.000"),
        ("away", "0.500"),
        ("none", "0.000"),
        ("toward", "0.041"),
        ("none", "0.040"),
    ]


def test_the_strongest_word_may_speak_against():
    assert directions(0.5, -2.0)[:2] == [("toward", "0.250"), ("away", "1.000")]


def test_all_zero():
    assert set(directions()) == {("none", "0.000")}


def test_the_unread_tail_is_set_apart():
    text = "এক দুই তিন <b>চার</b>।"
    cut = text.index(" তিন")
    shown = Shown(render_highlight(explanation_of(text, [1.0, -1.0], truncated_at=cut), "bn"))
    assert shown.texts_of("unread") == [text[cut:]]
    assert shown.texts_of("word") == ["এক", "দুই"]


def test_a_word_that_was_read_in_part_is_shown_once():
    text = "এক অবিশ্বাস্য তিন"
    (_, middle, last) = word_spans(text)
    shown = Shown(render_highlight(explanation_of(text, [1.0, 1.0], truncated_at=middle.start + 3), "en"))
    assert shown.texts_of("word") == ["এক", "অবিশ্বাস্য"]
    assert shown.texts_of("unread") == [text[middle.end :]]
    assert last.start > middle.end


def test_a_text_read_to_its_end_has_no_unread_tail():
    assert Shown(render_highlight(explanation_of("এক দুই", [1.0]), "en")).texts_of("unread") == []


@pytest.mark.parametrize(("language", "tip"), [("en", "+1.97 · positive"), ("bn", "+১.৯৭ · ইতিবাচক")])
def test_numbers_in_the_language_of_the_page(language, tip):
    html = render_highlight(explanation_of("ভালো", [1.969]), language)
    assert Shown(html).with_attribute("data-word")[0]["data-tip"] == tip


def test_the_sentence_is_bangla_whatever_the_page_is():
    assert all(
        Shown(html).elements[0][1]["lang"] == "bn"
        for html in (render_plain("ভালো"), render_highlight(explanation_of("ভালো"), "en"))
    )
