"""From the page in one language to that in the other: what comes along, and what is asked about first.

| tab | comes along | asked about, as it does not |
|---|---|---|
| Analyze | text, thresholds; the answer is made again, also one that was on its way | |
| Compare | the texts | a comparison, and one that is running |
| Learn | the sentence, the step | a quiz that has begun |
| File | | the file, and a run that goes on |
"""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from sentimotion.i18n.messages import STRINGS, head_name, label_name, percent
from sentimotion.labels import HEADS, LABELS
from tests.browser.driver.steps import (
    ONE,
    OTHER,
    box,
    choose_file,
    compare,
    learn,
    open_compare,
    open_score,
    turn_to,
)
from tests.browser.driver.visitor import PATIENCE, SENTENCE

pytestmark = pytest.mark.browser

LONG = "আমার সোনার বাংলা, আমি তোমায় ভালোবাসি। " * 128
FILE = {"name": "মন্তব্য.csv", "mimeType": "text/csv", "buffer": f"মন্তব্য\n{ONE}\n{OTHER}\n".encode()}


def link(visitor, language):
    return visitor.page.locator(f"#language a[data-language={language}]")


def dialog(visitor):
    return visitor.page.locator("#leave dialog")


def lost(visitor):
    """What the page says that would be lost."""
    expect(dialog(visitor)).to_be_visible()
    lines = dialog(visitor).locator("[data-lost]:visible")
    return lines.evaluate_all("all => all.map(one => one.dataset.lost)")


def answer(visitor, value):
    dialog(visitor).locator(f"button[value={value}]").click()


def test_text_thresholds_and_answers_come_along(visit, served, explained):
    visitor = visit("bn")
    visitor.analyze()
    visitor.wait_for_words()
    visitor.slider("emotion").press("End")
    expect(visitor.decision("emotion")).to_contain_text("১০০", timeout=PATIENCE)
    explanations = explained(SENTENCE)
    probabilities = served.predict(SENTENCE).probabilities
    visitor.speak("en")
    visitor.wait_for_words()
    assert visitor.language == "en"
    assert visitor.text.input_value() == SENTENCE
    expect(visitor.slider("emotion")).to_have_value("1")
    for head in HEADS:
        names = [label_name(label, "en") for label in LABELS[head]]
        chart = visitor.chart(head)
        assert chart["names"] == names
        assert chart["shares"] == pytest.approx(probabilities.of(head), abs=1e-5)
        assert chart["texts"] == [percent(share, "en") for share in chart["shares"]]
        expect(visitor.card(head).locator("h2")).to_have_text(head_name(head, "en"))
        expect(visitor.card(head).locator("[data-label]")).to_have_attribute("lang", "en")
        assert visitor.shows(explanations[head])
    # And on the way back, and when the page is loaded again.
    visitor.page.go_back()
    visitor.wait_for_page("bn")
    visitor.wait_for_words()
    expect(visitor.slider("emotion")).to_have_value("1")
    visitor.reload()
    visitor.wait_for_page("bn")
    visitor.wait_for_words()
    # Who opens the page anew begins anew.
    visitor.go(visitor.page.url)
    visitor.wait_for_page("bn")
    visitor.rest()
    assert visitor.text.input_value() != SENTENCE


@pytest.mark.slow
def test_by_keyboard_while_the_words_are_explained(visitor, explained):
    visitor.analyze(LONG.strip())
    visitor.decision("sentiment").wait_for()
    visitor.speak("bn", lambda: link(visitor, "bn").press("Enter"))
    visitor.wait_for_words(LONG.strip())
    assert visitor.text.input_value() == LONG.strip()
    assert len(LONG) > 4900
    assert visitor.shows(explained(LONG.strip())["emotion"])


@pytest.mark.slow
def test_what_is_typed_only_comes_along_too(visitor):
    page = open_compare(visitor)
    box(page, "compare-text-0").fill(SENTENCE)
    visitor.speak("bn")
    expect(page.get_by_role("tab", selected=True).first).to_have_text(STRINGS["tab_compare"]["bn"])
    expect(box(page, "compare-text-0")).to_have_value(SENTENCE)
    # The example with which it begins.
    expect(box(page, "compare-text-1")).to_have_value(OTHER)
    expect(page.locator("#compare-pair")).to_have_text(STRINGS["pair_run"]["bn"])


@pytest.mark.slow
def test_the_lesson_goes_on_at_its_step(visitor):
    learn(visitor)
    box(visitor.page, "learn-text").fill(ONE)
    visitor.page.locator("#learn-use").click()
    turn_to(visitor, "thresholds")
    visitor.speak("bn")
    step = visitor.page.locator("#learn-thresholds [data-step=thresholds][lang=bn]")
    step.wait_for()
    expect(box(visitor.page, "learn-text")).to_have_value(ONE)
    expect(visitor.page.locator("#learn-head-emotion [data-decision]")).to_be_visible(timeout=PATIENCE)


