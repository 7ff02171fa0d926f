"""Headers of a request that Gradio would believe, or could not read. Does not import gradio."""

import re
from ipaddress import ip_address
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from sentimotion.web.http.access import Access

# Of Gradio's own server in Node, which is not used; and parts of files, which no page asks for. Gradio (6.31)
# answers 500 where it cannot read them.
_UNUSED: Final = frozenset((b"x-gradio-server", b"range", b"if-range"))
_HOST: Final = re.compile(
    r"(?P<name>[a-z0-9_][a-z0-9_.-]*|\[[0-9a-f:.]+\])(?::(?P<port>[0-9]{1,5}))?", re.IGNORECASE
)
_MOST_PORT: Final = 65_535


class RequestHeaders:
    """Takes headers out of a request: those that are not used, and a forwarded host that is not answered.

    Gradio takes ``X-Forwarded-Host`` for the address of the page, from whomever it comes. A request whose
    ``Host`` is not one is answered with 400.

    :param app: The ASGI application to wrap; what is around it sees all headers.
    :param access: Who may reach the page.
    """

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app, self._hosts = app, frozenset(access.answered_hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection; all but HTTP is passed on as it is."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if "host" in headers and _name(headers["host"]) is None:
            await PlainTextResponse("Invalid host header", 400)(scope, receive, send)
            return
        unused = _UNUSED
        # The first, as Gradio takes it.
        forwarded = _name(headers.get("x-forwarded-host", "").split(",")[0].strip())
        if forwarded is None or not self._hosts & {"*", forwarded}:
            unused = _UNUSED | {b"x-forwarded-host"}
        kept = [(name, value) for name, value in scope["headers"] if name.lower() not in unused]
        await self._app({**scope, "headers": kept}, receive, send)


def _name(host: str) -> str | None:
    """The name in a host, without its port; None if it is not one that Gradio can read."""
    match = _HOST.fullmatch(host)
    if match is None or int(match["port"] or 0) > _MOST_PORT:
        return None
    name = match["name"].lower()
    if re.fullmatch(r"[0-9.]+|\[.*", name):
        try:
            ip_address(name.strip("[]"))
        except ValueError:
            return None
    return name
