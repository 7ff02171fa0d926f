"""One server and one browser for all tests, a fresh visitor for each."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import chdir
from functools import cache, partial
from pathlib import Path

import pytest
from gradio_client import Client
from playwright.sync_api import Browser, expect, sync_playwright

import sentimotion
from sentimotion.i18n.messages import Language
from sentimotion.labels import Head
from tests.browser.driver.server import Server
from tests.browser.driver.shots import staying
from tests.browser.driver.visitor import PATIENCE, Visitor
from tests.browser.driver.windows import Windows
from tests.checkpoints import write_bert

expect.set_options(timeout=PATIENCE)


# Shown on the page, which may have no word in Latin letters when it is in Bangla.
CHECKPOINT = "মডেল"


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory) -> Path:
    """The folder in which the demo is started, with a tiny checkpoint in it."""
    folder = tmp_path_factory.mktemp("elsewhere")
    write_bert(folder / CHECKPOINT)
    return folder


def assert_quiet(log: str) -> None:
    """Nothing that visitors typed was printed (all of it has Bangla or is marked), and nothing failed."""
    lines = [line for line in log.splitlines() if re.search(r"[\u0980-\u09ff]|\\u09|Traceback|onerror", line)]
    assert lines == []


@pytest.fixture(scope="session")
def server(elsewhere) -> Iterator[Server]:
    """The demo with a tiny checkpoint: it shows the same page as the shipped one, much sooner."""
    server = Server(elsewhere, SENTIMOTION_MODEL=CHECKPOINT)
    yield server
    server.stop()
    assert_quiet(server.log)


@pytest.fixture(scope="session")
def served(elsewhere) -> sentimotion.SentimotionModel:
    """The model behind the page: what it says is what the page has to show."""
    with chdir(elsewhere):
        return sentimotion.load(CHECKPOINT, device="cpu")


@pytest.fixture(scope="session")
def explained(served) -> Callable[[str], dict[Head, sentimotion.Explanation]]:
    """What the page has to show of a text's words; computed once a text."""
    return cache(served.explain_heads)


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

    def open_page(url: str, language: str = "en", **options: object) -> Visitor:
        visitors.append(Visitor(windows.lend(**options), url, language))
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


@pytest.fixture(scope="module", params=["bn", pytest.param("en", marks=pytest.mark.slow)])
def language(request: pytest.FixtureRequest) -> Language:
    """The languages in which stories are told. Of the other browser tests most are in English."""
    return request.param


@pytest.fixture(scope="module")
def stay(browser, server, language) -> Iterator[Visitor]:
    """A visitor who has one story after the other on one page, in one language."""
    with staying(browser, server.url, language) as visitor:
        yield visitor
