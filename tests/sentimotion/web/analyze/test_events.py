"""What each event makes of the Analyze tab's state, and what overtakes what."""

from dataclasses import replace
from time import sleep

import pytest

from sentimotion.errors import BlankText, EventFailed, ExplanationError, TextTooLong
from sentimotion.i18n.messages import LANGUAGES
from sentimotion.labels import HEADS, LABELS
from sentimotion.web.analyze import doubts
from sentimotion.web.analyze import events as module
from sentimotion.web.analyze.doubts import DOUBTS, Measured
from sentimotion.web.analyze.events import AnalyzeEvents
from sentimotion.web.analyze.export_files import export_file
from sentimotion.web.analyze.state import AnalyzeState
from sentimotion.web.session.analysis import Question, analyze
from sentimotion.web.session.background import Work
from sentimotion.web.session.state import Event
from tests.sentimotion.web import rest
from tests.sentimotion.web.visitor import Visitor, encodings

OLD, NEW = "আজ সকালে বৃষ্টি ছিল।", "কাল রোদ উঠবে।"


class Analyst(Visitor):
    """A visitor of the tab."""

    def analyze(self, text, sentiment=0.55, emotion=0.6):
        return self.do(self.handlers.predict, text, sentiment, emotion)


@pytest.fixture
def visitor(bert_model):
    yield Analyst(AnalyzeEvents(bert_model), AnalyzeState())
    rest()


@pytest.fixture
def explained(visitor):
    """A visitor who has analyzed the old text."""
    visitor.analyze(OLD)
    visitor.explain()
    return visitor


def when_analyzing(monkeypatch, happens):
    """Let something happen while a text is analyzed."""

    def analyze_slowly(model, text):
        happens(text)
        return analyze(model, text)

    monkeypatch.setattr(module, "analyze", analyze_slowly)


def test_a_text_is_predicted_then_explained(visitor):
    state = visitor.analyze(OLD)
    assert state.analysis.prediction.text == OLD
    assert (state.error, dict(state.explanations), state.deletion) == (None, {}, None)
    assert visitor.explain().explanations == visitor.handlers.model.explain_heads(OLD)


def charted(steps):
    """Of each step: whether the charts show its answer, and how many heads are explained."""
    return [(state.charted == state.turn, len(state.explanations)) for state in steps]


def test_the_charts_follow_the_explanations(explained):
    assert explained.state.charted == explained.state.turn
    old = explained.state.turn
    assert charted(explained.steps(explained.handlers.predict, NEW, 0.5, 0.5)) == [(False, 0)]
    # The old answer's charts are not drawn again with the new answer.
    assert explained.state.charted == old
    assert charted(explained.steps(explained.handlers.explain))[-2:] == [(False, 2), (True, 2)]


def test_the_charts_come_without_explanations_too(visitor, monkeypatch):
    def fails(*_, **__):
        raise ExplanationError("not finite")

    monkeypatch.setattr(visitor.handlers.model, "explain_heads", fails)
    visitor.analyze(OLD)
    assert charted([visitor.explain()]) == [(True, 0)]
    assert charted([visitor.analyze("")]) == [(True, 0)]


@pytest.mark.parametrize(("text", "error"), [("", BlankText), (" \n", BlankText), ("ক" * 5001, TextTooLong)])
def test_a_refused_text_leaves_nothing_of_the_previous_answer(explained, text, error):
    state = explained.analyze(text)
    assert isinstance(state.error, error)
    assert (state.analysis, dict(state.explanations)) == (None, {})


def test_a_text_is_encoded_once(visitor):
    with encodings(visitor.handlers.model) as encoded:
        visitor.analyze(OLD)
        visitor.explain()
        visitor.do(visitor.handlers.toggle_word, index=0)
        visitor.do(visitor.handlers.look_into("stability"))
    assert encoded == [OLD]


def test_a_text_is_explained_once(visitor, monkeypatch):
    """The explanation that began with the prediction is the one that is shown."""
    model, asked = visitor.handlers.model, []
    explain_heads = model.explain_heads

    def counted(text, **options):
        asked.append(text.text)
        return explain_heads(text, **options)

    monkeypatch.setattr(model, "explain_heads", counted)
    rest()
    visitor.analyze(NEW)
    assert Work.is_any_going_on() or asked
    visitor.explain()
    assert asked == [NEW]


