"""The tab Review: one text after the other by keyboard, two people at once, and what a lead sees."""

import re
from contextlib import chdir
from pathlib import Path

import pytest
from playwright.sync_api import expect

from sentimotion.i18n.messages import STRINGS, label_name, say
from sentimotion.labels import HEADS
from sentimotion.review.exchange.export_rows import export_rows
from sentimotion.review.exchange.exporting import read_export
from sentimotion.review.exchange.files import ImportOptions
from sentimotion.review.exchange.importing import import_file
from sentimotion.review.figures.figures import project_figures
from sentimotion.review.store.records import ReviewSettings
from sentimotion.review.store.store import Store
from tests.browser.conftest import CHECKPOINT, assert_quiet
from tests.browser.driver.page_checks import english_words, latin_digits, read, serious
from tests.browser.driver.server import Server
from tests.browser.driver.steps import press_tab
from tests.browser.driver.visitor import PATIENCE, PHONE

pytestmark = pytest.mark.browser

TEXTS = [
    ("খাবারটা দারুণ ছিল, আবার আসব।", "positive"),
    ("এত বাজে সেবা জীবনে দেখিনি!", "negative"),
    ("আগামীকাল অফিস সকাল নয়টায় খুলবে।", "neutral"),
    ("<b>রাতে</b> একা ফিরতে ভয় লাগে।", ""),
]
_WIDTHS = "() => [document.documentElement.scrollWidth, window.innerWidth]"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    store = Store.open(tmp_path_factory.mktemp("review") / "review.db")
    yield store
    store.close()


@pytest.fixture(scope="module")
def review_server(store, elsewhere):
    settings = {"SENTIMOTION_MODEL": CHECKPOINT, "SENTIMOTION_REVIEW": store.database.name}
    server = Server(elsewhere, **settings)
    yield server
    server.stop()
    assert_quiet(server.log)


@pytest.fixture
def sit(visits, review_server):
    """Opens the tab as a new visitor."""

    def open_tab(project=None, name=None, **options):
        visitor = visits(review_server.url, **options)
        press_tab(tab_of(visitor.page))
        visitor.page.locator(".review-welcome").wait_for()
        if project is not None:
            begin(visitor.page, project, name)
        return visitor

    return open_tab


@pytest.fixture
def make(store, served, elsewhere, tmp_path):
    """Makes a project of TEXTS while the page is served."""

    def make_project(name, n_texts=None, **settings):
        path = tmp_path / "texts.csv"
        rows = "".join(f'"{text}",{gold}\r\n' for text, gold in TEXTS[:n_texts])
        path.write_text("text,gold\r\n" + rows, encoding="utf-8", newline="")
        settings = ReviewSettings(**{"order": ("random",), **settings})
        options = ImportOptions("text", None, "gold", None)
        # The checkpoint's name is that of a folder there.
        with chdir(elsewhere):
            return import_file(store, path, name, lambda: served, options=options, settings=settings)

    return make_project


def tab_of(page):
    return page.get_by_role("tab", name=re.compile("|".join(STRINGS["tab_review"].values())))


def begin(page, project, name):
    page.locator("#review-project select").select_option(project)
    page.locator("#review-name").locator("input, textarea").fill(name)
    page.keyboard.press("Enter")
    page.locator(".review-desk").wait_for()


def at(page, stage, n=None):
    """Wait for a stage of the desk; another assignment than n, if one is given."""
    other = "" if n is None else f":not([data-assignment='{n}'])"
    desk = page.locator(f".review-desk[data-stage={stage}]{other}")
    expect(desk).to_be_visible(timeout=PATIENCE)
    return int(desk.get_attribute("data-assignment"))


def chosen(page, head):
    return page.locator(f"[data-head={head}] input:checked")


def colors(page):
    return page.locator("#review-colors [data-shown]")


