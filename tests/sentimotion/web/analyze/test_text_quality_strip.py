"""What the strip under the text box answers."""

import pytest

from sentimotion.i18n.messages import LANGUAGES, STRINGS

FINE, AMISS, MENDED = "আমি ভালো আছি।", "অামি ভালো আছি।", "আমি ভালো আছি।"


@pytest.fixture
def tab(page):
    return page.analyze


def type_text(opened, tab, text):
    opened[tab.text] = text
    opened.touch(tab.text, "change")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("text", "offered"), [(FINE, False), (AMISS, True), ("khub valo", False), ("", False)]
)
def test_the_button_is_there_only_where_there_is_something_to_take(opened, tab, text, offered, language):
    strip = tab.strip
    type_text(opened, tab, text)
    assert opened.property(strip.accept, "visible") is offered
    assert opened[strip.accept] == STRINGS["accept_suggestion"][language]
    assert (MENDED in opened[strip.notices]) is offered
    assert (f'lang="{language}"' in opened[strip.notices]) is (text in (AMISS, "khub valo"))


@pytest.mark.parametrize("text", [None, "", " ", "\ud800", "অামি" * 5000])
def test_what_cannot_be_read_is_left_to_the_analysis(opened, tab, text):
    type_text(opened, tab, text)
    assert (opened[tab.strip.notices], opened.property(tab.strip.accept, "visible")) == ("", False)


def test_the_text_in_the_box_is_corrected(opened, tab):
    for text in (AMISS, FINE):
        type_text(opened, tab, text)
        opened.touch(tab.strip.accept)
        assert opened[tab.text] == {AMISS: MENDED, FINE: FINE}[text]
