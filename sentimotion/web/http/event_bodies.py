"""Read the body of an event within a limit, and what it says of the event. Does not import gradio."""

import asyncio
import json
import re
from dataclasses import dataclass
from typing import Final

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

MAX_BYTES: Final = 64 * 1024
"""Of any event but one with a file: two texts of 5,000 characters, and room."""
MAX_FILE_BYTES: Final = 8 * 1024 * 1024
"""Of the event with a file: 5 MB in base64, and room."""
# A file is one long string. Small parts without number would cost a hundred times their bytes of memory.
_MOST_PARTS: Final = 1000
_MAX_SECONDS: Final = 60.0
_SESSION: Final = re.compile("[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class EventBody:
    """What the body of an event says: its number and the session, each None if it names none."""

    number: int | None
    session: str | None


async def read_body(receive: Receive, most: int = MAX_FILE_BYTES) -> bytes:
    """Read the body of a request.

    :raises HTTPException: It is larger than ``most`` bytes (413), comes too slowly (408) or ends early (400).
    """
    parts: list[bytes] = []
    n_bytes = 0
    try:
        async with asyncio.timeout(_MAX_SECONDS):
            while True:
                message = await receive()
                if message["type"] != "http.request":
                    raise HTTPException(400, "the request ended early")
                parts.append(message.get("body", b""))
                n_bytes += len(parts[-1])
                if n_bytes > most:
                    raise HTTPException(413, f"the request has more than {most} bytes")
                if not message.get("more_body", False):
                    return b"".join(parts)
    except TimeoutError as error:
        raise HTTPException(408, "the request came too slowly") from error


def replayed(body: bytes, receive: Receive) -> Receive:
    """A ``receive`` that gives a body that was read, and then what ``receive`` gives."""
    is_given = False

    async def receive_again() -> Message:
        nonlocal is_given
        if is_given:
            return await receive()
        is_given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_again


def parse_event(body: bytes) -> EventBody:
    """Read number and session of an event, in no other form than the page and gradio_client send.

    :raises HTTPException: It is not such an event (400), or too large for one without a file (413).
    """
    if len(body) > MAX_BYTES and sum(body.count(sign) for sign in (b",", b"[", b"{")) > _MOST_PARTS:
        raise HTTPException(413, f"the request has more than {MAX_BYTES} bytes")
    try:
        values = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise HTTPException(400, "the request is not valid JSON") from error
    if not isinstance(values, dict):
        raise HTTPException(400, "the request is not a JSON object")
    number, session = values.get("fn_index"), values.get("session_hash")
    # Gradio would take "7" and 7.0 for 7.
    if number is not None and type(number) is not int:
        raise HTTPException(400, "fn_index is not a whole number")
    if session is not None and not (isinstance(session, str) and _SESSION.fullmatch(session)):
        raise HTTPException(400, "session_hash is not 1 to 64 letters and digits")
    return EventBody(number, session)
