"""Run long work in a background thread as an iterator of progress and result."""

import math
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from queue import Empty, SimpleQueue
from threading import Event, Lock
from time import monotonic
from typing import Any, ClassVar, Final, Generic, TypeVar

from explain import Canceled, ProgressCallback

T = TypeVar("T")
# Added to the niceness of a thread with long work. On a core that it shares with a prediction it then gets a
# quarter: the prediction is over soon, and an explanation goes on however many predictions there are.
_NICENESS: Final = 5


def _give_way_to_predictions() -> None:
    """Lower the priority of this thread: a pass of an explanation may take longer than a whole prediction.

    Only Linux has a niceness for each thread; elsewhere it is the process's, and threads stay equal.
    """
    if sys.platform == "linux":
        os.nice(_NICENESS)


# Threads are reused, as the first forward pass in a thread is slow: memory and OpenMP threads are allocated
# per thread (0.1 s of 0.5 on two cores). Explanations run one at a time; the second thread is for an
# explanation that starts before a canceled one reaches its next progress report.
_WORKERS: Final = ThreadPoolExecutor(
    max_workers=2, thread_name_prefix="explain", initializer=_give_way_to_predictions
)
# Long work of its own, which waits for explanations and must not take their threads while it does.
_BACKGROUND: Final = ThreadPoolExecutor(
    max_workers=1, thread_name_prefix="background", initializer=_give_way_to_predictions
)
# A report that the next one follows within this many seconds is passed over: a message to the browser takes
# about as long, and the result has to wait for it.
OVERTAKEN_S: Final = 0.05


class Work(Generic[T]):
    """Work in a background thread, started immediately.

    Progress is queued; of reports in quick succession, only the last is passed on. Gradio shows progress from
    a generator, while explanations report it to a callback; this class converts between the two.

    :param work: Called with a progress callback (done, total), which raises ``Canceled`` once canceled.
    :param gives_way: Whether it waits for other work itself (:func:`gives_way`), and other work not for it.
    """

    _lock: ClassVar = Lock()
    _going_on: "ClassVar[set[Work[Any]]]" = set()

    def __init__(self, work: Callable[[ProgressCallback], T], *, gives_way: bool = False) -> None:
        self._reports: SimpleQueue[float | None] = SimpleQueue()
        self._canceled = Event()
        if not gives_way:
            with self._lock:
                self._going_on.add(self)
        workers = _BACKGROUND if gives_way else _WORKERS
        # On ZeroGPU the context identifies the visitor whose quota is used.
        self._future: Future[T] = workers.submit(copy_context().run, work, self._report)
        self._future.add_done_callback(self._over)

    def _report(self, done: int, total: int) -> None:
        if self._canceled.is_set():
            raise Canceled("the explanation was canceled")
        self._reports.put(done / total)

    def _over(self, _: "Future[T]") -> None:
        with self._lock:
            self._going_on.discard(self)
        self._reports.put(None)

    def _latest_report(self) -> float | None:
        """Wait for a report, and a moment for those that follow it; None once the work is over."""
        report, deadline = self._reports.get(), monotonic() + OVERTAKEN_S
        with suppress(Empty):
            while report is not None and (left := deadline - monotonic()) > 0.0:
                report = self._reports.get(timeout=left)
        return report

    @classmethod
    def is_any_going_on(cls) -> bool:
        """Whether work of any visitor is running, not counting canceled work."""
        with cls._lock:
            return any(not work._canceled.is_set() for work in cls._going_on)

    def result(self) -> T:
        """Wait for the result, without its progress.

        :raises Exception: Any exception that the work raised.
        """
        return self._future.result()

    def end(self) -> None:
        """Cancel the work at its next progress report.

        Does not block, as Gradio closes iterators on its event loop.
        """
        self._canceled.set()
        self._future.cancel()

    def events(self, canceled: Event) -> Iterator[float | T]:
        """Yield the progress of the work, then its result. Supports a single consumer.

        :param canceled: Setting it from any thread stops the work at its next progress report; so does
            closing the iterator.
        :returns: Fractions done, 0 to 1, then the result, which is no float; nothing more once canceled.
        :raises Exception: Any exception that the work raised.
        """
        self._canceled = canceled
        try:
            while (share := self._latest_report()) is not None:
                if not canceled.is_set():
                    yield share
            with suppress(Canceled):
                result = self._future.result()
                if not canceled.is_set():
                    yield result
        finally:
            # Not after an error of the work, which was not canceled.
            if not self._future.done():
                self.end()


def with_progress(
    work: Callable[[ProgressCallback], T], canceled: Event, *, gives_way: bool = False
) -> Iterator[float | T]:
    """Run work in a background thread and yield its progress and result, as :meth:`Work.events` does.

    :param gives_way: As for :class:`Work`.
    """
    yield from Work(work, gives_way=gives_way).events(canceled)


def gives_way(canceled: Event, patience: float = math.inf) -> bool:
    """Wait until no explanation is running, of any visitor; whether to stop.

    :param canceled: Setting it from any thread ends the wait.
    :param patience: Seconds after which to stop.
    """
    deadline = monotonic() + patience
    while Work.is_any_going_on() and not canceled.wait(0.05):
        if monotonic() > deadline:
            return True
    return canceled.is_set()


class Cancellation(Event):
    """Event that cancels work.

    ``stopped`` is true if the visitor pressed Stop rather than asked for new work.
    """

    stopped = False