@pytest.mark.parametrize("key", [pytest.param("Escape", marks=pytest.mark.slow), None])
def test_a_chosen_file_is_asked_about(visitor, key):
    page = open_score(visitor)
    choose_file(page, FILE)
    expect(page.locator("#score-choice [role=status]")).to_contain_text(FILE["name"], timeout=PATIENCE)
    link(visitor, "bn").click()
    assert lost(visitor) == ["file"]
    box, size = dialog(visitor).bounding_box(), page.viewport_size
    for start, length, whole in (("x", "width", "width"), ("y", "height", "height")):
        assert abs(box[start] + box[length] / 2 - size[whole] / 2) < 20, "not in the middle"
    page.keyboard.press("Escape") if key else answer(visitor, "stay")
    expect(dialog(visitor)).to_be_hidden()
    expect(link(visitor, "bn")).to_be_focused()
    assert visitor.language == "en"
    expect(page.locator("#score-choice [role=status]")).to_contain_text(FILE["name"])
    if key:
        return
    link(visitor, "bn").click()
    visitor.speak("bn", lambda: answer(visitor, "leave"))
    expect(page.get_by_role("tab", selected=True)).to_have_text(STRINGS["tab_score"]["bn"])
    expect(page.locator("#score-ask")).to_be_hidden()


@pytest.mark.slow
def test_a_run_that_goes_on_is_asked_about(visitor):
    page = open_score(visitor)
    choose_file(page, FILE)
    expect(page.locator("#score-choice [role=status]")).to_contain_text(FILE["name"], timeout=PATIENCE)
    # The run has begun, and is not answered.
    held = []
    page.route("**/queue/join*", lambda route: held.append(route))
    page.locator("#score-run").click()
    page.locator("#score-status .meter").wait_for()
    link(visitor, "bn").click()
    assert lost(visitor) == ["file", "work"]
    answer(visitor, "stay")
    expect(page.locator("#score-status .meter")).to_be_visible()
    link(visitor, "bn").click()
    for route in held:
        route.abort()
    page.unroute("**/queue/join*")
    visitor.speak("bn", lambda: answer(visitor, "leave"))
    expect(page.locator("#score-status .meter")).to_have_count(0)
    # The request that was never answered.
    assert [trouble for trouble in visitor.troubles if "ERR_FAILED" not in trouble] == []
    visitor.troubles.clear()


@pytest.mark.slow
def test_a_quiz_that_has_begun_is_asked_about(visitor):
    page = visitor.page
    learn(visitor)
    turn_to(visitor, "quiz")
    page.locator("#quiz [data-guess]").first.click()
    page.locator("#quiz .verdict-line").wait_for(timeout=PATIENCE)
    link(visitor, "bn").click()
    assert lost(visitor) == ["quiz"]
    visitor.speak("bn", lambda: answer(visitor, "leave"))
    expect(page.locator("#learn-steps input:checked")).to_have_value("quiz")


@pytest.mark.slow
def test_a_comparison_is_asked_about_and_its_texts_come_along(visitor):
    page = open_compare(visitor)
    compare(page)
    page.locator("#compare-difference-sentiment [data-changed]").wait_for()
    # Also from another tab.
    page.get_by_role("tab").first.click()
    link(visitor, "bn").click()
    assert "comparison" in lost(visitor)
    visitor.speak("bn", lambda: answer(visitor, "leave"))
    open_compare(visitor)
    expect(box(page, "compare-text-0")).to_have_value(ONE)
    expect(box(page, "compare-text-1")).to_have_value(OTHER)
    expect(page.locator("#compare-difference-sentiment [data-changed]")).to_have_count(0)


@pytest.mark.slow
@pytest.mark.parametrize("way", ["Control", "middle", "blocked"])
def test_another_window_takes_the_text_from_the_address(visitor, way):
    visitor.analyze()
    visitor.wait_for_words()
    if way == "blocked":
        visitor.page.evaluate(
            "() => { Storage.prototype.setItem = () => { throw new Error('forbidden'); }; }"
        )
        visitor.speak("bn")
        opened = visitor.page
    else:
        with visitor.context.expect_page() as opening:
            if way == "middle":
                link(visitor, "bn").click(button="middle")
            else:
                link(visitor, "bn").click(modifiers=["Control"])
        opened = opening.value
        opened.wait_for_url("**/bn#*")
        assert visitor.language == "en"
    held = parse_qs(urlsplit(opened.url).fragment)
    assert held == {"tab": ["analyze"], "t": [SENTENCE], "s": ["0.55"], "e": ["0.6"]}
    expect(opened.locator("#text textarea")).to_have_value(SENTENCE)


@pytest.mark.slow
def test_a_link_opens_a_tab_and_a_step_of_the_lesson(visitor, server):
    visitor.go(f"{server.url}/#tab=learn&step=heads&l=bn")
    visitor.page.locator("#learn-heads [data-step=heads][lang=bn]").wait_for()
    expect(visitor.page.locator("#learn-steps input:checked")).to_have_value("heads")
    visitor.page.get_by_role("tab").first.click()
    visitor.go(f"{server.url}/en#tab=nowhere&step=none")
    visitor.wait_for_page("en")
    visitor.rest()
    expect(visitor.page.get_by_role("tab", selected=True)).to_have_text(STRINGS["tab_analyze"]["en"])


@pytest.mark.slow
def test_the_language_is_remembered(visitor, server):
    visitor.speak("bn")
    assert re.fullmatch(r".*/bn", visitor.page.url)
    visitor.go(server.url)
    visitor.wait_for_page("bn")
    expect(visitor.page.locator("#language a[aria-current]")).to_have_attribute("data-language", "bn")