def test_each_answer_has_a_turn_of_its_own(visitor):
    turns = {visitor.analyze(OLD).turn for _ in range(3)}
    assert len(turns) == 3
    assert "" not in turns


def test_the_first_answer_takes_the_thresholds_of_the_page(visitor):
    """Those of a link, or of a page whose session the server has lost."""
    assert visitor.analyze(OLD, 0.3, 0.7).thresholds == {"sentiment": 0.3, "emotion": 0.7}


def test_a_threshold_moved_during_a_prediction_stays(explained, monkeypatch):
    move = explained.handlers.move_threshold("emotion")
    when_analyzing(monkeypatch, lambda _: explained.do(move, 0.9))
    assert explained.analyze(NEW, 0.3, 0.7).thresholds == {"sentiment": 0.55, "emotion": 0.9}


# What overtakes what


def explain_old(visitor):
    visitor.explain()


def choose_label(visitor):
    visitor.do(visitor.handlers.choose("emotion", "label"), LABELS["emotion"][-1])


def take_out(visitor):
    visitor.do(visitor.handlers.toggle_word, index=0)


def put_back(visitor):
    visitor.do(visitor.handlers.restore_words)


def click_bar(visitor):
    visitor.do(visitor.handlers.click_bar, head="emotion", index=1)


def compare_methods(visitor):
    visitor.do(visitor.handlers.look_into("stability"))


@pytest.mark.parametrize(
    "meanwhile", [explain_old, choose_label, take_out, put_back, click_bar, compare_methods]
)
def test_a_new_answer_has_nothing_of_what_happened_to_the_old_one_meanwhile(
    explained, monkeypatch, meanwhile
):
    when_analyzing(monkeypatch, lambda _: meanwhile(explained))
    state = explained.analyze(NEW)
    assert state.analysis.prediction.text == NEW
    assert (state.error, state.deletion, dict(state.doubts)) == (None, None, {})
    assert (dict(state.questions), dict(state.explanations)) == ({}, {})


def test_the_second_of_two_texts_asked_for_at_once_counts(visitor, monkeypatch):
    when_analyzing(monkeypatch, lambda text: visitor.analyze(NEW) if text == OLD else None)
    assert list(visitor.steps(visitor.handlers.predict, OLD, 0.5, 0.5)) == []
    assert visitor.state.analysis.prediction.text == NEW


@pytest.mark.parametrize("begun", ["before", "meanwhile"])
def test_a_new_prediction_ends_the_explanation_of_the_old_text(visitor, monkeypatch, begun):
    visitor.analyze(OLD)
    old = visitor.steps(visitor.handlers.explain)
    if begun == "before":
        next(old)
    else:
        when_analyzing(monkeypatch, lambda _: next(old))
    visitor.analyze(NEW)
    assert list(old) == []
    assert dict(visitor.state.explanations) == {}


def slow(monkeypatch, model, name):
    """Let a method of the model do something else first."""
    original, first = getattr(model, name), []

    def later(*arguments, **options):
        result = original(*arguments, **options)
        for happens in first:
            happens()
        return result

    monkeypatch.setattr(model, name, later)
    return first


def test_a_word_taken_out_of_the_old_text_is_not_missing_in_the_new_one(explained, monkeypatch):
    slow(monkeypatch, explained.handlers.model, "delete_words").append(lambda: explained.analyze(NEW))
    assert explained.do(explained.handlers.toggle_word, index=0).deletion is None
    assert explained.state.analysis.prediction.text == NEW


def test_methods_compared_for_the_old_question_are_not_shown_with_the_new_one(explained):
    steps = explained.steps(explained.handlers.look_into("stability"))
    next(steps)
    click_bar(explained)
    for state in steps:
        assert state.measured("stability") == Measured()


