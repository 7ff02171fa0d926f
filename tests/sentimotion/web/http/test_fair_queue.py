"""Turns between addresses, limits of what waits, and answers that nobody reads."""

import asyncio
from types import SimpleNamespace

import gradio as gr
import pytest
from gradio import queueing
from gradio.server_messages import ProcessCompletedMessage
from starlette.exceptions import HTTPException

from sentimotion.web.http.access import Access
from sentimotion.web.http.fair_queue import UNREAD_S, FairQueue


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def queue(clock):
    """A queue with one kind of event, one of which may run at a time."""

    async def build():
        with gr.Blocks() as blocks:
            button = gr.Button()
            button.click(lambda: None, None, None, concurrency_limit=1, concurrency_id="one")
            button.click(lambda: None, None, None, concurrency_limit=None, concurrency_id="many")
        blocks.queue()
        queue = FairQueue(blocks._queue, Access(waiting_per_session=3, waiting_per_address=5), clock)
        queue.functions = {function.concurrency_id: function for function in blocks.fns.values()}
        queue.active_jobs = [None] * 40
        return queue

    return asyncio.run(build())


def push(queue, session, address, kind="one"):
    """Push an event of a session; its id, or the status with which it is refused."""
    request = SimpleNamespace(scope={"client": (address, 1)})
    body = SimpleNamespace(
        session_hash=session, fn_index=queue.functions[kind]._id, request=None, event_id=None, data=[]
    )
    try:
        return asyncio.run(queue.push(body, request, None))[1]
    except HTTPException as refusal:
        return refusal.status_code


def begin(queue):
    """Begin the next event, as Gradio does; the event, or None."""
    found = queue.get_events()
    if found is None:
        return None
    (event,), _, name = found
    queue.active_jobs[queue.active_jobs.index(None)] = [event]
    queue.event_queue_per_concurrency_id[name].current_concurrency += 1
    return event


def end(queue, event):
    """End it, with an answer."""
    queue.send_message(event, ProcessCompletedMessage(output={}, success=True))
    queue.active_jobs[queue.active_jobs.index([event])] = None
    queue.event_queue_per_concurrency_id[event.concurrency_id].current_concurrency -= 1
    queue.event_ids_to_events.pop(event._id)


def read(queue, session):
    """Read a session's answers, as the route does."""
    messages = queue.pending_messages_per_session[session]
    while not messages.empty():
        message = messages.get_nowait()
        if isinstance(message, ProcessCompletedMessage):
            queue.pending_event_ids_session[session].discard(message.event_id)


def test_a_session_and_an_address_have_so_many_waiting_and_no_more(queue):
    assert [push(queue, "a", "home") for _ in range(5)][3:] == [429, 429]
    assert isinstance(push(queue, "b", "home"), str)
    assert isinstance(push(queue, "c", "home"), str)
    assert push(queue, "d", "home") == 429
    assert isinstance(push(queue, "e", "elsewhere"), str)


def test_what_runs_does_not_wait(queue):
    for _ in range(3):
        push(queue, "a", "home")
    assert push(queue, "a", "home") == 429
    begin(queue)
    assert isinstance(push(queue, "a", "home"), str)


def test_addresses_take_turns(queue):
    for session in ("a1", "a2", "a3", "a4", "a5"):
        push(queue, session, "crowd")
    push(queue, "b", "home")
    push(queue, "c", "office")
    order = []
    while (event := begin(queue)) is not None:
        order.append(event.session_hash)
        end(queue, event)
        read(queue, event.session_hash)
    assert order == ["a1", "b", "c", "a2", "a3", "a4", "a5"]


def test_a_limit_of_one_kind_holds_and_does_not_stop_another(queue):
    push(queue, "a", "home")
    push(queue, "b", "home")
    assert begin(queue).session_hash == "a"
    assert begin(queue) is None
    push(queue, "b", "home", "many")
    assert begin(queue).concurrency_id == "many"


def test_a_session_does_not_fill_all_threads(queue):
    begun = []
    for _ in range(6):
        push(queue, "a", "home", "many")
        begun.append(begin(queue))
    assert all(begun)
    push(queue, "a", "home", "many")
    assert begin(queue) is None
    push(queue, "b", "home", "many")
    assert begin(queue).session_hash == "b"


def test_an_answer_waits_until_it_is_read(queue):
    for _ in range(3):
        push(queue, "a", "home", "many")
        end(queue, begin(queue))
    assert push(queue, "a", "home") == 429
    read(queue, "a")
    assert isinstance(push(queue, "a", "home"), str)


def test_answers_that_nobody_reads_are_dropped(queue, clock):
    push(queue, "a", "home")
    end(queue, begin(queue))
    push(queue, "b", "home")
    clock.now = UNREAD_S / 2
    end(queue, begin(queue))
    push(queue, "a", "home")
    clock.now = UNREAD_S
    asyncio.run(queue.drop_unread())
    assert "a" not in queue.pending_messages_per_session
    assert "a" not in queue.pending_event_ids_session
    assert begin(queue) is None, "what else it asked for is dropped too"
    assert "b" in queue.pending_messages_per_session
    clock.now = UNREAD_S * 1.5
    asyncio.run(queue.drop_unread())
    assert queue.pending_messages_per_session == queue.pending_event_ids_session == queue._answers == {}


def test_answers_that_are_read_are_not_dropped(queue, clock):
    push(queue, "a", "home")
    end(queue, begin(queue))
    read(queue, "a")
    clock.now = UNREAD_S * 2
    push(queue, "a", "home")
    asyncio.run(queue.drop_unread())
    assert begin(queue).session_hash == "a"


def test_a_session_that_went_away_while_an_event_ran_is_forgotten(queue):
    push(queue, "a", "home")
    event = begin(queue)

    async def leave():
        del queue.pending_messages_per_session["a"]
        await queue.clean_events(session_hash="a")

    asyncio.run(leave())
    end(queue, event)
    asyncio.run(queue.drop_unread())
    assert queue.pending_event_ids_session == {}


def test_it_is_a_queue_of_gradio(queue):
    assert isinstance(queue, queueing.Queue)
    assert queue.max_size == 50
