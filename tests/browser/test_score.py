"""The tab where a file is scored: from the dialog to the download, and the report on it."""

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import expect

from sentimotion.i18n.messages import STRINGS, count, say
from tests.browser.driver.page_checks import english_words, read, serious
from tests.browser.driver.steps import FILE_TEXTS, choose_file, long_file, open_score, score_tab
from tests.browser.driver.visitor import PATIENCE, PHONE

pytestmark = pytest.mark.browser

FILE = {
    "name": "মতামত.csv",
    "mimeType": "text/csv",
    "buffer": (
        "id,মন্তব্য,তারিখ\r\n"
        + "".join(f'{index},"{text}",2026-03-0{1 + index}\r\n' for index, text in enumerate(FILE_TEXTS))
    ).encode(),
}
_WIDTHS = "() => [document.documentElement.scrollWidth, window.innerWidth]"


def score(page, file=FILE):
    choose_file(page, file)
    page.locator("#score-run").click()
    expect(page.locator("#score-result .preview")).to_be_visible(timeout=PATIENCE)


def saved(page, button):
    with page.expect_download() as download:
        page.locator(button).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def make_report(page, n_texts=None):
    if n_texts is not None:
        page.locator("#score-words select").select_option(index=n_texts)
    page.locator("#score-report-run").click()
    expect(page.locator("#score-report-save")).to_be_visible(timeout=PATIENCE)


def test_from_the_dialog_to_the_downloads(visitor, served, server, tmp_path):
    page = open_score(visitor)
    choose_by_keyboard(page)
    # The column with the Bangla in it was found.
    expect(page.locator("#score-column select")).to_have_value("মন্তব্য")
    page.locator("#score-run").press("Enter")
    rows = page.locator("#score-result .preview tbody tr")
    expect(rows.nth(3)).to_contain_text("<b>রাতে</b> একা", timeout=PATIENCE)
    expect(page.locator("#score-result [data-rows]")).to_have_attribute("data-rows", "5")
    expect(page.locator("#score-result [data-rows]")).to_have_attribute("data-errors", "1")
    name, content = saved(page, "#score-save")
    assert name == "মতামত-scored.csv"
    found = list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))
    assert [row["মন্তব্য"] for row in found] == FILE_TEXTS
    for row, prediction in zip(found, served.predict_batch(FILE_TEXTS[:4]), strict=False):
        assert (row["sentiment"], row["emotion"]) == (prediction.sentiment.label, prediction.emotion.label)
    assert (found[4]["sentiment"], bool(found[4]["error"])) == ("", True)
    page.locator("#score-date select").select_option("তারিখ")
    make_report(page, 1)
    assert serious(page) == []
    name, content = saved(page, "#score-report-save")
    assert name == "মতামত-scored-report.html"
    (tmp_path / "report.html").write_bytes(content)
    opens_by_itself(visitor, tmp_path / "report.html")
    assert "মতামত" not in server.log
    assert "দারুণ" not in server.log


def choose_by_keyboard(page):
    def choose_file(chooser):
        chooser.set_files(FILE)

    # Long before the press: the browser takes a moment until it asks us instead of opening its dialog.
    page.on("filechooser", choose_file)
    score_tab(page).focus()
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.id") == "score-file":
            break
    expect(page.locator("#score-file")).to_be_focused()
    button = page.locator(".file-button")
    assert button.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.locator(".file-choice [role=status]")).to_contain_text("5 rows", timeout=PATIENCE)
    page.remove_listener("filechooser", choose_file)


def opens_by_itself(visitor, path):
    """The report asks for nothing, on a screen and on a phone."""
    page, asked = visitor.context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    expect(page.locator("h1")).to_have_text(STRINGS["opinion_title"]["en"])
    expect(page.locator(".time svg").first).to_be_visible()
    expect(page.locator(".label-words").first).to_be_visible()
    assert serious(page) == []
    page.set_viewport_size({"width": 360, "height": 800})
    scrolled, inner = page.evaluate(_WIDTHS)
    assert scrolled <= inner
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


