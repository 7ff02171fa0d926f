"""Turns between addresses, limits of what waits, and answers that nobody reads."""

import asyncio
from time import monotonic
from types import SimpleNamespace

import gradio as gr
import pytest
from gradio import queueing
from gradio.server_messages import ProcessCompletedMessage, ProcessStartsMessage
from starlette.exceptions import HTTPException

from sentimotion.web.http import fair_queue
from sentimotion.web.http.access import Access
from sentimotion.web.http.fair_queue import FairQueue, drop_state


@pytest.fixture
def queue(clock):
    """A queue with one kind of event, one of which may run at a time."""

    async def build():
        with gr.Blocks() as blocks:
            button = gr.Button()
            button.click(lambda: None, None, None, concurrency_limit=1, concurrency_id="one", api_name="ask")
            button.click(lambda: None, None, None, concurrency_limit=None, concurrency_id="many")
        blocks.queue()
        queue = FairQueue(blocks._queue, Access(waiting_per_session=3, waiting_per_address=5), clock)
        queue.functions = {function.concurrency_id: function for function in blocks.fns.values()}
        queue.active_jobs = [None] * 40
        return queue

    return asyncio.run(build())


async def pushed(queue, session, address, kind="one"):
    """Push an event of a session; its id."""
    request = SimpleNamespace(scope={"client": (address, 1)})
    body = SimpleNamespace(
        session_hash=session, fn_index=queue.functions[kind]._id, request=None, event_id=None, data=[]
    )
    return (await queue.push(body, request, None))[1]


def push(queue, session, address, kind="one"):
    """Push an event of a session; its id, or the status with which it is refused."""
    try:
        return asyncio.run(pushed(queue, session, address, kind))
    except HTTPException as refusal:
        return refusal.status_code


def refusal_of(queue, *event):
    """Status and sentence with which an event is refused."""
    with pytest.raises(HTTPException) as caught:
        asyncio.run(pushed(queue, *event))
    return caught.value.status_code, caught.value.detail


def begin(queue):
    """Begin the next event, as Gradio does; the event, or None."""
    found = queue.get_events()
    if found is None:
        return None
    (event,), is_batch, name = found
    assert is_batch is False
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


def test_what_is_refused_is_said_in_a_sentence(queue):
    for session in ("a", "a", "a", "b", "b"):
        push(queue, session, "home")
    assert refusal_of(queue, "a", "elsewhere") == (
        429,
        "too many events of this session are waiting; wait for an answer",
    )
    assert refusal_of(queue, "b", "home") == (
        429,
        "too many events of this address are waiting; try again in a moment",
    )
    assert len(queue) == 5
    assert not queue.is_closing
    queue.is_closing = True
    assert refusal_of(queue, "c", "elsewhere") == (
        503,
        "the server is about to be stopped or restarted; try again in a minute",
    )


def test_without_a_session_the_limit_of_the_address_holds(queue):
    assert [push(queue, None, "home") for _ in range(6)][5:] == [429]
    assert queue.n_waiting() == {"one": 5}


