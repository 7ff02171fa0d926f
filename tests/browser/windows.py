"""Browser windows that are used again: loading the page's scripts anew costs seconds of both cores."""

from collections import OrderedDict
from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import Browser, Page

# Milliseconds; generous, since the machine may be busy. Nothing waits that long when all is well.
PATIENCE = 90_000
# Idle windows kept, each of another kind (a phone, a dark one, ...) or there because two were open at once.
_MOST_IDLE = 5


def open_window(browser: Browser, locale: str = "en-US", **options: Any) -> Page:
    """A window that nobody has used.

    :param locale: What the browser says its user speaks.
    :param options: As for ``Browser.new_context``.
    """
    context = browser.new_context(locale=locale, **options)
    context.set_default_timeout(PATIENCE)
    return context.new_page()


class Windows:
    """Lends windows to one visitor after the other, each as good as new: nothing is kept in its storage."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._idle: OrderedDict[Page, str] = OrderedDict()
        self._kinds: dict[Page, tuple[str, Any]] = {}

    def lend(self, **options: Any) -> Page:
        """A window of a kind; options as for :func:`open_window`."""
        kind = repr(sorted(options.items()))
        for window, idle_kind in self._idle.items():
            if idle_kind == kind:
                del self._idle[window]
                return window
        window = open_window(self._browser, **options)
        self._kinds[window] = kind, window.viewport_size
        return window

    def take_back(self, window: Page) -> None:
        """Clear what a visitor left behind; the visitor's own listeners are off by then."""
        kind, size = self._kinds[window]
        if window.viewport_size != size:
            self.close(window)
            return
        for other in window.context.pages:
            if other != window:
                other.close()
        window.unroute_all()
        # An empty page of the same site: the visitor's own might store something after it is cleared.
        window.route("**/*", lambda route: route.fulfill(body="", content_type="text/html"))
        window.goto(urljoin(window.url, "/empty"))
        window.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        window.goto("about:blank")
        window.unroute_all()
        window.context.clear_cookies()
        window.context.clear_permissions()
        window.mouse.move(0, 0)
        self._idle[window] = kind
        while len(self._idle) > _MOST_IDLE:
            self.close(next(iter(self._idle)))

    def close(self, window: Page) -> None:
        """Close a window for good."""
        self._idle.pop(window, None)
        del self._kinds[window]
        window.context.close()
