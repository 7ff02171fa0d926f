"""Playing with a result: bars and words that are clicked, other methods, and what can be taken along."""

import json
import re
from time import monotonic
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import expect

from sentimotion.labels import HEADS, LABELS
from sentimotion.web.frontend import page_scripts
from tests.browser.driver.steps import FIRST, click_bar
from tests.browser.driver.visitor import PATIENCE, PHONE, SENTENCE

pytestmark = pytest.mark.browser


def wait_for_question(visitor, head, label, contrast=""):
    visitor.card(head).locator(f".explanation[data-label='{label}'][data-contrast='{contrast}']").wait_for()


def two_largest(served, head):
    shares = served.predict(SENTENCE).probabilities.scores(head)
    return sorted(shares, key=shares.__getitem__)[-2:]


def test_a_bar_asks_for_its_words_and_a_second_for_the_contrast(visitor, served):
    visitor.analyze()
    visitor.wait_for_words()
    second, first = two_largest(served, "emotion")
    click_bar(visitor, "emotion", second)
    wait_for_question(visitor, "emotion", second)
    click_bar(visitor, "emotion", first)
    wait_for_question(visitor, "emotion", second, first)
    expected = served.explain(SENTENCE, "emotion", second, contrast=first)
    shown = dict(visitor.word_values("emotion"))
    for word in expected.words:
        assert shown[word.text] == pytest.approx(word.attribution, abs=2e-3)
    expect(visitor.page.locator("#contrast-emotion select")).not_to_have_value("")


@pytest.mark.slow
def test_a_contrast_from_its_menu(visitor, served):
    visitor.analyze()
    visitor.wait_for_words()
    top = served.predict(SENTENCE).sentiment.top_label
    other = next(label for label in LABELS["sentiment"] if label != top)
    visitor.page.locator("#contrast-sentiment select").select_option(other)
    wait_for_question(visitor, "sentiment", top, other)


@pytest.mark.slow
def test_a_menu_that_is_passed_through_puts_no_word_back(visitor):
    visitor.analyze()
    visitor.wait_for_words()
    visitor.words("sentiment").nth(1).click()
    visitor.card("emotion").locator(".taken-out").wait_for()
    posted = len(visitor.posted)
    for menu in ("label", "contrast"):
        visitor.page.locator(f"#{menu}-emotion select").focus()
        visitor.page.keyboard.press("Tab")
    visitor.rest()
    assert len(visitor.posted) == posted
    for head in HEADS:
        expect(visitor.words(head).nth(1)).to_have_attribute("aria-pressed", "true")


def test_a_word_is_taken_out_and_put_back(visitor, served):
    visitor.analyze()
    visitor.wait_for_words()
    before = {head: visitor.chart(head)["shares"] for head in HEADS}
    word = visitor.words("sentiment").nth(1)
    word.click()
    without = served.delete_words(SENTENCE, [1])
    for head in HEADS:
        expect(visitor.words(head).nth(1)).to_have_attribute("aria-pressed", "true")
        visitor.card(head).locator(".taken-out").wait_for()
        visitor.wait_for_bars(head, without.probabilities.of(head))
    # The same word again, and it is back.
    visitor.words("emotion").nth(1).click()
    for head in HEADS:
        expect(visitor.words(head).nth(1)).to_have_attribute("aria-pressed", "false")
        visitor.card(head).locator(".taken-out").wait_for(state="detached")
        visitor.wait_for_bars(head, before[head])


@pytest.mark.slow
def test_words_by_keyboard_alone(visitor):
    visitor.analyze()
    visitor.wait_for_words()
    words = visitor.words("emotion")
    words.first.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        visitor.page.keyboard.press(key)
    expect(words.nth(1)).to_be_focused()
    visitor.page.keyboard.press("Enter")
    expect(words.nth(1)).to_have_attribute("aria-pressed", "true")
    # Drawn anew, and still where it was.
    expect(words.nth(1)).to_be_focused()
    visitor.page.keyboard.press("End")
    visitor.page.keyboard.press(" ")
    expect(words.last).to_have_attribute("aria-pressed", "true")
    visitor.card("emotion").locator("[data-put-back]").click()
    expect(words.last).to_have_attribute("aria-pressed", "false")
    expect(words.nth(1)).to_have_attribute("aria-pressed", "false")


@pytest.mark.slow
def test_the_receipt_opens_and_stays_open(visitor):
    visitor.analyze()
    visitor.wait_for_words()
    receipt = visitor.card("sentiment").locator("details[data-keep^=receipt]")
    receipt.locator("summary").click()
    expect(receipt.locator("table.waterfall")).to_be_visible()
    visitor.words("sentiment").first.click()
    visitor.card("sentiment").locator(".taken-out").wait_for()
    expect(receipt.locator("table.waterfall")).to_be_visible()


