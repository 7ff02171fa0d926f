"""One line of JSON for each request and each event, without anything that a visitor has written."""

import json
import logging
import sys
from datetime import UTC, datetime
from io import TextIOWrapper
from time import perf_counter
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sentimotion.web.operating.event_log import EventRecord

_LOGGER: Final = logging.getLogger(__name__)
# What a path consists of in the log. All else is "*": ids of sessions and events, which are secret, names of
# files, and whatever a visitor has typed as an address.
_PUBLIC: Final = frozenset(
    ["assets", "bn", "bn-embedded", "call", "cancel", "config", "data", "en", "en-embedded", "explain"]
    + ["gradio_api", "healthz", "heartbeat", "info", "join", "operator", "predict", "queue", "reset"]
    + ["startup-events", "static", "svelte", "theme.css", "v2"]
)


class RequestLog:
    """Logs each HTTP request when its answer has ended: method, path, status and seconds.

    :param app: The ASGI application to wrap.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection; all but HTTP is passed on as it is."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start, status = perf_counter(), 0

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        finally:
            log_line(
                request=f"{scope['method']} {public_path(scope['path'])}",
                status=status,
                seconds=round(perf_counter() - start, 4),
            )


def public_path(path: str) -> str:
    """A path with ``*`` for each part that is not one of the page's own words."""
    return "/".join(part if part in _PUBLIC or not part else "*" for part in path[:200].split("/"))


def log_event(record: EventRecord) -> None:
    """Log an event that has ended."""
    log_line(
        event=record.event,
        outcome=record.outcome,
        wait_s=round(record.wait_s, 4),
        run_s=round(record.run_s, 4),
    )


def log_line(**values: Any) -> None:
    """Log one line of JSON, with the time (UTC)."""
    time = datetime.now(UTC).isoformat(timespec="milliseconds")
    _LOGGER.info(json.dumps({"time": time} | values))


def write_to_stderr() -> None:
    """Write the lines of this module to stderr, as they are.

    What is printed to stdout is written by lines from now on. With PYTHONUNBUFFERED=1 ``print`` writes
    the end of a line by itself; where both go to one file, a line of the log came in between.
    """
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True, write_through=False)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    _LOGGER.handlers = [handler]
    _LOGGER.setLevel(logging.INFO)
    _LOGGER.propagate = False
