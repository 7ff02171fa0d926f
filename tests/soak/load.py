"""A crowd at the page's two endpoints: ``python -m tests.soak.load``.

The server has one core, the crowd the other. First one client alone measures the server's capacity; then
events arrive, whatever has become of those before them, at half of it and at four times it. One in five is an
explanation; some are canceled, some visitors vanish while they wait; three real Gradio clients ask beside.
Each answer is compared with the one that the server gave before anybody else was there.
"""

import argparse
import asyncio
import os
import random
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, median, quantiles
from time import perf_counter, sleep
from typing import Any, Final

import httpx
from gradio_client import Client

from tests.browser.driver.server import APP, Server
from tests.soak.queue_client import Answered, BusyError, QueueError, Session, event_numbers, open_http
from tests.soak.threads import TEXTS

# Visitors, as in a class.
N_SESSIONS: Final = 60
SHARE_EXPLAINED: Final = 0.2
SHARE_CANCELED: Final = 0.04
SHARE_VANISHED: Final = 0.02
LOADS: Final = (0.5, 4.0)
TOKEN: Final = "of-the-soak"
ASKED: Final = {"predict": (0.55, 0.6), "explain": ("emotion", None)}


@dataclass
class Outcome:
    """What came of one load."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in ASKED})
    counts: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)
    memory_mb: list[int] = field(default_factory=list)
    waits: dict[str, dict[str, float]] = field(default_factory=dict)

    def n_lost(self) -> int:
        """Events of the crowd of which nothing is known."""
        ends = ("answers", "canceled", "vanished", "busy", "errors")
        return self.counts["sent"] - sum(self.counts[end] for end in ends)

    def take(self, name: str, answered: Answered, expected: Any) -> None:
        """Count an answer, and whether it is the expected one."""
        self.seconds[name].append(answered.seconds)
        self.counts["answers"] += 1
        self.counts["wrong"] += answered.value != expected


class Crowd:
    """Visitors of one server.

    :param expected: The answer of each endpoint to each text.
    """

    def __init__(self, http: httpx.AsyncClient, numbers: dict[str, int], expected: dict[str, Any]) -> None:
        self._http, self._numbers, self._expected = http, numbers, expected
        self._sessions = [Session(http, numbers) for _ in range(N_SESSIONS)]
        self._random = random.Random(0)

    async def come(self, rate: float, seconds: float, outcome: Outcome) -> None:
        """Send events at random moments.

        :param rate: Events a second.
        """
        start, at, tasks = perf_counter(), 0.0, []
        while (at := at + self._random.expovariate(rate)) < seconds:
            await asyncio.sleep(max(0.0, start + at - perf_counter()))
            name = "explain" if self._random.random() < SHARE_EXPLAINED else "predict"
            place = self._random.randrange(N_SESSIONS)
            tasks.append(asyncio.create_task(self._ask(place, name, self._random.random(), outcome)))
        await asyncio.gather(*tasks)

    async def _ask(self, place: int, name: str, lot: float, outcome: Outcome) -> None:
        session, text = self._sessions[place], self._random.choice(TEXTS)
        start = perf_counter()
        outcome.counts["sent"] += 1
        try:
            event = await session.join(name, text, *ASKED[name])
            # Gradio cancels all that a visitor runs of one function, not one event.
            if lot < SHARE_CANCELED and session.n_open == 1:
                await asyncio.sleep(lot)
                await session.cancel(name, event)
                outcome.counts["canceled"] += 1
                return
            if SHARE_CANCELED <= lot < SHARE_CANCELED + SHARE_VANISHED:
                await asyncio.sleep(lot)
                # Its other events get no answer either; a new visitor comes in its place.
                self._sessions[place] = Session(self._http, self._numbers)
                outcome.counts["vanished"] += 1
                await session.vanish()
                return
            value = await session.answer(event)
        except BusyError:
            outcome.counts["busy"] += 1
        except asyncio.CancelledError:
            outcome.counts["vanished"] += 1  # another event of the same visitor
        except (QueueError, httpx.HTTPError) as error:
            outcome.counts["errors"] += 1
            outcome.troubles.append(f"{name}: {error!r}"[:300])
        else:
            outcome.take(name, Answered(value, perf_counter() - start), self._expected[name][text])


@contextmanager
def gradio_clients(url: str, expected: dict[str, Any], outcome: Outcome) -> Iterator[None]:
    """Three real clients that ask one thing after the other."""
    done = threading.Event()

    def ask(number: int) -> None:
        client, turn = None, number
        while not done.wait(1):
            text, turn = TEXTS[turn % len(TEXTS)], turn + 1
            try:
                client = client or Client(url, verbose=False)
                value = client.predict(text, *ASKED["predict"], api_name="/predict")
            except Exception as error:  # noqa: BLE001 - whatever a client says is counted
                busy = "too many" in str(error)
                outcome.counts[f"{'busy' if busy else 'errors'} of Gradio's client"] += 1
                outcome.troubles += [] if busy else [f"gradio_client: {error!r}"[:300]]
            else:
                outcome.counts["answers to Gradio's client"] += 1
                outcome.counts["wrong"] += value != expected["predict"][text]
        if client is not None:
            client.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        done.set()
        for thread in threads:
            thread.join()


async def operator(http: httpx.AsyncClient) -> dict[str, Any]:
    """The operator's figures."""
    answer = await http.get("/operator", headers={"Authorization": f"Bearer {TOKEN}"})
    figures: dict[str, Any] = answer.json()
    return figures


