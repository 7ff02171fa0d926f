"""What is seen: on a phone, in the dark, under the pointer, by keyboard."""

import pytest
from playwright.sync_api import expect

from sentimotion.i18n.messages import label_name, signed
from sentimotion.labels import HEADS, LABELS
from tests.browser.driver.page_checks import COLORS, contrasts
from tests.browser.driver.steps import open_tab
from tests.browser.driver.visitor import PHONE
from tests.sentimotion.web.contrast import contrast

pytestmark = pytest.mark.browser

_SPACING = """(element) => {
  const style = getComputedStyle(element);
  return [parseFloat(style.lineHeight) / parseFloat(style.fontSize), style.letterSpacing, style.wordBreak];
}"""
READ = [".sentence", ".word", ".detail", ".verdict", ".legend", ".key.toward", ".key.away", ".receipt", "h2"]


@pytest.mark.slow
def test_everything_can_be_read(visitor):
    visitor.analyze()
    visitor.wait_for_words()
    seen = []
    for theme in visitor.themes():
        seen.append(theme)
        panel = visitor.card("sentiment").evaluate(COLORS)[1]
        assert (sum(panel) < 3 * 64) == (theme == "dark"), f"the cards are {panel}"
        for head in HEADS:
            for selector in READ:
                found = contrasts(visitor.card(head).locator(selector))
                assert found, selector
                assert min(found) >= 4.5, (theme, selector, found)
            svg = (
                visitor.card(head)
                .locator(".chart svg text")
                .evaluate_all("texts => texts.map(text => getComputedStyle(text).fill)")
            )
            rgb = {tuple(map(int, fill[4:-1].split(","))) for fill in svg}
            assert min(contrast(color, panel) for color in rgb) >= 4.5
        for selector in (
            ".checkpoint",
            ".colors p",
            ".masthead p",
            "#examples button",
            "#analyze",
            "#text textarea",
        ):
            assert min(contrasts(visitor.page.locator(selector))) >= 4.5, (theme, selector)
        line = visitor.card("sentiment").locator(".shapelayer path").first
        stroke = line.evaluate("path => getComputedStyle(path).stroke")
        assert contrast(tuple(map(int, stroke[4:-1].split(","))), panel) >= 3, theme
    assert seen == ["light", "dark"]


@pytest.mark.slow
def test_errors_and_notices_can_be_read(visitor):
    for text in (" ", "ajke match ta bhalo"):
        visitor.analyze(text)
        notice = visitor.page.locator(f"#notices .notice{'.error' if text == ' ' else ':not(.error)'}")
        notice.wait_for()
        for theme in visitor.themes():
            assert min(contrasts(notice)) >= 4.5, theme


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "bn"])
def test_a_phone_scrolls_down_only(visit, language):
    visitor = visit(language, **PHONE)
    text = "অতি" + "দীর্ঘ" * 12 + " https://example.com/" + "x" * 30
    visitor.analyze(text)
    visitor.wait_for_words(text)
    width = "() => [document.documentElement.scrollWidth, window.innerWidth]"
    assert visitor.page.evaluate(width) == [390, 390]
    sentiment, emotion = (visitor.card(head).bounding_box() for head in HEADS)
    assert emotion["y"] >= sentiment["y"] + sentiment["height"]
    assert sentiment["x"] == emotion["x"]
    assert sentiment["x"] + sentiment["width"] <= 390
    # A tip at the edge of the screen must not widen the page either.
    visitor.words("sentiment").last.tap()
    assert visitor.page.evaluate(width) == [390, 390]


@pytest.mark.slow
def test_wide_cards_stand_side_by_side(visitor):
    sentiment, emotion = (visitor.card(head).bounding_box() for head in HEADS)
    assert sentiment["y"] == emotion["y"]
    assert sentiment["x"] + sentiment["width"] <= emotion["x"]


@pytest.mark.slow
@pytest.mark.parametrize("options", [{}, PHONE], ids=["wide", "phone"])
def test_the_sliders_handle_stands_under_the_line(visit, options):
    visitor = visit(**options)
    for head in HEADS:
        for key in (None, "Home", "End"):
            if key:
                visitor.slider(head).press(key)
                visitor.page.wait_for_function(
                    "([head, x]) => "
                    "document.querySelector(`#head-${head} .js-plotly-plot`).layout.shapes[0].x0 === x",
                    arg=[head, {"Home": 0, "End": 1}[key]],
                )
            # Plotly may be drawing it anew.
            line = None
            while line is None:
                line = visitor.card(head).locator(".shapelayer path").first.bounding_box()
            track = visitor.slider(head).bounding_box()
            share = float(visitor.slider(head).input_value())
            handle = 16
            expected = track["x"] + handle / 2 + share * (track["width"] - handle)
            assert line["x"] + line["width"] / 2 == pytest.approx(expected, abs=4), (head, key)


@pytest.mark.slow
@pytest.mark.parametrize("options", [pytest.param({}, id="wide"), pytest.param(PHONE, id="phone")])
def test_the_bars_numbers_stand_on_no_line(visit, options):
    visitor = visit(**options)
    visitor.analyze()
    visitor.wait_for_words()
    for head in HEADS:
        visitor.slider(head).press("End")
        visitor.page.wait_for_function(
            "head => document.querySelector(`#head-${head} .js-plotly-plot`).layout.shapes[0].x0 === 1",
            arg=head,
        )
        card, chart = visitor.card(head), visitor.card(head).locator(".js-plotly-plot").bounding_box()
        marks = card.locator(".shapelayer path, .xgrid").evaluate_all(
            "lines => lines.map(line => line.getBoundingClientRect().right)"
        )
        numbers = card.locator(".textpoint text").evaluate_all(
            "texts => texts.map(text => text.getBoundingClientRect()).map(({left, right}) => [left, right])"
        )
        assert len(numbers) == len(LABELS[head])
        for left, right in numbers:
            assert max(marks) <= left
            assert right <= chart["x"] + chart["width"]


