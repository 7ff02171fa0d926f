"""What became of the latest events: how long each waited and ran. Pure."""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from statistics import quantiles
from typing import Any, Final, Literal

Outcome = Literal["success", "failed", "cancelled"]

# Events that are remembered.
_MOST_RECORDS: Final = 1000


@dataclass(frozen=True, slots=True)
class EventRecord:
    """An event that has ended.

    ``event`` its name; ``wait_s`` seconds in the queue; ``run_s`` seconds that it ran; ``outcome`` how it
    ended. There is nothing of its input and nothing of its sender.
    """

    event: str
    wait_s: float
    run_s: float
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Spread:
    """Median, 95th percentile and largest of some durations, in seconds."""

    median: float
    p95: float
    largest: float


@dataclass(frozen=True, slots=True)
class EventFigures:
    """Figures of the latest events of one name: how many ended how, and their waits and times."""

    n: int
    n_failed: int
    n_cancelled: int
    wait_s: Spread
    run_s: Spread


class EventLog:
    """Remembers the latest events; safe to read while another thread adds."""

    def __init__(self) -> None:
        self._records: deque[EventRecord] = deque(maxlen=_MOST_RECORDS)
        self.n_total = 0

    def add(self, record: EventRecord) -> None:
        """Remember an event in place of the oldest one."""
        self._records.append(record)
        self.n_total += 1

    def has_success(self) -> bool:
        """Whether one of the latest events succeeded."""
        return any(record.outcome == "success" for record in list(self._records))

    def figures(self) -> dict[str, Any]:
        """Figures by event, as JSON: fields of :class:`EventFigures`."""
        of_event: defaultdict[str, list[EventRecord]] = defaultdict(list)
        for record in list(self._records):
            of_event[record.event].append(record)
        return {event: asdict(_figures(records)) for event, records in sorted(of_event.items())}


def _figures(records: Sequence[EventRecord]) -> EventFigures:
    return EventFigures(
        n=len(records),
        n_failed=sum(record.outcome == "failed" for record in records),
        n_cancelled=sum(record.outcome == "cancelled" for record in records),
        wait_s=_spread(record.wait_s for record in records),
        run_s=_spread(record.run_s for record in records),
    )


def _spread(seconds: Iterable[float]) -> Spread:
    values = sorted(seconds)
    if len(values) == 1:
        values *= 2
    cuts = quantiles(values, n=20, method="inclusive")
    return Spread(*(round(value, 4) for value in (cuts[9], cuts[18], values[-1])))
