"""How much one address may take and write in Review, which has no login. Does not import gradio."""

from collections import deque
from collections.abc import Callable, Hashable
from threading import Lock
from time import monotonic
from typing import Final

from sentimotion.errors import DecisionsTooFast, TooManyNames

NAMES_PER_ADDRESS: Final = 30
"""Annotators' names under which an address may be at work: each holds one text."""
DECISIONS_PER_MINUTE: Final = 300
"""Decisions and skipped texts of an address within a minute."""
_MINUTE: Final = 60.0
# Seconds that a name counts at least, however soon its text goes back into the queue.
_LEAST_S: Final = 30 * _MINUTE


class AddressLimits:
    """Names and decisions of each address; safe to share between threads.

    :param clock: Seconds on a clock that does not go back.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        # The time until which a name counts, and the times of decisions.
        self._names: dict[str, dict[Hashable, float]] = {}
        self._decisions: dict[str, deque[float]] = {}

    def work_as(self, address: str, name: Hashable, lease: float) -> None:
        """Count a name of an address as at work, for as long as it may hold a text.

        :param name: Identifies the annotator.
        :param lease: Seconds that a text is held.
        :raises TooManyNames: The address is at work under too many others.
        """
        now = self._clock()
        with self._lock:
            for one in [*self._names]:
                self._names[one] = {key: until for key, until in self._names[one].items() if until > now}
                if not self._names[one]:
                    del self._names[one]
            names = self._names.get(address, {})
            if name not in names and len(names) >= NAMES_PER_ADDRESS:
                raise TooManyNames(
                    f"this address is at work under {NAMES_PER_ADDRESS} names already; go on under one of"
                    " them",
                    limit=NAMES_PER_ADDRESS,
                )
            self._names.setdefault(address, {})[name] = now + max(lease, _LEAST_S)

    def decide(self, address: str) -> None:
        """Count a decision of an address.

        :raises DecisionsTooFast: It has made too many within a minute.
        """
        now = self._clock()
        with self._lock:
            for one in [*self._decisions]:
                times = self._decisions[one]
                while times and times[0] <= now - _MINUTE:
                    times.popleft()
                if not times:
                    del self._decisions[one]
            times = self._decisions.setdefault(address, deque())
            if len(times) >= DECISIONS_PER_MINUTE:
                raise DecisionsTooFast(
                    f"this address has made {DECISIONS_PER_MINUTE} decisions within a minute; this one was"
                    " not stored; try again in a moment",
                    limit=DECISIONS_PER_MINUTE,
                )
            times.append(now)
