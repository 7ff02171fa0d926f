"""The routes that are open: those that the page and its clients use. Does not import gradio."""

import re
from pathlib import Path
from typing import Final

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from sentimotion.i18n.messages import LANGUAGES
from sentimotion.web.components.decision import EMBEDDED_SUFFIX

EVENT: Final = re.compile(r"/gradio_api/(?:queue/join|(?P<past>run|api|call|call/v2)/(?P<name>[^/]+))/?")
"""Routes that take an event in: its name is in the path or, for the page's own, its number in the body."""
_GET: Final = re.compile(
    "|".join(
        (
            "/",
            f"/({'|'.join(LANGUAGES)})({EMBEDDED_SUFFIX})?/?",
            "/(healthz|operator)",
            "/config/?",
            r"/(gradio_api/)?theme\.css",
            r"/(favicon\.ico|robots\.txt|manifest\.json|pwa_icon(/\d+)?)",
            "/(assets|static|svelte)/.+",
            r"/gradio_api/(info|openapi\.json|app_id|startup-events)/?",
            "/gradio_api/queue/data",
            "/gradio_api/heartbeat/[^/]+",
            "/gradio_api/call/(v2/)?[^/]+/[^/]+",
        )
    )
)
_POST: Final = re.compile(f"{EVENT.pattern}|/gradio_api/(cancel|reset)/?")
_FILE: Final = "/gradio_api/file="


class OpenRoutes:
    """Answers 404 for every route that is not needed, without reading the body.

    Some of Gradio's others write what a visitor sends to disk (``/upload``, ``/deep_link``), or fetch from
    other sites (``/file=https://...``).

    :param app: The ASGI application to wrap.
    :param files: The files that browsers may load.
    """

    def __init__(self, app: ASGIApp, files: frozenset[Path]) -> None:
        self._app = app
        self._files = {_FILE + path.as_posix() for path in files}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection; websockets, which nothing uses, are refused."""
        is_open = scope["type"] == "lifespan" or (scope["type"] == "http" and self._is_open(scope))
        app = self._app if is_open else PlainTextResponse("Not Found", status_code=404)
        await app(scope, receive, send)

    def _is_open(self, scope: Scope) -> bool:
        path = route_of(scope)
        if scope["method"] == "POST":
            return bool(_POST.fullmatch(path))
        if scope["method"] == "OPTIONS":
            return True  # a question of a browser, answered before any route
        return path in self._files or bool(_GET.fullmatch(path))


def route_of(scope: Scope) -> str:
    """The path of a request within the app."""
    return str(scope["path"]).removeprefix(scope.get("root_path", ""))
