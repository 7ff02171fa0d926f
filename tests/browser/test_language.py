"""The page in Bangla and in English."""

import re

import pytest
from playwright.sync_api import expect

from sentimotion.i18n.messages import LANGUAGES, label_name
from sentimotion.labels import HEADS, LABELS
from tests.browser.driver.page_checks import english_words, latin_digits, read
from tests.browser.driver.visitor import PATIENCE
from tests.browser.driver.windows import open_window

pytestmark = pytest.mark.browser


def assert_bangla_only(visitor):
    texts = read(visitor)
    assert len(texts) > 40, "the walk over the page found too little to mean anything"
    assert english_words(texts) == []
    assert latin_digits(texts) == []


# What the browser prefers, what it keeps, the link's language, and the page that opens.
ROOTS = [
    pytest.param("bn-BD", None, "", "bn", id="bangla"),
    pytest.param("en-GB", None, "", "en", id="english"),
    pytest.param("de-DE", None, "", "en", id="neither"),
    pytest.param("en-US", "bn", "", "bn", id="chosen-before"),
    pytest.param("bn-BD", "en", "#t=x&l=bn", "bn", id="of-the-link"),
    pytest.param("bn-BD", "xx", "#l=//evil.test", "bn", id="no-language"),
]


@pytest.mark.parametrize(("locale", "chosen", "fragment", "language"), ROOTS)
def test_the_root_leads_to_the_page_in_a_language(browser, server, locale, chosen, fragment, language):
    window = open_window(browser, locale)
    # The root only: the page behind it takes seconds to load.
    for code in LANGUAGES:
        window.route(f"{server.url}/{code}**", lambda route: route.fulfill(body="", content_type="text/html"))
    window.goto(f"{server.url}/{code}")
    if chosen is not None:
        window.evaluate("(chosen) => localStorage.setItem('sentimotion-language', chosen)", chosen)
    before = window.evaluate("history.length")
    window.goto(f"{server.url}/?__theme=dark{fragment}")
    window.wait_for_url(f"{server.url}/{language}?__theme=dark{fragment}")
    assert window.evaluate("history.length") == before + 1
    window.context.close()


def test_the_root_without_scripts(browser, server):
    window = open_window(browser, java_script_enabled=False)
    window.goto(server.url)
    links = window.locator("a[hreflang]")
    assert links.evaluate_all("all => all.map(one => one.href)") == [
        f"{server.url}/{code}" for code in LANGUAGES
    ]
    window.context.close()


@pytest.mark.slow
def test_nothing_in_the_bangla_page_is_english(visit):
    visitor = visit("bn")
    assert_bangla_only(visitor)
    visitor.analyze()
    visitor.wait_for_words()
    assert_bangla_only(visitor)
    for head in HEADS:
        expect(visitor.page.locator(f"#label-{head} option")).to_have_text(
            [re.compile(label_name(label, "bn")) for label in LABELS[head]]
        )
    visitor.slider("sentiment").press("End")
    expect(visitor.decision("sentiment")).to_have_attribute("data-fell-back", "true", timeout=PATIENCE)
    assert_bangla_only(visitor)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("bhai ajke match ta darun chilo " * 40, id="notices"),
        pytest.param(" ", id="error"),
    ],
)
def test_notices_and_errors_in_the_bangla_page_are_bangla(visit, text):
    visitor = visit("bn")
    visitor.analyze(text)
    visitor.page.locator("#notices .notice").first.wait_for()
    texts = [found for found in read(visitor) if found != text.strip()]
    # Words of the text are quoted by the notice of a cut, and named by their marks once they are explained.
    typed = "|".join(["“[a-z]+”", *(rf"\b{word}\b" for word in {*text.split()})])
    assert english_words([re.sub(typed, "", found) for found in texts]) == []
