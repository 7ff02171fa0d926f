"""HTTP middleware: response headers, and blocking of unused Gradio routes."""

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HEADERS: Final = {
    # Browsers must not guess a different content type.
    "X-Content-Type-Options": "nosniff",
    # No referrer is sent to other sites.
    "Referrer-Policy": "no-referrer",
}
# Uploads could fill the disk. The Score tab sends files as event data instead.
_CLOSED: Final = "/upload"


class HttpMiddleware:
    """Add security headers to every response; answer uploads with 404 without reading the body.

    :param app: The ASGI application to wrap.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection; all but HTTP is passed on as it is."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        is_closed = scope["path"].rstrip("/").endswith(_CLOSED)
        app = PlainTextResponse("Not Found", status_code=404) if is_closed else self._app
        await app(scope, receive, send_with_headers)
