"""Long work as an iterator."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from threading import Event, current_thread, main_thread
from time import thread_time

import pytest

from explain import Canceled
from sentimotion.web.session import background
from sentimotion.web.session.background import Work, with_progress
from tests.sentimotion.web import rest

OVERTAKEN_S = background.OVERTAKEN_S
# Seconds after which a test that hangs is a failure; none waits that long.
PATIENCE = 60


def test_progress_then_result():
    passed_on = [Event() for _ in range(4)]

    def work(report):
        for done, event in enumerate(passed_on, start=1):
            report(done, 4)
            assert event.wait(PATIENCE)
        return "found"

    events = with_progress(work, Event())
    for event, share in zip(passed_on, (0.25, 0.5, 0.75, 1.0), strict=True):
        assert next(events) == share
        event.set()
    assert list(events) == ["found"]


@pytest.fixture
def overtaken(monkeypatch):
    """Reports that others follow at once are passed over, as on the page."""
    monkeypatch.setattr(background, "OVERTAKEN_S", OVERTAKEN_S)


@pytest.mark.usefixtures("overtaken")
def test_the_result_does_not_wait_for_reports_right_before_it():
    def work(report):
        for done in range(1, 5):
            report(done, 4)
        return "found"

    assert list(with_progress(work, Event())) == ["found"]


@pytest.mark.usefixtures("overtaken")
def test_reports_without_end_are_passed_on_now_and_then():
    events = with_progress(Endless(), Event())
    assert [next(events) for _ in range(3)] == [0.1, 0.1, 0.1]
    events.close()


def test_work_without_reports():
    assert list(with_progress(lambda _: None, Event())) == [None]


def test_progress_comes_while_the_work_goes_on():
    seen = Event()

    def work(report):
        report(1, 2)
        assert current_thread() is not main_thread()
        assert seen.wait(PATIENCE), "the report did not come out before the work was over"
        return "found"

    events = with_progress(work, Event())
    assert next(events) == 0.5
    seen.set()
    assert list(events) == ["found"]


def test_what_the_work_raises_comes_out():
    seen = Event()

    def work(report):
        report(1, 3)
        assert seen.wait(PATIENCE)
        raise LookupError("nothing there")

    events = with_progress(work, Event())
    assert next(events) == pytest.approx(1 / 3)
    seen.set()
    with pytest.raises(LookupError, match="nothing there"):
        next(events)


class Endless:
    """Work that goes on until its callback ends it."""

    def __init__(self):
        self.ended = Event()

    def __call__(self, report):
        try:
            while True:
                report(1, 10)
        except Canceled:
            self.ended.set()
            raise


def test_canceled_from_outside():
    work, canceled = Endless(), Event()
    events = with_progress(work, canceled)
    assert next(events) == 0.1
    canceled.set()
    assert list(events) == []
    assert work.ended.is_set()


def test_closing_the_iterator_ends_the_work():
    work, canceled = Endless(), Event()
    events = with_progress(work, canceled)
    assert next(events) == 0.1
    events.close()  # does not wait: Gradio calls it where it must not
    assert canceled.is_set()
    assert work.ended.wait(60)


def test_a_result_that_comes_too_late_is_not_given():
    canceled = Event()

    def work(_):
        canceled.set()
        return "found"

    assert list(with_progress(work, canceled)) == []


def test_canceled_before_it_began():
    canceled = Event()
    canceled.set()
    assert list(with_progress(Endless(), canceled)) == []


def test_the_result_without_its_progress():
    assert Work(lambda report: report(1, 2) or "found").result() == "found"


def test_an_error_leaves_nothing_going_on():
    def work(_):
        raise LookupError("nothing there")

    with pytest.raises(LookupError, match="nothing there"):
        Work(work).result()
    rest()
    assert Work(lambda _: "found").result() == "found"


def niceness(_=None):
    return os.getpriority(os.PRIO_PROCESS, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a niceness for each thread")
@pytest.mark.parametrize("gives_way", [False, True])
def test_long_work_has_a_lower_priority_than_all_else(gives_way):
    before = niceness()
    work = Work(niceness, gives_way=gives_way)
    assert work.result() == min(before + 5, 19)
    assert niceness() == before


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a niceness for each thread")
def test_a_prediction_in_the_middle_of_an_explanation_has_most_of_the_core_and_the_explanation_some():
    """On one core, both without end: the explanation is slowed down, and never stands still."""
    cores = os.sched_getaffinity(0)
    one = {min(cores)}
    begun, over = Event(), Event()

    def explain(_):
        os.sched_setaffinity(0, one)
        try:
            begun.set()
            return burn(over.is_set)
        finally:
            os.sched_setaffinity(0, cores)

    def predict():
        os.sched_setaffinity(0, one)
        start = thread_time()
        return burn(lambda: thread_time() - start > 0.5)

    work = Work(explain)
    assert begun.wait(PATIENCE)
    with ThreadPoolExecutor(1) as pool:
        predicting = pool.submit(predict).result()
    over.set()
    explaining = work.result()
    assert 0.05 * predicting < explaining < 0.7 * predicting


def burn(is_over):
    """Compute as the model does, without Python's lock; returns seconds of the processor."""
    start, content = thread_time(), bytes(1 << 20)
    while not is_over():
        sha256(content)
    return thread_time() - start
