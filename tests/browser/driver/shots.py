"""What the stories share: one long visit in a language, what that page may say, and the pictures of it.

The pictures, ``tests/browser/shots/<story>-<language>.png``, are build output, for an eye to look at.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.browser.driver.page_checks import english_words, is_name, latin_digits, read
from tests.browser.driver.visitor import Visitor
from tests.browser.driver.windows import open_window

SHOTS = Path(__file__).resolve().parents[1] / "shots"
LOCALES = {"en": "en-US", "bn": "bn-BD"}
OTHER = {"en": "bn", "bn": "en"}
WIDE = {"width": 1200, "height": 900}
PHONE = {"width": 390, "height": 844}

# Every visible piece of text, with the language that it is marked with; less the switch, which names each
# language in itself.
_MARKED = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.parentElement, text = walker.currentNode.textContent.trim();
    if (!text || at.closest("code, script, style, noscript, #language, [lang=en] #card")) continue;
    if (at.checkVisibility({visibilityProperty: true})) found.push([text, at.closest("[lang]").lang]);
  }
  return found;
}"""
# Charts are as wide as the page once Plotly has drawn them anew.
_FITS = """() => [...document.querySelectorAll(".js-plotly-plot .main-svg")]
  .filter((drawn) => drawn.checkVisibility())
  .every((drawn) => {
    const [own, place] = [drawn, drawn.closest(".chart, .block")].map((e) => e.getBoundingClientRect());
    return own.width <= place.width + 1 && own.width > place.width - 80;
  })"""


@contextmanager
def staying(browser: Browser, url: str, language: str, **options: Any) -> Iterator[Visitor]:
    """A visitor who has one story after the other on one page; nothing may have gone wrong at the end."""
    window = open_window(browser, LOCALES[language], viewport=WIDE, **options)
    visitor = Visitor(window, url, language)
    yield visitor
    visitor.leave()
    window.context.close()
    assert visitor.troubles == []


def assert_speaks(visitor: Visitor, language: str, *quoted: str) -> None:
    """All that is seen or read out is in one language, with its digits; Bangla is marked as such.

    :param quoted: What the page only repeats, such as a file's name.
    """
    assert visitor.language == language
    marked = visitor.page.evaluate(_MARKED)
    assert len(marked) > 15, "the walk over the page found too little to mean anything"
    if language == "bn":
        texts = [_without(text, quoted) for text in read(visitor)]
        assert english_words(texts) == []
        assert latin_digits(texts) == []
        assert [text for text, lang in marked if lang != "bn" and not is_name(text)] == []
    else:
        # English may quote a word of the text; what is nothing but Bangla has to be marked.
        alone = [(text, lang) for text, lang in marked if re.search(r"[\u0980-\u09ff]", unquoted(text))]
        found = [(text, lang) for text, lang in alone if lang != "bn" and text not in quoted]
        assert found == [], found


def _without(text: str, quoted: tuple[str, ...]) -> str:
    for part in quoted:
        text = text.replace(part, "")
    return text


def unquoted(text: str) -> str:
    """A text less what stands in its quotation marks."""
    return re.sub("“[^”]*”", "", text)


def keep(visitor: Visitor, story: str, language: str, *, phone: bool = False, dark: bool = False) -> None:
    """Keep pictures of the page as it stands: wide, and if asked for on a phone and in the dark."""
    page = visitor.page
    page.mouse.move(0, 0)
    take(page, f"{story}-{language}")
    if phone:
        page.set_viewport_size(PHONE)
        page.wait_for_function(_FITS)
        take(page, f"{story}-{language}-phone")
        page.set_viewport_size(WIDE)
        page.wait_for_function(_FITS)
    if dark:
        page.locator("[data-theme-switch]").click()
        take(page, f"{story}-{language}-dark")
        page.locator("[data-theme-switch]").click()


def take(page: Page, name: str, *, whole: bool = True) -> None:
    """One picture, of the whole page or of what the screen shows of it."""
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png", full_page=whole, animations="disabled")
