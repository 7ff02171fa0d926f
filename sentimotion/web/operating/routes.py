"""Addresses for whoever runs the server: ``/healthz``, and ``/operator`` with a token."""

import hmac
import re
from pathlib import Path
from time import monotonic
from typing import Any, Final, Protocol

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from sentimotion.web.operating.event_log import EventLog

_SCHEME: Final = "bearer "


class Queue(Protocol):
    """What is asked of the queue of events."""

    log: EventLog
    is_closing: bool

    def n_waiting(self) -> dict[str, int]:
        """Events that wait, by what they wait for."""

    def n_running(self) -> int:
        """Events that run."""

    def n_unread(self) -> int:
        """Answers that nobody has read yet."""


def routes(queue: Queue, *, has_run: bool, token: str | None) -> list[Route]:
    """The addresses of this module.

    :param queue: The queue of events.
    :param has_run: Whether the model has answered once before the server began.
    :param token: Who sends it as ``Authorization: Bearer TOKEN`` may read ``/operator``; None closes it.
    """
    start = monotonic()

    def health(_: Request) -> Response:
        if queue.is_closing:
            return JSONResponse({"status": "closing"}, 503)
        if not (has_run or queue.log.has_success()):
            return JSONResponse({"status": "the model has not answered yet"}, 503)
        return JSONResponse({"status": "ok"})

    def operator(request: Request) -> Response:
        # As any address that is not there: nobody is told that this one is.
        if token is None or not _is_token(request.headers.get("authorization", ""), token):
            return PlainTextResponse("Not Found", status_code=404)
        return JSONResponse(figures(queue, monotonic() - start), headers={"Cache-Control": "no-store"})

    return [Route("/healthz", health), Route("/operator", operator)]


def figures(queue: Queue, uptime_s: float) -> dict[str, Any]:
    """The operator's figures, as JSON: sizes of the queue now, and of the latest events waits and times.

    :param uptime_s: Seconds since the start.
    """
    return {
        "uptime_s": round(uptime_s, 1),
        "memory_mb": _memory_mb(),
        "waiting": queue.n_waiting(),
        "running": queue.n_running(),
        "unread": queue.n_unread(),
        "n_events": queue.log.n_total,
        "events": queue.log.figures(),
    }


def _is_token(header: str, token: str) -> bool:
    """Whether a header holds the token; takes the same time wherever they differ."""
    has_scheme = header[: len(_SCHEME)].lower() == _SCHEME
    # Starlette reads headers as Latin-1, whatever was sent.
    sent = header[len(_SCHEME) :].encode("latin-1")
    return hmac.compare_digest(sent, token.encode()) and has_scheme


def _memory_mb() -> int | None:
    """Resident memory of this process in MB (10^6 bytes); None where the system has no ``/proc``."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return None
    resident = re.search(r"^VmRSS:\s+(\d+) kB$", status, re.MULTILINE)
    return None if resident is None else round(int(resident[1]) * 1024 / 1e6)
