"""Which events are let in, asked of the gate alone; test_strangers.py asks the served page."""

import asyncio
import gc
import json
import logging
import sys
from types import SimpleNamespace

import pytest

from sentimotion.web.http.gate import EventGate
from sentimotion.web.http.origins import ALLOWED
from sentimotion.web.http.sessions import KnownSessions

SMALL, LARGE = 65_536, 8_388_608
KINDS = ["page", "score", "file", "review", "endpoint"]
JOIN = "/gradio_api/queue/join"


class App:
    """What is behind the gate: it keeps what it was asked, and answers 200."""

    def __init__(self):
        self.asked = []

    async def __call__(self, scope, receive, send):
        message = await receive() if scope["type"] == "http" else {}
        self.asked.append((scope["type"], scope.get("path"), message.get("body")))
        if send is not None:
            await send({"type": "http.response.start", "status": 200, "headers": []})


@pytest.fixture
def app():
    return App()


@pytest.fixture
def gate(app):
    """Events 0 to 4, one of each kind; the endpoint is called predict, the event of the page is ask."""
    kinds = SimpleNamespace(
        of_number=dict(enumerate(KINDS)).get, of_name={"predict": "endpoint", "ask": "page"}.get
    )
    return EventGate(app, kinds, KnownSessions(2, 100, lambda _: None))


async def asked(gate, body, path=JOIN, *, length=None, headers=(), address="home", receive=None, **rest):
    """The status and what the answer says of a refusal."""
    if not isinstance(body, bytes):
        body = json.dumps(body).encode()
    length = str(len(body)) if length is None else length
    names = [(b"content-length", length.encode())] if length else []
    names += [(name.encode(), value.encode()) for name, value in headers]
    scope = {"type": "http", "method": "POST", "path": path, "headers": names, "client": (address, 1)} | rest
    messages = []

    async def given():
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        messages.append(message)

    await gate(scope, receive or given, send)
    content = b"".join(message.get("body", b"") for message in messages)
    return messages[0]["status"], json.loads(content)["detail"] if content else None


def ask(gate, body, path=JOIN, **rest):
    return asyncio.run(asked(gate, body, path, **rest))


def of_size(size, number=0):
    start = json.dumps({"fn_index": number, "data": ["@"]}).encode()
    return start.replace(b"@", b"x" * (size - len(start) + 1))


async def unread():
    raise AssertionError("the body was read")


@pytest.mark.parametrize("method", ["GET", "OPTIONS", "HEAD"])
def test_what_is_not_a_post_goes_on_as_it_is(gate, app, method):
    assert ask(gate, b"[", method=method) == (200, None)
    assert app.asked == [("http", JOIN, b"[")]


def test_what_is_not_http_goes_on_as_it_is(gate, app):
    asyncio.run(gate({"type": "lifespan"}, None, None))
    assert app.asked == [("lifespan", None, None)]


def test_a_body_is_read_once_and_handed_on(gate, app):
    body = {"fn_index": 0, "data": ["কথা"]}
    assert ask(gate, body) == (200, None)
    assert app.asked == [("http", JOIN, json.dumps(body).encode())]


def test_what_is_no_event_is_handed_on_whatever_it_says(gate, app):
    assert ask(gate, b"[]", "/gradio_api/cancel") == (200, None)
    assert app.asked == [("http", "/gradio_api/cancel", b"[]")]


def test_the_path_within_the_app_counts(gate):
    assert ask(gate, b"[]", "/demo/gradio_api/queue/join", root_path="/demo")[0] == 400


# Sizes


@pytest.mark.parametrize("number", [0, 1, 3, 4])
def test_an_event_without_a_file_has_64_kilobytes(gate, number):
    assert ask(gate, of_size(SMALL, number)) == (200, None)
    assert ask(gate, of_size(SMALL + 1, number)) == (413, "the request has more than 65536 bytes")


def test_an_event_with_a_file_has_8_megabytes(gate):
    assert ask(gate, of_size(LARGE, 2)) == (200, None)
    assert ask(gate, b"", length=str(LARGE + 1), receive=unread) == (
        413,
        "the request has more than 8388608 bytes",
    )


@pytest.mark.parametrize(
    ("length", "size", "detail"),
    [
        (str(SMALL), SMALL + 1, "the request has more than 65536 bytes"),
        (str(SMALL + 1), LARGE + 1, "the request has more than 8388608 bytes"),
        *((length, LARGE + 1, "the request has more than 8388608 bytes") for length in ("", "-1", "1e3")),
    ],
)
def test_no_more_is_read_than_was_said_or_is_allowed(gate, length, size, detail):
    assert ask(gate, of_size(size, 2), length=length) == (413, detail)


def test_without_a_length_a_file_is_read(gate):
    assert ask(gate, of_size(SMALL + 1, 2), length="") == (200, None)


