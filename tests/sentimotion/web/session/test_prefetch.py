"""Work begun before it is asked for: handed to who asks for just that, and to nobody else."""

from threading import Event

import pytest

from explain import Canceled
from sentimotion.web.session import prefetch as prefetch_module
from sentimotion.web.session.background import Done, Work
from sentimotion.web.session.prefetch import Prefetch
from tests.sentimotion.web import rest

PATIENCE = 60


class Busy:
    """Work that goes on until it is ended or let go."""

    def __init__(self):
        self.begun, self.go_on, self.ended = Event(), Event(), Event()

    def __call__(self, report):
        self.begun.set()
        try:
            while not self.go_on.wait(0.01):
                report(1, 2)
        except Canceled:
            self.ended.set()
            raise
        return "result"

    def begin(self):
        work = Work(self)
        assert self.begun.wait(PATIENCE)
        return work


@pytest.fixture
def busy():
    """Pieces of work to be begun."""
    works = [Busy(), Busy(), Busy()]
    rest()
    yield works
    for work in works:
        work.go_on.set()
    rest()


@pytest.fixture
def start():
    return Prefetch()


def test_what_was_begun_is_handed_over_once(start, busy):
    start.begin("one", ("text", "label"), busy[0].begin)
    work = start.take("one", ("text", "label"))
    busy[0].go_on.set()
    *_, last = work.events(Event())
    assert last == Done("result")
    assert start.take("one", ("text", "label")) is None


def test_nobody_takes_anothers(start, busy):
    start.begin("one", "question", busy[0].begin)
    assert start.take("two", "question") is None
    start.end("two")
    assert not busy[0].ended.is_set()
    assert start.take("one", "question") is not None


def test_another_question_ends_it(start, busy):
    start.begin("one", ("text", "label"), busy[0].begin)
    assert start.take("one", ("text", "another")) is None
    assert busy[0].ended.wait(PATIENCE)


def test_a_newer_one_ends_it(start, busy):
    start.begin("one", "first", busy[0].begin)
    start.begin("one", "second", busy[1].begin)
    assert busy[0].ended.wait(PATIENCE)
    assert start.take("one", "second") is not None


def test_none_is_begun_while_another_goes_on(start, busy):
    start.begin("one", "question", busy[0].begin)
    start.begin("two", "question", busy[1].begin)
    assert not busy[1].begun.is_set()
    # What is ended counts no more, even before it has come to its next report.
    start.end("one")
    start.begin("two", "question", busy[2].begin)
    assert busy[2].begun.is_set()
    assert busy[0].ended.wait(PATIENCE)


def test_what_is_done_waits_for_each_visitor(start, busy):
    for name, work in zip(("one", "two"), busy, strict=False):
        work.go_on.set()
        start.begin(name, "question", work.begin)
        rest()
    for name in ("one", "two"):
        assert list(start.take(name, "question").events(Event()))[-1] == Done("result")


def test_what_nobody_asks_for_is_bounded(start, busy, monkeypatch):
    monkeypatch.setattr(prefetch_module, "_MAX_WAITING", 1)
    for name, work in zip(("one", "two"), busy, strict=False):
        work.go_on.set()
        start.begin(name, "question", work.begin)
        rest()
    assert start.take("one", "question") is None
    assert start.take("two", "question") is not None


def test_stopped_once_taken(start, busy):
    start.begin("one", "question", busy[0].begin)
    canceled = Event()
    events = start.take("one", "question").events(canceled)
    assert next(events) == 0.5
    canceled.set()
    assert list(events) == []
    assert busy[0].ended.wait(PATIENCE)
