"""The page in Bangla and in English."""

import re

import pytest
from playwright.sync_api import expect

from sentimotion.i18n.messages import STRINGS, head_name, label_name, percent
from sentimotion.labels import HEADS, LABELS
from tests.browser.driver.page_checks import english_words, latin_digits, read
from tests.browser.driver.visitor import PATIENCE, SENTENCE, Visitor
from tests.browser.driver.windows import open_window

pytestmark = pytest.mark.browser


def assert_bangla_only(visitor):
    texts = read(visitor)
    assert len(texts) > 40, "the walk over the page found too little to mean anything"
    assert english_words(texts) == []
    assert latin_digits(texts) == []


@pytest.mark.slow
@pytest.mark.parametrize(("locale", "language"), [("bn-IN", "bn"), ("de-DE", "en")])
def test_the_page_opens_in_the_visitors_language(browser, server, locale, language):
    """A browser's own header; other visitors' windows are told to send one."""
    window = open_window(browser, locale)
    visitor = Visitor(window, server.url, language)
    expect(visitor.page.locator(f"#language input[value={language}]")).to_be_checked()
    expect(visitor.page.locator("#analyze")).to_have_text(STRINGS["analyze"][language])
    expect(visitor.page.locator("#analyze")).to_be_visible()
    assert visitor.language == language
    assert (english_words(read(visitor)) == []) == (language == "bn")
    visitor.leave()
    window.context.close()
    assert visitor.troubles == []


def test_nothing_in_the_bangla_page_is_english(visit):
    visitor = visit(locale="bn-BD")
    assert_bangla_only(visitor)
    visitor.analyze()
    visitor.wait_for_words()
    assert_bangla_only(visitor)
    for head in HEADS:
        visitor.page.locator(f"#label-{head} input").click()
        expect(visitor.page.get_by_role("option")).to_have_text(
            [re.compile(label_name(label, "bn")) for label in LABELS[head]]
        )
        assert_bangla_only(visitor)
        visitor.page.keyboard.press("Escape")
    visitor.slider("sentiment").press("End")
    expect(visitor.decision("sentiment")).to_have_attribute("data-fell-back", "true", timeout=PATIENCE)
    assert_bangla_only(visitor)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("bhai ajke match ta darun chilo " * 40, id="notices"),
        pytest.param(" ", id="error"),
    ],
)
def test_notices_and_errors_in_the_bangla_page_are_bangla(visit, text):
    visitor = visit(locale="bn-BD")
    visitor.analyze(text)
    visitor.page.locator("#notices .notice").first.wait_for()
    texts = [found for found in read(visitor) if found != text.strip()]
    # The notice of a cut quotes the first word that was not read.
    assert english_words([re.sub("“[a-z]+”", "", found) for found in texts if "bhai" not in found]) == []


def test_the_switch_keeps_text_and_answers(visit, served, explained):
    visitor = visit(locale="bn-BD")
    visitor.analyze()
    visitor.wait_for_words()
    explanations = explained(SENTENCE)
    probabilities = served.predict(SENTENCE).probabilities
    for language in ("en", "bn"):
        visitor.speak(language)
        visitor.wait_for_words()
        assert visitor.language == language
        assert visitor.text.input_value() == SENTENCE
        for head in HEADS:
            names = [label_name(label, language) for label in LABELS[head]]
            visitor.page.wait_for_function(
                "([head, name]) => "
                "document.querySelector(`#head-${head} .js-plotly-plot`).data[0].y[0] === name",
                arg=[head, names[0]],
            )
            chart = visitor.chart(head)
            assert chart["names"] == names
            assert chart["shares"] == pytest.approx(probabilities.of(head), abs=1e-5)
            assert chart["texts"] == [percent(share, language) for share in chart["shares"]]
            expect(visitor.card(head).locator("h2")).to_have_text(head_name(head, language))
            expect(visitor.card(head).locator("[data-label]")).to_have_attribute("lang", language)
            expect(visitor.card(head).locator(".key.toward")).to_contain_text(
                f"“{label_name(explanations[head].label, language)}”"
            )
            expect(visitor.page.locator(f"#label-{head} input")).to_have_value(
                label_name(explanations[head].label, language)
            )
            assert visitor.shows(explanations[head])
            assert (
                english_words([visitor.words(head).first.get_attribute("data-tip")]) == [] or language == "en"
            )
    assert_bangla_only(visitor)


@pytest.mark.slow
def test_a_chosen_label_and_threshold_outlive_the_switch(visitor, served):
    visitor.analyze()
    visitor.wait_for_words()
    visitor.page.locator("#label-emotion input").click()
    visitor.page.get_by_role("option", name="surprise", exact=True).click()
    label = visitor.card("emotion").locator("[data-label]")
    expect(label).to_have_attribute("data-label", "surprise", timeout=PATIENCE)
    visitor.slider("emotion").press("End")
    expect(visitor.decision("emotion")).to_contain_text("100", timeout=PATIENCE)
    visitor.speak("bn")
    visitor.wait_for_words()
    expect(label).to_have_attribute("data-label", "surprise")
    expect(visitor.decision("emotion")).to_contain_text("১০০")
    expect(visitor.slider("emotion")).to_have_value("1")
    assert visitor.shows(served.explain(SENTENCE, "emotion", "surprise"))


@pytest.mark.slow
def test_the_switch_while_the_words_are_weighed(visitor, explained):
    visitor.analyze()
    visitor.decision("sentiment").wait_for()
    visitor.speak("bn")
    visitor.wait_for_words()
    expect(visitor.card("emotion").locator("[data-label]")).to_have_attribute("lang", "bn")
    assert all(visitor.shows(explanation) for explanation in explained(SENTENCE).values())


@pytest.mark.slow
def test_switched_to_and_fro_in_haste_the_page_comes_to_rest(visitor):
    """Listeners of the switch that each wait for its last touch would keep each other going for ever."""
    visitor.analyze()
    visitor.wait_for_words()
    for language in ("bn", "en", "bn", "en"):
        visitor.page.locator(f"#language input[value={language}]").evaluate("input => input.click()")
        # Not for anything: the pace of a hand in haste.
        visitor.page.wait_for_timeout(40)
    expect(visitor.page.locator(".masthead")).to_have_attribute("lang", "en")
    visitor.rest()
    visitor.wait_for_words()
    assert visitor.language == "en"
