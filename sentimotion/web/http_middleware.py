"""HTTP middleware: response headers, and blocking of unused Gradio routes."""

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HEADERS: Final = {
    # A file is what its type says, whatever is in it.
    "X-Content-Type-Options": "nosniff",
    # Other sites do not learn where a visitor comes from.
    "Referrer-Policy": "no-referrer",
}
# Anyone could fill the disk: the tab that takes a file sends it as an event's data.
_CLOSED: Final = "/upload"


class HttpMiddleware:
    """Add security headers to every response and answer an upload with 404, its body unread.

    :param app: The ASGI application that is wrapped.
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
