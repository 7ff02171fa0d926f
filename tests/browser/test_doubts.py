"""What is asked below the cards: better than chance, words together, what would change the answer."""

import pytest
from playwright.sync_api import expect

from sentimotion.i18n.messages import STRINGS, say
from sentimotion.labels import HEADS
from sentimotion.web.analyze.answer_changes import say_removal
from sentimotion.web.analyze.words_together import strongest_pairs
from tests.browser.driver.page_checks import serious
from tests.browser.driver.visitor import PATIENCE, PHONE

pytestmark = pytest.mark.browser

TEXT = "আজ সকালে বৃষ্টি থেমে গেছে তাই মনটা ভালো আর পথে অনেক মানুষ।"
SHORT = "মন ভালো নেই।"
EIGHT_WORDS = "আজ সকালে বৃষ্টি থেমে গেছে তাই মনটা ভালো।"
SEVENTEEN_WORDS = "মন " * 17
# Of each arc, where it begins and ends and how high it is, in pixels; and the middles of the words.
_GEOMETRY = """(grid) => {
  const box = (element) => element.getBoundingClientRect();
  return {
    arcs: [...grid.querySelectorAll(".arc")].map((arc) => box(arc).toJSON()),
    words: [...grid.querySelectorAll("span")].map(box).map((one) => ({
      x: one.left + one.width / 2, y: one.top + one.height / 2, top: one.top, left: one.left,
    })),
  };
}"""


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


def press(visitor, button):
    visitor.page.locator(f"#{button}").focus()
    visitor.page.keyboard.press("Enter")


def geometry(visitor, head):
    return visitor.page.locator(f"#together [data-together={head}] .arcs").evaluate(_GEOMETRY)


def ask_both(visitor):
    press(visitor, "words-together")
    press(visitor, "what-changes")
    for head in HEADS:
        expect(visitor.page.locator(f"#together [data-together={head}]")).to_be_visible(timeout=PATIENCE)
        expect(visitor.page.locator(f"#changes [data-changes={head}]")).to_be_visible(timeout=PATIENCE)
    visitor.rest()


def test_both_by_keyboard_and_they_go_with_the_answer(visitor, served):
    visitor.analyze(EIGHT_WORDS)
    visitor.wait_for_words(EIGHT_WORDS)
    ask_both(visitor)
    for head in HEADS:
        pairs = strongest_pairs(served.interactions(EIGHT_WORDS, head))
        shown = geometry(visitor, head)
        for pair, arc in zip(pairs, shown["arcs"], strict=True):
            first, second = (shown["words"][word] for word in pair.words)
            assert (arc["left"], arc["right"]) == pytest.approx((first["x"], second["x"]), abs=1.5)
            assert arc["bottom"] <= first["top"] + 1
        change = served.counterfactual(EIGHT_WORDS, head)
        expect(visitor.page.locator(f"#changes [data-changes={head}] [role=status]")).to_have_text(
            say_removal(change, "en")
        )
    # What was found for another threshold is gone, and the other head's is not.
    visitor.slider("emotion").press("ArrowRight")
    expect(visitor.page.locator("#changes [data-changes=emotion]")).to_have_count(0)
    expect(visitor.page.locator("#changes [data-changes=sentiment]")).to_have_count(1)
    # Of another text nothing is left; of a long one it is said that it is too long.
    visitor.analyze(SEVENTEEN_WORDS)
    visitor.wait_for_words(SEVENTEEN_WORDS)
    expect(visitor.page.locator("#changes [data-changes], #together [data-together]")).to_have_count(0)
    press(visitor, "words-together")
    expect(visitor.page.locator("#together")).to_have_text(
        say("error_too_many_words", "en", limit="16", words="17"), timeout=PATIENCE
    )


@pytest.mark.slow
def test_on_a_phone_and_on_a_screen_in_bangla(visit):
    visitor = visit("bn", **PHONE)
    visitor.analyze(EIGHT_WORDS)
    visitor.wait_for_words(EIGHT_WORDS)
    ask_both(visitor)
    assert visitor.page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    for head in HEADS:
        # A word a line, the arcs beside them.
        shown = geometry(visitor, head)
        tops = [word["top"] for word in shown["words"]]
        assert tops == sorted(set(tops))
        for arc in shown["arcs"]:
            middles = [word["y"] for word in shown["words"]]
            assert min(abs(arc["top"] - y) for y in middles) < 1.5
            assert min(abs(arc["bottom"] - y) for y in middles) < 1.5
            assert arc["right"] <= shown["words"][0]["left"] + 1
    assert serious(visitor.page) == []
    visitor.page.locator("#take [data-present]").click()
    stage, seen = visitor.page.locator("#stage .slide:not([inert])").first, set()
    for _ in range(40):
        for part in ("together", "changes"):
            for head in HEADS:
                if stage.locator(f"[data-{part}={head}]").count():
                    seen.add((part, head))
        visitor.page.keyboard.press("PageDown")
    assert len(seen) == 4
