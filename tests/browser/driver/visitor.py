"""One visitor's browser window, and what is seen in it."""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, Request

from sentimotion.explanations.results import Explanation
from sentimotion.labels import HEADS
from tests.browser.driver.windows import PATIENCE

# What Gradio's client says of its own connections as a page is left.
_LEAVING = ("console: AbortError: signal is aborted", "console: Unexpected error Connection errored out")
# Seconds after a page was left.
_STILL_HEARD = 10.0
# Seconds; longer than the page waits for another letter before it asks.
_QUIET = 0.6
SENTENCE = "জনগণ নির্ধারণ করবে কে জয়ী হবে।"
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}

_CHART = """(element) => ({
  names: Array.from(element.data[0].y),
  shares: Array.from(element.data[0].x),
  texts: Array.from(element.data[0].text),
  line: element.layout.shapes[0].x0,
})"""

_EXPLAINED = """(text) => ["sentiment", "emotion"].every((head) => {
  const card = document.querySelector(`#head-${head}`);
  const sentence = card.querySelector(".sentence:not(.pending)");
  return sentence && sentence.textContent === text && !card.querySelector("[aria-busy=true]")
    && "charted" in card.dataset;
})"""

_SHARES = """([head, shares]) => {
  const drawn = document.querySelector(`#head-${head} .js-plotly-plot`).data[0].x;
  return shares.every((share, index) => Math.abs(share - drawn[index]) < 1e-5);
}"""

# A transition that another one replaces ends with an error, which is an end as well.
_SETTLED = """() => Promise.allSettled(
  document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished))"""


