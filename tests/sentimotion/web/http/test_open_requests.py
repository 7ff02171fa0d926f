"""A stranger who opens streams and reads none of them, and one who waits beside them."""

import json
import socket
from itertools import count
from time import monotonic, sleep
from urllib.parse import urlsplit

import httpx
import pytest

from sentimotion.web.http.access import Access
from sentimotion.web.http.event_bodies import MAX_BYTES
from tests.sentimotion.web.served import served

TEXT = "আজ মনটা খুব ভালো"
MOST = 20
_NUMBERS = count(1)
HEARTBEAT = "GET /gradio_api/heartbeat/{n}"
EVENTS = "GET /gradio_api/queue/data?session_hash={n}"
ANSWER = "GET /gradio_api/call/predict/{n}"
# A body of which nothing comes.
SLOW = f"POST /gradio_api/queue/join\nContent-Length: {MAX_BYTES}"


@pytest.fixture(scope="module")
def site(build_site):
    return build_site()


@pytest.fixture(scope="module")
def url(site):
    with served(site.blocks, Access(trusted_proxies="127.0.0.1", open_per_address=MOST)) as url:
        yield url


@pytest.fixture
def stranger():
    """Headers with an address that no other test has, as the streams of another are closed a moment later."""
    return {"X-Forwarded-For": f"192.0.2.{next(_NUMBERS)}"}


@pytest.fixture
def hold(url, stranger):
    """Sends requests that are not read; they are closed at the end."""
    parts = urlsplit(url)
    held = []

    def send(request, n=1):
        for number in range(n):
            line, *more = request.format(n=number).split("\n")
            lines = [f"{line} HTTP/1.1", f"Host: {parts.netloc}", *more]
            lines += [f"{name}: {value}" for name, value in stranger.items()]
            held.append(socket.create_connection((parts.hostname, parts.port), timeout=60))
            held[-1].sendall("\r\n".join([*lines, "", ""]).encode())
        return held[-n:]

    yield send
    for one in held:
        one.close()


def status_of(connection):
    with connection.makefile("rb") as answer:
        return int(answer.readline().split()[1])


def becomes(status, url, **headers):
    """Whether a stranger's request is answered with a status before long."""
    deadline = monotonic() + 30
    while httpx.get(f"{url}/healthz", headers=headers).status_code != status:
        if monotonic() > deadline:
            return False
        sleep(0.05)
    return True


def analyze(url, site):
    """What another visitor is answered."""
    body = {"data": [None, "", TEXT, 0.5, 0.5], "fn_index": site.number_of("analyze", "click")}
    asked = httpx.post(f"{url}/gradio_api/queue/join", json=body | {"session_hash": "visitor"})
    assert asked.status_code == 200, asked.text
    path = f"{url}/gradio_api/queue/data?session_hash=visitor"
    messages = [
        json.loads(line.removeprefix("data: "))
        for line in httpx.get(path, timeout=60).text.splitlines()
        if line
    ]
    return [message["success"] for message in messages if message["msg"] == "process_completed"]


@pytest.mark.parametrize("kind", [HEARTBEAT, SLOW])
def test_who_holds_too_many_open_is_refused_and_another_visitor_is_answered(url, site, hold, stranger, kind):
    hold(kind, MOST)
    assert becomes(429, url, **stranger)
    for request in (HEARTBEAT, EVENTS, ANSWER, "GET /en", SLOW):
        (refused,) = hold(request)
        assert status_of(refused) == 429
    assert analyze(url, site) == [True]
    answer = httpx.get(f"{url}/en", headers=stranger)
    assert "open" in answer.json()["detail"]
    assert "frame-ancestors" in answer.headers["content-security-policy"]


def test_what_is_closed_makes_room(url, hold, stranger):
    held = hold(HEARTBEAT, MOST)
    assert becomes(429, url, **stranger)
    held[0].close()
    assert becomes(200, url, **stranger)


def test_who_reads_meets_no_limit(url, stranger):
    with httpx.Client(base_url=url, headers=stranger) as client:
        assert {client.get("/healthz").status_code for _ in range(MOST * 3)} == {200}


def test_by_default_there_is_room_for_a_class():
    access = Access()
    assert access.open_per_address == 800
    assert access.open_per_address >= 2 * access.waiting_per_address + access.sessions_per_minute
