"""What each event makes of the Learn tab's state, and what overtakes what."""

from dataclasses import replace

import pytest

from sentimotion.errors import BlankText, EventFailed, TextTooLong
from sentimotion.labels import HEADS
from sentimotion.web.learn.events import LearnEvents
from sentimotion.web.learn.lesson import EXPLAINED, STEPS, begin
from sentimotion.web.learn.quiz import Quiz
from sentimotion.web.learn.state import LearnState
from sentimotion.web.learn.tab import EXAMPLE
from sentimotion.web.session.state import Event, stop
from tests.checkpoints import SENTENCES
from tests.sentimotion.web import rest
from tests.sentimotion.web.visitor import Visitor, encodings

OLD, NEW = SENTENCES[0], SENTENCES[1]


class Learner(Visitor):
    """A visitor of the tab."""

    def show(self, step, text=OLD, head="emotion", thresholds=(0.55, 0.6)):
        """Turn to a step, which is not explained yet."""
        return self.do(self.handlers.show_step, text, step, head, *thresholds)

    def explaining(self):
        """The states while the step is explained, the first of them taken."""
        steps = self.steps(self.handlers.explain)
        next(steps)
        return steps


@pytest.fixture
def visitor(bert_model):
    yield Learner(LearnEvents(bert_model), LearnState(lesson=begin(bert_model, EXAMPLE)))
    rest()


@pytest.fixture
def model(visitor):
    return visitor.handlers.model


def test_a_sentence_is_encoded_once(visitor, model):
    with encodings(model) as encoded:
        for step in STEPS[:-1]:
            visitor.show(step)
            visitor.explain()
    assert encoded == [OLD]


def test_a_sentence_of_the_quiz_is_encoded_once(visitor, model):
    visitor.show("tokens")
    with encodings(model) as encoded:
        quiz = visitor.show("quiz").quiz
        visitor.do(visitor.handlers.guess, word=0)
    assert encoded == [quiz.asked.question.text]


def when_predicting(monkeypatch, model, happens):
    """Let something happen once, while a text is predicted."""
    predict = model.predict

    def slow(text):
        monkeypatch.undo()
        happens()
        return predict(text)

    monkeypatch.setattr(model, "predict", slow)


@pytest.mark.parametrize("step", STEPS)
def test_turning_to_a_step_explains_nothing_yet(visitor, model, monkeypatch, step):
    asked = []
    for name in ("explain", "walk", "explain_heads", "delete_words"):
        monkeypatch.setattr(model, name, lambda *_, name=name, **__: asked.append(name))
    state = visitor.show(step)
    assert asked == []
    assert (state.step, state.head, state.lesson.text) == (step, "emotion", OLD)
    assert (state.lesson.prediction is not None) == (step != "tokens")
    assert bool(state.progress(step)) == (step in EXPLAINED)


@pytest.mark.parametrize("step", [step for step in STEPS if step not in EXPLAINED])
def test_a_step_without_an_explanation_asks_for_none(visitor, step):
    visitor.show(step)
    assert list(visitor.steps(visitor.handlers.explain)) == []


@pytest.mark.parametrize("step", sorted(EXPLAINED))
@pytest.mark.parametrize("head", HEADS)
def test_a_step_is_explained_for_the_chosen_head(visitor, step, head):
    visitor.show(step, head=head)
    *progress, last = visitor.steps(visitor.handlers.explain)
    shares = [state.progress(step)[1] for state in progress]
    assert shares == sorted(shares)
    assert last.lesson.found(step, head)
    assert last.progress(step) == ()
    (other,) = {*HEADS} - {head}
    assert last.lesson.found(step, other) == ()


def test_another_sentence_begins_anew(visitor):
    visitor.show("path")
    lesson = visitor.explain().lesson
    assert list(lesson.walks) == ["emotion"]
    assert visitor.show("heads").lesson is lesson
    assert visitor.show("heads", NEW).lesson.text == NEW
    assert visitor.state.lesson.walks == {}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(("text", "error"), [("", BlankText), (" \n", BlankText), ("ক" * 5001, TextTooLong)])
def test_a_sentence_that_cannot_be_read_leaves_nothing_of_the_one_before(visitor, step, text, error):
    visitor.show("path")
    visitor.explain()
    state = visitor.show(step, text)
    assert isinstance(state.lesson.error, error)
    assert (state.lesson.prediction, state.lesson.walks, state.lesson.explanations) == (None, {}, {})
    assert list(visitor.steps(visitor.handlers.explain)) == []


