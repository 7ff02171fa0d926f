"""What the model read, and what a pasted text looks like, as a visitor meets them."""

import re

import pytest
from playwright.sync_api import expect

from sentimotion.i18n.messages import STRINGS
from sentimotion.text.tokenization_trace import trace_tokenization
from tests.browser.driver.page_checks import contrasts
from tests.browser.driver.steps import FIRST
from tests.browser.driver.visitor import PATIENCE, PHONE, SENTENCE

pytestmark = pytest.mark.browser

ZWJ, ZWSP = "\u200d", "\u200b"
ODD = f"র{ZWJ}্যাব ভা{ZWSP}লো ৩.৫ কেজি 🫠 (মা-বাবা)। 漢字"
ROMANIZED = "bhai ajke match ta darun chilo"
VISUAL, CORRECTED = "আিম েদশ িনেয় ভািব", "আমি দেশ নিয়ে ভাবি"


def panel(visitor):
    return visitor.page.locator("#reading details")


def suspicion(visitor):
    return visitor.page.locator("#suspicions [data-suspicion]")


def accept(visitor):
    return visitor.page.locator("#accept-suggestion")


@pytest.mark.slow
def test_the_panel_shows_every_piece_under_its_word(visitor, served):
    visitor.analyze(ODD)
    visitor.wait_for_words(ODD)
    expect(panel(visitor)).to_have_count(1)
    assert panel(visitor).get_attribute("open") is None
    expect(visitor.page.locator(".read-parts")).to_be_hidden()
    summary = visitor.page.locator("#reading summary")
    summary.focus()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator(".read-parts")).to_be_visible()
    reading = trace_tokenization(served.encode(ODD))
    shown = panel(visitor).locator("[data-piece]").evaluate_all("all => all.map(one => one.dataset.piece)")
    assert shown == [piece.vocabulary for part in reading.parts for piece in part.pieces]
    words = panel(visitor).locator(".of-word .read-word").all_text_contents()
    assert words == [part.text for part in reading.parts if part.is_word]
    kinds = panel(visitor).locator("[data-change]").evaluate_all("all => all.map(one => one.dataset.change)")
    assert kinds == [change.kind for change in reading.changes]
    assert {"joiner_dropped", "word_split", "unknown_emoji", "unknown"} <= set(kinds)


@pytest.mark.slow
def test_a_word_is_never_parted_by_a_box(visitor):
    visitor.analyze(ODD)
    panel(visitor).wait_for()
    inside = visitor.page.locator(".read-word").evaluate_all("all => all.map(one => one.children.length)")
    assert set(inside) == {0}


@pytest.mark.slow
def test_the_panel_follows_the_text(visitor):
    visitor.analyze(SENTENCE)
    expect(panel(visitor)).to_contain_text(STRINGS["reading_no_changes"]["en"], timeout=PATIENCE)
    visitor.analyze(" ")
    expect(panel(visitor)).to_have_count(0)


@pytest.mark.slow
def test_where_a_long_text_was_cut_off(visitor):
    # Opened at the sentence with which the page begins, it stays open.
    visitor.page.locator("#reading summary").click()
    visitor.analyze(" ".join([SENTENCE] * 60))
    expect(panel(visitor).locator(".read-part.cut")).to_have_text(re.compile(STRINGS["reading_cut"]["en"]))
    expect(panel(visitor).locator(".cut-off")).to_be_visible()


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "bn"])
def test_what_a_text_looks_like_is_said_before_it_is_analyzed(visit, language):
    visitor = visit(language)
    visitor.text.fill(ROMANIZED)
    expect(suspicion(visitor)).to_have_text(STRINGS["suspect_romanized"][language])
    expect(accept(visitor)).to_have_count(0)
    visitor.text.fill("Avwg evsjvq Mvb MvB|")
    expect(suspicion(visitor)).to_have_attribute("data-suspicion", "bijoy")
    visitor.text.fill(SENTENCE)
    expect(suspicion(visitor)).to_have_count(0)
    expect(visitor.sentence("sentiment")).to_have_text(FIRST)


@pytest.mark.slow
def test_it_is_said_while_typing_and_the_last_letter_counts(visitor):
    visitor.text.press("Control+a")
    visitor.text.press_sequentially("ami tomake valobashi", delay=15)
    expect(suspicion(visitor)).to_have_attribute("data-suspicion", "romanized")
    visitor.text.press("Control+a")
    visitor.text.press_sequentially("আমি ভালো আছি", delay=15)
    expect(suspicion(visitor)).to_have_count(0)


def test_a_corrected_text_is_taken_only_when_asked_for(visitor):
    visitor.text.fill(VISUAL)
    expect(visitor.page.locator("#suspicions .suggestion")).to_contain_text(CORRECTED)
    visitor.page.locator("#analyze").click()
    visitor.wait_for_words(VISUAL)
    assert visitor.text.input_value() == VISUAL
    accept(visitor).focus()
    visitor.page.keyboard.press("Enter")
    expect(visitor.text).to_have_value(CORRECTED)
    expect(suspicion(visitor)).to_have_count(0)
    expect(accept(visitor)).to_have_count(0)
    expect(visitor.text).to_be_focused()


@pytest.mark.slow
def test_an_example_clears_the_notice(visitor):
    visitor.text.fill(ROMANIZED)
    expect(suspicion(visitor)).to_have_count(1)
    visitor.page.locator("#examples button").first.click()
    expect(suspicion(visitor)).to_have_count(0)


@pytest.mark.slow
def test_all_of_it_can_be_read_on_a_phone(visit):
    visitor = visit("bn", **PHONE)
    visitor.analyze(f"{ODD} {'দীর্ঘ' * 14} {'x' * 80}")
    visitor.page.locator("#reading summary").click()
    panel(visitor).locator(".unknown-word").first.wait_for()
    for theme in visitor.themes():
        for selector in (
            "summary",
            "summary small",
            ".intro",
            ".read-word",
            ".piece span",
            ".piece code",
            ".unknown-word",
        ):
            found = contrasts(panel(visitor).locator(selector))
            assert found, selector
            assert min(found) >= 4.5, (theme, selector)
        assert min(contrasts(panel(visitor).locator(".changes li"))) >= 4.5
    visitor.text.fill(VISUAL)
    accept(visitor).wait_for()
    for theme in visitor.themes():
        for selector in (".suspicion", ".suggestion", ".suggestion span"):
            assert min(contrasts(visitor.page.locator(f"#suspicions {selector}"))) >= 4.5, (theme, selector)
        assert min(contrasts(accept(visitor))) >= 4.5
    width = "() => [document.documentElement.scrollWidth, window.innerWidth]"
    assert visitor.page.evaluate(width) == [390, 390]
