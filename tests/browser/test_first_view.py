"""What a phone on slow mobile data has to load before there is something to see."""

import pytest

from tests.benchmarks.phone import STEPS, visit

pytestmark = pytest.mark.browser


def test_the_first_view_takes_little(browser, server):
    """``python -m tests.benchmarks.phone`` has the seconds, beside those of an empty page."""
    (first_view, *_) = visit(browser, f"{server.url}/bn", STEPS["/bn"][:1])
    assert first_view.kilobytes < 450
    assert first_view.n_requests < 85