@pytest.mark.slow
def test_methods_side_by_side_by_keyboard_on_a_phone(visit, served):
    visitor = visit("bn", **PHONE)
    visitor.analyze()
    visitor.wait_for_words()
    visitor.page.locator("#check-stability").focus()
    visitor.page.keyboard.press("Enter")
    compared = visitor.page.locator("#stability")
    for head in HEADS:
        rows = compared.locator(f"[data-compared={head}] [data-method]")
        last = compared.locator(f"[data-compared={head}] [data-method=method_expected_gradients] [data-rank]")
        last.wait_for(timeout=PATIENCE)
        expect(compared.locator(".meter")).to_have_count(0, timeout=PATIENCE)
        assert rows.count() >= 7
        assert rows.locator("[data-rank]").count() == rows.count()
        expected = served.explain(SENTENCE, head, method="decomposition")
        words = compared.locator(f"[data-compared={head}] [data-method=method_decomposition] .word")
        shown = words.evaluate_all("all => all.map(word => Number(word.dataset.attribution))")
        assert shown == pytest.approx([word.attribution for word in expected.words], abs=2e-3)
    words.first.focus()
    visitor.page.keyboard.press("ArrowRight")
    expect(words.nth(1)).to_be_focused()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator(".taken-out")).to_have_count(0)
    assert visitor.page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    visitor.page.locator("#take [data-present]").click()
    stage, presented = visitor.page.locator("#stage"), set()
    for _ in range(40):
        for section in stage.locator(".slide:not([inert]) [data-compared]").all():
            presented.add(section.get_attribute("data-compared"))
        visitor.page.keyboard.press("ArrowRight")
    assert presented == {*HEADS}


@pytest.mark.slow
def test_methods_are_stopped_and_are_never_in_the_way(visitor):
    visitor.analyze()
    visitor.wait_for_words()
    rows = visitor.page.locator("#stability [data-compared=emotion] [data-method]")
    visitor.page.locator("#check-stability").click()
    rows.nth(1).wait_for()
    stop = visitor.page.locator("#stability [data-stop]")
    # It is drawn anew with each method, and gone once all are done.
    stop.evaluate_all("all => all.forEach((one) => one.click())")
    expect(stop).to_have_count(0, timeout=PATIENCE)
    assert rows.count() > 1
    visitor.page.locator("#check-stability").click()
    visitor.analyze("মন ভালো নেই।")
    visitor.wait_for_words("মন ভালো নেই।")
    expect(rows).to_have_count(0)


@pytest.mark.slow
def test_a_result_is_saved_as_files(visitor, served, tmp_path):
    visitor.analyze()
    visitor.wait_for_words()
    for kind in ("html", "json", "csv"):
        with visitor.page.expect_download() as saved:
            visitor.page.locator(f"#take [data-file={kind}]").click()
        path = tmp_path / saved.value.suggested_filename
        saved.value.save_as(path)
        assert path.name == f"sentimotion.{kind}"
        assert SENTENCE.split()[0] in path.read_text(encoding="utf-8")
    values = json.loads((tmp_path / "sentimotion.json").read_text(encoding="utf-8"))
    assert values["prediction"] == served.predict(SENTENCE).to_dict()


@pytest.mark.slow
def test_pictures(visitor, tmp_path):
    visitor.analyze()
    visitor.wait_for_words()
    visitor.card("sentiment").locator("details[data-keep=pictures] summary").click()
    for kind in ("chart-svg", "chart-png", "sentence-svg", "sentence-png"):
        with visitor.page.expect_download() as saved:
            visitor.card("sentiment").locator(f"[data-save={kind}]").click()
        path = tmp_path / kind
        saved.value.save_as(path)
        if kind.endswith("png"):
            assert path.read_bytes().startswith(b"\x89PNG"), kind
            assert path.stat().st_size > 3000, kind
            continue
        svg = path.read_text(encoding="utf-8")
        # The font goes along, so that Bangla is shaped the same wherever the picture is looked at.
        assert "data:font/woff2;base64," in svg, kind
        assert urlsplit(visitor.page.url).netloc not in svg, kind
        assert all(place.startswith(("#", "data:")) for place in re.findall(r"url\(['\"]?([^)'\"]+)", svg)), (
            kind
        )
        if kind.startswith("sentence"):
            assert all(f">{word}" in svg for word in SENTENCE.rstrip("।").split())


