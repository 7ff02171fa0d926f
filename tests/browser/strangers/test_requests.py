"""What no page sends: a structured error, nothing of it in the log, and the server lives."""

import pytest

from sentimotion.review.store.store import Store
from tests.browser.conftest import CHECKPOINT, assert_quiet
from tests.browser.driver.server import Server
from tests.browser.driver.stranger import BODIES, MARK, PATHS, ROUTES, VALUES, Stranger
from tests.sentimotion.review.stub import make_project

pytestmark = pytest.mark.browser


@pytest.fixture
def stranger(server):
    stranger = Stranger(server.url)
    yield stranger
    stranger.close()


def assert_answered(stranger, answers, log):
    assert [answer for answer in answers if not answer.is_structured] == []
    assert stranger.is_served()
    assert MARK not in log
    assert_quiet(log)


def test_events_with_values_that_they_do_not_take(stranger, server):
    """One event of a kind, each with one of the values in turn; all with all of them below."""
    events = stranger.one_of_a_kind()
    assert len(events) > 30
    answers = [stranger.send(event, VALUES[place % len(VALUES)]) for place, event in enumerate(events)]
    assert_answered(stranger, answers, server.log)


def test_the_routes_of_gradio(stranger, server):
    answers = [stranger.post(route, body) for route in ROUTES for body in BODIES]
    answers += [stranger.get(path) for path in PATHS]
    assert_answered(stranger, answers, server.log)


@pytest.mark.slow
def test_every_event_and_every_value(elsewhere, tmp_path):
    """Those of Review too: one event of a kind with all values, with too few and with too many, then all."""
    database = tmp_path / "review.db"
    store = Store.open(database)
    make_project(store, tmp_path, 30)
    store.close()
    server = Server(elsewhere, SENTIMOTION_MODEL=CHECKPOINT, SENTIMOTION_REVIEW=str(database))
    stranger = Stranger(server.url)
    try:
        assert any(event["api_name"].startswith("_") for event in stranger.events)
        answers = [
            stranger.send(event, VALUES[place % len(VALUES)]) for place, event in enumerate(stranger.events)
        ]
        for event in stranger.one_of_a_kind():
            answers += [stranger.send(event, value) for value in VALUES]
            answers += [stranger.send(event, VALUES[7], n_values=count) for count in (0, 1, 100)]
        assert_answered(stranger, answers, server.log)
    finally:
        stranger.close()
        server.stop()
