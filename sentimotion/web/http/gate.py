"""Which events are let in."""

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from re import Match
from time import monotonic
from typing import Final, Protocol

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from sentimotion.web.http.address import address_of, is_forwarded
from sentimotion.web.http.event_bodies import (
    MAX_BYTES,
    MAX_FILE_BYTES,
    EventBody,
    parse_event,
    read_body,
    replayed,
)
from sentimotion.web.http.event_kinds import EventKind
from sentimotion.web.http.origins import ALLOWED
from sentimotion.web.http.routes import EVENT, route_of
from sentimotion.web.http.sessions import KnownSessions

_LOGGER: Final = logging.getLogger(__name__)
# Requests with more than MAX_BYTES that one address may be sending at a time.
_MOST_LARGE: Final = 8


class Kinds(Protocol):
    """Tells the kind of an event."""

    def of_name(self, name: str) -> EventKind | None:
        """The kind of the event with a name."""

    def of_number(self, number: int) -> EventKind | None:
        """The kind of the event with a number."""


class EventGate:
    """Lets events in that are small enough, of a session that is known or may begin, and open to the sender.

    What is refused is answered with a status, which ``assets/js/failures.js`` says in a sentence.

    :param app: The ASGI application to wrap.
    :param kinds: The kinds of the app's events.
    :param sessions: The sessions that are known.
    """

    def __init__(self, app: ASGIApp, kinds: Kinds, sessions: KnownSessions) -> None:
        self._app, self._kinds, self._sessions = app, kinds, sessions
        self._large: Counter[str] = Counter()
        self._has_warned = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection; whatever is not a POST has no body that is read."""
        if scope["type"] != "http" or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        try:
            body = await self._read(scope, receive)
            if (match := EVENT.fullmatch(route_of(scope))) is not None:
                event = parse_event(body)
                self._check_kind(scope, self._kind(match, event), len(body))
                self._check_session(scope, event)
        except HTTPException as refusal:
            response = JSONResponse({"detail": refusal.detail}, refusal.status_code)
            await response(scope, receive, send)
            return
        await self._app(scope, replayed(body, receive), send)

    async def _read(self, scope: Scope, receive: Receive) -> bytes:
        length = Headers(scope=scope).get("content-length", "")
        if length.isdecimal() and int(length) <= MAX_BYTES:
            return await read_body(receive, MAX_BYTES)
        if length.isdecimal() and int(length) > MAX_FILE_BYTES:
            raise HTTPException(413, f"the request has more than {MAX_FILE_BYTES} bytes")
        with self._counted(address_of(scope)):
            return await read_body(receive, MAX_FILE_BYTES)

    @contextmanager
    def _counted(self, address: str) -> Iterator[None]:
        if self._large[address] >= _MOST_LARGE:
            raise HTTPException(429, "too many large requests from this address at a time")
        self._large[address] += 1
        try:
            yield
        finally:
            self._large[address] -= 1
            if not self._large[address]:
                del self._large[address]

    def _kind(self, match: Match[str], event: EventBody) -> EventKind:
        kind = None
        if event.number is not None and match["past"] in (None, "run", "api"):
            kind = self._kinds.of_number(event.number)
        elif match["name"] is not None:
            kind = self._kinds.of_name(match["name"])
        if kind is None:
            raise HTTPException(404, "there is no such event")
        return kind

    def _check_kind(self, scope: Scope, kind: EventKind, n_bytes: int) -> None:
        if kind != "file" and n_bytes > MAX_BYTES:
            raise HTTPException(413, f"the request has more than {MAX_BYTES} bytes")
        if kind not in scope.get(ALLOWED, (kind,)):
            raise HTTPException(403, "other sites may not ask for this")
        if kind == "review" and is_forwarded(scope):
            if not self._has_warned:
                self._has_warned = True
                _LOGGER.warning(
                    "a request for Review came through a proxy and was refused: Review has no login, and a"
                    " proxy may lead anybody to it; open it in the network itself"
                )
            raise HTTPException(403, "Review does not answer through a proxy")

    def _check_session(self, scope: Scope, event: EventBody) -> None:
        if event.session is None:
            return
        if not self._sessions.admit(event.session, address_of(scope), monotonic()):
            raise HTTPException(429, "too many new sessions from this address within a minute")
