"""Hostile text in every field of Review, in dark theme: no script runs, and the layout holds."""

import pytest
from playwright.sync_api import expect

from sentimotion.review.store.store import Store
from tests.browser.conftest import CHECKPOINT, assert_quiet
from tests.browser.driver.server import Server
from tests.browser.driver.steps import press_tab
from tests.browser.driver.visitor import PATIENCE
from tests.browser.strangers.test_hostile_texts import ATTACKS, HOSTILE, LAYOUT, UNHARMED, found
from tests.sentimotion.review.stub import StubModel, make_project

pytestmark = pytest.mark.browser

# Of 100 characters at most; without the tower of signs, which would take all of them.
NAME = f"{ATTACKS[1]}\u202e ভালো \u2066ক" + "অ" * 40
PROJECT = f"{ATTACKS[0]}\u202e ভালো " + "অ" * 50
DARK = {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("review")
    store = Store.open(folder / "review.db")
    make_project(store, folder, [HOSTILE, *ATTACKS], PROJECT, StubModel(), overlap=2)
    yield store
    store.close()


@pytest.fixture(scope="module")
def review_server(store, elsewhere):
    server = Server(elsewhere, SENTIMOTION_MODEL=CHECKPOINT, SENTIMOTION_REVIEW=store.database.name)
    yield server
    server.stop()
    assert_quiet(server.log)


def assert_unharmed(page):
    assert page.evaluate("() => document.body.classList.contains('dark')")
    assert found(page) == UNHARMED


@pytest.mark.parametrize("language", ["bn", pytest.param("en", marks=pytest.mark.slow)])
def test_no_script_runs_and_the_layout_holds_in_review(visits, review_server, store, language):
    visitor = visits(review_server.url, language, **DARK)
    page = visitor.page
    press_tab(page.locator("#tabs button[role=tab]").nth(3))
    page.locator(".review-welcome").wait_for()
    assert_unharmed(page)
    page.locator("#review-project select").select_option(index=0)
    name = page.locator("#review-name").locator("input, textarea")
    name.fill(f"{NAME}{language}")
    page.keyboard.press("Enter")
    desk = page.locator(".review-desk[data-stage=deciding]")
    expect(desk).to_be_visible(timeout=PATIENCE)
    assert_unharmed(page)
    for _ in range(len(ATTACKS) + 1):
        shown = page.locator(".review-desk > .sentence").inner_text()
        page.locator(".review-desk textarea").fill(f"{HOSTILE}\n{LAYOUT}")
        page.locator("[data-do=decide]").click()
        expect(page.locator(".review-desk[data-stage=decided]")).to_be_visible(timeout=PATIENCE)
        expect(page.locator("#review-colors [data-shown]")).to_be_visible(timeout=PATIENCE)
        assert_unharmed(page)
        page.locator("[data-do=next]").first.click()
        # The next text, or the end.
        expect(page.locator(".review-desk:not([data-stage=decided])")).to_be_visible(timeout=PATIENCE)
        assert shown
    expect(page.locator(".review-desk[data-stage=done]")).to_be_visible(timeout=PATIENCE)
    assert_unharmed(page)
    made = store.contents(PROJECT).verdicts
    assert {one.note for one in made} == {f"{HOSTILE}\n{LAYOUT}"}
    # The lead's part: names, figures, and the texts of a cell.
    page.locator("#review-part label").nth(1).click()
    page.locator(".review-figures").wait_for()
    visitor.rest()
    assert_unharmed(page)
    page.locator("[data-cell]").first.click()
    visitor.rest()
    assert_unharmed(page)
