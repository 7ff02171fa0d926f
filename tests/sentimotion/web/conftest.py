"""What the tests of the page share."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from sentimotion.i18n.messages import Language
from sentimotion.web.page import LanguagePage
from sentimotion.web.session import background
from tests.sentimotion.web import VISITOR, rest
from tests.sentimotion.web.open_page import OpenPage
from tests.sentimotion.web.pages import Pages, build_pages


@pytest.fixture(autouse=True)
def new_visitor() -> None:
    """A session of its own for each test: what an earlier one stopped is not stopped here."""
    VISITOR.session_hash = uuid4().hex


@pytest.fixture(autouse=True)
def every_report(monkeypatch) -> None:
    """Progress that the next report follows at once is shown too: a tiny model makes no other."""
    monkeypatch.setattr(background, "OVERTAKEN_S", 0.0)


class Clock:
    """A clock that a test sets, in seconds."""

    now = 0.0

    def __call__(self) -> float:
        """Read it."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still until the test moves it."""
    return Clock()


@pytest.fixture(scope="session")
def pages(bert_model) -> Pages:
    """The pages of a tiny model, without the Review tab."""
    return build_pages(bert_model)


@pytest.fixture
def language() -> Language:
    """Language of the page that a test opens, unless it has a parameter of this name."""
    return "en"


@pytest.fixture
def page(pages, language) -> LanguagePage:
    """The parts of that page."""
    return pages.of[language]


@pytest.fixture
def opened(pages) -> Iterator[OpenPage]:
    """That page in a visitor's browser."""
    yield OpenPage(pages.blocks)
    rest()
