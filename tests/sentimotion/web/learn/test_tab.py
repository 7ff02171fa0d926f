"""The tab learn when its events come one by one or overtake each other, without a browser."""

import asyncio
from types import SimpleNamespace

import gradio as gr
import pytest

from sentimotion.i18n.messages import LANGUAGES, STRINGS, say
from sentimotion.labels import HEADS
from sentimotion.web.learn.lesson import EXPLAINED, STEPS, Lesson, begin, predicted
from sentimotion.web.learn.quiz import Quiz
from sentimotion.web.learn.tab import EXAMPLE, LearnTab
from tests.checkpoints import SENTENCES
from tests.sentimotion.web import VISITOR

THRESHOLDS = (0.55, 0.6)


@pytest.fixture(scope="module")
def tab(bert_model):
    async def build():
        with gr.Blocks() as blocks:
            language = gr.Radio(list(LANGUAGES))
            with gr.Tabs():
                tab = LearnTab(bert_model, "en")
            tab.wire(language)
        return blocks, tab

    # Where no event loop runs, Gradio makes some and never closes them.
    blocks, tab = asyncio.run(build())
    tab.blocks = blocks
    return tab


def arrive(tab, step, text=SENTENCES[0], lesson=None, language="en", quiz=None):
    lesson = lesson or begin(tab.model, text)
    return tab._arrive(VISITOR, text, language, lesson, step, "emotion", quiz or Quiz(), *THRESHOLDS)


def explain(tab, lesson, step, language="en"):
    return tab._explain(VISITOR, language, lesson, step, "emotion", Quiz(), *THRESHOLDS)


def shown(values):
    return "".join(value for value in values if isinstance(value, str))


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_fills_its_views(tab, step, language):
    lesson, quiz, spoken, *views = arrive(tab, step, language=language)
    assert spoken == language
    assert len(views) == len(tab._turned)
    if step in EXPLAINED:
        assert f'data-at="{step}"' in shown(views)
        *_, (lesson, *views) = explain(tab, lesson, step, language)
        assert len(views) == len(tab._explained)
        # An explanation may come when another step is seen: it leaves that as it is.
        assert 'data-at="' not in shown(views)
    assert f'data-step="{step}"' in shown(views)
    assert f'lang="{language}"' in shown(views)
    assert (quiz.asked is not None) == (step == "quiz")


@pytest.mark.parametrize("step", STEPS)
def test_turning_to_a_step_explains_nothing_yet(tab, step, monkeypatch):
    asked = []
    for name in ("explain", "walk", "explain_heads", "delete_words"):
        monkeypatch.setattr(tab.model, name, lambda *_, name=name, **__: asked.append(name))
    lesson, *_ = arrive(tab, step)
    assert asked == []
    assert (lesson.prediction is not None) == (step != "tokens")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_an_update_for_every_view(tab, language):
    lesson = predicted(tab.model, begin(tab.model, EXAMPLE))
    # A step may have been turned to that has not answered yet.
    for held in (lesson, begin(tab.model, EXAMPLE)):
        for step in STEPS:
            updates = tab.translate(language, held, step, "emotion", Quiz(), *THRESHOLDS)
            assert len(updates) == len(tab.views)
            assert updates[0]["label"] == say("tab_learn", language)
    assert len(tab.states) == 4 + len(HEADS)


def test_another_sentence_begins_anew(tab):
    lesson, *_ = arrive(tab, "heads")
    again, *_ = arrive(tab, "path", lesson=lesson)
    assert again is lesson
    other, *_ = arrive(tab, "path", text=SENTENCES[1], lesson=lesson)
    assert other.text == SENTENCES[1]
    assert other.walks == {}


@pytest.mark.parametrize("step", STEPS)
def test_what_cannot_be_read_is_said_at_every_step(tab, step):
    lesson, _, _, *views = arrive(tab, step, text="  ")
    notice = views[tab._turned.index(tab.notice)]
    assert notice["visible"]
    assert "error" in notice["value"]
    (skipped,) = explain(tab, lesson, step)
    assert all(value == gr.skip() for value in skipped)


def test_a_newer_step_ends_the_older_ones_work(tab):
    lesson, *_ = arrive(tab, "path")
    work = explain(tab, lesson, "path")
    next(work)
    arrive(tab, "tokens", lesson=lesson)
    assert [values for values in work if isinstance(values[0], Lesson)] == []


def test_who_has_gone_on_is_not_led_back(tab, monkeypatch):
    """A slower answer to an earlier turn comes after that to a later one."""
    inner = {}

    def slow(text):
        monkeypatch.undo()
        inner["views"] = arrive(tab, "tokens", lesson=begin(tab.model, text))[3:]
        return tab.model.predict(text)

    monkeypatch.setattr(tab.model, "predict", slow)
    late = arrive(tab, "heads")
    # Nor may the sentence be the earlier one again.
    assert all(value == gr.skip() for value in late)
    assert 'data-at="tokens"' in shown(inner["views"])


def test_what_is_known_is_not_computed_again(tab):
    lesson, *_ = arrive(tab, "path")
    *_, (lesson, *_) = explain(tab, lesson, "path")
    (values,) = explain(tab, lesson, "path")
    assert all(value == gr.skip() for value in values)


def amend(tab, language, spoken, lesson):
    return tab._amend(VISITOR, language, spoken, lesson, "tokens", "emotion", Quiz(), *THRESHOLDS)


