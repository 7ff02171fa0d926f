"""A stream of answers ends where no answer is to come, and only there."""

import asyncio
import json
from contextlib import contextmanager
from threading import Event

import gradio as gr
import httpx
import pytest

from sentimotion.web.http.access import Access
from tests.sentimotion.web.served import served


@pytest.fixture
def may_answer():
    """Set once an answer may be given."""
    return Event()


@pytest.fixture
def client(may_answer):
    async def build():
        with gr.Blocks(analytics_enabled=False) as blocks:
            gr.Button().click(lambda: may_answer.wait(60), None, None, concurrency_limit=None)
        return blocks.queue()

    with (
        served(asyncio.run(build()), Access()) as url,
        httpx.Client(base_url=f"{url}/gradio_api/queue", timeout=30) as client,
    ):
        yield client


def ask(client, session):
    body = {"data": [], "fn_index": 0, "session_hash": session, "trigger_id": None}
    assert client.post("/join", json=body).status_code == 200


@contextmanager
def opened(client, session):
    """Open a stream; the kinds of its messages, as they come."""
    with client.stream("GET", "/data", params={"session_hash": session}) as stream:
        yield (json.loads(line.removeprefix("data: "))["msg"] for line in stream.iter_lines() if line)


def read(client, session):
    """Read a stream to its end."""
    with opened(client, session) as messages:
        return [*messages]


def test_a_second_stream_ends_soon_where_the_first_had_both_answers(client, may_answer):
    ask(client, "one")
    ask(client, "one")
    may_answer.set()
    first = read(client, "one")
    assert first.count("process_completed") == 2
    assert first[-1] == "close_stream"
    assert read(client, "one") == ["close_stream"]


def test_a_stream_is_open_where_an_answer_is_to_come(client, may_answer):
    may_answer.set()
    ask(client, "one")
    read(client, "one")
    may_answer.clear()
    ask(client, "one")
    with opened(client, "one") as messages:
        assert next(messages) == "estimation"
        may_answer.set()
        assert [*messages][-2:] == ["process_completed", "close_stream"]


def test_who_has_asked_nothing_is_told_so(client):
    with opened(client, "stranger") as messages:
        assert next(messages) == "unexpected_error"
