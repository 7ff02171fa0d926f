"""What pages of other sites may ask for."""

import re
from typing import Any, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sentimotion.web.http.access import Access
from sentimotion.web.http.event_kinds import EventKind
from sentimotion.web.http.routes import EVENT, route_of

ALLOWED: Final = "sentimotion.allowed_events"
"""Key of an ASGI scope: the kinds of events that the request may ask for."""
# What gradio_client in a browser reads before it sends an event, and the answers.
_READ: Final = re.compile(
    "/config/?|/gradio_api/(info/?|queue/data|heartbeat/[^/]+|call/(v2/)?(predict|explain)/[^/]+)"
)


class Origins:
    """Refuses requests of other sites' pages, but for the endpoints, and from embedding sites for the page.

    Browsers send the header ``Origin`` along with whatever a page asks of another site. Gradio (6.31) answers
    all of them unless it is reached as localhost; here it does not see the header.

    :param app: The ASGI application to wrap.
    :param access: Who may do what.
    """

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app, self._access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        if origin is None or self._access.is_own(origin, headers.get("host", "")):
            await self._app(_without_origin(scope), receive, send)
            return
        is_embedding = self._access.may_embed(origin)
        if not (is_embedding or _is_for_all(scope)):
            await PlainTextResponse("other sites may not ask for this", 403)(scope, receive, send)
            return

        async def send_shared(message: Message) -> None:
            if message["type"] == "http.response.start":
                shared = MutableHeaders(scope=message)
                shared["Access-Control-Allow-Origin"] = origin
                shared.add_vary_header("Origin")
            await send(message)

        if scope["method"] == "OPTIONS":
            asked = {"Access-Control-Allow-Methods": "GET, POST", "Access-Control-Max-Age": "600"}
            if (names := headers.get("access-control-request-headers")) is not None:
                asked["Access-Control-Allow-Headers"] = names
            await PlainTextResponse("", headers=asked)(scope, receive, send_shared)
            return
        allowed: frozenset[EventKind] = frozenset(("endpoint", "page") if is_embedding else ("endpoint",))
        await self._app(_without_origin(scope) | {ALLOWED: allowed}, receive, send_shared)


def _is_for_all(scope: Scope) -> bool:
    """Whether any site may ask for a route; which event of the page it names is seen later."""
    path = route_of(scope)
    return bool(EVENT.fullmatch(path) or _READ.fullmatch(path))


def _without_origin(scope: Scope) -> dict[str, Any]:
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if name != b"origin"]}
