"""An explanation begun before it is asked for: handed to who asks for just that, and to nobody else."""

from threading import Event

import pytest

from explain import Canceled
from sentimotion.labels import HEADS, LABELS
from sentimotion.web import head_start as head_start_module
from sentimotion.web.analysis import Question, analyze, explained, question_of
from sentimotion.web.head_start import HeadStart
from sentimotion.web.progress import Work
from tests.sentimotion.web import rest

PATIENCE = 60


@pytest.fixture(scope="module")
def analysis(bert_model):
    return analyze(bert_model, "কাল রোদ উঠবে।")


@pytest.fixture(scope="module")
def questions(analysis):
    return {head: question_of(analysis, {}, head) for head in HEADS}


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


@pytest.fixture
def busy(monkeypatch):
    """What is begun, in place of explanations."""
    works = []

    def begin(*_):
        works.append(Busy())
        work = Work(works[-1])
        assert works[-1].begun.wait(PATIENCE)
        return work

    monkeypatch.setattr(head_start_module, "begin_explaining", begin)
    rest()
    yield works
    for work in works:
        work.go_on.set()
    rest()


def test_what_is_taken_is_the_explanation(bert_model, analysis, questions):
    rest()
    start = HeadStart(bert_model)
    start.begin("one", analysis)
    work = start.take("one", analysis, questions)
    *shares, explanations = explained(work, Event())
    assert shares[-1] == 1.0
    assert explanations == bert_model.explain_heads(analysis.prediction.text)
    assert start.take("one", analysis, questions) is None  # only once


def test_nobody_takes_anothers(bert_model, analysis, questions, busy):
    start = HeadStart(bert_model)
    start.begin("one", analysis)
    assert start.take("two", analysis, questions) is None
    start.end("two")
    assert not busy[0].ended.is_set()
    assert start.take("one", analysis, questions) is not None


@pytest.mark.parametrize("asked", ["text", "label", "contrast", "head"])
def test_another_question_ends_it(bert_model, analysis, questions, busy, asked):
    start = HeadStart(bert_model)
    start.begin("one", analysis)
    top = questions["sentiment"].label
    other = next(label for label in LABELS["sentiment"] if label != top)
    found = start.take(
        "one",
        analyze(bert_model, "আজ বৃষ্টি।") if asked == "text" else analysis,
        {
            "text": questions,
            "label": questions | {"sentiment": Question(other)},
            "contrast": questions | {"sentiment": Question(top, other)},
            "head": {"sentiment": questions["sentiment"]},
        }[asked],
    )
    assert found is None
    assert busy[0].ended.wait(PATIENCE)


def test_none_is_begun_while_another_goes_on(bert_model, analysis, busy):
    start = HeadStart(bert_model)
    start.begin("one", analysis)
    start.begin("two", analysis)
    assert len(busy) == 1
    # What is ended counts no more, even before it has come to its next report.
    start.end("one")
    start.begin("two", analysis)
    assert len(busy) == 2
    assert busy[0].ended.wait(PATIENCE)


def test_stopped_once_taken(bert_model, analysis, questions, busy):
    start = HeadStart(bert_model)
    start.begin("one", analysis)
    canceled = Event()
    events = explained(start.take("one", analysis, questions), canceled)
    assert next(events) == 0.5
    canceled.set()
    assert list(events) == []
    assert busy[0].ended.wait(PATIENCE)
