"""What stands on slides, and the button that shows them."""

import json

import pytest

from sentimotion.i18n.messages import LANGUAGES, say
from sentimotion.labels import HEADS
from sentimotion.web.compare.slides import SET_RUN, TEXTS_COMPARED, WORD_SWAPPED
from sentimotion.web.components.slides import ANALYSIS, Slide, render_present
from sentimotion.web.learn.lesson import STEPS
from sentimotion.web.learn.slides import LESSON
from tests.sentimotion.web import Shown

DECKS = [ANALYSIS, TEXTS_COMPARED, WORD_SWAPPED, SET_RUN, *LESSON.values()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_button_says_all_that_the_browser_has_to_know(language):
    slides = (Slide(("h2", (("#a .b",), ('[c="d"]', "e")))), Slide(("p",), "lesson", "#f input"))
    (button,) = Shown(render_present(slides, language)).with_attribute("data-present")
    assert json.loads(button["data-present"]) == [
        {"parts": ["h2", [["#a .b"], ['[c="d"]', "e"]]], "look": "", "along": ""},
        {"parts": ["p"], "look": "lesson", "along": "#f input"},
    ]
    assert button["lang"] == language
    for name in ("next", "previous", "close"):
        assert button[f"data-{name}"] == say(f"present_{name}", language)


@pytest.mark.parametrize("slides", DECKS)
def test_no_slide_is_there_twice_and_none_is_empty(slides):
    assert len(set(slides)) == len(slides) > 0
    assert all(slide.parts and all(slide.parts) for slide in slides)


def test_every_step_of_the_lesson_has_slides():
    assert set(LESSON) == set(STEPS)


def test_both_heads_are_shown():
    for slides in (ANALYSIS, TEXTS_COMPARED, WORD_SWAPPED, SET_RUN, LESSON["thresholds"]):
        shown = str(slides)
        assert all(head in shown for head in HEADS)
