"""Streams of answers that have nothing to bring."""

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Final

from gradio.server_messages import CloseStreamMessage
from starlette.datastructures import QueryParams
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from sentimotion.web.http.routes import route_of

# Seconds to wait for another question, and between two looks.
_PATIENCE_S: Final = 2.0
_STEP_S: Final = 0.05


class AnswerStreams:
    """Ends a session's stream of answers soon, where the session has had all of them.

    A page that asks twice in a moment can have both answers in one stream, before it knows that the second
    question has arrived. Gradio's client (6.31) then opens another stream, which would stay open, and count
    for the address, until the page asks again. Not at once: a question that follows from those answers may be
    on its way, and counts on this stream.

    :param app: The ASGI application to wrap.
    :param has_all: Whether a session waits for no answer.
    """

    def __init__(self, app: ASGIApp, has_all: Callable[[str], bool]) -> None:
        self._app, self._has_all = app, has_all

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        app = self._app
        if scope["type"] == "http" and route_of(scope) == "/gradio_api/queue/data":
            session = QueryParams(scope["query_string"]).get("session_hash", "")
            deadline = monotonic() + _PATIENCE_S
            while (is_idle := self._has_all(session)) and monotonic() < deadline:
                await asyncio.sleep(_STEP_S)
            if is_idle:
                message = CloseStreamMessage().model_dump_json()
                app = Response(f"data: {message}\n\n", media_type="text/event-stream")
        await app(scope, receive, send)
