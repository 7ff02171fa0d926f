"""HTTP middleware: a request that fails is answered with a structured error."""

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sentimotion.web.session.events import log_failure


class FailedRequests:
    """Answer a request whose handling raises with status 500 and ``{"detail": ...}``.

    Gradio (6.31) raises for events and endpoints that do not exist, and for strings that are not valid
    Unicode. Without this, the answer would be plain text, and the log a traceback that quotes what was sent.

    :param app: The ASGI application to wrap.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection; all but HTTP is passed on as it is."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_begun = False

        async def send_on(message: Message) -> None:
            nonlocal has_begun
            has_begun = has_begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, send_on)
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not end as a traceback in the log
            log_failure("a request", error)
            if not has_begun:
                response = JSONResponse({"detail": "the server could not answer this request"}, 500)
                await response(scope, receive, send)
