"""Headers of every response that bound what a browser does with it. Does not import gradio."""

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Gradio (6.31) needs scripts in the page (its configuration) and evaluated ones (``js_on_load`` of gr.HTML).
# So the policy does not stop a script that someone smuggles in, but keeps it from sending anything elsewhere.
_POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'none'",
        "frame-ancestors {ancestors}",
    )
)


class SecurityHeaders:
    """Adds security headers to every response.

    :param app: The ASGI application to wrap.
    :param frame_ancestors: Who may show the page in a frame.
    """

    def __init__(self, app: ASGIApp, frame_ancestors: str) -> None:
        self._app = app
        self._headers = {
            # Browsers must not guess a different content type.
            "X-Content-Type-Options": "nosniff",
            # No referrer is sent to other sites.
            "Referrer-Policy": "no-referrer",
            "Content-Security-Policy": _POLICY.format(ancestors=frame_ancestors),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection; all but HTTP is passed on as it is."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)
