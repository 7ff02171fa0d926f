"""The work of a visitor: the latest of each name goes on; work begun before it is asked for."""

import gc
import weakref
from threading import Event

import pytest

from explain import Canceled
from sentimotion.web.session import session as session_module
from sentimotion.web.session.background import Work
from sentimotion.web.session.session import Session, Sessions
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
def sessions():
    return Sessions()


@pytest.fixture
def session():
    return Session()


def test_new_work_ends_earlier_work_of_its_name_only(session):
    with session.begin("one") as first, session.begin("two") as second:
        with session.begin("one") as third:
            assert (first.is_set(), second.is_set(), third.is_set()) == (True, False, False)
        assert not second.is_set()


def test_new_work_of_a_visitor_leaves_that_of_others_alone(sessions):
    with sessions.of("a").begin("one") as first, sessions.of("b").begin("one"):
        assert not first.is_set()
        sessions.leave("b")
        sessions.leave("nobody")
        assert not first.is_set()
        sessions.leave("a")
        assert first.is_set()


def test_cancel_ends_work_by_its_name(session):
    with session.begin("one") as first, session.begin("two") as second:
        session.cancel("one", "none")
        assert (first.is_set(), second.is_set()) == (True, False)
        assert not first.stopped


def test_earlier_work_that_ends_late_leaves_the_new_one_alone(session):
    first = session.begin("one")
    first.__enter__()
    with session.begin("one") as second:
        first.__exit__(None, None, None)
        assert not second.is_set()
        session.cancel("one")
        assert second.is_set()


def test_what_was_stopped_stays_so_until_it_is_asked_for_anew(session):
    session.stop("one")
    with session.begin("one") as first, session.begin("two") as other:
        assert (first.stopped, first.is_set(), other.is_set()) == (True, True, False)
    session.cancel("one")
    with session.begin("one") as second:
        assert not second.is_set()


def test_ended_work_is_not_remembered(session):
    with session.begin("one") as one, session.begin("two") as two, session.begin("two") as again:
        session.cancel("one")
    with pytest.raises(LookupError), session.begin("three") as failed:
        raise LookupError
    works = [weakref.ref(work) for work in (one, two, again, failed)]
    del one, two, again, failed
    gc.collect()
    assert [work() for work in works] == [None] * 4


def test_visitors_remembered_are_bounded(sessions, monkeypatch):
    monkeypatch.setattr(session_module, "_MAX_SESSIONS", 2)
    with sessions.of("a").begin("one") as first, sessions.of("b").begin("one") as second:
        sessions.of("a")
        sessions.of("c")
        assert (first.is_set(), second.is_set()) == (False, True)


def test_what_was_begun_is_handed_over_once(session, busy):
    session.prefetch(("text", "label"), busy[0].begin)
    work = session.take(("text", "label"))
    busy[0].go_on.set()
    *_, last = work.events(Event())
    assert last == "result"
    assert session.take(("text", "label")) is None


def test_nobody_takes_anothers(sessions, busy):
    sessions.of("one").prefetch("question", busy[0].begin)
    assert sessions.of("two").take("question") is None
    sessions.leave("two")
    assert not busy[0].ended.is_set()
    assert sessions.of("one").take("question") is not None


def test_another_question_ends_it(session, busy):
    session.prefetch(("text", "label"), busy[0].begin)
    assert session.take(("text", "another")) is None
    assert busy[0].ended.wait(PATIENCE)


def test_a_newer_one_ends_it(session, busy):
    session.prefetch("first", busy[0].begin)
    session.prefetch("second", busy[1].begin)
    assert busy[0].ended.wait(PATIENCE)
    assert session.take("second") is not None


def test_none_is_begun_while_another_goes_on(sessions, busy):
    sessions.of("one").prefetch("question", busy[0].begin)
    sessions.of("two").prefetch("question", busy[1].begin)
    assert not busy[1].begun.is_set()
    # What is ended counts no more, even before it has come to its next report.
    sessions.of("one").drop_prefetched()
    sessions.of("two").prefetch("question", busy[2].begin)
    assert busy[2].begun.is_set()
    assert busy[0].ended.wait(PATIENCE)


def test_stopped_once_taken(session, busy):
    session.prefetch("question", busy[0].begin)
    canceled = Event()
    events = session.take("question").events(canceled)
    assert next(events) == 0.5
    canceled.set()
    assert list(events) == []
    assert busy[0].ended.wait(PATIENCE)