def tip(locator):
    return locator.evaluate("word => getComputedStyle(word, '::after').content")


@pytest.mark.slow
def test_a_word_under_the_pointer_shows_its_number(visitor, explained):
    visitor.analyze()
    visitor.wait_for_words()
    for head, explanation in explained("জনগণ নির্ধারণ করবে কে জয়ী হবে।").items():
        word = visitor.words(head).nth(1)
        assert tip(word) == "none"
        word.hover()
        shown = signed(explanation.words[1].attribution, "en")
        assert tip(word) == f'"{shown} · {label_name(explanation.label, "en")}"'
        visitor.page.mouse.move(0, 0)
        assert tip(word) == "none"


@pytest.mark.slow
def test_words_are_reached_by_keyboard(visitor):
    """One stop for the tabulator, right behind the menus; arrows go from word to word."""
    visitor.analyze()
    visitor.wait_for_words()
    visitor.page.locator("#contrast-sentiment select").focus()
    visitor.page.keyboard.press("Tab")
    for index in range(visitor.words("sentiment").count()):
        word = visitor.words("sentiment").nth(index)
        expect(word).to_be_focused()
        assert tip(word) == f'"{word.get_attribute("data-tip")}"'
        visitor.page.keyboard.press("ArrowRight")


@pytest.mark.slow
def test_a_tip_stays_on_the_screen(visit):
    visitor = visit(**PHONE)
    visitor.analyze()
    visitor.wait_for_words()
    for index in (0, visitor.words("sentiment").count() - 1):
        word = visitor.words("sentiment").nth(index)
        word.tap()
        assert word.evaluate("word => getComputedStyle(word, '::after').position") == "fixed"


@pytest.mark.slow
def test_bangla_is_set_in_the_pages_own_font(visit):
    visitor = visit("bn")
    assert visitor.page.evaluate("() => document.fonts.check('16px \"Noto Sans Bengali\"', 'ক')")
    loaded = (
        "() => [...document.fonts].filter(f => f.status === 'loaded').map(f => f.family.replaceAll('\"', ''))"
    )
    assert "Noto Sans Bengali" in visitor.page.evaluate(loaded)


@pytest.mark.slow
def test_bangla_has_room_above_and_below(visit):
    visitor = visit("bn")
    visitor.analyze()
    visitor.wait_for_words()
    # Sentences have lines under their words, on top also above them.
    least = {".overview .sentence": 2.3, ".card .sentence": 2.0}
    others = (".detail", ".verdict", ".colors p", ".receipt", ".hint", ".checkpoint p", ".legend")
    for selector, ratio in (least | dict.fromkeys(others, 1.69)).items():
        height, spacing, word_break = visitor.page.locator(selector).first.evaluate(_SPACING)
        assert height >= ratio, selector
        assert (spacing, word_break) == ("normal", "normal"), selector


@pytest.mark.slow
def test_boxes_for_bangla_have_room_too(visit):
    visitor = visit("bn")
    for tab, box in (("analyze", "#text"), ("compare", "#compare-text-0"), ("learn", "#learn-text")):
        open_tab(visitor, tab, "bn")
        height, *_ = visitor.page.locator(f"{box} textarea").evaluate(_SPACING)
        assert height >= 1.79, box


@pytest.mark.slow
def test_light_or_dark_is_the_visitors_choice_and_kept(visitor, server):
    is_dark = "() => document.body.classList.contains('dark')"
    assert not visitor.page.evaluate(is_dark)
    button = visitor.page.get_by_role("button", name="Light or dark")
    button.press("Enter")
    assert visitor.page.evaluate(is_dark)
    assert next(visitor.themes()) == "dark"
    (found,) = contrasts(visitor.page.locator("[data-theme-switch]"))
    assert found >= 4.5
    visitor.go(server.url)
    visitor.page.locator("[data-theme-switch]").wait_for()
    visitor.page.wait_for_function(is_dark)
    visitor.page.locator("[data-theme-switch]").click()
    assert not visitor.page.evaluate(is_dark)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "bn"])
def test_every_tab_is_in_view_on_a_narrow_phone(visit, language):
    """In one row, not in a menu, whatever font the system has for Latin letters."""
    visitor = visit(language, **PHONE | {"viewport": {"width": 360, "height": 740}})
    boxes = [tab.bounding_box() for tab in visitor.page.get_by_role("tab").all()]
    assert len(boxes) == 5
    assert len({box["y"] for box in boxes}) == 1
    assert max(box["x"] + box["width"] for box in boxes) <= 360


@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_is_as_wide_on_every_tab(visit, width):
    """However little stands there: the header must not move from one to the other."""
    visitor = visit(viewport={"width": width, "height": 740})
    places = []
    for tab in visitor.page.get_by_role("tab").all():
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")
        box = visitor.page.locator("#top").bounding_box()
        places.append((round(box["x"]), round(box["width"])))
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width
    assert len(places) == 5
    assert len({*places}) == 1, places