def test_moved_thresholds_of_both_heads_stay_while_an_explanation_is_on_its_way(visitor):
    visitor.analyze(OLD)
    steps = visitor.steps(visitor.handlers.explain)
    next(steps)
    for head, threshold in (("sentiment", 0.1), ("emotion", 0.2)):
        visitor.do(visitor.handlers.move_threshold(head), threshold)
    *_, last = steps
    assert last.thresholds == {"sentiment": 0.1, "emotion": 0.2}
    assert list(last.explanations) == list(HEADS)


# Stopping


def test_stop_keeps_the_text(visitor):
    visitor.analyze(OLD)
    steps = visitor.steps(visitor.handlers.explain)
    next(steps)
    visitor.do(visitor.handlers.stop)
    *_, last = steps
    assert last.is_stopped
    assert last.analysis.prediction.text == OLD


def test_stop_before_it_has_begun(visitor):
    visitor.analyze(OLD)
    visitor.do(visitor.handlers.stop)
    assert visitor.explain().is_stopped
    # As is what waited behind it, but not what is asked since.
    assert visitor.explain().is_stopped
    click_bar(visitor)
    assert not visitor.explain().is_stopped
    assert list(visitor.state.explanations) == list(HEADS)


def test_a_new_text_is_not_stopped_by_an_older_stop(visitor):
    visitor.analyze(OLD)
    visitor.do(visitor.handlers.stop)
    visitor.analyze(NEW)
    assert list(visitor.explain().explanations) == list(HEADS)


def test_who_leaves_is_not_computed_for(visitor, monkeypatch):
    def endless(report):
        while True:
            report(1, 2)
            sleep(0.01)

    monkeypatch.setattr(module, "begin_explaining", lambda *_: Work(endless))
    rest()
    visitor.analyze(NEW)
    assert Work.is_any_going_on()
    visitor.session.leave()
    assert not Work.is_any_going_on()


def test_stop_keeps_the_methods_that_are_compared(explained):
    steps = explained.steps(explained.handlers.look_into("stability"))
    for _ in range(3):
        state = next(steps)
    assert 0.0 < state.measured("stability").done < 1.0
    explained.do(explained.handlers.stop)
    *_, last = steps
    assert last.measured("stability").done is None
    assert len(last.measured("stability").found.rows["emotion"]) == 3
    assert (
        explained.do(explained.handlers.look_into("stability"))
        .measured("stability")
        .found.rows["emotion"][-1]
        .rank
        is not None
    )


# Questions


def test_another_question_takes_what_was_said_of_the_old_one(explained):
    explained.do(explained.handlers.toggle_word, index=0)
    explained.do(explained.handlers.look_into("stability"))
    assert explained.state.measured("stability").found is not None
    state = explained.do(explained.handlers.click_bar, head="emotion", index=1)
    assert state.question("emotion").label == LABELS["emotion"][1]
    assert (state.deletion, state.measured("stability")) == (None, Measured())
    assert list(state.explanations) == ["sentiment"]


def test_menus_ask(explained):
    scores = explained.state.analysis.prediction.probabilities.scores("emotion")
    first, second, *_ = sorted(scores, key=scores.get)
    for menu, value, asked in (
        ("label", first, (first, None)),
        ("contrast", second, (first, second)),
        # A label is not set against itself.
        ("label", second, (second, None)),
        ("contrast", second, (second, None)),
    ):
        question = explained.do(explained.handlers.choose("emotion", menu), value).question("emotion")
        assert (question.label, question.contrast) == asked
    assert explained.explain().explanations["emotion"].label == second


def test_a_menu_that_is_left_as_it_was_asks_nothing(explained):
    """Gradio says that of each menu that had the focus; words that were taken out would be put back."""
    take_out(explained)
    for question in (None, Question("fear", "sadness", by_click=True)):
        if question is not None:
            explained.cell.update(lambda now, asked=question: now.asked("emotion", asked))
        asked = explained.state.question("emotion")
        values = [("label", asked.label), ("contrast", asked.contrast or "")]
        for menu, value in (*values, ("label", None), ("label", "x"), ("label", ""), ("contrast", "x")):
            assert list(explained.steps(explained.handlers.choose("emotion", menu), value)) == []


