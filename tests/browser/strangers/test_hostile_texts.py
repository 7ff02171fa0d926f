"""Hostile text in every field that reaches the page or a file: no script runs, and the layout holds."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.driver.steps import (
    box,
    choose_file,
    compare,
    learn,
    open_compare,
    open_part,
    open_score,
    wait_for_comparison,
)
from tests.browser.driver.visitor import PATIENCE

pytestmark = pytest.mark.browser

ATTACKS = (
    "<script>window.__ran=1</script>",
    "<img src=x onerror=window.__ran=1>",
    "<svg onload=window.__ran=1>",
    '" onfocus=window.__ran=1 autofocus="',
    "</textarea></style></title>${window.__ran=1}{{constructor}}",
    "<a href='javascript:window.__ran=1'>ক</a>",
)
# What moves or hides what stands around it: written from the right, a tower of signs, a word without end.
LAYOUT = "\u202e ভালো \u2066 ক" + "\u0301" * 60 + " " + "অ" * 300
HOSTILE = " ".join((*ATTACKS, LAYOUT, "ভালো"))
_PHONE = {"viewport": {"width": 360, "height": 740}}
_FOUND = """() => ({
  ran: window.__ran,
  elements: document.querySelectorAll("img[src=x], [onload], [onerror], [onfocus], a[href^=java]").length,
  isWide: document.documentElement.scrollWidth > innerWidth,
  // What is written from the right stays in its own box: the page's own words are still from the left.
  direction: getComputedStyle(document.querySelector("#tabs")).direction,
})"""
UNHARMED = {"elements": 0, "isWide": False, "direction": "ltr"}


def found(page):
    values = page.evaluate(_FOUND)
    return {name: value for name, value in values.items() if value is not None}


def test_no_script_runs_and_the_layout_holds(visit, tmp_path):
    visitor = visit("bn", **_PHONE)
    page = visitor.page
    visitor.analyze(HOSTILE)
    visitor.wait_for_words(HOSTILE)
    page.locator("[data-disagree]").first.click()
    page.locator("dialog.disagreement textarea").fill(HOSTILE)
    page.keyboard.press("Escape")
    assert found(page) == UNHARMED
    open_compare(visitor)
    compare(page, HOSTILE, f"{HOSTILE} না")
    wait_for_comparison(page)
    assert found(page) == UNHARMED
    open_part(page, "swap")
    box(page, "swap-text").fill(f"<img src=x onerror=window.__ran=1> ভালো {LAYOUT}")
    page.locator("#swap-read").click()
    page.locator("#swap-words button").first.click()
    box(page, "swap-alternatives").fill("\n".join(attack[:60] for attack in ATTACKS))
    page.locator("#swap-run").click()
    page.locator("#swap-emotion tr[data-label=fear]").wait_for()
    assert found(page) == UNHARMED
    learn(visitor, "bn")
    box(page, "learn-text").fill(HOSTILE)
    page.locator("#learn-use").click()
    visitor.rest()
    assert found(page) == UNHARMED
    open_score(visitor)
    cells = ",".join('"' + attack.replace('"', '""') + '"' for attack in (HOSTILE, *ATTACKS))
    names = ",".join('"' + attack.replace('"', '""') + '"' for attack in ("ক" + LAYOUT, *ATTACKS))
    file = {
        "name": f"{ATTACKS[1]}\u202e.csv",
        "mimeType": "text/csv",
        "buffer": f"{names}\n{cells}\n".encode(),
    }
    choose_file(page, file)
    page.locator("#score-run").click()
    expect(page.locator("#score-result .preview")).to_be_visible(timeout=PATIENCE)
    assert found(page) == UNHARMED
    page.locator("#score-report-run").click()
    expect(page.locator("#score-report-save")).to_be_visible(timeout=PATIENCE)
    with page.expect_download() as download:
        page.locator("#score-report-save").click()
    assert found(page) == UNHARMED
    # The file by itself.
    download.value.save_as(tmp_path / "report.html")
    report = visitor.context.new_page()
    report.set_viewport_size(_PHONE["viewport"])
    report.goto((tmp_path / "report.html").as_uri())
    report.locator("h1").wait_for()
    values = report.evaluate(_FOUND.replace('document.querySelector("#tabs")', "document.body"))
    assert {name: value for name, value in values.items() if value is not None} == UNHARMED
    assert_runs_nothing(report, tmp_path)


def assert_runs_nothing(report, folder):
    """A script that got into the saved report would not run: the policy in the file stops it."""
    html = (folder / "report.html").read_text(encoding="utf-8")
    (policy,) = re.findall(
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\';[^>]*>', html
    )
    planted = html.replace(
        "<body>", f"<body>{ATTACKS[0]}{ATTACKS[1]}<a id=planted onclick=window.__ran=1>x</a>"
    )
    for has_policy in (True, False):
        kept = planted if has_policy else planted.replace(policy, "")
        (folder / "planted.html").write_text(kept, encoding="utf-8")
        report.goto((folder / "planted.html").as_uri())
        report.locator("#planted").click()
        assert report.evaluate("() => window.__ran") == (None if has_policy else 1)
