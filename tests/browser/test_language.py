"""The page in Bangla and in English."""

import re
from time import monotonic

import pytest
from playwright.sync_api import expect

from sentimotion.labels import HEADS, LABELS
from sentimotion.web.strings import STRINGS, head_name, label_name, percent
from tests.browser.visitor import PATIENCE, SENTENCE

pytestmark = pytest.mark.browser

# Names, and terms that Bangla readers know in Latin letters; "English" is the name of the other language.
LATIN_NAMES = {"Sentimotion", "Sundararajan", "F1", "English", "CPU", "CUDA", "MPS", "CC", "BY", "NC", "SA"}

# All that is read or read out: visible text, and the names of things for a screen reader. Left out: what the
# visitor typed, and the command to copy.
_READ = """() => {
  const skipped = "code, .sentence, script, style, noscript";
  const seen = (element) => element.checkVisibility({visibilityProperty: true}) && !element.closest(skipped);
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.textContent.trim() && seen(node.parentElement)) texts.push(node.textContent.trim());
  }
  const names = ["placeholder", "aria-label", "aria-description", "title", "alt", "data-tip"];
  for (const element of document.querySelectorAll(names.map((name) => `[${name}]`).join())) {
    const isSaid = element.matches("[data-word]") || seen(element);
    for (const name of names) {
      if (isSaid && element.hasAttribute(name)) texts.push(element.getAttribute(name));
    }
  }
  return texts;
}"""


def read(visitor):
    return visitor.page.evaluate(_READ)


def english_words(texts):
    return [text for text in texts if set(re.findall(r"[A-Za-z][A-Za-z0-9]*", text)) - LATIN_NAMES]


def assert_bangla_only(visitor):
    texts = read(visitor)
    assert len(texts) > 40, "the walk over the page found too little to mean anything"
    assert english_words(texts) == []
    assert [text for text in texts if re.search(r"(?<!F)[0-9]", text)] == [], "Latin digits"


@pytest.mark.parametrize(
    ("locale", "language"), [("bn-BD", "bn"), ("bn-IN", "bn"), ("en-US", "en"), ("de-DE", "en")]
)
def test_the_page_opens_in_the_visitors_language(visit, locale, language):
    visitor = visit(locale=locale, language=language)
    expect(visitor.page.locator(f"#language input[value={language}]")).to_be_checked()
    expect(visitor.page.locator("#analyze")).to_have_text(STRINGS["analyze"][language])
    expect(visitor.page.locator("#analyze")).to_be_visible()
    assert visitor.language == language
    assert (english_words(read(visitor)) == []) == (language == "bn")


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


@pytest.mark.parametrize("text", ["bhai ajke match ta darun chilo " * 40, " "], ids=["notices", "error"])
def test_notices_and_errors_in_the_bangla_page_are_bangla(visit, text):
    visitor = visit(locale="bn-BD")
    visitor.analyze(text)
    visitor.page.locator("#notices .notice").first.wait_for()
    texts = [found for found in read(visitor) if found != text.strip()]
    # The notice of a cut quotes the first word that was not read.
    assert english_words([re.sub("“[a-z]+”", "", found) for found in texts if "bhai" not in found]) == []


def test_the_switch_keeps_text_and_answers(visitor, embedded, explained):
    visitor.analyze()
    visitor.wait_for_words()
    explanations = explained(SENTENCE)
    probabilities = embedded.predict(SENTENCE).probabilities
    for language in ("bn", "en", "bn"):
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


def test_a_chosen_label_and_threshold_outlive_the_switch(visitor, embedded):
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
    assert visitor.shows(embedded.explain(SENTENCE, "emotion", "surprise"))


def test_the_switch_while_the_words_are_weighed(visitor, explained):
    visitor.analyze()
    visitor.decision("sentiment").wait_for()
    visitor.speak("bn")
    visitor.wait_for_words()
    expect(visitor.card("emotion").locator("[data-label]")).to_have_attribute("lang", "bn")
    assert all(visitor.shows(explanation) for explanation in explained(SENTENCE).values())


def test_switched_to_and_fro_in_haste_the_page_comes_to_rest(visitor):
    """Listeners of the switch that each wait for its last touch would keep each other going for ever."""
    visitor.analyze()
    visitor.wait_for_words()
    for language in ("bn", "en", "bn", "en"):
        visitor.page.locator(f"#language input[value={language}]").evaluate("input => input.click()")
        visitor.page.wait_for_timeout(40)
    expect(visitor.page.locator(".masthead")).to_have_attribute("lang", "en")
    deadline, asked = monotonic() + PATIENCE / 1000, None
    while asked != len(visitor.posted):
        assert monotonic() < deadline, f"still asking after {len(visitor.posted)} requests"
        asked = len(visitor.posted)
        visitor.page.wait_for_timeout(2000)
    visitor.wait_for_words()
    assert visitor.language == "en"
