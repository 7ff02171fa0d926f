"""Results on a screen, whichever they are: one thing at a time, by keyboard, wide and on a phone."""

import pytest
from playwright.sync_api import expect

from sentimotion.i18n.messages import STRINGS, count, label_name
from sentimotion.labels import HEADS, LABELS
from sentimotion.web.learn.tab import EXAMPLE
from tests.browser.driver.page_checks import english_words, read
from tests.browser.driver.steps import (
    ONE,
    OTHER,
    compare,
    learn,
    open_compare,
    run_example,
    turn_to,
    wait_for_comparison,
)
from tests.browser.driver.visitor import PHONE

pytestmark = pytest.mark.browser

_WIDE = {"viewport": {"width": 1280, "height": 720}}
_NARROW = {**PHONE, "viewport": {"width": 360, "height": 740}}
# What is wider than the slide, or lies beside it.
_CUT_OFF = """(slide) => {
  const room = slide.getBoundingClientRect();
  const isOut = ({left, right, width}) => width && (right > room.right + 1 || left < room.left - 1);
  return [...slide.querySelectorAll(":not(svg *, .visually-hidden)")]
    .filter((part) => isOut(part.getBoundingClientRect()))
    .map((part) => part.outerHTML.slice(0, 80));
}"""
_SIZES = """(slide) => [...slide.querySelectorAll("p, td, th, li, strong")]
  .filter((part) => part.textContent.trim() && !part.closest(".visually-hidden"))
  .map((part) => parseFloat(getComputedStyle(part).fontSize))"""
_DOT = "(svg) => svg.querySelector('.scatterlayer .trace:last-child .point').getAttribute('transform')"


def present(page, region):
    page.locator(f"{region} [data-present]").click()
    slide = page.locator("#stage .slide:not([inert])").first
    expect(slide).to_be_focused()
    return slide


def number(page):
    """Which of how many slides is seen, in any digits."""
    at, total = page.locator("#stage nav span").text_content().split(" / ")
    return int(at), int(total)


def turned(page):
    """From slide to slide, to the end."""
    at, total = number(page)
    yield at
    while at < total:
        page.keyboard.press("PageDown")
        # What is longer than the screen is read to its end first.
        if at != number(page)[0]:
            at, total = number(page)
            yield at


def walk(page, slide):
    """Go to the end slide by slide, looking at each: its text."""
    texts = []
    for _ in turned(page):
        assert slide.evaluate(_CUT_OFF) == []
        assert min(slide.evaluate(_SIZES)) >= 13
        texts.append(slide.inner_text())
    return texts


def close(page, region):
    page.keyboard.press("Escape")
    page.locator("#stage").wait_for(state="detached")
    expect(page.locator(f"{region} [data-present]")).to_be_focused()


@pytest.mark.slow
@pytest.mark.parametrize("options", [pytest.param(_WIDE, id="wide"), pytest.param(_NARROW, id="phone")])
def test_comparisons_are_presented(visit, options):
    visitor = visit(**options)
    page = open_compare(visitor)
    compare(page)
    wait_for_comparison(page)
    slide = present(page, "#compare-pair-result")
    expect(slide.locator(".picture svg")).not_to_have_count(0)
    # Both texts beside each other, or one after the other where there is no room for that.
    is_wide = options is _WIDE
    assert slide.locator(".verdict").count() == (2 if is_wide else 1)
    texts = walk(page, slide)
    assert len(texts) == (4 if is_wide else 6)
    assert [ONE in text and OTHER in text for text in texts].count(True) == len(HEADS)
    for index in (0, 1):
        assert any(STRINGS[f"pair_text_{index}"]["en"] in text for text in texts)
    close(page, "#compare-pair-result")

    run_example(page, "swap", 0)
    page.locator("#swap-emotion tr[data-label=fear]").wait_for()
    slide = present(page, "#swap-result")
    texts = walk(page, slide)
    widest = [page.locator(f"#swap-{head} .compare-widest").inner_text() for head in HEADS]
    assert [text for text in widest if not any(text in shown for shown in texts)] == []
    close(page, "#swap-result")

    run_example(page, "set", 0)
    page.locator("[data-set='0']").wait_for()
    slide = present(page, "#compare-set-result")
    texts = "\n".join(walk(page, slide))
    for label in (*LABELS["sentiment"], *LABELS["emotion"]):
        assert label_name(label, "en") in texts
    assert STRINGS["set_means_not"]["en"] in texts
    close(page, "#compare-set-result")