def test_what_is_on_its_way_in_waits(queue, monkeypatch):
    """Gradio may ask a validator first: events that have not come out of it count, until they have."""
    door = asyncio.Event()
    go_on = queueing.Queue.push

    async def slowly(*arguments):
        await door.wait()
        return await go_on(*arguments)

    monkeypatch.setattr(queueing.Queue, "push", slowly)

    async def story():
        pushing = [asyncio.create_task(pushed(queue, "a", "home")) for _ in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(HTTPException, match="of this session"):
            await pushed(queue, "a", "elsewhere")
        door.set()
        assert all([await task for task in pushing])

    asyncio.run(story())
    begin(queue)
    assert isinstance(push(queue, "a", "home"), str)


def test_what_gradio_refuses_does_not_wait(queue, monkeypatch):
    async def refuse(*_):
        raise HTTPException(500)

    with monkeypatch.context() as patched:
        patched.setattr(queueing.Queue, "push", refuse)
        assert [push(queue, "a", "home") for _ in range(4)] == [500] * 4
    assert isinstance(push(queue, "a", "home"), str)


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


def test_an_address_does_not_fill_all_threads(queue):
    """Twenty of its events run, of whatever sessions; another address is not held up."""
    for n in range(20):
        push(queue, f"a{n // 5}", "home", "many")
        assert begin(queue) is not None
    push(queue, "b", "home", "many")
    assert begin(queue) is None
    push(queue, "c", "elsewhere", "many")
    assert begin(queue).session_hash == "c"


def test_the_turns_of_ten_thousand_addresses_are_remembered(queue):
    """Who has had no turn, or one that is forgotten, comes before those whose turn is remembered."""
    waiting = queue.event_queue_per_concurrency_id["many"] = queueing.EventQueue("many", None)

    def order(*addresses):
        """The order in which events are begun that arrive in this order."""
        for time, address in enumerate(addresses):
            scope = {"client": (address, 1)}
            event = SimpleNamespace(session_hash=address, concurrency_id="many", enqueue_time=time)
            event.request = SimpleNamespace(scope=scope)
            waiting.queue.append(event)
        return [queue.get_events()[0][0].session_hash for _ in addresses]

    for n in range(10_000):
        order(f"{n}")
    # The one whose turn was longer ago comes first, whoever arrived first.
    assert order("9001", "9000") == ["9000", "9001"]
    # All are remembered; to remember the new one the first is forgotten, and for that the second.
    assert order("0", "new") == ["new", "0"]
    assert order("1", "newer") == ["1", "newer"]
    # A turn makes an address one of the latest.
    order("5")
    order("newest")
    order("newest of all")
    assert order("5", "last") == ["last", "5"]


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
    clock.now = 30.0
    end(queue, begin(queue))
    push(queue, "a", "home")
    clock.now = 59.9
    asyncio.run(queue.drop_unread())
    assert queue.n_unread() == 2
    clock.now = 60.0
    asyncio.run(queue.drop_unread())
    assert "a" not in queue.pending_messages_per_session
    assert "a" not in queue.pending_event_ids_session
    assert begin(queue) is None, "what else it asked for is dropped too"
    assert "b" in queue.pending_messages_per_session
    clock.now = 90.0
    asyncio.run(queue.drop_unread())
    assert queue.pending_messages_per_session == queue.pending_event_ids_session == queue._answers == {}


def test_answers_that_are_read_are_not_dropped(queue, clock):
    push(queue, "a", "home")
    end(queue, begin(queue))
    read(queue, "a")
    assert (queue.n_unread(), queue._answers) == (0, {})
    clock.now = 120.0
    push(queue, "a", "home")
    asyncio.run(queue.drop_unread())
    assert begin(queue).session_hash == "a"


def test_what_runs_of_a_session_that_is_dropped_is_forgotten_too(queue, clock):
    for _ in range(2):
        push(queue, "a", "home", "many")
    end(queue, begin(queue))
    assert begin(queue) is not None
    clock.now = 60.0
    asyncio.run(queue.drop_unread())
    assert "a" not in queue.pending_event_ids_session


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


def test_what_waits_runs_and_is_unread_is_counted(queue):
    assert (queue.n_waiting(), queue.n_running(), queue.n_unread()) == ({}, 0, 0)
    for session in ("a", "b", "b"):
        push(queue, session, "home")
    push(queue, "c", "elsewhere", "many")
    assert queue.n_waiting() == {"one": 3, "many": 1}
    begun = [begin(queue), begin(queue)]
    assert (queue.n_waiting(), queue.n_running(), queue.n_unread()) == ({"one": 2, "many": 0}, 2, 0)
    for event in begun:
        end(queue, event)
    assert (queue.n_running(), queue.n_unread()) == (0, 2)
    read(queue, begun[0].session_hash)
    assert queue.n_unread() == 1


def test_only_a_last_message_of_one_who_is_there_is_an_answer(queue):
    push(queue, "a", "home")
    event = begin(queue)
    queue.send_message(event, ProcessStartsMessage())
    assert queue.n_unread() == 0
    event.alive = False
    queue.send_message(event, ProcessCompletedMessage(output={}, success=True))
    assert queue.n_unread() == 0
    sent = queue.pending_messages_per_session["a"]
    kinds = {type(sent.get_nowait()) for _ in range(sent.qsize())}
    assert ProcessStartsMessage in kinds
    assert ProcessCompletedMessage not in kinds


@pytest.mark.parametrize(
    ("status", "outcome"),
    [("success", "success"), ("failed", "failed"), ("cancelled", "cancelled"), (None, "cancelled")],
)
def test_an_event_that_ends_is_remembered_and_logged(queue, monkeypatch, status, outcome):
    """How it ended, and how long it waited and ran; in the place of Gradio's work stands a short sleep."""

    async def work(own, events, *_):
        await asyncio.sleep(0.05)
        if status is not None:
            own.event_analytics[events[0]._id] = {"status": status}

    logged = []
    monkeypatch.setattr(fair_queue, "log_event", logged.append)
    monkeypatch.setattr(queueing.Queue, "process_events", work)
    push(queue, "a", "home")
    event = begin(queue)
    event.enqueue_time = monotonic() - 1000
    asyncio.run(queue.process_events([event], False, monotonic(), event.fn))
    (name,), (figures,) = zip(*queue.log.figures().items(), strict=True)
    assert name == "ask"
    assert [(record.event, record.outcome) for record in logged] == [("ask", outcome)]
    assert queue.log.has_success() is (outcome == "success")
    counts = {"success": (1, 0, 0), "failed": (1, 1, 0), "cancelled": (1, 0, 1)}
    assert (figures["n"], figures["n_failed"], figures["n_cancelled"]) == counts[outcome]
    assert 1000 <= figures["wait_s"]["largest"] < 1100
    assert 0.05 <= figures["run_s"]["largest"] < 100


def test_an_event_without_a_name_has_that_of_its_function(queue, monkeypatch):
    async def work(*_):
        raise ValueError("stop")

    monkeypatch.setattr(queueing.Queue, "process_events", work)
    push(queue, "a", "home", "many")
    event = begin(queue)
    event.fn.api_name, event.fn.name = False, "answer"
    with pytest.raises(ValueError, match="stop"):
        asyncio.run(queue.process_events([event], False, monotonic(), event.fn))
    assert [*queue.log.figures()] == ["answer"]


@pytest.mark.parametrize(("session", "is_kept"), [("a", True), (None, False)])
def test_of_an_event_without_a_session_nothing_is_kept(queue, monkeypatch, session, is_kept):
    async def work(*_):
        pass

    monkeypatch.setattr(queueing.Queue, "process_events", work)
    push(queue, session, "home")
    event = begin(queue)
    held = queue.blocks.state_holder
    held.session_data[event.session_hash] = held.time_last_used[event.session_hash] = "kept"
    asyncio.run(queue.process_events([event], False, monotonic(), event.fn))
    assert (event.session_hash in held.session_data) is is_kept
    assert (event.session_hash in held.time_last_used) is is_kept
    drop_state(queue.blocks, event.session_hash)
    drop_state(queue.blocks, event.session_hash)
    assert event.session_hash not in held.session_data
    assert event.session_hash not in held.time_last_used


def test_nothing_is_computed_for_a_page_that_is_closed(queue):
    assert queue.compute_analytics_summary([{"status": "success"}]) == {"functions": {}}


def test_it_drops_unread_answers_by_itself_until_it_is_stopped(queue, clock, monkeypatch):
    """Every five seconds, which pass at once here."""
    slept = []
    sleep = asyncio.sleep

    async def pass_at_once(seconds):
        slept.append(seconds)
        queue.stopped = len(slept) == 2
        await sleep(0)

    push(queue, "a", "home")
    end(queue, begin(queue))
    clock.now = 60.0
    begun = []
    monkeypatch.setattr(fair_queue, "run_coro_in_background", begun.append)
    started = []
    monkeypatch.setattr(queueing.Queue, "start", lambda _: started.append("Gradio's own work"))
    queue.start()
    assert started == ["Gradio's own work"]
    monkeypatch.setattr(fair_queue.asyncio, "sleep", pass_at_once)
    (sweep,) = begun
    asyncio.run(sweep())
    assert slept == [5.0, 5.0]
    assert queue.pending_messages_per_session == {}


def test_it_is_a_queue_of_gradio(queue):
    assert isinstance(queue, queueing.Queue)
    assert queue.max_size == 50