def test_an_address_sends_eight_large_requests_at_a_time(gate):
    """The gate waits for the bodies of eight; small ones and other addresses are not held up."""
    body = of_size(SMALL + 1, 2)

    async def crowd():
        doors = [asyncio.Event() for _ in range(8)]

        def slowly(door):
            async def receive():
                await door.wait()
                return {"type": "http.request", "body": body, "more_body": False}

            return receive

        sending = [asyncio.create_task(asked(gate, body, receive=slowly(door))) for door in doors]
        await asyncio.sleep(0)
        assert await asked(gate, body) == (429, "too many large requests from this address at a time")
        assert await asked(gate, of_size(SMALL)) == (200, None)
        assert await asked(gate, body, address="elsewhere") == (200, None)
        doors[0].set()
        assert await sending[0] == (200, None)
        # One has ended, and one more is let in, not two.
        again = asyncio.Event()
        late = asyncio.create_task(asked(gate, body, receive=slowly(again)))
        await asyncio.sleep(0)
        assert (await asked(gate, body))[0] == 429
        for door in (*doors, again):
            door.set()
        assert [await task for task in (*sending[1:], late)] == [(200, None)] * 8
        assert await asked(gate, body) == (200, None)

    asyncio.run(crowd())


def test_a_large_request_that_fails_is_over(gate):
    for _ in range(9):
        assert ask(gate, of_size(LARGE + 1, 2), length="")[0] == 413


def test_of_an_address_whose_requests_are_over_nothing_is_kept(gate):
    address = "".join(["ho", "me"])
    before = sys.getrefcount(address)
    assert ask(gate, of_size(SMALL + 1, 2), address=address) == (200, None)
    # What has run may be held by a cycle until the next collection.
    gc.collect()
    assert sys.getrefcount(address) == before, gc.get_referrers(address)


# Kinds


@pytest.mark.parametrize(
    ("path", "body", "allowed", "status"),
    [
        # The page's own events have a number.
        (JOIN, {"fn_index": 1}, "score", 200),
        (JOIN, {"fn_index": 1}, "page", 403),
        ("/gradio_api/run/predict", {"fn_index": 1}, "score", 200),
        ("/gradio_api/api/predict", {"fn_index": 1}, "score", 200),
        # Without one, what is in the path counts.
        ("/gradio_api/run/predict", {}, "endpoint", 200),
        ("/gradio_api/api/ask", {}, "page", 200),
        ("/gradio_api/api/ask", {}, "endpoint", 403),
        # Of these only the path counts: Gradio does not look at the number.
        ("/gradio_api/call/predict", {"fn_index": 1}, "endpoint", 200),
        ("/gradio_api/call/predict", {"fn_index": 1}, "score", 403),
        ("/gradio_api/call/v2/ask", {"fn_index": 1}, "page", 200),
        ("/gradio_api/call/v2/ask", {"fn_index": 1}, "score", 403),
        # There is no such event.
        (JOIN, {}, "page", 404),
        (JOIN, {"fn_index": 5}, "page", 404),
        ("/gradio_api/run/other", {}, "page", 404),
        ("/gradio_api/call/other", {"fn_index": 0}, "page", 404),
    ],
)
def test_which_event_is_asked_for(gate, path, body, allowed, status):
    refusals = {200: None, 403: "other sites may not ask for this", 404: "there is no such event"}
    assert ask(gate, body, path, **{ALLOWED: frozenset([allowed])}) == (status, refusals[status])


def test_a_page_of_this_server_may_ask_for_all(gate):
    assert [ask(gate, {"fn_index": number})[0] for number in range(5)] == [200] * 5


def test_review_does_not_answer_through_a_proxy_and_says_so_once(gate, caplog):
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            assert ask(gate, {"fn_index": 3}, headers=[("via", "1.1 proxy")]) == (
                403,
                "Review does not answer through a proxy",
            )
    assert caplog.messages == [
        "a request for Review came through a proxy and was refused: Review has no login, and a proxy may lead"
        " anybody to it; open it in the network itself"
    ]
    assert ask(gate, {"fn_index": 0}, headers=[("via", "1.1 proxy")]) == (200, None)


# Sessions


def test_an_address_begins_so_many_sessions(gate):
    found = [ask(gate, {"fn_index": 0, "session_hash": f"s{n}"}) for n in range(3)]
    assert found == [
        (200, None),
        (200, None),
        (429, "too many new sessions from this address within a minute"),
    ]
    assert ask(gate, {"fn_index": 0, "session_hash": "s1"}) == (200, None)
    assert ask(gate, {"fn_index": 0, "session_hash": "s3"}, address="elsewhere") == (200, None)
    assert [ask(gate, {"fn_index": 0})[0] for _ in range(3)] == [200] * 3
