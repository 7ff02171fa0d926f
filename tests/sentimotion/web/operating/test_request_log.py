import io
import json
import sys

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from sentimotion.web.operating import request_log
from sentimotion.web.operating.event_log import EventRecord

SECRET = "গোপনকথা"


@pytest.fixture
def lines(caplog):
    """What was logged so far, parsed; each line holds a time, which is taken out."""
    caplog.set_level("INFO", request_log.__name__)

    def read():
        found = [json.loads(record.getMessage()) for record in caplog.records if "/" in record.pathname]
        assert all(line.pop("time").endswith("+00:00") for line in found)
        return found

    return read


def test_a_line_for_each_request_without_what_a_visitor_wrote(lines):
    def answer(request):
        if request.path_params["path"] == "en":
            raise RuntimeError("broken")
        return PlainTextResponse(SECRET, 201)

    app = request_log.RequestLog(Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "POST"])]))
    client = TestClient(app, raise_server_exceptions=False)
    client.get(f"/bn?t={SECRET}", headers={"referer": f"http://{SECRET.encode().hex()}/"})
    client.post("/gradio_api/queue/join", content=SECRET)
    client.get("/gradio_api/heartbeat/0abc123def")
    client.get(f"/{SECRET}/config")
    client.get("/en")
    found = lines()
    assert all(0 <= line.pop("seconds") < 60 for line in found)
    assert found == [
        {"request": "GET /bn", "status": 201},
        {"request": "POST /gradio_api/queue/join", "status": 201},
        {"request": "GET /gradio_api/heartbeat/*", "status": 201},
        {"request": "GET /*/config", "status": 201},
        {"request": "GET /en", "status": 500},
    ]


def test_a_line_for_an_event(lines):
    request_log.log_event(EventRecord("predict", wait_s=0.123456, run_s=2.0, outcome="cancelled"))
    assert lines() == [{"event": "predict", "outcome": "cancelled", "wait_s": 0.1235, "run_s": 2.0}]


def test_long_paths_are_cut():
    assert len(request_log.public_path("/en" * 10_000)) <= 200


@pytest.fixture
def logger(monkeypatch):
    """The logger of requests, which is as before after the test."""
    logger = request_log._LOGGER
    monkeypatch.setattr(logger, "handlers", [])
    monkeypatch.setattr(logger, "propagate", logger.propagate)
    monkeypatch.setattr(logger, "level", logger.level)
    return logger


@pytest.mark.usefixtures("logger")
def test_lines_on_stderr(capsys):
    request_log.write_to_stderr()
    request_log.log_line(request="GET /en")
    out, err = capsys.readouterr()
    assert out == ""
    assert json.loads(err)["request"] == "GET /en"
    assert err.count("\n") == 1


@pytest.mark.usefixtures("logger")
def test_unbuffered_output_is_written_by_lines(monkeypatch):
    """Where stdout and stderr are one file, no line of the log comes between a line and its end."""
    written = []

    class Pipe(io.RawIOBase):
        def writable(self):
            return True

        def write(self, data):
            written.append(bytes(data))
            return len(data)

    # As Python opens stdout with PYTHONUNBUFFERED=1.
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(Pipe(), "utf-8", write_through=True))
    # As print() writes, by itself the text and the end of the line.
    sys.stdout.writelines(["before", "\n"])
    request_log.write_to_stderr()
    sys.stdout.writelines(["* Running on local URL", "\n"])
    assert written == [b"before", b"\n", b"* Running on local URL\n"]
