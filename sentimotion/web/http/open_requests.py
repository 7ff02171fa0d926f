"""How many requests of an address may be open at a time. Does not import gradio."""

from collections import Counter

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from sentimotion.web.http.address import address_of


class OpenRequests:
    """Answers 429 where an address has too many requests open.

    A page holds one stream open for as long as it is shown, and another while it waits for an answer.
    Requests of every kind are counted: a slow body and an answer that nobody reads hold a connection as well.

    :param app: The ASGI application to wrap.
    :param most: Requests of an address that may be open at a time.
    """

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app, self._most = app, most
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection; all but HTTP is passed on as it is."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        address = address_of(scope)
        if self._open[address] >= self._most:
            refusal = JSONResponse({"detail": "too many requests of this address are open; close some"}, 429)
            await refusal(scope, receive, send)
            return
        self._open[address] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._open[address] -= 1
            if not self._open[address]:
                del self._open[address]
