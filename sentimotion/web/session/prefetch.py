"""Start explanations before they are requested, while the model is otherwise idle."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final, Generic, TypeVar

from sentimotion.web.session.background import Work

T = TypeVar("T")
# Maximum number of prefetched explanations, about 10 KB each; dropped when the session ends.
_MAX_WAITING: Final = 100


@dataclass(frozen=True, slots=True)
class _Begun(Generic[T]):
    question: Any
    work: Work[T]


class Prefetch(Generic[T]):
    """Start work before it is requested, and hand it over on request.

    At most one per session, and only while no other work is running: requested explanations run one at a time
    and must not wait for prefetched ones.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._begun: OrderedDict[str | None, _Begun[T]] = OrderedDict()

    def begin(self, session: str | None, question: object, begin: Callable[[], Work[T]]) -> None:
        """Start work for a session if no other work is running; replaces its earlier prefetched work.

        :param question: Identifies the work, to be compared with the later request.
        :param begin: Starts the work.
        """
        with self._lock:
            self._end(session)
            if Work.is_any_going_on():
                return
            self._begun[session] = _Begun(question, begin())
            while len(self._begun) > _MAX_WAITING:
                self._end(next(iter(self._begun)))

    def take(self, session: str | None, question: object) -> Work[T] | None:
        """Remove and return the session's prefetched work if it answers this question; otherwise drop it."""
        with self._lock:
            begun = self._begun.get(session)
            if begun is not None and begun.question == question:
                return self._begun.pop(session).work
            self._end(session)
            return None

    def end(self, session: str | None) -> None:
        """Drop the session's prefetched work, if any."""
        with self._lock:
            self._end(session)

    def _end(self, session: str | None) -> None:
        begun = self._begun.pop(session, None)
        if begun is not None:
            begun.work.end()
