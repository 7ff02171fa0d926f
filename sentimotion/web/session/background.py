"""Run long work in a background thread as an iterator of progress and result."""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from contextvars import copy_context
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Event, Lock
from typing import Any, ClassVar, Final, Generic, TypeVar

from explain import Canceled, ProgressCallback

T = TypeVar("T")
# Kept, since a thread's first pass through a network is slow: memory and OpenMP's own threads are a thread's
# own (0.1 s of 0.5 on two cores). Explanations run one at a time; the second thread is for one that begins
# while a canceled one comes to its next report.
_WORKERS: Final = ThreadPoolExecutor(max_workers=2, thread_name_prefix="explain")


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """The last thing that comes out of work."""

    result: T


class Work(Generic[T]):
    """Work in another thread, begun at once. Who looks on later hears all that it has told so far.

    The page can only show progress from a generator, while the engine reports by a callback.

    :param work: Takes a callback (done, total), which may raise.
    """

    _lock: ClassVar = Lock()
    _going_on: "ClassVar[set[Work[Any]]]" = set()

    def __init__(self, work: Callable[[ProgressCallback], T]) -> None:
        self._reports: SimpleQueue[float | None] = SimpleQueue()
        self._canceled = Event()
        with self._lock:
            self._going_on.add(self)
        # In this context: on ZeroGPU it says whose share of time the work takes.
        self._future: Future[T] = _WORKERS.submit(copy_context().run, work, self._report)
        self._future.add_done_callback(self._over)

    def _report(self, done: int, total: int) -> None:
        if self._canceled.is_set():
            raise Canceled("the page no longer waits for this explanation")
        self._reports.put(done / total)

    def _over(self, _: "Future[T]") -> None:
        with self._lock:
            self._going_on.discard(self)
        self._reports.put(None)

    @classmethod
    def is_any_going_on(cls) -> bool:
        """Whether any visitor's work is, without what is canceled and ends at its next report."""
        with cls._lock:
            return any(not work._canceled.is_set() for work in cls._going_on)

    def end(self) -> None:
        """End it at its next report, without waiting for that: Gradio closes iterators on its event loop."""
        self._canceled.set()
        self._future.cancel()

    def events(self, canceled: Event) -> Iterator[float | Done[T]]:
        """How far the work has come, then its result; only one may look on.

        :param canceled: Set from anywhere, it ends the work at its next report; closing the iterator sets it.
        :returns: Shares done, 0 to 1, then the result in a :class:`Done`; nothing more once canceled.
        :raises Exception: Whatever work raised.
        """
        self._canceled = canceled
        try:
            while (share := self._reports.get()) is not None:
                if not canceled.is_set():
                    yield share
            with suppress(Canceled):
                result = self._future.result()
                if not canceled.is_set():
                    yield Done(result)
        finally:
            self.end()


def with_progress(work: Callable[[ProgressCallback], T], canceled: Event) -> Iterator[float | Done[T]]:
    """Run work in another thread and tell how far it has come; all as for :meth:`Work.events`."""
    yield from Work(work).events(canceled)


class Cancellation(Event):
    """Set when work is to end; ``stopped``: because the visitor asked for that, not for something newer."""

    stopped = False


class Readers:
    """Who is at work on a visitor's results, to be told when newer results take the place of those.

    An answer made of the old ones could otherwise reach the browser after the new ones.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._reading: dict[str | None, list[Event]] = {}

    @contextmanager
    def begin(self, session: str | None) -> Iterator[Event]:
        """Begin to read a visitor's results.

        :returns: The event that says that they are outdated.
        """
        outdated = Event()
        with self._lock:
            self._reading.setdefault(session, []).append(outdated)
        try:
            yield outdated
        finally:
            with self._lock:
                rest = [event for event in self._reading.get(session, ()) if event is not outdated]
                if rest:
                    self._reading[session] = rest
                else:
                    self._reading.pop(session, None)

    def outdate(self, session: str | None) -> None:
        """A visitor's results are replaced."""
        with self._lock:
            for event in self._reading.get(session, ()):
                event.set()


# Of so many visitors it is known that they said stop; who leaves does not tell every tab.
_MOST_STOPPED: Final = 1000


class LatestWork:
    """Of each visitor's work only the latest goes on: who asks anew no longer waits for the old answer.

    Gradio's own ``cancels`` is sent by the browser and can overtake the event that it should spare.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._running: dict[str | None, Cancellation] = {}
        # Visitors who said stop and have asked for nothing since. What was asked for before that may still be
        # waiting for its turn, even behind the work that was stopped.
        self._stopped: OrderedDict[str | None, None] = OrderedDict()

    def cancel(self, session: str | None) -> None:
        """End a visitor's work, if any. The visitor asks for something else: what begins now goes on."""
        with self._lock:
            self._stopped.pop(session, None)
            if (running := self._running.pop(session, None)) is not None:
                running.set()

    def stop(self, session: str | None) -> None:
        """End a visitor's work because the visitor said so, and all that begins before :meth:`cancel`."""
        with self._lock:
            self._stopped[session] = None
            while len(self._stopped) > _MOST_STOPPED:
                self._stopped.popitem(last=False)
            if (running := self._running.pop(session, None)) is not None:
                running.stopped = True
                running.set()

    @contextmanager
    def begin(self, session: str | None) -> Iterator[Cancellation]:
        """End a visitor's earlier work and begin a new one.

        :returns: The event that says that the new work is canceled.
        """
        canceled = Cancellation()
        with self._lock:
            earlier, self._running[session] = self._running.get(session), canceled
            if session in self._stopped:
                canceled.stopped = True
                canceled.set()
        if earlier is not None:
            earlier.set()
        try:
            yield canceled
        finally:
            with self._lock:
                if self._running.get(session) is canceled:
                    del self._running[session]
