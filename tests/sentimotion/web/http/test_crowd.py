"""A class behind one address, a stranger who floods the queue, and one who waits beside them."""

import asyncio
import json
from time import sleep
from uuid import uuid4

import httpx
import pytest

from sentimotion.web.http.access import Access
from tests.sentimotion.web.served import served

TEXT = "আজ মনটা খুব ভালো"
CLASS = "198.51.100.7"
OTHER = "203.0.113.5"


@pytest.fixture(scope="module")
def site(build_site):
    return build_site()


@pytest.fixture(scope="module")
def url(site):
    with served(site.blocks, Access(trusted_proxies="127.0.0.1")) as url:
        yield url


class Browser:
    """One session: what it asks, by an event's number, and the answers, as a browser reads them."""

    def __init__(self, client, address):
        self.client, self.session = client, uuid4().hex
        self.headers = {"X-Forwarded-For": address}

    async def ask(self, number, *data):
        """Send an event; its id, or the status with which it is refused."""
        body = {"data": data, "fn_index": number, "session_hash": self.session, "trigger_id": None}
        asked = await self.client.post("/gradio_api/queue/join", json=body, headers=self.headers)
        return asked.json()["event_id"] if asked.status_code == 200 else asked.status_code

    async def read(self):
        """Read answers until none is left to come; whether each succeeded."""
        answered = []
        path = f"/gradio_api/queue/data?session_hash={self.session}"
        async with self.client.stream("GET", path, headers=self.headers) as lines:
            async for line in lines.aiter_lines():
                message = json.loads(line.removeprefix("data: ")) if line else {}
                if message.get("msg") == "process_completed":
                    answered.append(message["success"])
        return answered

    async def answers(self, number, *data):
        """Ask one thing and read its answer."""
        asked = await self.ask(number, *data)
        return await self.read() if isinstance(asked, str) else asked


def tell(url, story):
    """Run a story with a client that has as many connections as it wants."""

    async def told():
        limits = httpx.Limits(max_connections=None)
        async with httpx.AsyncClient(base_url=url, timeout=120, limits=limits) as client:
            return await story(client)

    return asyncio.run(told())


def test_sixty_sessions_of_one_address_open_the_lesson(site, url):
    """None is refused, and one of another address does not wait for them."""
    lesson = site.number_of("learn-use", "click")
    opened_page = site.values_of(lesson)
    analyze = site.number_of("analyze", "click")

    async def story(client):
        pupils = [Browser(client, CLASS) for _ in range(60)]
        visitor = Browser(client, OTHER)
        opening = [asyncio.create_task(pupil.answers(lesson, *opened_page)) for pupil in pupils]
        while sum(task.done() for task in opening) < 2:
            await asyncio.sleep(0.01)
        analyzed = await visitor.answers(analyze, None, "", TEXT, 0.5, 0.5)
        n_before = sum(task.done() for task in opening)
        opened = await asyncio.gather(*opening)
        return analyzed, n_before, opened

    analyzed, n_before, opened = tell(url, story)
    assert analyzed == [True]
    assert opened == [[True]] * 60
    assert n_before < 60


def test_a_session_that_floods_meets_its_own_limit(site, url):
    analyze = site.number_of("analyze", "click")

    async def story(client):
        flood, visitor = Browser(client, OTHER), Browser(client, OTHER)
        asked = await asyncio.gather(*(flood.ask(analyze, None, "", TEXT, 0.5, 0.5) for _ in range(40)))
        analyzed = await visitor.answers(analyze, None, "", TEXT, 0.5, 0.5)
        still = await flood.ask(analyze, None, "", TEXT, 0.5, 0.5)
        read = await flood.read()
        again = await flood.answers(analyze, None, "", TEXT, 0.5, 0.5)
        return asked, analyzed, still, read, again

    asked, analyzed, still, read, again = tell(url, story)
    n_taken = sum(isinstance(one, str) for one in asked)
    # Two may run at a time; answers that were not read count as waiting.
    assert 3 <= n_taken <= 3 + 6
    assert {one for one in asked if not isinstance(one, str)} == {429}
    assert analyzed == [True]
    # Who has not read an answer is given no more, until it is read.
    assert still == 429
    assert read == [True] * n_taken
    assert again == [True]


@pytest.mark.slow
def test_new_sessions_of_an_address_are_limited_and_nobody_loses_a_result(site, url):
    """The 505 sessions of a stranger, of which the server would have kept the last 500."""
    analyze = site.number_of("analyze", "click")
    address = "192.0.2.44"

    async def story(client):
        victim = Browser(client, OTHER)
        await victim.answers(analyze, None, "", TEXT, 0.5, 0.5)
        strangers = [Browser(client, address) for _ in range(200)]
        asked = [await one.ask(analyze, None, "", "", 0.5, 0.5) for one in strangers]
        return victim.session, asked

    victim, asked = tell(url, story)
    assert sum(isinstance(one, str) for one in asked) == 150
    assert asked[150:] == [429] * 50
    assert victim in site.blocks.state_holder.session_data


def test_a_call_without_a_session_leaves_none(site, url):
    before = {*site.blocks.state_holder.session_data}
    asked = httpx.post(f"{url}/gradio_api/call/predict", json={"data": [TEXT, 0.5, 0.5]}).json()["event_id"]
    answer = httpx.get(f"{url}/gradio_api/call/predict/{asked}", timeout=60).text
    assert "event: complete" in answer
    for _ in range(100):  # it is dropped after the answer has been sent
        if asked not in site.blocks.state_holder.session_data:
            break
        sleep(0.05)
    assert {*site.blocks.state_holder.session_data} <= before
