"""The tab Learn when its events come one by one or overtake each other, without a browser."""

import asyncio

import gradio as gr
import pytest

from sentimotion.i18n.messages import LANGUAGES, STRINGS, say
from sentimotion.labels import HEADS
from sentimotion.web.learn.lesson import EXPLAINED, STEPS, begin, predicted
from sentimotion.web.learn.quiz import Quiz
from sentimotion.web.learn.tab import EXAMPLE, LearnTab
from tests.checkpoints import SENTENCES
from tests.sentimotion.web.open_page import OpenPage

THRESHOLDS = (0.55, 0.6)


@pytest.fixture(scope="module")
def tab(bert_model):
    async def build():
        with gr.Blocks() as blocks:
            language = gr.Radio(list(LANGUAGES), value="en")
            with gr.Tabs():
                tab = LearnTab(bert_model, "en")
            tab.wire(language)
        tab.blocks, tab.language = blocks, language
        return tab

    # Where no event loop runs, Gradio makes some and never closes them.
    return asyncio.run(build())


@pytest.fixture
def opened(tab):
    opened = OpenPage(tab.blocks)
    opened[tab.text], opened[tab.head] = SENTENCES[0], "emotion"
    return opened


def turn(opened, tab, step):
    """Turn to a step: the messages of the server, one by one."""
    opened[tab.step] = step
    return opened.steps(tab.step, "input")


def until_explaining(steps, n_taken=0):
    """Take messages until the explanation has begun: the step, its check, and the first progress."""
    for _ in range(3 - n_taken):
        next(steps)


def speak(opened, tab, language):
    opened[tab.language] = language
    opened.touch(tab.language, "change")


def shown(opened, tab):
    """The HTML of all panels, and of the element that says which of them is seen."""
    values = (opened[view] for view in tab.panels.views)
    return "".join(value for value in values if isinstance(value, str))


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_fills_its_panel(opened, tab, step, language):
    opened[tab.language] = language
    work = turn(opened, tab, step)
    next(work)
    assert opened[tab.shown_language] == language
    assert f'data-at="{step}"' in shown(opened, tab)
    list(work)
    assert f'data-at="{step}"' in shown(opened, tab)
    assert f'lang="{language}" data-step="{step}"' in shown(opened, tab)
    assert (opened[tab.panels.quiz.state].asked is not None) == (step == "quiz")


@pytest.mark.parametrize("step", sorted(EXPLAINED))
def test_an_explanation_leaves_the_panel_that_is_seen(opened, tab, step):
    """It may come when another step is seen."""
    work = turn(opened, tab, step)
    until_explaining(work)
    place = tab.panels.views[0]
    opened[place] = "another step"
    list(work)
    assert opened[place] == "another step"
    assert f'data-step="{step}"' in shown(opened, tab)


@pytest.mark.parametrize("step", STEPS)
def test_turning_to_a_step_explains_nothing_yet(opened, tab, step, monkeypatch):
    asked = []
    for name in ("explain", "walk", "explain_heads", "delete_words"):
        monkeypatch.setattr(tab.model, name, lambda *_, name=name, **__: asked.append(name))
    next(turn(opened, tab, step))
    assert asked == []
    assert (opened[tab.lesson].prediction is not None) == (step != "tokens")


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


def test_another_sentence_begins_anew(opened, tab):
    list(turn(opened, tab, "path"))
    lesson = opened[tab.lesson]
    assert lesson.text == SENTENCES[0]
    assert list(lesson.walks) == ["emotion"]
    list(turn(opened, tab, "heads"))
    assert opened[tab.lesson] is lesson
    opened[tab.text] = SENTENCES[1]
    opened.touch(tab.use)
    assert opened[tab.lesson].text == SENTENCES[1]
    assert opened[tab.lesson].walks == {}


@pytest.mark.parametrize("step", STEPS)
def test_what_cannot_be_read_is_said_at_every_step(opened, tab, step):
    opened[tab.text] = "  "
    list(turn(opened, tab, step))
    assert opened.property(tab.notice, "visible") is True
    assert "error" in opened[tab.notice]
    assert opened[tab.lesson].explanations == {}


def test_a_newer_step_ends_the_older_ones_work(opened, tab):
    work = turn(opened, tab, "path")
    until_explaining(work)
    next(turn(opened, tab, "tokens"))
    assert list(work) == []
    assert opened[tab.lesson].walks == {}


def test_who_has_gone_on_is_not_led_back(opened, tab, monkeypatch):
    """A slower answer to an earlier turn comes after that to a later one."""
    predict = tab.model.predict

    def slow(text):
        monkeypatch.undo()
        opened[tab.text] = SENTENCES[1]
        next(turn(opened, tab, "tokens"))
        return predict(text)

    monkeypatch.setattr(tab.model, "predict", slow)
    next(turn(opened, tab, "heads"))
    assert 'data-at="tokens"' in shown(opened, tab)
    # Nor may the sentence be the earlier one again.
    assert opened[tab.lesson].text == SENTENCES[1]


def test_what_is_known_is_not_computed_again(opened, tab, monkeypatch):
    list(turn(opened, tab, "path"))
    lesson = opened[tab.lesson]
    monkeypatch.setattr(tab.model, "walk", pytest.fail)
    list(turn(opened, tab, "path"))
    assert opened[tab.lesson] is lesson
    assert 'data-step="path"' in shown(opened, tab)


