"""Who closes the page has left, and nothing is made for a stranger who only opens and closes streams."""

from contextlib import ExitStack
from time import monotonic, sleep

import httpx
import pytest

from sentimotion.web.http.access import Access
from tests.sentimotion.web.served import served


@pytest.fixture(scope="module")
def site(build_site):
    return build_site()


@pytest.fixture(scope="module")
def left(site):
    """The sessions that have left, in order."""
    sessions, has_left = [], site.blocks.has_left

    def note(session):
        sessions.append(session)
        has_left(session)

    site.blocks.has_left = note
    return sessions


@pytest.fixture(scope="module")
def url(site, left):  # noqa: ARG001 - before the site is served
    with served(site.blocks, Access()) as url:
        yield url


def wait_for(is_so):
    deadline = monotonic() + 30
    while not is_so():
        assert monotonic() < deadline
        sleep(0.02)


def test_who_closes_the_page_is_told_once(url, left):
    left.clear()
    with httpx.stream("GET", f"{url}/gradio_api/heartbeat/visitor", timeout=30) as stream:
        # Kept: the connection is closed with it.
        lines = stream.iter_lines()
        assert next(lines) == "data: ALIVE"
        assert left == []
    wait_for(lambda: left)
    httpx.get(f"{url}/healthz")
    assert left == ["visitor"]


def test_a_stranger_who_opens_and_closes_heartbeats_takes_no_state_and_no_time(url, site, left):
    left.clear()
    before = {*site.blocks.state_holder.session_data}
    with httpx.Client(base_url=url, timeout=60) as client, ExitStack() as streams:
        kept = []
        for number in range(100):
            stream = client.stream("GET", f"/gradio_api/heartbeat/stranger{number}")
            kept.append(streams.enter_context(stream).iter_lines())
            assert next(kept[-1]) == "data: ALIVE"
        assert left == []
        streams.close()
        closed = monotonic()
        assert client.get("/healthz").status_code == 200
        # With Gradio's own event, each of them took 0.1 s, and made a state.
        assert monotonic() - closed < 5
    wait_for(lambda: len(left) == 100)
    assert {*site.blocks.state_holder.session_data} == before


def test_no_event_is_run_when_a_visitor_leaves(site):
    """Gradio would run it for sessions of which it knows nothing, all at once."""
    assert not any(name == "unload" for one in site.blocks.fns.values() for _, name in one.targets)