def test_by_keyboard_from_the_text_to_the_changed_mind(sit, store, make):
    project = make("চোখে দেখা")
    visitor = sit(project.name, "রহিমা")
    page = visitor.page
    first = at(page, "deciding")
    item = store.task(first).item
    expect(page.locator(".review-desk > .sentence")).to_have_text(item.text)
    for head in HEADS:
        label = item.decision(head, project.settings).label
        expect(page.locator(f"[data-head={head}]")).to_have_attribute("data-model-label", label)
        expect(chosen(page, head)).to_have_count(0)
    # No color, and nothing of an explanation, before there is a decision.
    expect(page.locator("#review-colors [data-word]")).to_have_count(0)
    page.keyboard.press("1")
    expect(chosen(page, "sentiment")).to_have_value("negative")
    page.keyboard.press("n")
    page.keyboard.type("ab1s ঠিক? ")
    page.keyboard.press("Escape")
    assert serious(page) == []
    # A reload loses neither the text nor what was begun on it.
    visitor.rest()
    visitor.reload()
    assert at(page, "deciding") == first
    expect(chosen(page, "sentiment")).to_have_value("negative")
    expect(page.locator(".review-note textarea")).to_have_value("ab1s ঠিক? ")
    assert store.task(first).verdicts == ()
    page.keyboard.press("Enter")
    at(page, "decided")
    # What says "saved" is in the database.
    expect(page.locator(".review-line b")).to_have_text(STRINGS["review_saved_decided"]["en"])
    (verdict,) = store.task(first).verdicts
    emotion = item.decision("emotion", project.settings).label
    assert (verdict.sentiment, verdict.emotion, verdict.note) == ("negative", emotion, "ab1s ঠিক?")
    assert (verdict.after_explanation, verdict.checkpoint) == (False, item.checkpoint)
    expect(colors(page)).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#review-colors .sentence").first).to_have_text(item.text)
    assert store.task(first).explained is not None
    assert serious(page) == []
    # What is pressed twice does not undo anything.
    page.keyboard.press("s")
    page.keyboard.press("a")
    page.keyboard.press("c")
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    second = at(page, "deciding", first)
    expect(page.locator(".review-line b")).to_have_text(STRINGS["review_saved_changed"]["en"])
    assert [(one.sentiment, one.after_explanation) for one in store.task(first).verdicts] == [
        ("negative", False),
        ("positive", True),
    ]
    # The next text begins with nothing chosen, whatever was chosen before, and no colors.
    expect(page.locator("#review-desk input:checked")).to_have_count(0)
    expect(page.locator(".review-note textarea")).to_have_value("")
    expect(page.locator("#review-colors [data-word]")).to_have_count(0)
    # Back to the first one, its colors with it; kept, and on to the one that was in hand.
    page.keyboard.press("Backspace")
    assert at(page, "decided") == first
    expect(chosen(page, "sentiment")).to_have_value("positive")
    expect(colors(page)).to_be_visible(timeout=PATIENCE)
    page.keyboard.press("Enter")
    assert at(page, "deciding", first) == second
    assert len(store.task(first).verdicts) == 2
    # The language may change in the midst of a choice.
    page.keyboard.press("5")
    visitor.speak("bn")
    expect(page.locator(".review-desk[lang=bn]")).to_be_visible()
    assert at(page, "deciding", first) == second
    expect(chosen(page, "emotion")).to_have_value("happy")
    expect(page.locator("[data-head=emotion]")).to_contain_text(label_name("surprise", "bn"))


@pytest.mark.slow
def test_two_people_at_once_until_nothing_is_left(sit, store, make):
    project = make("দুজনে", 3)
    one, other = (sit(project.name, name).page for name in ("রহিমা", "<i>করিম</i>"))
    hers, his = at(one, "deciding"), at(other, "deciding")
    assert store.task(hers).item.id != store.task(his).item.id
    expect(other.locator(".review-line")).to_contain_text("<i>করিম</i>")
    # He skips his text; there is one left for him, then none, while she has hers.
    other.keyboard.press("s")
    last = at(other, "deciding", his)
    assert store.task(last).item.id != store.task(hers).item.id
    other.keyboard.press("Enter")
    at(other, "decided")
    other.keyboard.press("Enter")
    expect(other.locator(".review-desk[data-stage=done]")).to_be_visible(timeout=PATIENCE)
    # Hers by mouse; what he skipped comes to her.
    one.locator(".review-desk label:has([value=fear])").click()
    one.locator("[data-do=decide]").click()
    at(one, "decided")
    one.locator("[data-do=next]").click()
    skipped = at(one, "deciding", hers)
    assert store.task(skipped).item.id == store.task(his).item.id
    assert store.task(hers).last.emotion == "fear"


def saved(page, kind):
    with page.expect_download() as download:
        page.locator(f"[data-export={kind}]").click()
    return download.value.suggested_filename, Path(download.value.path())