def test_what_is_known_is_not_computed_again(visitor, model, monkeypatch):
    visitor.show("path")
    lesson = visitor.explain().lesson
    monkeypatch.setattr(model, "walk", pytest.fail)
    visitor.show("path")
    assert visitor.explain().lesson is lesson


def test_the_first_step_takes_the_thresholds_of_the_page(visitor):
    """They may be those of a page whose session the server has lost."""
    assert visitor.show("tokens", thresholds=(0.3, 0.7)).thresholds == {"sentiment": 0.3, "emotion": 0.7}
    visitor.do(visitor.handlers.move_threshold("emotion"), 0.9)
    state = visitor.show("thresholds", thresholds=(0.1, 0.1))
    assert state.thresholds == {"sentiment": 0.3, "emotion": 0.9}


def test_the_lesson_keeps_its_turn(visitor):
    turn = visitor.show("heads").turn
    assert turn != ""
    assert {visitor.show(step, text).turn for step in STEPS for text in (OLD, NEW)} == {turn}


# What overtakes what


@pytest.mark.parametrize("step", STEPS)
def test_a_newer_step_ends_the_older_ones_work(visitor, step):
    visitor.show("path", NEW)
    work = visitor.explaining()
    visitor.show(step, OLD)
    assert list(work) == []
    assert visitor.state.lesson.walks == {}


def test_who_has_gone_on_is_not_led_back(visitor, model, monkeypatch):
    """A slower answer to an earlier turn comes after that to a later one."""
    when_predicting(monkeypatch, model, lambda: visitor.show("tokens", NEW))
    assert list(visitor.steps(visitor.handlers.show_step, OLD, "heads", "emotion", 0.5, 0.5)) == []
    # Nor may the sentence be the earlier one again.
    assert (visitor.state.step, visitor.state.lesson.text) == ("tokens", NEW)


def test_work_that_began_while_the_next_step_was_predicted_ends(visitor, model, monkeypatch):
    visitor.show("path")
    work = visitor.steps(visitor.handlers.explain)
    when_predicting(monkeypatch, model, lambda: next(work))
    visitor.show("heads", NEW)
    assert list(work) == []
    assert visitor.state.lesson.text == NEW


def test_an_explanation_that_has_just_come_is_kept(visitor, model, monkeypatch):
    """Where the quiz's question was being predicted, for the same sentence."""
    visitor.show("path")
    when_predicting(monkeypatch, model, visitor.explain)
    assert list(visitor.show("quiz").lesson.walks) == ["emotion"]


def test_progress_is_of_the_step_that_is_shown(visitor):
    """An explanation may report once more after another step is shown."""
    visitor.show("path")
    handler = visitor.handlers.explain(visitor.state, Event(visitor.session, (), {}))
    late = next(handler)
    visitor.show("receipt")
    assert late(visitor.state) is visitor.state


def test_moved_thresholds_stay_while_a_step_is_explained(visitor):
    visitor.show("path")
    work = visitor.explaining()
    for head, threshold in (("sentiment", 0.1), ("emotion", 0.2)):
        visitor.do(visitor.handlers.move_threshold(head), threshold)
    *_, last = work
    assert last.thresholds == {"sentiment": 0.1, "emotion": 0.2}
    assert list(last.lesson.walks) == ["emotion"]


@pytest.mark.parametrize("step", sorted(EXPLAINED))
def test_stop_keeps_the_sentence(visitor, step):
    visitor.show(step)
    work = visitor.explaining()
    visitor.do(stop("learn"))
    *_, last = work
    assert last.progress(step) == (OLD, 0.0, True)
    visitor.do(stop("learn"))
    # As is what waited behind it, but not what is asked since.
    assert visitor.explain().progress(step)[2]
    visitor.show(step)
    assert visitor.explain().lesson.found(step, "emotion")


@pytest.mark.parametrize("step", sorted(EXPLAINED))
def test_nothing_waits_after_an_event_failed(visitor, step):
    visitor.show(step)
    error = EventFailed("no")
    state = replace(visitor.state, quiz_done=0.5).failed(error)
    assert state.progress(step)[2]
    assert (state.quiz_done, state.is_quiz_stopped, state.error) == (None, True, error)
    assert (state.lesson, state.step) == (visitor.state.lesson, step)


