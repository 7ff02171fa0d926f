"""Is the explanation better than chance: above the colors, and on request."""

import pytest
from playwright.sync_api import expect

from sentimotion.i18n.messages import STRINGS
from sentimotion.labels import HEADS
from tests.browser.driver.visitor import PATIENCE, PHONE

pytestmark = pytest.mark.browser

TEXT = "আজ সকালে বৃষ্টি থেমে গেছে তাই মনটা ভালো আর পথে অনেক মানুষ।"
SHORT = "মন ভালো নেই।"


def sentence(visitor, head):
    return visitor.card(head).locator("[data-chance]")


def test_the_sentence_comes_above_the_colors_and_moves_nothing(visitor):
    visitor.analyze(TEXT)
    visitor.wait_for_words(TEXT)
    place = visitor.sentence("emotion").bounding_box()
    for head in HEADS:
        expect(sentence(visitor, head)).to_contain_text("of 200 random choices", timeout=PATIENCE)
        above, words = sentence(visitor, head).bounding_box(), visitor.sentence(head).bounding_box()
        assert above["y"] + above["height"] <= words["y"] + 1
    assert visitor.sentence("emotion").bounding_box() == place
    # Of another text nothing is left.
    visitor.analyze(SHORT)
    for head in HEADS:
        expect(sentence(visitor, head)).to_have_text(STRINGS["chance_short"]["en"], timeout=PATIENCE)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["bn"])
def test_a_test_by_keyboard_on_a_phone(visit, language):
    visitor = visit(language, **PHONE)
    visitor.analyze(TEXT)
    visitor.wait_for_words(TEXT)
    visitor.page.locator("#test-chance").focus()
    visitor.page.keyboard.press("Enter")
    for head in HEADS:
        tested = visitor.page.locator(f"#chance [data-tested={head}]")
        expect(tested.locator("[data-eraser]")).to_have_count(3, timeout=PATIENCE)
        expect(tested.locator("svg .line")).to_have_count(1)
        expect(tested.locator("h3")).to_contain_text("“")
    expect(visitor.page.locator("#chance .meter")).to_have_count(0, timeout=PATIENCE)
    assert visitor.page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    # It goes with the answer that it is about.
    visitor.analyze(SHORT)
    expect(visitor.page.locator("#chance [data-tested]")).to_have_count(0, timeout=PATIENCE)


@pytest.mark.slow
def test_what_came_out_is_presented(visitor):
    visitor.analyze(TEXT)
    visitor.wait_for_words(TEXT)
    visitor.page.locator("#test-chance").click()
    expect(visitor.page.locator("#chance [data-eraser=cut]")).to_have_count(2, timeout=PATIENCE)
    expect(visitor.page.locator("#chance .meter")).to_have_count(0, timeout=PATIENCE)
    visitor.page.locator("#take [data-present]").click()
    stage = visitor.page.locator("#stage")
    shown = set()
    for _ in range(20):
        if stage.locator("svg.curve").is_visible():
            shown.add(stage.locator("h3").inner_text())
        visitor.page.keyboard.press("ArrowRight")
    assert len(shown) == 2
