"""What only the shipped checkpoint shows: About, and work that a tiny model does too fast to be stopped."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from sentimotion.i18n.messages import STRINGS, label_name
from sentimotion.labels import HEADS, LABELS
from sentimotion.web.about_tab import N_RULES
from tests.browser.driver.server import Server
from tests.browser.driver.shots import assert_speaks, keep
from tests.browser.driver.steps import (
    choose_file,
    long_file,
    open_compare,
    open_score,
    open_tab,
    run_example,
    stop_at_once,
)
from tests.browser.driver.visitor import PATIENCE

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo as it is without settings."""
    server = Server(tmp_path_factory.mktemp("embedded"))
    yield server
    server.stop()


@pytest.mark.slow
def test_what_stands_in_about(stay, language):
    open_tab(stay, "about", language)
    facts = stay.page.locator(f".facts-page[lang={language}]")
    for key in ("about_model", "about_data", "about_for", "about_stored", "about_claims", "about_cite"):
        expect(facts.locator("h2").filter(has_text=STRINGS[key][language])).to_be_visible()
    for key in ("about_model_embedded", "about_not_for_text", "about_stored_text"):
        expect(facts).to_contain_text(STRINGS[key][language])
    expect(facts.locator("pre")).to_contain_text("@misc{sentimotion_v1")
    version = "everyday-2 (2026-11-26)"
    expect(facts.locator("table.facts")).to_contain_text(version)
    # On a phone, long names and the command are broken.
    size = stay.page.viewport_size
    stay.page.set_viewport_size({"width": 360, "height": 740})
    assert stay.page.evaluate("document.documentElement.scrollWidth") <= 360
    stay.page.set_viewport_size(size)
    # Beside each label what it means, and the rules where they are asked for.
    for head in HEADS:
        for label in LABELS[head]:
            meaning = STRINGS[f"meaning_{head}_{label}"][language]
            row = facts.locator(".meanings tbody tr").filter(has_text=meaning)
            expect(row.locator("th")).to_have_text(label_name(label, language))
    rules = facts.locator("details.guideline")
    expect(rules.locator("li").first).to_be_hidden()
    rules.locator("summary").focus()
    stay.page.keyboard.press("Enter")
    expect(rules.locator("li")).to_have_count(N_RULES)
    expect(rules.locator("li").last).to_be_visible()
    assert_speaks(stay, language)
    keep(stay, "about", language, phone=True, dark=True)
    # The card is in English whatever the page's language, and says so.
    stay.page.locator("#card summary").get_by_text(STRINGS["about_card"][language]).click()
    expect(stay.page.locator("#card")).to_contain_text("Intended use", ignore_case=True)


@pytest.mark.slow
def test_a_set_is_stopped(visitor):
    page = open_compare(visitor)
    stop_at_once(page, "#compare-set-result")
    run_example(page, "set", 0)
    expect(page.locator("#compare-set-result .stopped")).to_have_text(STRINGS["set_stopped"]["en"])
    run_example(page, "set", 0)
    page.locator("[data-set='0']").wait_for()


@pytest.mark.slow
def test_scoring_is_stopped(visitor):
    page = open_score(visitor)
    choose_file(page, long_file(2000))
    page.locator("#score-run").click()
    meter = page.locator("#score-status .meter")
    expect(meter.locator("progress[value]")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#score-run")).to_be_disabled()
    page.locator("#score-stop").click()
    expect(page.locator("#score-status [role=status]")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#score-stop")).to_be_hidden()
    expect(page.locator("#score-result")).to_be_hidden()
    expect(page.locator("#score-run")).to_be_enabled()
    expect(page.locator("#score-status [role=status]")).to_have_text(STRINGS["score_stopped"]["en"])
