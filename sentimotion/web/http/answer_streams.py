"""Streams of answers that have nothing to bring."""

from collections.abc import Callable

from gradio.server_messages import CloseStreamMessage
from starlette.datastructures import QueryParams
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from sentimotion.web.http.routes import route_of


class AnswerStreams:
    """Ends a session's stream of answers at once, where the session has had all of them.

    A page that asks twice in a moment can have both answers in one stream, before it knows that the second
    question has arrived. Gradio's client (6.31) then opens another stream, which would stay open, and count
    for the address, until the page asks again.

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
            if self._has_all(session):
                message = CloseStreamMessage().model_dump_json()
                app = Response(f"data: {message}\n\n", media_type="text/event-stream")
        await app(scope, receive, send)