@pytest.mark.slow
def test_what_a_lead_sees_and_takes_along(sit, store, make, tmp_path):
    project = make("প্রধান", overlap=2)
    wrong = {"negative": "positive", "neutral": "negative", "positive": "negative"}
    for number, name in enumerate(("রহিমা", "করিম")):
        annotator = store.join(project.id, name)
        for place in range(4):
            task = store.take(annotator.id)
            said = {head: task.item.decision(head, project.settings).label for head in HEADS}
            if place == 0 and number == 0:
                said["sentiment"] = wrong[said["sentiment"]]
            store.decide(task.assignment_id, **said, checkpoint=task.item.checkpoint, note="=1+1")
            store.show_explanation(task.assignment_id)
    visitor = sit()
    page = visitor.page
    page.locator("#review-part input[value=lead]").check()
    page.locator("#review-project select").select_option(project.name)
    sentiment = page.locator("[data-figures=sentiment]")
    expect(page.locator(".review-figures[data-decided='4']")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".people tbody tr")).to_have_count(2)
    expect(page.locator("[data-changes]")).to_have_attribute("data-changes", "8")
    expect(sentiment.locator("tbody tr").first).to_contain_text("88")
    # The one cell off the diagonal leads to its text.
    off = sentiment.locator(".review-cell:not([data-agreed])")
    expect(off).to_have_count(1)
    off.press("Enter")
    items = page.locator(".review-items")
    expect(items).to_be_focused(timeout=PATIENCE)
    expect(items.locator("ol > li")).to_have_count(1)
    expect(items).to_contain_text("“=1+1”")
    page.locator("button[data-close]:not([data-present])").click()
    expect(items).to_have_count(0)
    expect(off).to_be_focused()
    # Of two that are pressed in haste the second is shown.
    sentiment.locator(".review-cell[data-agreed]").first.press("Enter")
    off.press("Enter")
    expect(page.locator(f".review-items[data-items='{off.get_attribute('data-cell')}']")).to_be_focused()
    page.locator("button[data-close]:not([data-present])").click()
    expect(items).to_have_count(0)
    # What is wanted goes into the sentence, and the threshold follows.
    found = project_figures(store.contents(project.name), wanted_precision=0.5).heads["emotion"].curve.best
    page.locator("#review-wanted").press("Home")
    expect(page.locator(".review-wanted output")).to_have_text("50%")
    best = page.locator(f"[data-curve=emotion] [data-best='{found.threshold:.6f}']")
    expect(best).to_contain_text(f"a threshold of {100 * found.threshold:.3g}%", timeout=PATIENCE)
    # Moved faster than the figures are counted: the last move counts.
    higher = project_figures(store.contents(project.name), wanted_precision=0.99).heads["emotion"].curve.best
    assert higher.threshold > found.threshold
    for key in ("End", "Home", "End", "Home", "End", "ArrowLeft"):
        page.locator("#review-wanted").press(key)
    page.locator(f"[data-curve=emotion] [data-best='{higher.threshold:.6f}']").wait_for()
    visitor.rest()
    expect(page.locator(f"[data-curve=emotion] [data-best='{higher.threshold:.6f}']")).to_be_visible()
    assert serious(page) == []
    rows = export_rows(store.contents(project.name))
    for kind, ending in (("csv", "csv"), ("jsonl", "jsonl"), ("parquet", "parquet")):
        name, path = saved(page, kind)
        assert name == f"{project.name}.{ending}"
        copy = tmp_path / f"export.{ending}"
        copy.write_bytes(path.read_bytes())
        assert read_export(copy) == rows
    assert [saved(page, kind)[0] for kind in ("label-studio", "argilla")] == [
        f"{project.name}.label-studio.json",
        f"{project.name}.argilla.jsonl",
    ]


@pytest.mark.slow
def test_in_bangla_on_a_dark_phone(sit, make):
    project = make("ফোনে")
    phone = PHONE | {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"}
    visitor = sit(language="bn", **phone)
    page = visitor.page
    # The rest of the page has tests of its own.
    page.get_by_role("tab").first.click()
    own = {*read(visitor)}
    press_tab(tab_of(page))
    keys = {"Enter", "A", "B", "Backspace", "C", "Esc", "N", "S"}
    page.locator("#review-project option").first.wait_for(state="attached")
    page.locator("#review-name").locator("input, textarea").fill(" ")
    page.locator("#review-begin").click()
    expect(page.locator(".notice.error")).to_have_text(say("error_invalid_review", "bn"), timeout=PATIENCE)
    begin(page, project.name, "রহিমা")
    at(page, "deciding")
    assert serious(page) == []
    page.locator("[data-do=decide]").click()
    at(page, "decided")
    expect(colors(page)).to_be_visible(timeout=PATIENCE)
    assert serious(page) == []
    narrow(page)
    assert {*english_words(read(visitor))} - own <= keys
    page.locator("#review-part input[value=lead]").check()
    expect(page.locator(".review-curves [data-curve]").first).to_be_visible(timeout=PATIENCE)
    # Six emotions by six, and all is seen.
    tables = "(tables) => tables.map((table) => table.scrollWidth - table.clientWidth)"
    assert set(page.locator(".review-scroll").evaluate_all(tables)) == {0}
    page.locator(".review-cell").first.click()
    expect(page.locator(".review-items")).to_be_visible(timeout=PATIENCE)
    assert serious(page) == []
    narrow(page)
    assert {*english_words(read(visitor))} - own <= keys
    assert latin_digits({*read(visitor)} - own) == []


def narrow(page):
    scrolled, _ = page.evaluate(_WIDTHS)
    assert scrolled <= 360
