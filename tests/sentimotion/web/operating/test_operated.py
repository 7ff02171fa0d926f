"""A server as an operator runs it, from its start to its end in the middle of an answer."""

import json
import os
import signal
from contextlib import contextmanager

import httpx
import pytest

from tests.browser.driver.server import Server

SECRET = "গোপনকথা"
TOKEN = "of-this-test"
OPERATOR = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="module")
def server(bert_folder, tmp_path_factory):
    server = Server(
        tmp_path_factory.mktemp("elsewhere"),
        SENTIMOTION_MODEL=str(bert_folder),
        SENTIMOTION_OPERATOR_TOKEN=TOKEN,
        SENTIMOTION_REQUEST_LOG="1",
    )
    yield server
    server.stop()


@contextmanager
def http(server):
    with httpx.Client(base_url=server.url, timeout=60, trust_env=False) as client:
        yield client


def join(client, name, *data):
    """Send an event to an endpoint: the response."""
    return client.post(f"/gradio_api/call/{name}", json={"data": data})


def answer(client, name, joined):
    """Wait for the answer of an event; raises if it is an error."""
    text = client.get(f"/gradio_api/call/{name}/{joined.json()['event_id']}").text
    event, data = text.strip().splitlines()[-2:]
    assert event == "event: complete", text
    return json.loads(data.removeprefix("data: "))[0]


def test_health_figures_log_and_the_end(server):
    with http(server) as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        assert client.get("/operator").status_code == 404
        answer(client, "predict", join(client, "predict", SECRET, 0.5, 0.5))
        # The answer is sent a moment before the event has ended.
        while (figures := client.get("/operator", headers=OPERATOR).json())["n_events"] == 0:
            pass
        assert figures["waiting"]["predict"] == 0
        assert figures["events"]["predict"]["n_failed"] == 0
        assert client.get(f"/{SECRET}?{SECRET}").status_code == 404
        # Stopped while it works.
        joined = join(client, "explain", f"{SECRET} " * 60, "emotion", None)
        os.kill(server.pid, signal.SIGTERM)
        explanation = answer(client, "explain", joined)
        assert len(explanation["words"]) > 10
    server.stop()
    assert server.exit_code == 0
    assert "Traceback" not in server.log
    lines = [json.loads(line) for line in server.log.splitlines() if line.startswith("{")]
    requests = [(line["request"], line["status"]) for line in lines if "request" in line]
    for request in [
        ("GET /healthz", 200),
        ("GET /operator", 404),
        ("POST /gradio_api/call/predict", 200),
        ("GET /gradio_api/call/predict/*", 200),
        ("GET /*", 404),
    ]:
        assert request in requests
    events = [(line["event"], line["outcome"]) for line in lines if "event" in line]
    assert events == [("predict", "success"), ("explain", "success")]
    assert SECRET not in server.log
    assert SECRET.encode("unicode_escape").decode() not in server.log
