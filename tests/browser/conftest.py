"""One server and one browser for all tests, a fresh visitor for each."""

import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache, partial

import pytest
from gradio_client import Client
from playwright.sync_api import Browser, expect, sync_playwright

import sentimotion
from sentimotion.labels import Head
from sentimotion.web.strings import LANGUAGES, Language
from tests.browser.server import Server
from tests.browser.shots import staying
from tests.browser.visitor import PATIENCE, Visitor
from tests.browser.windows import Windows

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("elsewhere"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def embedded() -> sentimotion.SentimotionModel:
    """The model behind the page: what it says is what the page has to show."""
    return sentimotion.load()


@pytest.fixture(scope="session")
def explained(embedded) -> Callable[[str], dict[Head, sentimotion.Explanation]]:
    """What the page has to show of a text's words; computed once a text."""
    return cache(embedded.explain_heads)


@pytest.fixture(scope="session")
def api(server) -> Iterator[Client]:
    client = Client(server.url, verbose=False)
    yield client
    client.close()


# Package, not session: Playwright keeps an event loop running, which other tests should not find.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("SENTIMOTION_BROWSER") or next(filter(None, map(shutil.which, names)), None)
    assert path, "no Chromium: install it, or name it in SENTIMOTION_BROWSER; tests/run.sh does"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def windows(browser) -> Windows:
    """Windows for visitors of any server; they are closed with the browser."""
    return Windows(browser)


@pytest.fixture
def visits(windows) -> Iterator[Callable[..., Visitor]]:
    """Opens a server's page as a new visitor; what the page must never do is checked at the end."""
    visitors = []

    def open_page(url: str, locale: str = "en-US", language: str = "", **options: object) -> Visitor:
        window = windows.lend(locale=locale, **options)
        visitors.append(Visitor(window, url, language or locale[:2]))
        return visitors[-1]

    yield open_page
    for visitor in visitors:
        visitor.leave()
        windows.take_back(visitor.page)
    assert [trouble for visitor in visitors for trouble in visitor.troubles] == []


@pytest.fixture
def visit(visits, server) -> Callable[..., Visitor]:
    """Opens the page as a new visitor."""
    return partial(visits, server.url)


@pytest.fixture
def visitor(visit) -> Visitor:
    """A visitor whose browser speaks English."""
    return visit()


@pytest.fixture(scope="module", params=os.environ.get("SENTIMOTION_STORIES", "bn").split(","))
def language(request: pytest.FixtureRequest) -> Language:
    """The languages in which stories are told: Bangla, and English too in soak.sh.

    Of the other browser tests most are in English.
    """
    assert request.param in LANGUAGES, "SENTIMOTION_STORIES names no language of the page"
    return request.param


@pytest.fixture(scope="module")
def stay(browser, server, language) -> Iterator[Visitor]:
    """A visitor who has one story after the other on one page, in one language."""
    with staying(browser, server.url, language) as visitor:
        yield visitor
