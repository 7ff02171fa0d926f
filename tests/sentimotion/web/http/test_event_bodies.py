"""The body of an event: its size, and what it says."""

import asyncio
import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.exceptions import HTTPException

from sentimotion.web.http import event_bodies
from sentimotion.web.http.event_bodies import MAX_BYTES, EventBody, parse_event, read_body, replayed


def receiving(*parts, then="http.disconnect"):
    messages = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    messages[-1]["more_body"] = False
    messages.append({"type": then})

    async def receive():
        return messages.pop(0)

    return receive


def status(work):
    with pytest.raises(HTTPException) as refused:
        work()
    return refused.value.status_code


def test_parts_are_one_body_and_are_given_again():
    async def read():
        receive = receiving(b"ab", b"", b"c")
        body = await read_body(receive, 3)
        again = replayed(body, receive)
        return body, [await again(), await again()]

    body, messages = asyncio.run(read())
    assert body == b"abc"
    assert messages == [
        {"type": "http.request", "body": b"abc", "more_body": False},
        {"type": "http.disconnect"},
    ]


def test_the_limit_holds_whatever_length_was_said():
    assert status(lambda: asyncio.run(read_body(receiving(b"ab", b"cd"), 3))) == 413


def test_a_request_that_ends_early_is_refused():
    async def gone():
        return {"type": "http.disconnect"}

    assert status(lambda: asyncio.run(read_body(gone))) == 400


def test_a_request_that_does_not_come_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(event_bodies, "_MAX_SECONDS", 0.01)

    async def never():
        await asyncio.sleep(60)

    assert status(lambda: asyncio.run(read_body(never))) == 408


def test_number_and_session():
    assert parse_event(b'{"data": [], "fn_index": 7, "session_hash": "a1_-"}') == EventBody(7, "a1_-")
    assert parse_event('{"data": ["কথা"]}'.encode()) == EventBody(None, None)
    assert parse_event(b'{"fn_index": 1, "fn_index": 2}') == EventBody(2, None)


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"[]", b"7", b'"x"', b"{", b"\xff\xfe", b"[" * 60_000, b'{"a":' * 10_000),
        *(b'{"fn_index": "7"}', b'{"fn_index": 7.0}', b'{"fn_index": true}', b'{"fn_index": [7]}'),
        *(b'{"session_hash": 7}', b'{"session_hash": ""}', b'{"session_hash": "a b"}'),
        b'{"session_hash": "' + b"a" * 65 + b'"}',
    ],
)
def test_what_gradio_would_take_for_something_else_is_refused(body):
    assert status(lambda: parse_event(body)) == 400


def test_a_large_body_is_one_long_text():
    file = json.dumps({"data": [], "event_data": {"content": "A" * 5_000_000}, "fn_index": 3}).encode()
    assert parse_event(file).number == 3
    assert status(lambda: parse_event(b'{"data": [' + b"[]," * MAX_BYTES + b"[]]}")) == 413


@given(
    st.text()
    | st.recursive(
        st.none() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_any_json_is_read_or_refused(value):
    body = value if isinstance(value, str) else json.dumps(value)
    with suppress(HTTPException):
        assert isinstance(parse_event(body.encode("utf-8", "surrogatepass")), EventBody)
