"""Values in templates are escaped, whatever they are."""

import re
from pathlib import Path

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

import sentimotion
from sentimotion.templating import own_words, render_template, say_markup
from sentimotion.web.components.highlight import render_plain

FOLDER = Path(sentimotion.__file__).parent / "templates"


def test_a_value_is_escaped():
    assert render_plain("<b>\"'&") == '<p class="sentence pending" lang="bn">&lt;b&gt;&#34;&#39;&amp;</p>'


def test_the_parts_of_a_template_are_not_escaped_again():
    inner = Markup("<b>{}</b>").format("<")
    assert Markup("<p>{}</p>").format(inner) == "<p><b>&lt;</b></p>"


def test_a_message_takes_markup_and_escapes_the_rest():
    html = say_markup("learn_state", "en", first=Markup("<code>{}</code>").format("<s>"), width="<1>")
    assert html == "State of <code>&lt;s&gt;</code>: &lt;1&gt; numbers"


def test_a_missing_value_is_an_error():
    with pytest.raises(jinja2.UndefinedError, match="words"):
        render_template("web/components/highlight.html", rest="", unread="", is_interactive=False)


def test_no_template_marks_a_value_as_safe():
    """``|safe`` and ``autoescape false`` would let a visitor's markup through."""
    for path in FOLDER.rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe|autoescape", text), path.relative_to(FOLDER)


def test_what_is_drawn_again_stays_open():
    """By its ``data-keep``; the model's card and the guideline are drawn once."""
    closing = {
        path.relative_to(FOLDER / "web").as_posix()
        for path in (FOLDER / "web").rglob("*.html")
        if re.search(r"<details(?![^>]* data-keep=)", path.read_text(encoding="utf-8"))
    }
    assert closing == {"components/checkpoint.html", "guideline.html", "model_card.html"}


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_character_of_a_text_becomes_markup(text):
    html = render_plain(text)
    assert html.count("<") == 2
    assert html.count(">") == 2


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("ভালো", '<q lang="bn">ভালো</q>'),
        ("report ৫", '<q lang="bn">report ৫</q>'),
        ("good", "<q>good</q>"),
        ("", "<q></q>"),
        ("<b>ঢাকা</b>", '<q lang="bn">&lt;b&gt;ঢাকা&lt;/b&gt;</q>'),
        ("\" onclick='x", "<q>&#34; onclick=&#39;x</q>"),
    ],
)
def test_text_from_a_file_is_marked_as_bangla_where_it_is(text, html):
    assert own_words(text, "q") == html


def test_text_from_a_file_may_have_a_class():
    assert own_words("না", css_class="word") == '<span lang="bn" class="word">না</span>'
