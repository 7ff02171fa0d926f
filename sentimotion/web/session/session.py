"""The work that runs for one visitor. Does not import gradio."""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, Final

from sentimotion.web.session.background import Cancellation, Work

# Sessions remembered; not every visitor's leaving is reported.
_MAX_SESSIONS: Final = 1000


class Session:
    """The work that runs for one visitor, by name. New work cancels earlier work of its name.

    Gradio's own ``cancels`` is sent by the browser and can arrive before the event that it should not cancel.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._running: dict[str, Cancellation] = {}
        # Work that the visitor stopped and has not asked for since. Earlier requests may still be queued,
        # even behind the stopped work.
        self._stopped: set[str] = set()
        self._prefetched: tuple[object, Work[Any]] | None = None

    @contextmanager
    def begin(self, name: str) -> Iterator[Cancellation]:
        """Cancel earlier work of a name and register new work.

        :returns: The event that is set when the new work is canceled.
        """
        canceled = Cancellation()
        with self._lock:
            earlier, self._running[name] = self._running.get(name), canceled
            if name in self._stopped:
                canceled.stopped = True
                canceled.set()
        if earlier is not None:
            earlier.set()
        try:
            yield canceled
        finally:
            with self._lock:
                if self._running.get(name) is canceled:
                    del self._running[name]

    def cancel(self, *names: str) -> None:
        """Cancel work because new work follows. Later work is not affected."""
        with self._lock:
            for name in names:
                self._stopped.discard(name)
                if (running := self._running.pop(name, None)) is not None:
                    running.set()

    def stop(self, name: str) -> None:
        """Cancel work at the visitor's request, and any that begins before the next :meth:`cancel`."""
        with self._lock:
            self._stopped.add(name)
            if (running := self._running.pop(name, None)) is not None:
                running.stopped = True
                running.set()

    def prefetch(self, request: object, begin: Callable[[], Work[Any]]) -> None:
        """Start work before it is asked for, replacing what was prefetched before.

        Only while no other work is running: requested explanations run one at a time and must not wait for
        prefetched ones.

        :param request: Identifies the work, to be compared by :meth:`take`.
        :param begin: Starts the work.
        """
        with self._lock:
            self._drop_prefetched()
            if not Work.is_any_going_on():
                self._prefetched = (request, begin())

    def take(self, request: object) -> Work[Any] | None:
        """Remove and return the prefetched work if it answers this request; otherwise drop it."""
        with self._lock:
            if self._prefetched is None or self._prefetched[0] != request:
                self._drop_prefetched()
                return None
            work, self._prefetched = self._prefetched[1], None
            return work

    def drop_prefetched(self) -> None:
        """End the prefetched work, if any."""
        with self._lock:
            self._drop_prefetched()

    def leave(self) -> None:
        """Cancel everything, as the visitor has left."""
        with self._lock:
            self._drop_prefetched()
            for running in self._running.values():
                running.set()
            self._running.clear()

    def _drop_prefetched(self) -> None:
        if self._prefetched is not None:
            self._prefetched[1].end()
            self._prefetched = None


class Sessions:
    """The session of each visitor, by Gradio's session hash."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._sessions: OrderedDict[str | None, Session] = OrderedDict()

    def of(self, session_hash: str | None) -> Session:
        """The visitor's session, begun if there is none."""
        with self._lock:
            session = self._sessions.setdefault(session_hash, Session())
            self._sessions.move_to_end(session_hash)
            while len(self._sessions) > _MAX_SESSIONS:
                _, oldest = self._sessions.popitem(last=False)
                oldest.leave()
        return session

    def leave(self, session_hash: str | None) -> None:
        """End the session of a visitor who has left."""
        with self._lock:
            session = self._sessions.pop(session_hash, None)
        if session is not None:
            session.leave()