def test_a_question_that_nobody_answered_was_not_stopped_by_a_failure(visitor):
    assert not visitor.show("quiz").failed(EventFailed("no")).is_quiz_stopped


# The quiz


@pytest.fixture
def player(visitor):
    """A visitor at the first question."""
    visitor.show("quiz", EXAMPLE)
    return visitor


def guess(player, word=0):
    return player.do(player.handlers.guess, word=word).quiz


def go_on(player):
    return player.do(player.handlers.go_on).quiz


def test_a_guess_is_explained(player):
    asked = player.state.quiz.asked
    *progress, last = player.steps(player.handlers.guess, word=1)
    assert all(0 <= state.quiz_done <= 1 and state.quiz.explanation is None for state in progress)
    assert last.quiz.answered == 1
    assert last.quiz.explanation.text == asked.question.text
    assert last.quiz_done is None
    following = go_on(player)
    assert (following.number, following.guess) == (1, None)
    assert following.asked.question.text != asked.question.text


def test_the_quiz_is_played_to_its_end_and_again(player):
    assert player.state.quiz.total == 5
    texts = []
    while not player.state.quiz.is_over:
        texts.append(player.state.quiz.asked.question.text)
        guess(player)
        go_on(player)
    assert len(set(texts)) == 5
    assert texts[-1] == EXAMPLE
    assert player.state.quiz.answered == 5
    again = go_on(player)
    assert (again.number, again.answered) == (0, 0)
    assert again.asked is not None


def test_a_question_is_not_skipped(player):
    """By a second press on the button, say."""
    assert list(player.steps(player.handlers.go_on)) == []
    guess(player)
    steps = [player.steps(player.handlers.go_on) for _ in range(2)]
    for step in steps:
        list(step)
    assert player.state.quiz.number == 1


def test_a_guess_counts_once(player):
    first, second = (player.steps(player.handlers.guess, word=word) for word in (0, 1))
    next(first)
    list(second)
    list(first)
    assert (player.state.quiz.guess, player.state.quiz.answered) == (1, 1)
    assert list(player.steps(player.handlers.guess, word=0)) == []


@pytest.mark.parametrize("word", ["1", 1.5, None, -1, 10**9, [0], True])
def test_a_browser_may_send_anything_as_a_guess(player, word):
    assert list(player.steps(player.handlers.guess, word=word)) == []


def test_a_stopped_answer_leaves_the_question(player):
    quiz = player.state.quiz
    work = player.steps(player.handlers.guess, word=0)
    next(work)
    player.do(stop("quiz"))
    *_, last = work
    assert (last.quiz, last.quiz_done, last.is_quiz_stopped) == (quiz, None, True)
    player.do(stop("quiz"))  # too late
    assert guess(player).answered == 1
    assert not player.state.is_quiz_stopped


def test_stop_in_the_lesson_does_not_stop_the_quiz(player):
    work = player.steps(player.handlers.guess, word=0)
    next(work)
    player.do(stop("learn"))
    *_, last = work
    assert last.quiz.answered == 1


@pytest.mark.parametrize("step", ["tokens", "path", "quiz"])
@pytest.mark.parametrize("text", [EXAMPLE, NEW, "ভালো", " "])
def test_an_answer_comes_also_when_another_step_is_shown(player, step, text):
    work = player.steps(player.handlers.guess, word=0)
    next(work)
    player.show(step, text)
    *_, last = work
    assert (last.quiz.answered, last.quiz_done) == (1, None)


def test_a_guess_answered_while_the_quiz_is_shown_again_counts(player, model, monkeypatch):
    guess(player)
    go_on(player)
    player.cell.update(lambda now: replace(now, lesson=begin(model, EXAMPLE)))
    when_predicting(monkeypatch, model, lambda: guess(player))
    player.show("quiz", EXAMPLE)
    assert (player.state.quiz.answered, player.state.quiz.number) == (2, 1)


@pytest.mark.parametrize("text", ["ভালো", " "])
def test_a_sentence_of_one_word_is_no_question(visitor, model, text):
    assert visitor.handlers.ask(Quiz(), begin(model, text), "emotion").total == 4