@pytest.mark.slow
def test_in_bangla_on_a_dark_phone(visit):
    phone = PHONE | {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"}
    visitor = visit("bn", **phone)
    # The rest of the page has tests of its own.
    own = {*english_words(read(visitor))}
    page = open_score(visitor)
    tabs = page.get_by_role("tab")
    assert all(tabs.nth(index).is_visible() for index in range(tabs.count()))
    assert set(english_words(read(visitor))) - own == set()
    choose_file(page, {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"})
    error = page.locator("#score-status .error")
    expect(error).to_have_text(say("error_scoring", "bn"), timeout=PATIENCE)
    expect(page.locator("#score-run")).to_be_hidden()
    # Too large: said without a byte of it being sent.
    choose_file(page, {"name": "a.csv", "mimeType": "text/csv", "buffer": b"x" * (5 * 1024 * 1024 + 1)})
    limits = {"size": count(6, "bn"), "limit": count(5, "bn")}
    expect(error).to_have_text(say("error_file_too_large", "bn", **limits), timeout=PATIENCE)
    choose_file(page, long_file(2001))
    limits = {"rows": count(2001, "bn"), "limit": count(2000, "bn")}
    expect(error).to_have_text(say("error_too_many_rows", "bn", **limits), timeout=PATIENCE)
    # And mended.
    score(page)
    expect(error).to_have_count(0)
    make_report(page)
    own |= {"মতামত.csv: ৫ সারি", FILE_TEXTS[3], f"{say('score_open', 'bn')}: {FILE_TEXTS[3]}"}
    own.add(say("score_report_done", "bn", name="মতামত-scored-report.html"))
    assert set(english_words(read(visitor))) - own == set()
    scrolled, inner = page.evaluate(_WIDTHS)
    assert scrolled <= inner
    assert serious(page) == []


@pytest.mark.slow
def test_a_file_on_its_way_is_not_mistaken_for_the_one_before(visitor):
    page = open_score(visitor)
    choose_file(page, FILE)
    said = page.locator(".file-choice [role=status]")
    expect(said).to_contain_text(FILE["name"])
    held = []
    page.route("**/gradio_api/**", lambda route: held.append(route))
    choose_file(page, long_file(3))
    expect(said).to_have_text(STRINGS["score_reading"]["en"])
    expect(page.locator("#score-file")).to_be_disabled()
    assert page.locator("#score-run").evaluate("button => button.inert")
    for route in held:
        route.continue_()
    page.unroute_all()
    expect(said).to_contain_text("long.csv")
    # The same once more: nothing is drawn anew, and nothing stays waiting.
    choose_file(page, long_file(3))
    expect(said).to_contain_text("long.csv")
    expect(page.locator("#score-file")).to_be_enabled()
    page.locator("#score-run").click()
    expect(page.locator("#score-result [data-rows]")).to_have_attribute("data-rows", "3", timeout=PATIENCE)


@pytest.mark.slow
def test_after_an_upload_that_failed_another_file_can_be_chosen(visitor):
    page = open_score(visitor)
    page.route("**/gradio_api/queue/join**", lambda route: route.fulfill(status=502, json={"error": None}))
    choose_file(page, FILE)
    said = page.locator(".file-choice [role=status]")
    expect(page.locator("#score-file")).to_be_enabled()
    expect(said).to_have_text("")
    page.unroute_all()
    visitor.rest()
    # What was made to fail, and nothing else.
    assert visitor.troubles
    assert [trouble for trouble in visitor.troubles if "502" not in trouble] == []
    visitor.troubles.clear()
    choose_file(page, FILE)
    expect(said).to_contain_text(FILE["name"])


@pytest.mark.slow
def test_changed_and_replaced(visitor):
    page = open_score(visitor)
    # A small file, then another.
    score(page)
    make_report(page)
    choose_file(page, long_file(3))
    expect(page.locator(".file-choice [role=status]")).to_have_text("long.csv: 3 rows", timeout=PATIENCE)
    expect(page.locator("#score-result")).to_be_hidden()
    expect(page.locator("#score-column select")).to_have_value("text")
    page.locator("#score-run").click()
    expect(page.locator("#score-result [data-rows]")).to_have_attribute("data-rows", "3", timeout=PATIENCE)
    expect(page.locator("#score-report-save")).to_be_hidden()


def test_a_file_of_many_columns_with_long_names(visitor):
    """An event is refused that is longer than 64 KiB."""
    page = open_score(visitor)
    names = [f"প্রশ্ন {n}: আপনি আমাদের সেবায় কতটা সন্তুষ্ট, আর কেন সন্তুষ্ট নন?" for n in range(1000)]
    rows = [
        ",".join(f'"{cell}"' for cell in row) for row in (["মন্তব্য", *names], ["ভালো লেগেছে", *["৩"] * 1000])
    ]
    choose_file(page, {"name": "survey.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()})
    expect(page.locator("#score-column select")).to_have_value("মন্তব্য")
    page.locator("#score-run").click()
    page.locator("#score-result .preview").wait_for()
    page.locator("#score-group select").select_option(names[-1])
    make_report(page)
    assert page.locator("#score-group select").input_value() == names[-1]


def test_a_first_row_that_may_be_a_text_is_asked_about(visitor):
    page = open_score(visitor)
    lines = "খুব ভালো লাগল\nএকদম বাজে; আর যাব না\nঅভিনয় &quot;দারুণ&quot;\n"
    choose_file(page, {"name": "texts.csv", "mimeType": "text/csv", "buffer": lines.encode()})
    status = page.locator(".file-choice [role=status]")
    expect(status).to_have_text(say("score_chosen", "en", name="texts.csv", rows="3"))
    question = page.locator("#score-header")
    expect(question.get_by_label(STRINGS["score_header_row"]["en"])).to_be_checked()
    question.get_by_label(STRINGS["score_header_names"]["en"]).check()
    expect(status).to_have_text(say("score_chosen", "en", name="texts.csv", rows="2"))
    expect(page.locator("#score-column select")).to_have_value("খুব ভালো লাগল")
    # A file with a header asks nothing.
    choose_file(page, FILE)
    expect(page.locator("#score-column select")).to_have_value("মন্তব্য")
    expect(question).to_be_hidden()


def test_a_sample_is_scored_and_its_rows_open_in_analyze(visitor):
    page = open_score(visitor)
    page.locator("[data-sample]").click()
    expect(page.locator("#score-choice [role=status]")).to_contain_text("sample.csv", timeout=PATIENCE)
    page.locator("#score-run").click()
    expect(page.locator("#score-result .preview")).to_be_visible(timeout=PATIENCE)
    row = page.locator("#score-result .preview tbody tr").nth(1)
    text = row.locator("[data-open-text]").get_attribute("data-open-text")
    row.locator("[data-open-text]").click()
    visitor.wait_for_words(text)
    assert visitor.text.input_value() == text
    expect(page.locator("#overview .sentence")).to_have_text(text)
    # What was scored is still there.
    score_tab(page).click()
    expect(page.locator("#score-result .preview")).to_be_visible()


_DROP = """([selector, name, content]) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([content], name));
  const options = {dataTransfer, bubbles: true, cancelable: true};
  const events = ["dragover", "drop"].map((kind) => new DragEvent(kind, options));
  const target = document.querySelector(selector);
  events.forEach((event) => target.dispatchEvent(event));
  return events.map((event) => event.defaultPrevented);
}"""


@pytest.mark.slow
def test_a_file_is_dropped(visitor):
    """Anywhere on the page: the browser does not leave it for the file; Score takes it where it is shown."""
    page = visitor.page
    assert page.evaluate(_DROP, ["#text textarea", "a.csv", "text\nভালো\n"]) == [True, True]
    open_score(visitor)
    visitor.rest()
    expect(page.locator("#score-choice [role=status]")).to_have_text("")
    assert page.evaluate(_DROP, [".file-button", "b.csv", "text\nভালো\nখারাপ\n"]) == [True, True]
    expect(page.locator("#score-choice [role=status]")).to_contain_text("b.csv: 2 rows", timeout=PATIENCE)