class Visitor:
    """A browser window with the page open in a language, and the troubles that it met."""

    def __init__(self, window: Page, url: str, language: str = "en") -> None:
        self.troubles: list[str] = []
        self._left_at = -math.inf
        self.posted: list[str] = []
        self.page = window
        self.context = window.context
        self._host = urlsplit(url).netloc
        self._listeners = {
            "console": self._heard,
            "pageerror": self._failed,
            "request": self._asked,
            "response": self._answered,
            "requestfinished": self._ended,
            "requestfailed": self._ended,
        }
        self._asking: set[Request] = set()
        self._busy_at = monotonic()
        for event, listener in self._listeners.items():
            self.page.on(event, listener)
        self.page.goto(f"{url}/{language}")
        self.wait_for_page(language)

    def _heard(self, message: Any) -> None:
        trouble = f"console: {message.text}"
        # A page that is left can still be heard when the next one is there.
        is_left = monotonic() - self._left_at < _STILL_HEARD and trouble.startswith(_LEAVING)
        if message.type == "error" and not is_left:
            self.troubles.append(trouble)

    def _failed(self, error: Any) -> None:
        self.troubles.append(f"page error: {error}")

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc != self._host:
            self.troubles.append(f"request to another host: {request.url}")
        if request.method == "POST":
            self.posted.append(parts.path)
        # Open as long as the page is.
        if "/heartbeat/" not in parts.path:
            self._asking.add(request)
        self._busy_at = monotonic()

    def _ended(self, request: Request) -> None:
        self._asking.discard(request)
        self._busy_at = monotonic()

    def _answered(self, response: Any) -> None:
        if response.status >= 400:
            self.troubles.append(f"{response.status}: {response.url}")

    def go(self, url: str) -> None:
        """Leave the page for another address, or for itself."""
        with self._leaving():
            self.page.goto("about:blank")
        self.page.goto(url)

    def reload(self) -> None:
        """Load the page again."""
        self.load_by(self.page.reload)

    def load_by(self, act: Callable[[], object]) -> None:
        """Do what loads a page in place of this one."""
        with self._leaving(), self.page.expect_event("domcontentloaded"):
            act()

    @contextmanager
    def _leaving(self) -> Iterator[None]:
        """While the page is left: what it still asks may have no end that is told."""
        self._left_at, asking = math.inf, {*self._asking}
        yield
        self._left_at = monotonic()
        self._asking -= asking

    def leave(self) -> None:
        """Look no longer at what happens in the window, which may be used by another visitor."""
        for event, listener in self._listeners.items():
            self.page.remove_listener(event, listener)

    # What is on the page

    @property
    def text(self) -> Locator:
        return self.page.locator("#text textarea")

    @property
    def language(self) -> str:
        return str(self.page.evaluate("() => document.documentElement.lang"))

    def card(self, head: str) -> Locator:
        return self.page.locator(f"#head-{head}")

    def slider(self, head: str) -> Locator:
        return self.page.locator(f"#threshold-{head} input[type=range]")

    def decision(self, head: str) -> Locator:
        return self.card(head).locator("[data-decision]")

    def words(self, head: str) -> Locator:
        return self.card(head).locator("[data-word]")

    def sentence(self, head: str) -> Locator:
        return self.card(head).locator(".sentence:not(.pending)")

    def chart(self, head: str) -> dict[str, Any]:
        """What Plotly has drawn."""
        return dict(self.card(head).locator(".js-plotly-plot").evaluate(_CHART))

    def word_values(self, head: str) -> list[tuple[str, float]]:
        return [
            (text, float(value))
            for text, value in self.words(head).evaluate_all(
                "words => words.map(word => [word.textContent, word.dataset.attribution])"
            )
        ]

    def rest(self) -> None:
        """Wait until the page has asked nobody for a while, and waits for nobody: nothing more will come."""
        # What was just done may be asked about a moment later.
        self._busy_at = monotonic()
        deadline = self._busy_at + PATIENCE / 1000
        while self._asking or monotonic() - self._busy_at < _QUIET:
            assert monotonic() < deadline, f"the page still asks: {[each.url for each in self._asking]}"
            self.page.wait_for_timeout(50)

    # What is done on it

    def analyze(self, text: str = SENTENCE) -> None:
        self.text.fill(text)
        self.page.locator("#analyze").click()

    def wait_for_words(self, text: str = SENTENCE) -> None:
        """Wait until both heads' explanations of a text stand there, and nothing is on its way any more.

        The charts come last.
        """
        self.page.wait_for_function(_EXPLAINED, arg=text)

    def wait_for_bars(self, head: str, shares: Sequence[float]) -> None:
        """Wait until a head's chart shows these probabilities."""
        self.page.wait_for_function(_SHARES, arg=[head, list(shares)])

    def speak(self, language: str, act: Callable[[], None] | None = None) -> None:
        """Go to the page in another language, and wait until it is there.

        :param act: What leads there; by default a click on its link.
        """
        self.load_by(act or self.page.locator(f"#language a[data-language={language}]").click)
        self.wait_for_page(language)

    def wait_for_page(self, language: str) -> None:
        """Wait until the page in a language is there."""
        self.page.locator(f"html[lang={language}]").wait_for(state="attached")
        # The charts are drawn last; from then on everything answers.
        for head in HEADS:
            self.page.locator(f"#head-{head} .js-plotly-plot .main-svg").first.wait_for(state="attached")
        self.page.locator(f".masthead[lang={language}]").wait_for()
        self.page.wait_for_function("() => document.fonts.status === 'loaded'")

    def themes(self) -> Iterator[str]:
        """The page in the theme that it has, then in the other one, where it stays: ``light``, ``dark``."""
        for is_first in (True, False):
            if not is_first:
                # Not by the pointer, which would stay on the button.
                self.page.locator("[data-theme-switch]").press("Enter")
            # Colors do not change at once: in between, a text may have its background's.
            self.page.evaluate(_SETTLED)
            is_dark = self.page.evaluate("() => document.body.classList.contains('dark')")
            yield "dark" if is_dark else "light"

    def comes_to_show(self, explanation: Explanation) -> bool:
        """Wait until a card shows an explanation, then whether it still does when the page has come to rest.

        For what is answered in several steps: in between, the words may be gone for a moment.
        """
        deadline = monotonic() + PATIENCE / 1000
        while not self.shows(explanation) and monotonic() < deadline:
            self.page.wait_for_timeout(100)
        self.rest()
        return self.shows(explanation)

    def shows(self, explanation: Explanation) -> bool:
        """Whether a card's words carry the attributions of an explanation."""
        found = self.word_values(explanation.head)
        return len(found) == len(explanation.words) and all(
            text == word.text and abs(value - word.attribution) < 1e-4
            for (text, value), word in zip(found, explanation.words, strict=True)
        )
