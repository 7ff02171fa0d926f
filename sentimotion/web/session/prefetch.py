"""Start explanations before they are requested, while the model is otherwise idle."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final, Generic, TypeVar

from sentimotion.web.session.background import Work

T = TypeVar("T")
# An explanation that is done waits to be asked for, some 10 KB each; who leaves takes his along.
_MOST_WAITING: Final = 100


@dataclass(frozen=True, slots=True)
class _Begun(Generic[T]):
    question: Any
    work: Work[T]


class Prefetch(Generic[T]):
    """Begins work before it is asked for, and hands it over when it is.

    One of each visitor at most, and only while nothing else is computed: explanations that are asked for wait
    for each other, and must not wait for one that nobody has asked for yet.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._begun: OrderedDict[str | None, _Begun[T]] = OrderedDict()

    def begin(self, session: str | None, question: object, begin: Callable[[], Work[T]]) -> None:
        """Begin what a visitor will ask for, if nothing else is going on; it replaces what was begun before.

        :param question: What the work answers, to be compared with what is asked.
        :param begin: Begins it.
        """
        with self._lock:
            self._end(session)
            if Work.is_any_going_on():
                return
            self._begun[session] = _Begun(question, begin())
            while len(self._begun) > _MOST_WAITING:
                self._end(next(iter(self._begun)))

    def take(self, session: str | None, question: object) -> Work[T] | None:
        """What was begun for a visitor, if it answers this question; else it is ended."""
        with self._lock:
            begun = self._begun.get(session)
            if begun is not None and begun.question == question:
                return self._begun.pop(session).work
            self._end(session)
            return None

    def end(self, session: str | None) -> None:
        """End what was begun for a visitor and is not taken yet, if anything."""
        with self._lock:
            self._end(session)

    def _end(self, session: str | None) -> None:
        begun = self._begun.pop(session, None)
        if begun is not None:
            begun.work.end()
