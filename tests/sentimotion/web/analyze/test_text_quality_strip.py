"""What the strip under the text box answers."""

import pytest

from sentimotion.i18n.messages import LANGUAGES, STRINGS
from sentimotion.web.analyze.text_quality_strip import _corrected, _look

FINE, AMISS, MENDED = "আমি ভালো আছি।", "অামি ভালো আছি।", "আমি ভালো আছি।"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("text", "offered"), [(FINE, False), (AMISS, True), ("khub valo", False), ("", False)]
)
def test_the_button_is_there_only_where_there_is_something_to_take(text, offered, language):
    notices, button = _look(text, language)
    assert button["visible"] is offered
    assert button["value"] == STRINGS["accept_suggestion"][language]
    assert (MENDED in notices) is offered


@pytest.mark.parametrize("text", [None, "", " ", "\ud800", "অামি" * 5000])
def test_what_cannot_be_read_is_left_to_the_analysis(text):
    notices, button = _look(text, "en")
    assert (notices, button["visible"]) == ("", False)


def test_the_text_in_the_box_is_corrected():
    assert _corrected(AMISS) == MENDED
    assert _corrected(FINE) == FINE
