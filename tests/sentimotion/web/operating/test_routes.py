from dataclasses import dataclass, field

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from sentimotion.web.operating.event_log import EventLog, EventRecord
from sentimotion.web.operating.routes import routes


@dataclass
class StubQueue:
    """A queue with two events that wait and one that runs."""

    log: EventLog = field(default_factory=EventLog)
    is_closing: bool = False

    def n_waiting(self):
        return {"explain": 2, "predict": 0}

    def n_running(self):
        return 1

    def n_unread(self):
        return 3


@pytest.fixture
def queue():
    return StubQueue()


def client(queue, *, has_run=True, token=None):
    return TestClient(Starlette(routes=routes(queue, has_run=has_run, token=token)))


def test_healthy_once_the_model_has_answered(queue):
    before = client(queue, has_run=False)
    assert before.get("/healthz").status_code == 503
    queue.log.add(EventRecord("predict", 0.0, 0.1, "failed"))
    assert before.get("/healthz").status_code == 503
    queue.log.add(EventRecord("predict", 0.0, 0.1, "success"))
    assert (before.get("/healthz").status_code, before.get("/healthz").json()) == (200, {"status": "ok"})
    assert client(StubQueue()).get("/healthz").status_code == 200


def test_not_healthy_while_it_closes(queue):
    queue.is_closing = True
    answer = client(queue).get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": "closing"})


def test_the_operator_reads_figures(queue):
    queue.log.add(EventRecord("predict", 0.0, 0.1, "success"))
    answer = client(queue, token="ট-1").get("/operator", headers={"Authorization": "Bearer ট-1".encode()})
    figures = answer.json()
    assert answer.headers["cache-control"] == "no-store"
    assert 0 <= figures.pop("uptime_s") < 60
    assert 10 < figures.pop("memory_mb") < 100_000
    assert figures.pop("events")["predict"]["n"] == 1
    assert figures == {"waiting": {"explain": 2, "predict": 0}, "running": 1, "unread": 3, "n_events": 1}


@pytest.mark.parametrize(
    ("token", "header"),
    [
        (None, ""),
        (None, "Bearer None"),
        ("secret", ""),
        ("secret", "secret"),
        ("secret", "Bearer"),
        ("secret", "Bearer secre"),
        ("secret", "Bearer secret1"),
        ("secret", "Basic secret"),
    ],
)
def test_nobody_else_is_told_that_there_are_figures(queue, token, header):
    page = client(queue, token=token)
    answer = page.get("/operator", headers={"Authorization": header})
    missing = page.get("/nothing")
    assert (answer.status_code, answer.text) == (missing.status_code, missing.text) == (404, "Not Found")


def test_without_proc_the_memory_is_unknown(queue, monkeypatch):
    from sentimotion.web.operating import routes as module

    monkeypatch.setattr(module, "Path", lambda _: module_path_that_is_missing())
    assert module.figures(queue, 0.0)["memory_mb"] is None


def module_path_that_is_missing():
    class Missing:
        def read_text(self, **_):
            raise FileNotFoundError

    return Missing()