def test_another_language_ends_what_tells_of_its_work_in_the_old_one(opened, tab):
    work = turn(opened, tab, "path")
    until_explaining(work)
    opened[tab.language] = "bn"
    change = opened.steps(tab.language, "change")
    next(change)
    assert list(work) == []
    list(change)
    assert 'lang="bn" data-step="path"' in shown(opened, tab)


def test_a_step_is_shown_again_only_in_another_language(opened, tab):
    list(turn(opened, tab, "tokens"))
    place = tab.panels.views[0]
    opened[place] = "as before"
    opened.touch(tab.language, "change")
    assert opened[place] == "as before"
    speak(opened, tab, "bn")
    assert opened[tab.shown_language] == "bn"
    assert 'lang="bn" data-step="tokens"' in shown(opened, tab)
    assert opened[tab.back] == say("learn_back", "bn")


def test_a_step_shown_again_does_not_come_after_the_next_one(opened, tab, monkeypatch):
    list(turn(opened, tab, "tokens"))
    show = tab.panels.show

    def overtaken(*arguments):
        monkeypatch.undo()
        list(turn(opened, tab, "heads"))
        return show(*arguments)

    monkeypatch.setattr(tab.panels, "show", overtaken)
    speak(opened, tab, "bn")
    assert 'data-at="heads"' in shown(opened, tab)


def test_what_follows_an_event_waits_in_the_queue(tab):
    """Its answers come in order: one that is asked for past the queue may come after a newer one's."""
    following = [fn for fn in tab.blocks.fns.values() if fn.trigger_after is not None and fn.fn]
    assert len(following) > 5
    assert [fn.name for fn in following if not fn.queue] == []


def test_work_that_began_while_the_next_step_was_predicted_ends(opened, tab, monkeypatch):
    work = turn(opened, tab, "path")
    next(work)
    predict = tab.model.predict

    def slow(text):
        monkeypatch.undo()
        # The page still shows the older step, which it is asked to explain.
        opened[tab.step] = "path"
        until_explaining(work, n_taken=1)
        return predict(text)

    monkeypatch.setattr(tab.model, "predict", slow)
    opened[tab.text] = SENTENCES[1]
    next(turn(opened, tab, "heads"))
    assert list(work) == []
    assert opened[tab.lesson].text == SENTENCES[1]


@pytest.mark.parametrize("step", sorted(EXPLAINED))
@pytest.mark.parametrize("language", LANGUAGES)
def test_stop_says_so_and_keeps_the_sentence(opened, tab, step, language):
    opened[tab.language] = language
    work = turn(opened, tab, step)
    until_explaining(work)
    assert "data-stop" in shown(opened, tab)
    opened.touch(tab.stop_events, "stop")
    list(work)
    assert STRINGS["learn_stopped"][language] in shown(opened, tab)
    assert SENTENCES[0] in shown(opened, tab)
    assert not opened[tab.lesson].knows(step, "emotion")
    opened.touch(tab.stop_events, "stop")  # too late: what is asked next goes on to its end
    list(turn(opened, tab, step))
    assert opened[tab.lesson].knows(step, "emotion")
    assert STRINGS["learn_stopped"][language] not in shown(opened, tab)


@pytest.fixture
def quiz(opened, tab):
    """The panel of the quiz, with its first question."""
    opened[tab.text] = EXAMPLE
    list(turn(opened, tab, "quiz"))
    return tab.panels.quiz


def test_a_guess_is_answered(opened, quiz):
    opened.touch(quiz.board, "click", {"word": 1})
    assert opened[quiz.state].answered == 1
    assert "data-right" in opened[quiz.board]
    assert opened.property(quiz.onward, "visible") is True
    opened.touch(quiz.onward)
    assert opened[quiz.state].number == 1
    assert opened[quiz.state].asked is not None


@pytest.mark.parametrize("data", [None, [], "1", {}, {"word": "1"}, {"word": 99}])
def test_what_is_no_guess_changes_nothing(opened, quiz, data):
    before = opened[quiz.state], opened[quiz.board]
    opened.touch(quiz.board, "click", data)
    assert (opened[quiz.state], opened[quiz.board]) == before


def test_a_stopped_answer_leaves_the_question(opened, tab, quiz):
    opened[tab.language] = "bn"
    before = opened[quiz.state]
    work = opened.steps(quiz.board, "click", {"word": 0})
    next(work)
    assert "data-stop" in opened[quiz.board]
    opened.touch(quiz.stop_events, "stop")
    list(work)
    assert opened[quiz.state] == before
    assert STRINGS["quiz_stopped"]["bn"] in opened[quiz.board]
    assert 'data-guess="0"' in opened[quiz.board]
    opened.touch(quiz.stop_events, "stop")  # too late
    opened.touch(quiz.board, "click", {"word": 0})
    assert opened[quiz.state].answered == 1


def test_the_quiz_is_played_to_its_end_and_again(opened, quiz):
    assert opened[quiz.state].total == 5
    texts = []
    while not opened[quiz.state].is_over:
        texts.append(opened[quiz.state].asked.question.text)
        opened.touch(quiz.board, "click", {"word": 0})
        opened.touch(quiz.onward)
    assert len(set(texts)) == 5
    assert texts[-1] == EXAMPLE
    assert opened[quiz.state].answered == 5
    opened.touch(quiz.onward)
    assert (opened[quiz.state].number, opened[quiz.state].answered) == (0, 0)


def test_a_sentence_of_one_word_is_no_question(tab):
    assert tab.panels.quiz.ask(Quiz(), begin(tab.model, "ভালো"), "emotion").total == 4
    assert tab.panels.quiz.ask(Quiz(), begin(tab.model, " "), "emotion").total == 4
