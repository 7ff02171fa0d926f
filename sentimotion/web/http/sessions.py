"""Which sessions the server keeps, and how many new ones an address may begin. Does not import gradio."""

from collections import Counter, OrderedDict, deque
from collections.abc import Callable
from typing import Final

_MINUTE: Final = 60.0


class KnownSessions:
    """Sessions with the address that began them; not safe between threads.

    Where there are too many, the address with the most loses the one that it has not used for longest.

    :param per_minute: New sessions of an address within a minute.
    :param most: Sessions that are kept.
    :param drop: Called with a session that is no longer kept.
    """

    def __init__(self, per_minute: int, most: int, drop: Callable[[str], None]) -> None:
        self._per_minute, self._most, self._drop = per_minute, most, drop
        self._address_of: OrderedDict[str, str] = OrderedDict()
        self._n_of: Counter[str] = Counter()
        self._begun: dict[str, deque[float]] = {}

    def admit(self, session: str, address: str, now: float) -> bool:
        """Whether a request of a session is answered; a new session is remembered.

        :param now: Seconds on a clock that does not go back.
        """
        if session in self._address_of:
            self._address_of.move_to_end(session)
            return True
        self._forget_begun(now)
        begun = self._begun.setdefault(address, deque())
        if len(begun) >= self._per_minute:
            return False
        begun.append(now)
        self._address_of[session] = address
        self._n_of[address] += 1
        if len(self._address_of) > self._most:
            self._drop_one()
        return True

    def _forget_begun(self, now: float) -> None:
        for address, begun in [*self._begun.items()]:
            while begun and begun[0] <= now - _MINUTE:
                begun.popleft()
            if not begun:
                del self._begun[address]

    def _drop_one(self) -> None:
        ((busiest, _),) = self._n_of.most_common(1)
        oldest = next(session for session, address in self._address_of.items() if address == busiest)
        del self._address_of[oldest]
        self._n_of[busiest] -= 1
        if not self._n_of[busiest]:
            del self._n_of[busiest]
        self._drop(oldest)