def test_another_language_ends_what_tells_of_its_work_in_the_old_one(tab):
    lesson, *_ = arrive(tab, "path")
    work = explain(tab, lesson, "path")
    next(work)
    amend(tab, "en", "en", lesson)
    next(work)  # the same language leaves it alone
    amend(tab, "bn", "en", lesson)
    assert [values for values in work if isinstance(values[0], Lesson)] == []


def test_a_step_is_shown_again_only_in_another_language(tab):
    lesson = begin(tab.model, EXAMPLE)
    assert all(value == gr.skip() for value in amend(tab, "en", "en", lesson))
    spoken, *views = amend(tab, "bn", "en", lesson)
    assert spoken == "bn"
    assert len(views) == len(tab._turned)
    assert 'lang="bn" data-step="tokens"' in shown(views)


def test_a_step_shown_again_does_not_come_after_the_next_one(tab, monkeypatch):
    show = tab._show

    def overtaken(*arguments):
        monkeypatch.undo()
        arrive(tab, "heads")
        return show(*arguments)

    monkeypatch.setattr(tab, "_show", overtaken)
    assert all(value == gr.skip() for value in amend(tab, "bn", "en", begin(tab.model, EXAMPLE)))


def test_what_follows_an_event_waits_in_the_queue(tab):
    """Its answers come in order: one that is asked for past the queue may come after a newer one's."""
    following = [fn for fn in tab.blocks.fns.values() if fn.trigger_after is not None and fn.fn]
    assert len(following) > 5
    assert [fn.name for fn in following if not fn.queue] == []


def test_work_that_began_while_the_next_step_was_predicted_ends(tab, monkeypatch):
    lesson, *_ = arrive(tab, "path")
    work = explain(tab, lesson, "path")

    def slow(text):
        monkeypatch.undo()
        next(work)
        return tab.model.predict(text)

    monkeypatch.setattr(tab.model, "predict", slow)
    arrive(tab, "heads", text=SENTENCES[1])
    assert [values for values in work if isinstance(values[0], Lesson)] == []


@pytest.mark.parametrize("step", sorted(EXPLAINED))
@pytest.mark.parametrize("language", LANGUAGES)
def test_stop_says_so_and_keeps_the_sentence(tab, step, language):
    lesson, *_ = arrive(tab, step, language=language)
    work = explain(tab, lesson, step, language)
    assert "data-stop" in shown(next(work))
    tab._stop(VISITOR)
    *_, last = work
    assert STRINGS["learn_stopped"][language] in shown(last)
    assert SENTENCES[0] in shown(last)
    assert len(last) == 1 + len(tab._explained)
    tab._stop(VISITOR)  # too late: what is asked next goes on to its end
    lesson, *_ = arrive(tab, step, lesson=lesson)
    assert isinstance(list(explain(tab, lesson, step))[-1][0], Lesson)


def guess(tab, quiz, data, language="en"):
    return list(tab.panels.quiz._guess(VISITOR, SimpleNamespace(_data=data), quiz, language))


def test_a_guess_is_answered(tab):
    _, quiz, *_ = arrive(tab, "quiz")
    *_, (settled, board, onward) = guess(tab, quiz, {"word": 1})
    assert settled.answered == 1
    assert "data-right" in board
    assert onward["visible"]
    following = tab.panels.quiz._go_on(settled, begin(tab.model, EXAMPLE), "emotion", "en")
    assert following[0].number == 1
    assert following[0].asked is not None


@pytest.mark.parametrize("data", [None, [], "1", {}, {"word": "1"}, {"word": 99}])
def test_what_is_no_guess_changes_nothing(tab, data):
    _, quiz, *_ = arrive(tab, "quiz")
    (values,) = guess(tab, quiz, data)
    assert all(value == gr.skip() for value in values)


def test_a_stopped_answer_leaves_the_question(tab):
    _, quiz, *_ = arrive(tab, "quiz")
    panel = tab.panels.quiz
    work = panel._guess(VISITOR, SimpleNamespace(_data={"word": 0}), quiz, "bn")
    assert "data-stop" in next(work)[1]
    panel._stop(VISITOR)
    state, board, _ = list(work)[-1]
    assert state == gr.skip()
    assert STRINGS["quiz_stopped"]["bn"] in board
    assert 'data-guess="0"' in board
    panel._stop(VISITOR)  # too late
    *_, (settled, _, _) = guess(tab, quiz, {"word": 0})
    assert settled.answered == 1


def test_the_quiz_is_played_to_its_end_and_again(tab):
    lesson = begin(tab.model, EXAMPLE)
    quiz = tab.panels.quiz.ask(Quiz(), lesson, "emotion")
    assert quiz.total == 5
    texts = []
    while not quiz.is_over:
        texts.append(quiz.asked.question.text)
        *_, (quiz, _, _) = guess(tab, quiz, {"word": 0})
        quiz, *_ = tab.panels.quiz._go_on(quiz, lesson, "emotion", "en")
    assert len(set(texts)) == 5
    assert texts[-1] == EXAMPLE
    assert quiz.answered == 5
    again, *_ = tab.panels.quiz._go_on(quiz, lesson, "emotion", "en")
    assert (again.number, again.answered) == (0, 0)


def test_a_sentence_of_one_word_is_no_question(tab):
    assert tab.panels.quiz.ask(Quiz(), begin(tab.model, "ভালো"), "emotion").total == 4
    assert tab.panels.quiz.ask(Quiz(), begin(tab.model, " "), "emotion").total == 4
