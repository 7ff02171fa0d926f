"""What axe-core finds: nothing serious, in any tab, theme and language, Gradio's own elements included."""

import pytest

from sentimotion.labels import HEADS
from tests.browser.driver.page_checks import serious
from tests.browser.driver.visitor import SENTENCE

pytestmark = pytest.mark.browser

TABS = ("analyze-tab", "compare-tab", "learn-tab", "score-tab", "about-tab")


@pytest.mark.slow
@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("bn", "dark")])
def test_nothing_serious(visit, scheme, language):
    visitor = visit(language, color_scheme=scheme)
    assert serious(visitor.page) == [], "before anything was analyzed"
    visitor.analyze()
    visitor.wait_for_words()
    for head in HEADS:
        visitor.card(head).locator("details[data-keep^=receipt] summary").click()
    visitor.words("sentiment").nth(1).click()
    visitor.card("emotion").locator(".taken-out").wait_for()
    visitor.page.locator("#check-stability").click()
    visitor.page.locator("[data-stability]").wait_for()
    assert serious(visitor.page) == [], f"with an analysis of {SENTENCE}"
    tabs = visitor.page.get_by_role("tab")
    for index in range(1, tabs.count()):
        tabs.nth(index).click()
        visitor.rest()  # the tab is drawn
        assert serious(visitor.page) == [], f"tab {TABS[index]}"
    assert tabs.count() == len(TABS)  # each of them drawn once
    tabs.first.click()
    visitor.page.locator("#take [data-present]").click()
    visitor.page.locator("#stage .slide:not([inert])").wait_for()
    # The picture of a chart lies on the white of the dialog; axe takes it to lie on the dark page behind.
    assert serious(visitor.page, exclude=["#stage .picture svg"]) == [], "presented"
    stage, slide = (visitor.page.locator(selector) for selector in ("#stage", "#stage .picture svg text"))
    assert stage.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"
    fills = slide.evaluate_all("texts => texts.map(text => getComputedStyle(text).fill)")
    assert set(fills) == {"rgb(0, 0, 0)"}
