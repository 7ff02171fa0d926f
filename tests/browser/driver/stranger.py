"""Requests that no page sends, to a server that runs: any values for any event, and Gradio's own routes."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

# In every text that is sent: Bangla, which assert_quiet() finds in a log.
MARK = "গোপনকথা"
# JSON as it is sent; json.dumps would refuse to nest as deep.
VALUES = [
    json.dumps(value)
    for value in (
        None,
        0,
        -1,
        10**400,
        1e308,
        True,
        "",
        MARK,
        f"<img src=x onerror=alert(1)>{MARK}",
        f"{MARK}\0\u202e\ud800",
        MARK * 30_000,
        [],
        [[MARK]] * 50,
        {},
        {"index": MARK, "head": [MARK], "name": {}, "content": 1, "kind": None},
        {"index": -1, "head": "sentiment", "name": f"../../{MARK}.csv", "content": "%", "kind": MARK},
        {"__type__": "update", "value": MARK, "choices": MARK},
        {"path": f"/etc/passwd/{MARK}", "url": "file:///etc/passwd", "meta": {"_type": "gradio.FileData"}},
    )
] + ["[" * 900 + "]" * 900, '{"a":' * 90 + "1" + "}" * 90, "NaN"]
# Bodies of any request.
BODIES = [
    b"",
    b"\xff\xfe",
    b"null",
    b"[]",
    b"{}",
    b'{"data": []}',
    b'{"data": 1, "fn_index": "x", "session_hash": []}',
    b'{"data": [], "fn_index": 99999, "session_hash": "x"}',
    b'{"data": [], "fn_index": -1, "session_hash": "x"}',
    b'{"data": [], "fn_index": 6, "session_hash": "x", "trigger_id": 99999}',
    b'{"session_hash": "\\ud800", "event_id": "x", "fn_index": 1}',
    b'{"session_hash": "x", "component_id": 99999, "fn_name": "x", "data": 1}',
    b'{"session_hash": "x", "component_id": 5, "fn_name": "__init__", "data": 1}',
    b'{"data": [' + b"[" * 100_000 + b"]" * 100_000 + b"]}",
    f'{{"data": ["{MARK}"], "text": "{MARK}", "{MARK}": "{MARK}"}}'.encode(),
]
# Gradio's routes that take a body; upload is closed (tests/sentimotion/web/test_launch.py).
ROUTES = [
    *("queue/join", "run/predict", "run/nothing", "api/explain", "call/predict", "call/nothing"),
    *("call/v2/predict", "call/v2/nothing", "cancel", "reset", "component_server", "process_recording"),
    *("stream/x", "stream/x/close", "vibe-edit", "vibe-code", "run-history/connect"),
]
PATHS = [
    *("gradio_api/file=/etc/passwd", "gradio_api/file=..%2f..%2fapp.py", "gradio_api/file=%00"),
    *("gradio_api/file=%ff", "gradio_api/proxy=http://127.0.0.1", "static/..%2f..%2fetc/passwd"),
    *("assets/%00", "svelte/x", "gradio_api/stream/a/b/c/playlist.m3u8", "pwa_icon/-1"),
    *("gradio_api/call/predict", "gradio_api/queue/data", "gradio_api/info?page=%ff", "monitoring/x"),
    *("gradio_api/upload_progress?upload_id=x", f"gradio_api/file={'a' * 5000}", "en?deep_link=..%2fx"),
]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request was answered with: ``error`` is the structured error, None for a success."""

    request: str
    status: int
    error: Any

    @property
    def is_structured(self) -> bool:
        """Whether it is a success, or an error that a program can read; a bare 404 is one."""
        return self.status < 400 or self.status == 404 or self.error is not None


class Stranger:
    """Someone who sends what they like.

    :param url: The server.
    """

    def __init__(self, url: str) -> None:
        self._client = httpx.Client(base_url=url, timeout=60)
        self.config = self._client.get("/config").json()
        kinds = {component["id"]: component["type"] for component in self.config["components"]}
        self.events = [event for event in self.config["dependencies"] if event["backend_fn"]]
        self._states = {key for key, kind in kinds.items() if kind == "state"}
        self._kinds = kinds

    def one_of_a_kind(self) -> list[dict[str, Any]]:
        """An event for each function, event and kinds of inputs that there are."""
        found = {}
        for event in self.events:
            inputs = tuple(self._kinds[key] for key in event["inputs"])
            targets = tuple(name for _, name in event["targets"])
            found.setdefault((event["api_name"].rstrip("_0123456789"), targets, inputs), event)
        return list(found.values())

    def close(self) -> None:
        self._client.close()

    def send(self, event: dict[str, Any], value: str, *, n_values: int | None = None) -> Answer:
        """Let an event happen with one value for all of its inputs, and as its data.

        :param value: JSON.
        :param n_values: How many values are sent, where it is not as many as the event takes.
        """
        session = uuid4().hex
        values = ["null" if key in self._states else value for key in event["inputs"]]
        if n_values is not None:
            values = [value] * n_values
        body = f'{{"data": [{", ".join(values)}], "event_data": {value}, "fn_index": {event["id"]}'
        body += f', "session_hash": "{session}"}}'
        path = "queue/join" if event["queue"] else "run/predict"
        answer = self.post(path, body.encode("utf-8", "surrogatepass"))
        if not event["queue"] or answer.status != 200:
            return answer
        last = list(self._messages(session))[-1]
        is_refused = last["msg"] != "process_completed" or not last["success"]
        error = (last.get("output") or {}).get("error") or last.get("message")
        return Answer(answer.request, 500 if is_refused else 200, error if is_refused else None)

    def post(self, path: str, body: bytes) -> Answer:
        """Send a body to one of Gradio's routes."""
        address, headers = f"/gradio_api/{path}", {"Content-Type": "application/json"}
        return _answer(self._client.post(address, content=body, headers=headers), body)

    def get(self, path: str) -> Answer:
        return _answer(self._client.get(f"/{path}"), b"")

    def is_served(self) -> bool:
        """Whether somebody else is still answered."""
        (event,) = (one for one in self.events if one["api_name"] == "predict")
        asked = self._client.post("/gradio_api/call/predict", json={"data": ["ভালো", 0.5, 0.5]}).json()
        answer = self._client.get(f"/gradio_api/call/predict/{asked['event_id']}").text
        return event["queue"] and answer.startswith("event: complete")

    def _messages(self, session: str) -> Iterator[dict[str, Any]]:
        with self._client.stream(
            "GET", "/gradio_api/queue/data", params={"session_hash": session}
        ) as messages:
            for line in messages.iter_lines():
                if line.startswith("data:"):
                    message = json.loads(line.removeprefix("data:"))
                    yield message
                    if message["msg"] in ("process_completed", "unexpected_error", "close_stream"):
                        return


def _answer(response: httpx.Response, body: bytes) -> Answer:
    try:
        answered = response.json()
    except ValueError:
        answered = None
    error = (answered.get("detail") or answered.get("error")) if isinstance(answered, dict) else None
    request = f"{response.request.method} {response.request.url.path} {body[:100]!r} {body[-80:]!r}"
    return Answer(request, response.status_code, error)
