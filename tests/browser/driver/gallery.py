"""Pictures of the page to look at: ``python -m tests.browser.driver.gallery FOLDER``.

Every tab in both languages, wide, on a phone (360 px) and in the dark theme; and of Analyze what is rare:
empty, busy, an error, a long text, words taken out, the report of who disagrees, and the slides. With the
embedded checkpoint, so that the answers are those that visitors see; Review with a project that two people
have half decided.
"""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

import sentimotion
from sentimotion.labels import HEADS
from sentimotion.review.exchange.files import ImportOptions
from sentimotion.review.exchange.importing import import_file
from sentimotion.review.store.records import ReviewSettings
from sentimotion.review.store.store import Store
from sentimotion.web.score.sample_file import sample_file
from tests.browser.driver.server import Server
from tests.browser.driver.steps import (
    compare,
    open_compare,
    open_score,
    press_tab,
    run_example,
    wait_for_comparison,
)
from tests.browser.driver.visitor import Visitor
from tests.browser.driver.windows import open_window

WIDE = {"viewport": {"width": 1160, "height": 900}}
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
LOOKS = {"wide": WIDE, "phone": PHONE, "dark": WIDE | {"color_scheme": "dark"}}
LONG = "তিন দিন ধরে ফোন করছি, কেউ ধরে না। এত বাজে সেবা জীবনে দেখিনি! " * 14
PROJECT, NAMES, DECIDED = "নমুনা", ("রহিমা", "করিম"), 7
STEPS = ("tokens", "heads", "thresholds", "path", "receipt", "doubts", "quiz")


def tabs(visitor: Visitor) -> Iterator[str]:
    """Go through the tabs, each with something in it."""
    page = visitor.page
    yield "analyze"
    open_compare(visitor)
    yield "compare-before"
    compare(page)
    wait_for_comparison(page)
    yield "compare-pair"
    run_example(page, "swap", 0)
    page.locator("#swap-emotion tr[data-label=fear]").wait_for()
    yield "compare-swap"
    run_example(page, "set", 0)
    page.locator("[data-set='0']").wait_for()
    yield "compare-set"
    press_tab(page.get_by_role("tab").nth(2))
    for step in STEPS:
        page.locator(f"#learn-steps input[value={step}]").check()
        page.locator(f"[data-step={step}]").first.wait_for()
        visitor.rest()
        yield f"learn-{step}"
    open_score(visitor)
    visitor.rest()
    yield "score-before"
    page.locator("[data-sample]").click()
    page.locator("#score-choice [data-chosen]").wait_for()
    page.locator("#score-run").click()
    page.locator("#score-result .preview").wait_for()
    yield "score"
    page.locator("#tabs > .tab-wrapper [role=tab]").last.click()
    visitor.rest()
    yield "about"
    press_tab(page.locator("#tabs > .tab-wrapper [role=tab]").nth(3))
    page.locator(".review-welcome").wait_for()
    yield "review-before"
    page.locator("#review-project select").select_option(PROJECT)
    page.locator("#review-name").locator("input, textarea").fill(NAMES[0])
    page.keyboard.press("Enter")
    page.locator(".review-desk[data-stage=deciding]").wait_for()
    visitor.rest()
    yield "review-deciding"
    page.locator("[data-do=decide]").click()
    page.locator("#review-colors [data-shown]").wait_for()
    visitor.rest()
    yield "review-decided"
    page.locator("#review-part input[value=lead]").check()
    page.locator(".review-figures").wait_for()
    visitor.rest()
    yield "review-lead"
    page.locator(".review-cell:not([data-agreed])").first.click()
    page.locator(".review-items").wait_for()
    visitor.rest()
    yield "review-items"


def rarely(visitor: Visitor) -> Iterator[str]:
    """What is rarely seen of Analyze."""
    page = visitor.page
    visitor.text.fill("")
    visitor.rest()
    yield "empty"
    page.locator("#analyze").click()
    page.locator("[data-error]").wait_for()
    yield "error"
    visitor.text.fill(LONG)
    visitor.rest()
    page.locator("#analyze").click()
    page.locator("#heads [aria-busy=true]").first.wait_for()
    yield "busy"
    visitor.wait_for_words(LONG)
    yield "long"
    page.locator(".example").nth(6).click()
    page.locator("#heads .word[role=button]").first.wait_for()
    visitor.rest()
    visitor.words("sentiment").nth(2).click()
    page.locator(".taken-out").first.wait_for()
    yield "taken-out"
    page.locator("#words-together").click()
    page.locator("#together [data-together]").first.wait_for()
    page.locator("#what-changes").click()
    page.locator("#changes [data-changes=emotion]").wait_for()
    yield "together"
    page.locator("[data-disagree]").click()
    yield "disagree"
    page.keyboard.press("Escape")
    page.locator("#take [data-present]").click()
    page.locator("#stage .slide:not([inert])").wait_for()
    yield "present"


def take(browser: Browser, url: str, folder: Path) -> int:
    """Keep all pictures; returns their number."""
    n_pictures = 0
    for language in ("bn", "en"):
        for look, options in LOOKS.items():
            window = open_window(browser, **options)
            visitor = Visitor(window, url, language)
            for walk in (tabs, rarely):
                if walk is rarely:
                    visitor.page.get_by_role("tab").first.click()
                for name in walk(visitor):
                    path = folder / f"{name}-{look}-{language}.png"
                    window.screenshot(
                        path=path, full_page=name not in ("disagree", "present"), animations="disabled"
                    )
                    n_pictures += 1
            window.context.close()
    return n_pictures


def half_decided(folder: Path) -> Path:
    """A review database whose project is half decided, by two people who disagree with the model at times."""
    path = folder / "texts.csv"
    path.write_bytes(sample_file("en"))
    store = Store.open(folder / "review.db")
    settings = ReviewSettings(order=("random",), overlap=2)
    options = ImportOptions("text", None, None, None)
    project = import_file(store, path, PROJECT, sentimotion.load, options=options, settings=settings)
    for number, name in enumerate(NAMES):
        annotator = store.join(project.id, name)
        for place in range(DECIDED):
            task = store.take(annotator.id)
            said = {head: task.item.decision(head, project.settings).label for head in HEADS}
            if place == number:
                said |= {"sentiment": "neutral", "emotion": "surprise"}
            store.decide(task.assignment_id, **said, checkpoint=task.item.checkpoint, note="")
    store.close()
    return folder / "review.db"


def main(folder: Path) -> None:
    """Serve the page and keep the pictures in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as elsewhere, sync_playwright() as playwright:
        server = Server(Path(elsewhere), SENTIMOTION_REVIEW=str(half_decided(Path(elsewhere))))
        path = os.environ.get("SENTIMOTION_BROWSER") or which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        n_pictures = take(browser, server.url, folder)
        browser.close()
        server.stop()
    sys.stdout.write(f"{n_pictures} pictures in {folder}\n")


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder for the pictures")
    main(parser.parse_args().folder)
