"""Gradio's queue with limits on what waits, and with turns between addresses."""

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any, Final

from gradio import queueing
from gradio.server_messages import ProcessCompletedMessage
from gradio.utils import run_coro_in_background
from starlette.exceptions import HTTPException

from sentimotion.web.http.access import Access
from sentimotion.web.http.address import address_of
from sentimotion.web.operating.event_log import EventLog, EventRecord, Outcome
from sentimotion.web.operating.request_log import log_event

# All visitors' waiting events: ten addresses' worth.
_MOST_ADDRESSES: Final = 10
# Events that run at a time of a session and of an address, however many of their kind may; of 40 in all.
_MOST_RUNNING: Final = 6
_MOST_RUNNING_OF_ADDRESS: Final = 20
# Seconds after which an answer that nobody has read is dropped.
UNREAD_S: Final = 60.0
_SWEEP_S: Final = 5.0
# Addresses whose last turn is remembered.
_MOST_TURNS: Final = 10_000


class FairQueue(queueing.Queue):
    """A queue in which a session and an address have a number of events at most, and addresses take turns.

    What waits is an event that has not begun, and an answer that has not been read. An answer that nobody
    reads is dropped after a minute, and the work of that session ended, as when a visitor leaves.

    :param gradio_queue: The queue of the blocks, in whose place it comes.
    :param access: The limits.
    :param clock: Seconds on a clock that does not go back.
    """

    def __init__(
        self, gradio_queue: queueing.Queue, access: Access, clock: Callable[[], float] = monotonic
    ) -> None:
        super().__init__(
            live_updates=gradio_queue.live_updates,
            concurrency_count=gradio_queue.max_thread_count,
            update_intervals=gradio_queue.update_intervals,
            max_size=access.waiting_per_address * _MOST_ADDRESSES,
            blocks=gradio_queue.blocks,
            default_concurrency_limit=gradio_queue.default_concurrency_limit,
        )
        self._access, self._clock = access, clock
        # Session and address of events that are on their way into the queue.
        self._arriving: list[tuple[str | None, str]] = []
        # Answers that may not have been read: the session, then the event's address and the time.
        self._answers: dict[str, dict[str, tuple[str, float]]] = {}
        self._last_turn: OrderedDict[str, int] = OrderedDict()
        self._n_turns = 0
        # For the operator (sentimotion/web/operating/).
        self.log = EventLog()
        self.is_closing = False

    async def push(self, body: Any, request: Any, username: str | None) -> Any:
        """Take an event in.

        :raises HTTPException: Too many of its session or its address are waiting (429), or the server is
            about to end (503).
        """
        if self.is_closing:
            raise HTTPException(503, "the server is about to be stopped or restarted; try again in a minute")
        with self._admitted(body.session_hash, address_of(request.scope)):
            return await super().push(body, request, username)

    @contextmanager
    def _admitted(self, session: str | None, address: str) -> Iterator[None]:
        waiting = [*self._waiting()]
        if session is not None and (
            sum(one == session for one, _ in waiting) >= self._access.waiting_per_session
        ):
            raise HTTPException(429, "too many events of this session are waiting; wait for an answer")
        if sum(one == address for _, one in waiting) >= self._access.waiting_per_address:
            raise HTTPException(429, "too many events of this address are waiting; try again in a moment")
        self._arriving.append((session, address))
        try:
            yield
        finally:
            self._arriving.remove((session, address))

    def _waiting(self) -> Iterator[tuple[str | None, str]]:
        """Session and address of each event that waits."""
        yield from self._arriving
        for queue in self.event_queue_per_concurrency_id.values():
            yield from ((event.session_hash, address_of(event.request.scope)) for event in queue.queue)
        for session in [*self._answers]:
            yield from ((session, address) for address, _ in self._unread(session).values())

    def _unread(self, session: str) -> dict[str, tuple[str, float]]:
        """The answers that a session has not read; forgets those that it has, or that Gradio has dropped."""
        answers = self._answers.get(session, {})
        pending = self.pending_event_ids_session.get(session, set())
        if session not in self.pending_messages_per_session:
            pending = set()
        for event in [event for event in answers if event not in pending]:
            del answers[event]
        if not answers:
            self._answers.pop(session, None)
        return answers

    def send_message(self, event: queueing.Event, event_message: Any) -> None:
        """Put a message where its session reads it."""
        super().send_message(event, event_message)
        if event.alive and isinstance(event_message, ProcessCompletedMessage):
            answers = self._answers.setdefault(event.session_hash, {})
            answers[event._id] = (address_of(event.request.scope), self._clock())

    def get_events(self) -> tuple[list[queueing.Event], bool, str] | None:
        """The next event to run: of the address that has waited longest for its turn, in order of arrival."""
        ready = [
            event for queue in self.event_queue_per_concurrency_id.values() for event in self._ready(queue)
        ]
        if not ready:
            return None
        event = min(ready, key=lambda event: (self._last_turn_of(event), event.enqueue_time))
        self.event_queue_per_concurrency_id[event.concurrency_id].queue.remove(event)
        self._take_turn(address_of(event.request.scope))
        # No event of the page is one of a batch.
        return [event], False, event.concurrency_id

    def _ready(self, queue: queueing.EventQueue) -> list[queueing.Event]:
        """The events of a queue that may run now."""
        if queue.concurrency_limit is not None and queue.current_concurrency >= queue.concurrency_limit:
            return []
        running = [event for job in self.active_jobs if job for event in job]
        of_session = Counter(event.session_hash for event in running)
        of_address = Counter(address_of(event.request.scope) for event in running)
        return [
            event
            for event in queue.queue
            if of_session[event.session_hash] < _MOST_RUNNING
            and of_address[address_of(event.request.scope)] < _MOST_RUNNING_OF_ADDRESS
        ]

    def _last_turn_of(self, event: queueing.Event) -> int:
        return self._last_turn.get(address_of(event.request.scope), -1)

    def _take_turn(self, address: str) -> None:
        self._n_turns += 1
        self._last_turn[address] = self._n_turns
        self._last_turn.move_to_end(address)
        while len(self._last_turn) > _MOST_TURNS:
            self._last_turn.popitem(last=False)

    async def process_events(self, events: list[queueing.Event], *rest: Any) -> None:
        """Run an event. Without a session, what Gradio keeps of one is dropped at its end."""
        start = monotonic()
        try:
            await super().process_events(events, *rest)
        finally:
            for event in events:
                self._log_end(event, start)
                if event.session_hash == event._id:
                    drop_state(self.blocks, event.session_hash)

    def _log_end(self, event: queueing.Event, start: float) -> None:
        status = self.event_analytics.get(event._id, {}).get("status")
        outcome: Outcome = (
            "success" if status == "success" else "failed" if status == "failed" else "cancelled"
        )
        name = str(event.fn.api_name or event.fn.name)
        record = EventRecord(name, start - event.enqueue_time, monotonic() - start, outcome)
        self.log.add(record)
        log_event(record)

    def n_waiting(self) -> dict[str, int]:
        """Events that have not begun, by the name of what they wait for."""
        return {name: len(queue.queue) for name, queue in self.event_queue_per_concurrency_id.items()}

    def n_running(self) -> int:
        """Events that run."""
        return sum(job is not None for job in self.active_jobs)

    def n_unread(self) -> int:
        """Answers that nobody has read yet."""
        return sum(len(self._unread(session)) for session in [*self._answers])

    def compute_analytics_summary(self, records: Any) -> Any:  # noqa: ARG002 - as in Gradio's
        """Count nothing: the page for it is closed, and Gradio (6.31) counts all anew after each event."""
        return self.cached_event_analytics_summary

    def start(self) -> None:
        """Begin to run what waits."""
        super().start()  # type: ignore[no-untyped-call]  # Gradio has no types here
        run_coro_in_background(self._sweep)

    async def _sweep(self) -> None:
        while not self.stopped:
            await self.drop_unread()
            await asyncio.sleep(_SWEEP_S)

    async def drop_unread(self) -> None:
        """Drop the answers of sessions that have not read one for a minute."""
        latest = self._clock() - UNREAD_S
        for session in [*self._answers]:
            if any(time <= latest for _, time in self._unread(session).values()):
                await self._drop_session(session)
        # Gradio (6.31) keeps the ids of a session that went away while an event ran.
        alive = {event.session_hash for event in self.event_ids_to_events.values()}
        for session in [*self.pending_event_ids_session]:
            if session not in self.pending_messages_per_session and session not in alive:
                del self.pending_event_ids_session[session]

    async def _drop_session(self, session: str) -> None:
        self._answers.pop(session, None)
        self.pending_messages_per_session.pop(session, None)
        await self.clean_events(session_hash=session)
        self.pending_event_ids_session.pop(session, None)


def has_all_answers(blocks: Any, session: str) -> bool:
    """Whether a session has asked, and has had the answer to all that it asked.

    :param blocks: The app, of type ``gr.Blocks``.
    """
    queue = blocks._queue
    messages = queue.pending_messages_per_session.get(session)
    return messages is not None and messages.empty() and not queue.pending_event_ids_session.get(session)


def drop_state(blocks: Any, session: str) -> None:
    """Drop what Gradio keeps of a session, such as the values of ``gr.State``.

    :param blocks: The app, of type ``gr.Blocks``.
    """
    held = blocks.state_holder
    with held.lock:
        held.session_data.pop(session, None)
        held.time_last_used.pop(session, None)
