"""A client of the server's queue: many sessions in one thread, as browsers are."""

import asyncio
import json
import secrets
from collections import defaultdict
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Final

import httpx

_API: Final = "/gradio_api"
# Seconds; what takes longer has been forgotten by the server.
PATIENCE: Final = 240


class BusyError(Exception):
    """The server has refused an event and said that it is busy."""


class QueueError(Exception):
    """An event has failed, or its answer never came."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, and the seconds from the question to it."""

    value: Any
    seconds: float


class Session:
    """One visitor: events are sent one by one, their answers come on one stream."""

    def __init__(self, http: httpx.AsyncClient, numbers: dict[str, int]) -> None:
        self._http, self._numbers = http, numbers
        self.hash = secrets.token_hex(6)
        self._answers: defaultdict[str, asyncio.Future[dict[str, Any]]] = defaultdict(_answer)
        self._open: set[str] = set()
        self._stream: asyncio.Task[None] | None = None
        self.has_vanished = False

    @property
    def n_open(self) -> int:
        """Events that have no answer yet."""
        return len(self._open)

    async def join(self, name: str, *data: Any) -> str:
        """Send an event; returns its id.

        :raises BusyError: If the server is busy.
        :raises QueueError: If the event is refused for another reason.
        :raises asyncio.CancelledError: If the visitor has vanished meanwhile.
        """
        body = {"data": [*data], "fn_index": self._numbers[name], "session_hash": self.hash}
        response = await self._http.post(f"{_API}/queue/join", json=body)
        if response.status_code in (429, 503):
            raise BusyError(response.text)
        if response.status_code != 200:
            raise QueueError(f"{response.status_code}: {response.text[:200]}")
        event = str(response.json()["event_id"])
        if self.has_vanished:
            raise asyncio.CancelledError
        self._open.add(event)
        if self._stream is None or self._stream.done():
            self._stream = asyncio.create_task(self._read())
        return event

    async def answer(self, event: str) -> Any:
        """Wait for the answer of an event.

        :raises QueueError: If it failed or never came.
        """
        try:
            message = await asyncio.wait_for(self._answers[event], PATIENCE)
        except TimeoutError as error:
            raise QueueError("no answer") from error
        finally:
            self._open.discard(event)
            self._answers.pop(event, None)
        if not message["success"]:
            raise QueueError(f"failed: {message['output']}")
        return message["output"]["data"][0]

    async def ask(self, name: str, *data: Any) -> Answered:
        """Send an event and wait for its answer."""
        start = perf_counter()
        value = await self.answer(await self.join(name, *data))
        return Answered(value, perf_counter() - start)

    async def cancel(self, name: str, event: str) -> None:
        """Give an event up, as the button Stop does."""
        body = {"session_hash": self.hash, "fn_index": self._numbers[name], "event_id": event}
        await self._http.post(f"{_API}/cancel", json=body)
        self._open.discard(event)

    async def vanish(self) -> None:
        """Close the stream, as a window that is closed does; nothing more can be asked."""
        self.has_vanished = True
        if self._stream is not None:
            self._stream.cancel()
        for answer in self._answers.values():
            answer.cancel()

    async def _read(self) -> None:
        """Read answers until none is asked for."""
        try:
            while self._open:
                parameters = {"session_hash": self.hash}
                async with self._http.stream("GET", f"{_API}/queue/data", params=parameters) as stream:
                    if stream.status_code != 200:
                        raise QueueError(f"stream: {stream.status_code}")
                    async for line in stream.aiter_lines():
                        self._take(line)
        except (httpx.HTTPError, QueueError) as error:
            for event in [*self._open]:
                if not self._answers[event].done():
                    self._answers[event].set_exception(QueueError(f"stream: {error!r}"))

    def _take(self, line: str) -> None:
        message = json.loads(line.removeprefix("data:")) if line.startswith("data:") else {}
        if message.get("msg") == "process_completed":
            event = message["event_id"]
            self._open.discard(event)
            if not self._answers[event].done():
                self._answers[event].set_result(message)


def _answer() -> asyncio.Future[dict[str, Any]]:
    """What will be an answer; asyncio says nothing where it is an error that nobody waits for any more."""
    future: asyncio.Future[dict[str, Any]] = asyncio.Future()
    future.add_done_callback(lambda done: done.cancelled() or done.exception())
    return future


def open_http(url: str) -> httpx.AsyncClient:
    """An HTTP client with as many connections as sessions need."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=50)
    return httpx.AsyncClient(base_url=url, timeout=httpx.Timeout(PATIENCE), limits=limits, trust_env=False)


async def event_numbers(http: httpx.AsyncClient) -> dict[str, int]:
    """The number of each endpoint, by name."""
    config = (await http.get("/config")).json()
    return {one["api_name"]: one["id"] for one in config["dependencies"] if one["api_name"]}
