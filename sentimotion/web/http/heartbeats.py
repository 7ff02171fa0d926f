"""When a visitor has left. Does not import gradio."""

import re
from collections.abc import Callable
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from sentimotion.web.http.routes import route_of

_HEARTBEAT: Final = re.compile("/gradio_api/heartbeat/(?P<session>[^/]+)")


class Heartbeats:
    """Tells when the heartbeat of a session has ended, a stream that a page reads as long as it is shown.

    In place of Gradio's ``unload``, which (6.31) first makes the state of a session that it does not know,
    and drops another's where there are too many.

    :param app: The ASGI application to wrap.
    :param has_left: Called with a session; must be quick.
    """

    def __init__(self, app: ASGIApp, has_left: Callable[[str], object]) -> None:
        self._app, self._has_left = app, has_left

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        match = _HEARTBEAT.fullmatch(route_of(scope)) if scope["type"] == "http" else None
        try:
            await self._app(scope, receive, send)
        finally:
            if match is not None:
                self._has_left(match["session"])
