"""Browser windows that are used again: loading the page's scripts anew costs seconds of both cores."""

from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import Browser, Page

# Milliseconds; generous, since the machine may be busy. Nothing waits that long when all is well.
PATIENCE = 90_000
WIDE = {"width": 1280, "height": 720}


def open_window(browser: Browser, locale: str = "en-US", **options: Any) -> Page:
    """A window that nobody has used, with a context of its own.

    :param locale: What the browser says its user speaks.
    :param options: As for ``Browser.new_context``.
    """
    context = browser.new_context(locale=locale, **options)
    context.set_default_timeout(PATIENCE)
    return context.new_page()


class Windows:
    """Lends windows to one visitor after the other, each as good as new: nothing is kept in its storage.

    Two visitors at once get windows of different contexts. A window's size and colors are set when it is
    lent; only a window that is touched is of another kind.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._idle: list[Page] = []
        self._are_touched: dict[Page, bool] = {}

    def lend(
        self,
        *,
        viewport: dict[str, int] = WIDE,
        color_scheme: str = "light",
        reduced_motion: str = "no-preference",
        is_mobile: bool = False,
        has_touch: bool = False,
    ) -> Page:
        """A window that looks as asked; options as for ``Browser.new_context``."""
        assert is_mobile == has_touch, "a phone is touched, nothing else is"
        window = next((idle for idle in self._idle if self._are_touched[idle] == has_touch), None)
        if window is None:
            window = open_window(self._browser, is_mobile=is_mobile, has_touch=has_touch)
            self._are_touched[window] = has_touch
        else:
            self._idle.remove(window)
        window.set_viewport_size(viewport)
        window.emulate_media(color_scheme=color_scheme, reduced_motion=reduced_motion)
        return window

    def take_back(self, window: Page) -> None:
        """Clear what a visitor left behind; the visitor's own listeners are off by then."""
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
        self._idle.append(window)