def test_a_link_brings_text_and_settings(visit, server, served):
    link = urlencode({"t": SENTENCE, "s": "0.9", "e": "0.25", "l": "bn"})
    visitor = visit()
    visitor.go(f"{server.url}/#{link}")
    visitor.sentence("emotion").wait_for()
    visitor.wait_for_words()
    assert visitor.language == "bn"
    assert visitor.slider("sentiment").input_value() == "0.9"
    assert visitor.slider("emotion").input_value() == "0.25"
    expected = served.predict(SENTENCE, 0.9, 0.25)
    expect(visitor.decision("sentiment")).to_have_attribute("data-decision", expected.sentiment.label)
    expect(visitor.decision("emotion")).to_have_attribute("data-decision", expected.emotion.label)
    # The text stays out of what the server is asked for by address.
    assert all(SENTENCE not in path for path in visitor.posted)


def wait_for_any(asked, visitor):
    """Wait until a request was held back."""
    deadline = monotonic() + PATIENCE / 1000
    while not asked:
        assert monotonic() < deadline
        visitor.page.wait_for_timeout(50)


def test_what_is_typed_while_the_page_comes_up_stays(visitor, server):
    asked = []
    visitor.page.route("**/gradio_api/**", lambda route: asked.append(route))
    visitor.go(server.url)
    visitor.text.fill(SENTENCE)
    # Only now is the server heard of.
    wait_for_any(asked, visitor)
    for route in asked:
        route.continue_()
    visitor.page.unroute_all()
    visitor.rest()
    assert visitor.text.input_value() == SENTENCE
    # Nor is it analyzed before that is asked for.
    assert visitor.sentence("emotion").text_content() == FIRST
    visitor.page.locator("#analyze").click()
    visitor.wait_for_words()


@pytest.mark.slow
def test_a_broken_link_is_as_none(visit, server):
    visitor = visit()
    visitor.go(f"{server.url}/#t=&s=7&e=x&l=xx")
    visitor.card("emotion").locator(".js-plotly-plot .main-svg").first.wait_for()
    assert visitor.text.input_value() == FIRST
    assert visitor.slider("sentiment").input_value() == "0.55"
    expect(visitor.page.locator("#notices .notice")).to_have_count(0)


@pytest.mark.slow
def test_the_language_of_a_link_is_not_the_visitors_own(visitor, server):
    visitor.go(f"{server.url}/#{urlencode({'t': SENTENCE, 'l': 'bn'})}")
    visitor.page.locator(".masthead[lang=bn]").wait_for()
    visitor.wait_for_words()
    visitor.page.locator("html[lang=bn]").wait_for(state="attached")
    visitor.rest()
    assert visitor.page.evaluate("localStorage.length") == 0


@pytest.mark.slow
def test_copying_a_link_stores_nothing(visitor):
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.analyze()
    visitor.wait_for_words()
    # What is typed since is another text than the one whose result stands there.
    visitor.text.fill("আরেকটি")
    visitor.rest()
    asked = len(visitor.posted)
    visitor.page.locator("[data-copy-link]").click()
    expect(visitor.page.locator("#take [role=status]")).to_contain_text("Link copied")
    copied = visitor.page.evaluate("navigator.clipboard.readText()")
    assert urlencode({"t": SENTENCE}) in copied
    assert len(visitor.posted) == asked


@pytest.mark.slow
def test_another_link_in_the_page_that_is_open(visitor):
    for text in (SENTENCE, "মনটা ভালো নেই।"):
        fragment = urlencode({"t": text, "l": "en"})
        visitor.load_by(
            lambda fragment=fragment: visitor.page.evaluate("(it) => { location.hash = it; }", fragment)
        )
        expect(visitor.text).to_have_value(text)
        visitor.wait_for_words(text)


@pytest.mark.slow
@pytest.mark.parametrize("options", [pytest.param({}, id="wide"), pytest.param(PHONE, id="phone")])
def test_a_result_is_presented(visit, options):
    visitor = visit(**options)
    visitor.analyze()
    visitor.wait_for_words()
    visitor.page.locator("#take [data-present]").click()
    slide = visitor.page.locator("#stage .slide:not([inert])")
    expect(slide.locator(".verdict")).to_be_visible()
    visitor.page.keyboard.press("ArrowRight")
    expect(slide.locator(".sentence")).to_be_visible()
    assert float(slide.locator(".sentence").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")) >= 25
    visitor.page.keyboard.press("End")
    visitor.page.keyboard.press("ArrowRight")  # stays at the end
    expect(slide).to_be_visible()
    visitor.page.keyboard.press("Escape")
    visitor.page.locator("#stage").wait_for(state="detached")
    expect(visitor.page.locator("#take [data-present]")).to_be_focused()


def test_nothing_of_the_script_reaches_out():
    """What runs in the browser asks no other host for anything."""
    script = "".join(page_scripts().values())
    addresses = re.findall(r"https?://[^\"'`\s]+", script)
    assert set(addresses) <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
