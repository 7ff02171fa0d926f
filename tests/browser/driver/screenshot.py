"""The pictures in the documents: ``python -m tests.browser.driver.screenshot assets``."""

import os
from argparse import ArgumentParser
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from tests.browser.driver.server import Server
from tests.browser.driver.steps import FIRST
from tests.browser.driver.visitor import Visitor
from tests.browser.driver.windows import open_window

NEGATION = "খাবারটা মোটেও ভালো না।"


def main(target: Path) -> None:
    """Keep what a visitor sees first, its explanation tested, other methods, and words that work together.

    With the embedded checkpoint.

    :param target: The folder for ``screenshot.png``, ``chance.png``, ``methods.png`` and ``together.png``.
    """
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder))
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("SENTIMOTION_BROWSER") or which("chromium"), args=["--no-sandbox"]
        )
        visitor = Visitor(open_window(browser, viewport={"width": 1160, "height": 1330}), server.url)
        # The answer with which the page begins.
        visitor.wait_for_words(FIRST)
        visitor.page.screenshot(path=target / "screenshot.png")
        visitor.page.locator("#test-chance").click()
        visitor.page.locator("#chance [data-eraser]").first.wait_for()
        visitor.page.locator("#chance .meter").wait_for(state="detached")
        visitor.page.locator("#chance").screenshot(path=target / "chance.png")
        visitor.page.locator("#check-stability").click()
        methods = visitor.page.locator("#stability [data-compared=emotion]")
        methods.locator("[data-method=method_expected_gradients] [data-rank]").wait_for()
        visitor.page.locator("#stability .meter").wait_for(state="detached")
        methods.screenshot(path=target / "methods.png")
        # A negation and its word.
        visitor.analyze(NEGATION)
        visitor.wait_for_words(NEGATION)
        visitor.page.locator("#words-together").click()
        together = visitor.page.locator("#together [data-together=sentiment]")
        together.wait_for()
        together.scroll_into_view_if_needed()
        # The sentence is short.
        visitor.page.screenshot(path=target / "together.png", clip={**together.bounding_box(), "width": 500})
        browser.close()
        server.stop()


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path, help="the folder for the pictures")
    main(parser.parse_args().target)