@pytest.mark.slow
@pytest.mark.parametrize("options", [pytest.param(_WIDE, id="wide"), pytest.param(_NARROW, id="phone")])
def test_the_receipt_of_an_analysis_stands_in_its_columns(visit, options):
    visitor = visit(**options)
    visitor.analyze()
    visitor.wait_for_words()
    page = visitor.page
    slide = present(page, "#take")
    seen = 0
    for _ in turned(page):
        rows = slide.locator(".waterfall tr")
        lefts = rows.locator(".track").evaluate_all("all => all.map(e => e.getBoundingClientRect().left)")
        assert len(lefts) == rows.count()
        assert max(lefts, default=0) - min(lefts, default=0) < 1
        seen += rows.count() > 3
    assert seen == len(HEADS)
    close(page, "#take")


@pytest.mark.slow
@pytest.mark.parametrize("options", [pytest.param(_WIDE, id="wide"), pytest.param(_NARROW, id="phone")])
def test_every_step_of_the_lesson_is_presented(visit, options):
    visitor = visit(**options)
    learn(visitor)
    page = visitor.page
    for step in ("tokens", "heads", "thresholds", "receipt", "doubts"):
        turn_to(visitor, step)
        page.locator(f"#learn-{step} [data-present]").wait_for()
        slide = present(page, f"#learn-{step}")
        texts = walk(page, slide)
        assert len(texts) >= {"thresholds": 2, "doubts": 4}.get(step, 1)
        close(page, f"#learn-{step}")
    turn_to(visitor, "quiz")
    assert page.locator("#learn-quiz [data-present]").count() == 0
    page.locator("#quiz [data-guess]").first.click()
    slide = present(page, "#learn-quiz")
    assert page.locator("#quiz .verdict-line").inner_text() in walk(page, slide)[0]
    close(page, "#learn-quiz")


@pytest.mark.slow
def test_arrows_walk_the_path_on_the_screen(visit, served):
    visitor = visit(**_WIDE)
    learn(visitor)
    turn_to(visitor, "path")
    page, points = visitor.page, served.walk(EXAMPLE, "sentiment").points
    slider = page.locator(".walk input[type=range]")
    slider.press("ArrowRight")
    slide = present(page, "#learn-path")
    assert number(page) == (1, 1 + len(points))
    dots = []
    for _ in points:
        page.keyboard.press("ArrowRight")
        dots.append(slide.locator(".picture svg").first.evaluate(_DOT))
    assert len(set(dots)) == len(points)
    assert slide.locator(".word.toward, .word.away").count() > 0
    close(page, "#learn-path")
    # The page is as it was left.
    assert slider.input_value() == "1"


@pytest.mark.slow
def test_focus_stays_on_the_screen(visit):
    visitor = visit(**_WIDE)
    learn(visitor)
    page = visitor.page
    present(page, "#learn-tokens")
    for key in ("Tab", "Shift+Tab"):
        seen = set()
        for _ in range(5):
            page.keyboard.press(key)
            seen.add(page.evaluate("() => document.activeElement.textContent"))
            assert page.evaluate("() => Boolean(document.activeElement.closest('#stage nav'))")
        assert seen == {"Previous", "Next", "Close"}
    page.locator("#stage nav button").last.click()
    page.locator("#stage").wait_for(state="detached")
    expect(page.locator("#learn-tokens [data-present]")).to_be_focused()


@pytest.mark.slow
def test_slides_are_bangla_and_dark_on_light_in_the_dark_theme(visit):
    visitor = visit("bn", color_scheme="dark", **_WIDE)
    page = open_compare(visitor)
    run_example(page, "set", 0)
    page.locator("[data-set='0']").wait_for()
    slide = present(page, "#compare-set-result")
    assert page.locator("#stage nav span").text_content().startswith(count(1, "bn"))
    for _ in range(3):
        page.keyboard.press("ArrowDown")
        assert set(slide.locator("*").evaluate_all("all => all.map(e => getComputedStyle(e).color)")) == {
            "rgb(0, 0, 0)"
        }
    assert english_words(read(visitor)) == []


@pytest.mark.slow
def test_a_table_goes_on_where_the_screen_ends(visit):
    visitor = visit(viewport={"width": 700, "height": 300})
    page = open_compare(visitor)
    run_example(page, "set", 0)
    page.locator("[data-set='0']").wait_for()
    slide = present(page, "#compare-set-result")
    (_, before), rows = number(page), []
    for _ in turned(page):
        rows += slide.locator("[data-head=emotion] tbody th").all_inner_texts()
    assert rows == [label_name(label, "en") for label in LABELS["emotion"]]
    # A larger screen takes more of it at once.
    page.set_viewport_size({"width": 1280, "height": 900})
    page.wait_for_function(
        "before => Number(document.querySelector('#stage nav span').textContent.split(' / ')[1]) < before",
        arg=before,
    )
