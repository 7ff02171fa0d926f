"""What visitors type is left nowhere on the server, and reaches no other visitor."""

import tempfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from sentimotion.labels import HEADS
from tests.browser.conftest import CHECKPOINT
from tests.browser.driver.server import Server
from tests.browser.driver.steps import (
    box,
    choose_file,
    compare,
    learn,
    open_compare,
    open_part,
    open_score,
    turn_to,
    wait_for_comparison,
)
from tests.browser.driver.traces import files_with, spellings
from tests.browser.driver.visitor import PATIENCE

pytestmark = pytest.mark.browser

# In every text; Bangla, so that it is read as a word, and in no other test.
MARK = "ঘুমপরীচিহ্ন"
_STORED = """async () => JSON.stringify({
  local: {...localStorage},
  cookies: document.cookie,
  databases: await indexedDB.databases(),
  caches: await caches.keys(),
  address: location.href,
})"""


def test_the_search_finds_what_is_left(tmp_path):
    for place, spelling in enumerate(sorted(spellings(MARK))):
        (tmp_path / f"{place}.bin").write_bytes(b"\0" + spelling + b"\n")
    (tmp_path / f"{MARK}.csv").touch()
    (tmp_path / "other").write_text("ঘুমপরী", encoding="utf-8")
    assert len(files_with(MARK, [tmp_path])) == len(spellings(MARK)) + 1 == 6


@pytest.fixture
def folders(tmp_path) -> dict[str, Path]:
    """All that the server may write to, but for the tests' own folder, which it has no need of."""
    folders = {name: tmp_path / name for name in ("TMPDIR", "HOME", "XDG_CACHE_HOME", "HF_HOME")}
    for folder in folders.values():
        folder.mkdir()
    return folders


def go_through_the_tabs(visitor):
    """Type the mark into whatever takes a text, and let all of it be answered."""
    page = visitor.page
    visitor.analyze(f"{MARK} আজ ভালো লাগছে।")
    visitor.wait_for_words(f"{MARK} আজ ভালো লাগছে।")
    visitor.card("sentiment").locator("[data-word='1']").click()
    page.locator("[data-disagree]").first.click()
    page.locator("dialog.disagreement textarea").fill(f"{MARK} কারণ")
    page.keyboard.press("Escape")
    open_compare(visitor)
    compare(page, f"{MARK} ভালো", f"{MARK} খারাপ")
    wait_for_comparison(page)
    open_part(page, "swap")
    box(page, "swap-text").fill(f"{MARK} ভালো লাগে")
    page.locator("#swap-read").click()
    page.locator("#swap-words button").nth(1).click()
    box(page, "swap-alternatives").fill(f"{MARK}\nখারাপ")
    page.locator("#swap-run").click()
    page.locator("#swap-emotion tr[data-label=fear]").wait_for()
    learn(visitor)
    box(page, "learn-text").fill(f"{MARK} শেখা")
    page.locator("#learn-use").click()
    page.locator(".stacks .above").filter(has_text=MARK).wait_for()
    turn_to(visitor, "path")
    open_score(visitor)
    lines = f"text,{MARK}\n{MARK} ভালো,ক\n{MARK} খারাপ,খ\n"
    choose_file(page, {"name": f"{MARK}.csv", "mimeType": "text/csv", "buffer": lines.encode()})
    page.locator("#score-run").click()
    expect(page.locator("#score-result .preview")).to_be_visible(timeout=PATIENCE)
    page.locator("#score-report-run").click()
    expect(page.locator("#score-report-save")).to_be_visible(timeout=PATIENCE)
    # Refused, with a reason.
    choose_file(page, {"name": f"{MARK}.pdf", "mimeType": "application/pdf", "buffer": MARK.encode()})
    expect(page.locator("#score-status .error")).to_be_visible(timeout=PATIENCE)


@pytest.mark.slow
def test_nothing_that_is_typed_is_left_on_the_server(visits, elsewhere, folders, tmp_path):
    """Neither in its log, an address, its folder, its temporary files nor its caches."""
    shared = Path(tempfile.gettempdir(), "gradio")
    server = Server(
        elsewhere, SENTIMOTION_MODEL=CHECKPOINT, **{key: str(path) for key, path in folders.items()}
    )
    try:
        visitor = visits(server.url)
        addresses = []
        visitor.page.on("request", lambda request: addresses.append(request.url))
        go_through_the_tabs(visitor)
        visitor.rest()
        stored = visitor.page.evaluate(_STORED)
        visitor.go(f"{server.url}/bn")
        visitor.wait_for_page("bn")
        assert len(addresses) > 20
    finally:
        server.stop()
    left = [elsewhere, tmp_path, *([shared] if shared.exists() else [])]
    assert files_with(MARK, left) == []
    places = {"log": server.log, "addresses": "\n".join(addresses), "browser": stored}
    held = [name for name, place in places.items() if any(one in place.encode() for one in spellings(MARK))]
    assert held == []


def test_the_browser_keeps_a_text_for_its_tab_or_in_a_link_that_is_copied(visitor):
    """Not before it is copied; in the fragment, which is not sent; in nothing that outlives the tab."""
    text = f"{MARK} আজ ভালো"
    visitor.analyze(text)
    visitor.wait_for_words(text)
    assert urlsplit(visitor.page.url).fragment == ""
    visitor.reload()
    visitor.wait_for_page("en")
    visitor.wait_for_words(text)
    visitor.page.locator("[data-copy-link]").click()
    visitor.page.wait_for_function("() => location.hash.length > 1")
    parts = urlsplit(visitor.page.url)
    assert parse_qs(parts.fragment)["t"] == [text]
    assert (parts.path, parts.query) == ("/en", "")
    visitor.rest()
    stored = visitor.page.evaluate(_STORED)
    stored = stored.replace(visitor.page.url, "")
    assert [one for one in spellings(MARK) if one in stored.encode()] == []
    assert visitor.context.cookies() == []


N_ROUNDS = 200
_FACTS = """() => ({
  text: document.querySelector("#overview .sentence").textContent,
  decisions: ["sentiment", "emotion"].map(
    (head) => document.querySelector(`#head-${head} [data-decision]`).dataset.decision),
  page: document.body.innerText,
})"""


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_results_of_one_session_never_reach_another(visit, served, explained):
    """Two browsers ask at the same time, over and over; each shows its own text, labels and attributions."""
    visitors = [visit(), visit("bn")]
    assert visitors[0].context != visitors[1].context
    # Texts of two visitors differ in every word, and each round's from the one before.
    stems = ("ভালোবাসা আনন্দ", "ঘৃণা কান্না")
    wrong = []
    for round_ in range(N_ROUNDS):
        texts = [f"{stem} {round_ % 7} {stem.split()[0]}{'া' * (round_ % 5)}" for stem in stems]
        if round_ % 2:
            visitors.reverse()
            stems = stems[::-1]
            texts.reverse()
        for visitor, text in zip(visitors, texts, strict=True):
            visitor.analyze(text)
        for visitor, text, other in zip(visitors, texts, texts[::-1], strict=True):
            visitor.wait_for_words(text)
            facts = visitor.page.evaluate(_FACTS)
            expected = [served.predict(text).decision(head).label for head in HEADS]
            is_own = facts["text"] == text and facts["decisions"] == expected
            is_own = is_own and all(visitor.shows(explained(text)[head]) for head in HEADS)
            if not is_own or other in facts["page"]:
                wrong.append((round_, text, facts["text"], facts["decisions"], expected))
    assert wrong == []