def test_a_second_bar_is_the_contrast_of_the_first(explained):
    explained.do(explained.handlers.click_bar, head="sentiment", index=0)
    state = explained.do(explained.handlers.click_bar, head="sentiment", index=2)
    question = state.question("sentiment")
    assert (question.label, question.contrast) in (("negative", "positive"), ("positive", None))


# Words


def test_a_word_goes_out_and_comes_back(explained):
    toggle = explained.handlers.toggle_word
    assert explained.do(toggle, index=1).deletion.words == (1,)
    assert explained.do(toggle, index=0).deletion.words == (0, 1)
    assert explained.do(toggle, index=0).deletion.words == (1,)
    assert explained.do(toggle, index=1).deletion is None
    explained.do(toggle, index=1)
    assert explained.do(explained.handlers.restore_words).deletion is None


HOSTILE = ["1", 1.5, None, -1, 10**9, [0], {"index": 0}]


@pytest.mark.parametrize("index", HOSTILE)
def test_a_browser_may_send_anything_as_a_bar_or_a_word(explained, index):
    before = explained.state
    for head in ("mood", None, 3, ["emotion"], {}):
        explained.do(explained.handlers.click_bar, head=head, index=0)
    for head in HEADS:
        explained.do(explained.handlers.click_bar, head=head, index=index)
    explained.do(explained.handlers.toggle_word, index=index)
    assert explained.state == before


@pytest.mark.parametrize("kind", [*HOSTILE, "exe", "HTML", "../csv"])
def test_a_browser_may_ask_for_any_file(explained, kind):
    assert export_file("en", explained.state, Event(explained.session, (), {"kind": kind})) is None


@pytest.mark.parametrize(
    ("kind", "start"), [("html", "<!doctype html>"), ("json", "{"), ("csv", "\ufeffhead,")]
)
def test_a_file_is_made(explained, kind, start):
    file = export_file("en", explained.state, Event(explained.session, (), {"kind": kind}))
    assert file.name == f"sentimotion.{kind}"
    assert file.content.decode().lower().startswith(start)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_is_in_the_language_of_the_page(explained, language):
    file = export_file(language, explained.state, Event(explained.session, (), {"kind": "html"}))
    assert f'<html lang="{language}">' in file.content.decode()


# Errors


def test_an_explanation_that_fails_says_so_in_its_place(visitor, monkeypatch):
    def fails(_):
        raise ExplanationError("not finite")

    monkeypatch.setattr(module, "begin_explaining", lambda *_: Work(fails))
    visitor.analyze(OLD)
    state = visitor.explain()
    assert isinstance(state.explanation_error, ExplanationError)
    assert state.error is None


def test_nothing_waits_after_an_event_failed(visitor):
    visitor.analyze(OLD)
    going_on = {doubt: Measured({"emotion": 1}, 0.5) for doubt in DOUBTS}
    state = replace(visitor.state, doubts=going_on).failed(EventFailed("no"))
    assert state.is_stopped
    assert state.doubts == {doubt: Measured({"emotion": 1}) for doubt in DOUBTS}
    assert state.analysis is visitor.state.analysis


def test_a_comparison_that_fails_says_so(explained, monkeypatch):
    def fails(*_):
        raise ExplanationError("not finite")
        yield

    monkeypatch.setattr(doubts, "compare_methods", fails)
    assert isinstance(
        explained.do(explained.handlers.look_into("stability")).measured("stability").done, ExplanationError
    )


def test_nothing_of_a_text_is_printed(visitor, capfd):
    """Nor of the words in it: the log is read by others than who typed it."""
    secret = "গোপনকথা লিখলাম এখানে"
    for text in (f"{secret}\ud800", secret * 300, secret):
        state = visitor.analyze(text)
        assert (state.analysis is None) == (state.error is not None) == (text != secret)
    visitor.explain()
    take_out(visitor)
    visitor.do(visitor.handlers.toggle_word, index="x")
    visitor.do(visitor.handlers.click_bar, head="emotion", index=99)
    rest()
    printed = capfd.readouterr()
    assert printed.out + printed.err == ""
