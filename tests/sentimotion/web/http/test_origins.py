"""What pages of other sites may ask for, by route; test_strangers.py asks the served page."""

import asyncio

import pytest

from sentimotion.web.http.access import Access
from sentimotion.web.http.origins import ALLOWED, Origins

EVIL, SCHOOL, OWN = "https://evil.example", "https://school.example", "http://127.0.0.1:7860"


class App:
    """What is behind: it keeps the scope, and answers 200 with a body."""

    def __init__(self):
        self.scope = None

    async def __call__(self, scope, _receive, send):
        self.scope = scope
        if send is not None:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"answer"})


def ask(path, origin=EVIL, method="GET", headers=(), **rest):
    """Status, headers and body of the answer, and the scope that the app has seen, if it was asked."""
    sent = [(b"host", b"127.0.0.1:7860"), *headers]
    if origin is not None:
        sent.append((b"origin", origin.encode()))
    app, messages = App(), []

    async def send(message):
        messages.append(message)

    scope = {"type": "http", "method": method, "path": path, "headers": sent} | rest
    asyncio.run(Origins(app, Access(embedding_hosts=("school.example",)))(scope, None, send))
    start, body = messages
    assert "headers" not in body
    names = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], names, body["body"], app.scope


@pytest.mark.parametrize("origin", [None, OWN])
@pytest.mark.parametrize("path", ["/en", "/gradio_api/queue/join"])
def test_the_page_itself_may_ask_for_all(origin, path):
    status, headers, body, scope = ask(path, origin, headers=[(b"cookie", b"a=b")])
    assert (status, headers, body) == (200, {}, b"answer")
    assert ALLOWED not in scope
    # Gradio does not see the origin, and all else.
    assert scope["headers"] == [(b"host", b"127.0.0.1:7860"), (b"cookie", b"a=b")]


@pytest.mark.parametrize("origin", [EVIL, "http://localhost", "http://xx", "null"])
def test_without_a_host_no_page_is_of_this_server(origin):
    answered = []

    async def send(message):
        answered.append(message)

    scope = {"type": "http", "method": "GET", "path": "/en", "headers": [(b"origin", origin.encode())]}
    asyncio.run(Origins(App(), Access())(scope, None, send))
    assert answered[0]["status"] == 403


def test_what_is_not_http_goes_on_as_it_is():
    app = App()
    asyncio.run(Origins(app, Access())({"type": "lifespan"}, None, None))
    assert app.scope == {"type": "lifespan"}


OPEN = [
    *("/config", "/config/", "/gradio_api/info", "/gradio_api/info/", "/gradio_api/queue/data"),
    *("/gradio_api/heartbeat/abc", "/gradio_api/call/predict/abc", "/gradio_api/call/v2/explain/abc"),
    *("/gradio_api/queue/join", "/gradio_api/run/predict", "/gradio_api/call/explain"),
]
CLOSED = [
    *("/", "/en", "/theme.css", "/gradio_api/startup-events", "/gradio_api/cancel", "/gradio_api/reset"),
    *("/config/x", "/gradio_api/heartbeat/", "/gradio_api/heartbeat/a/b", "/gradio_api/queue/data/x"),
    *("/gradio_api/call/score/abc", "/gradio_api/call/predict/a/b", "/operator", "/x/config"),
]


@pytest.mark.parametrize("path", OPEN)
def test_other_sites_may_ask_the_endpoints(path):
    status, headers, body, scope = ask(path)
    assert (status, body) == (200, b"answer")
    assert headers == {"access-control-allow-origin": EVIL, "vary": "Origin"}
    assert scope[ALLOWED] == {"endpoint"}
    assert scope["headers"] == [(b"host", b"127.0.0.1:7860")]


@pytest.mark.parametrize("path", CLOSED)
def test_other_sites_may_ask_for_nothing_else(path):
    status, headers, body, scope = ask(path)
    assert (status, body, scope) == (403, b"other sites may not ask for this", None)
    assert not {"access-control-allow-origin", "vary"} & {*headers}


def test_the_path_within_the_app_counts():
    assert ask("/demo/config", root_path="/demo")[0] == 200
    assert ask("/demo/config")[0] == 403


@pytest.mark.parametrize("path", ["/en", "/gradio_api/queue/join", "/gradio_api/cancel"])
def test_an_embedding_site_may_ask_for_the_page(path):
    status, headers, body, scope = ask(path, SCHOOL)
    assert (status, body) == (200, b"answer")
    assert headers == {"access-control-allow-origin": SCHOOL, "vary": "Origin"}
    assert scope[ALLOWED] == {"endpoint", "page"}


def test_a_browser_is_told_what_it_may_send():
    asked = [(b"access-control-request-headers", b"content-type, x-y")]
    status, headers, body, scope = ask("/gradio_api/call/predict", method="OPTIONS", headers=asked)
    assert (status, body, scope) == (200, b"", None)
    kept = {name: value for name, value in headers.items() if name.startswith(("access-control-", "vary"))}
    assert kept == {
        "access-control-allow-origin": EVIL,
        "access-control-allow-methods": "GET, POST",
        "access-control-allow-headers": "content-type, x-y",
        "access-control-max-age": "600",
        "vary": "Origin",
    }
    without = ask("/gradio_api/call/predict", method="OPTIONS")[1]
    assert "access-control-allow-headers" not in without


def test_a_browser_is_told_nothing_of_what_is_closed():
    status, headers, _, _ = ask("/gradio_api/cancel", method="OPTIONS")
    assert status == 403
    assert "access-control-allow-methods" not in headers