async def watch_memory(http: httpx.AsyncClient, outcome: Outcome) -> None:
    """Ask for the server's memory, every two seconds, until canceled."""
    while True:
        outcome.memory_mb.append((await operator(http))["memory_mb"])
        await asyncio.sleep(2)


async def measure(url: str, seconds: float) -> list[str]:
    """Print the tables; returns what does not hold."""
    async with open_http(url) as http:
        numbers = await event_numbers(http)
        alone = Session(http, numbers)
        expected = {
            name: {text: (await alone.ask(name, text, *more)).value for text in TEXTS}
            for name, more in ASKED.items()
        }
        idle = Outcome()
        for name, more in ASKED.items():
            idle.seconds[name] = [
                (await alone.ask(name, text, *more)).seconds for _ in range(5) for text in TEXTS
            ]
        shares = {"predict": 1 - SHARE_EXPLAINED, "explain": SHARE_EXPLAINED}
        capacity = 1 / sum(share * mean(idle.seconds[name]) for name, share in shares.items())
        outcomes = {}
        for load in LOADS:
            outcome = outcomes[load] = Outcome()
            watch = asyncio.create_task(watch_memory(http, outcome))
            with gradio_clients(url, expected, outcome):
                await Crowd(http, numbers, expected).come(capacity * load, seconds, outcome)
            watch.cancel()
            events = (await operator(http))["events"]
            outcome.waits = {name: events[name]["wait_s"] for name in ASKED}
            after = await alone.ask("predict", TEXTS[0], *ASKED["predict"])
            outcome.counts["wrong"] += after.value != expected["predict"][TEXTS[0]]
    print_tables(idle, capacity, outcomes)
    return faults(idle, outcomes)


def print_tables(idle: Outcome, capacity: float, outcomes: dict[float, Outcome]) -> None:
    """Print how long answers took, and what became of all events."""
    for name, seconds in idle.seconds.items():
        print(f"One client alone, {name}: {1 / mean(seconds):.1f} a second.")
    print(f"Capacity, one in five an explanation: {capacity:.1f} events a second.\n")
    print("| load | events a second | endpoint | answers | median s | 95 % s | largest s |")
    print("|---|---|---|---|---|---|---|")
    for load, outcome in {0.0: idle, **outcomes}.items():
        for name, seconds in outcome.seconds.items():
            label = f"{load:g} x | {load * capacity:.1f}" if load else "one client |"
            spread = f"{median(seconds):.2f} | {_p95(seconds):.2f} | {max(seconds):.2f}"
            print(f"| {label} | {name} | {len(seconds)} | {spread} |")
    for load, outcome in outcomes.items():
        memory = outcome.memory_mb
        print(f"\n{load:g} x: {dict(outcome.counts)}.")
        for name, wait in outcome.waits.items():
            print(
                f"In the queue, of the server's latest 1000 events, {name}: median {wait['median']:.2f} s, "
                f"95 % {wait['p95']:.2f} s, largest {wait['largest']:.2f} s."
            )
        print(f"Memory: {memory[0]} MB at first, {memory[-1]} at the end, at most {max(memory)}.")


def faults(idle: Outcome, outcomes: dict[float, Outcome]) -> list[str]:
    """What does not hold."""
    found = []
    for load, outcome in outcomes.items():
        for count in ("wrong", "errors", "errors of Gradio's client"):
            if outcome.counts[count]:
                found.append(f"{load:g} x: {outcome.counts[count]} {count} {outcome.troubles[:3]}")
        if outcome.n_lost():
            found.append(f"{load:g} x: {outcome.n_lost()} events are lost")
        memory = outcome.memory_mb
        # The first quarter fills caches and pools of threads.
        if memory[-1] > memory[len(memory) // 4] * 1.1 + 20:
            found.append(f"{load:g} x: memory grows: {memory}")
    half, four = (outcomes[load].seconds for load in LOADS)
    ratio = _p95(half["predict"]) / _p95(idle.seconds["predict"])
    print(f"\nPredictions at half of the capacity: the 95th percentile is {ratio:.1f} times the idle one.")
    if ratio > 5:
        found.append("predictions at half of the capacity take more than 5 times the idle time")
    if median(four["predict"]) > median(four["explain"]):
        found.append("at four times the capacity predictions wait longer than explanations")
    return found


def _p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20, method="inclusive")[18]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=120, help="of each load (120)")
    parser.add_argument("--model", default="embedded", help="the checkpoint (embedded)")
    arguments = parser.parse_args()
    if arguments.seconds < 20:
        parser.error("there are too few answers within less than 20 seconds")
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        raise SystemExit("This needs two cores: one for the server, one for those who ask.")
    with tempfile.TemporaryDirectory() as folder:
        server = Server(
            Path(folder),
            command=["taskset", "-c", str(cores[0]), sys.executable, str(APP)],
            SENTIMOTION_MODEL=arguments.model,
            SENTIMOTION_OPERATOR_TOKEN=TOKEN,
        )
        os.sched_setaffinity(0, {cores[1]})
        try:
            sleep(1)
            found = asyncio.run(measure(server.url, arguments.seconds))
        finally:
            server.stop()
    for fault in found:
        print(f"Does not hold: {fault}")
    raise SystemExit(1 if found else 0)


if __name__ == "__main__":
    main()
