"""A proxy on 127.0.0.1 before a Space, as the hub has one: another address, a path, a visitor's token."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import contextmanager, suppress

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

# What the hub adds to a visitor's request, and ZeroGPU counts minutes by.
TOKEN = "e30.e30.e30"
_OF_ONE_CONNECTION = {"connection", "content-length", "host", "transfer-encoding", "keep-alive"}


@contextmanager
def proxied(target: str, path: str, port: int):
    """Serve ``target`` below a path of the port; yields the address with the path."""
    client = httpx.AsyncClient(base_url=target, timeout=None)

    async def body_of(answer: httpx.Response) -> AsyncIterator[bytes]:
        # The Space may end in the middle of a stream of events.
        with suppress(httpx.HTTPError):
            async for part in answer.aiter_raw():
                yield part

    async def forward(request: Request) -> Response:
        url = httpx.URL(path="/" + request.path_params["rest"], query=request.url.query.encode())
        headers = [(name, value) for name, value in request.headers.items() if name not in _OF_ONE_CONNECTION]
        headers += [("x-forwarded-host", request.headers["host"]), ("x-forwarded-proto", "http")]
        headers += [("x-ip-token", TOKEN)]
        asked = client.build_request(request.method, url, headers=headers, content=request.stream())
        try:
            answer = await client.send(asked, stream=True)
        except httpx.HTTPError:
            return Response(status_code=503)
        kept = {name: value for name, value in answer.headers.items() if name not in _OF_ONE_CONNECTION}
        return StreamingResponse(
            body_of(answer), answer.status_code, kept, background=BackgroundTask(answer.aclose)
        )

    app = Starlette(routes=[Route(f"{path}/{{rest:path}}", forward, methods=["GET", "POST", "HEAD"])])
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}{path}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
