"""The README's screenshot: ``python -m tests.browser.driver.screenshot assets/screenshot.png``."""

import os
import sys
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from tests.browser.driver.server import Server
from tests.browser.driver.visitor import Visitor
from tests.browser.driver.windows import open_window

TEXT = "গানটা দারুণ লেগেছে, কিন্তু ভিডিওটা এত জঘন্য যে পুরোটা দেখতে পারলাম না।"


def main(target: Path) -> None:
    """Analyze TEXT on the embedded checkpoint and keep what a visitor sees."""
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder))
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("SENTIMOTION_BROWSER") or which("chromium"), args=["--no-sandbox"]
        )
        visitor = Visitor(open_window(browser, viewport={"width": 1160, "height": 1330}), server.url)
        visitor.analyze(TEXT)
        visitor.wait_for_words(TEXT)
        visitor.page.screenshot(path=target)
        browser.close()
        server.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
