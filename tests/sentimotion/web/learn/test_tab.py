"""The Learn tab when its events come one by one or overtake each other, without a browser."""

import logging

import pytest

from sentimotion.i18n.messages import LANGUAGES, STRINGS, say
from sentimotion.web.learn.lesson import EXPLAINED, STEPS
from sentimotion.web.learn.tab import EXAMPLE
from tests.checkpoints import SENTENCES
from tests.sentimotion.web.open_page import OpenPage


@pytest.fixture
def tab(page):
    return page.learn


@pytest.fixture
def opened(opened, tab):
    """That page in a visitor's browser, with a sentence."""
    opened[tab.text], opened[tab.head] = SENTENCES[0], "emotion"
    return opened


def turn(opened, tab, step):
    """Turn to a step: the messages of the server, one by one."""
    opened[tab.step] = step
    return opened.steps(tab.step, "input")


def until_explaining(steps):
    """Take messages until the explanation has begun: the step, and the first progress."""
    for _ in range(2):
        next(steps)


def panel(opened, tab, step):
    """The HTML in the panel of a step."""
    panels = tab.panels
    parts = {
        "tokens": [panels.tokens],
        "heads": [panels.heads],
        "thresholds": panels.decisions,
        "path": [panels.above_path, panels.below_path],
        "receipt": [panels.sum_table],
        "doubts": [panels.caveats],
        "quiz": [panels.board],
    }
    return "".join(opened[part] for part in parts[step])


def is_filled(opened, tab, step, language="en"):
    """Whether the panel of a step has what the step is about, in a language."""
    if step == "thresholds":
        # The text above the cards is always there.
        return panel(opened, tab, step).count(f'lang="{language}" data-decision=') == 2
    return f'lang="{language}" data-step="{step}"' in panel(opened, tab, step)


def state(opened, tab):
    return opened[tab.events.state].state


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_fills_its_panel(opened, tab, step, language):
    work = turn(opened, tab, step)
    next(work)
    assert f'data-at="{step}"' in opened[tab.panels.place]
    assert f'lang="{language}"' in panel(opened, tab, step)
    list(work)
    assert f'data-at="{step}"' in opened[tab.panels.place]
    assert is_filled(opened, tab, step, language)
    assert (state(opened, tab).quiz.asked is not None) == (step == "quiz")
    assert opened.property(tab.back, "interactive") == (step != "tokens")
    assert opened.property(tab.onward, "interactive") == (step != "quiz")


def test_the_first_step_is_there_from_the_beginning(pages, tab):
    opened = OpenPage(pages.blocks)
    assert 'data-step="tokens"' in panel(opened, tab, "tokens")
    assert 'data-at="tokens"' in opened[tab.panels.place]


def drawn(opened, tab):
    """All that the server draws, charts too."""
    return {view: opened[view] for view in opened.outputs(tab.use) if hasattr(view, "value")}


@pytest.mark.parametrize("step", sorted(EXPLAINED))
def test_a_result_that_is_known_is_not_drawn_again(opened, tab, step):
    """Nor is it when another step is shown: what is hidden stays as it is."""
    list(turn(opened, tab, step))
    for other in ("tokens", "thresholds", step):
        before = drawn(opened, tab)
        list(turn(opened, tab, other))
        after = drawn(opened, tab)
        assert {view for view in after if after[view] is not before[view]} <= {
            tab.panels.place,
            tab.back,
            tab.onward,
        }


@pytest.mark.parametrize("step", sorted(EXPLAINED))
def test_progress_of_a_step_leaves_the_other_panels(opened, tab, step):
    work = turn(opened, tab, step)
    next(work)
    before = drawn(opened, tab)
    next(work)
    (changed,) = (view for view, value in drawn(opened, tab).items() if value is not before[view])
    assert changed in (tab.panels.above_path, tab.panels.sum_table, tab.panels.caveats)


def test_what_the_visitor_changes_is_not_changed_back(opened, tab):
    """A late answer would undo what was typed or chosen since."""
    own = {tab.text, tab.step, tab.head, *tab.panels.thresholds}
    assert own & {*opened.outputs(tab.use)} == set()


def test_the_chart_of_the_path_comes_with_the_path(opened, tab):
    chart = tab.panels.path_chart
    assert opened.property(chart, "visible") is False
    list(turn(opened, tab, "path"))
    assert opened.property(chart, "visible") is True
    opened[tab.text] = SENTENCES[1]
    next(opened.steps(tab.use))
    assert opened.property(chart, "visible") is False


@pytest.mark.parametrize("step", STEPS)
def test_what_cannot_be_read_is_said_at_every_step(opened, tab, step):
    list(turn(opened, tab, step))
    opened[tab.text] = "  "
    list(turn(opened, tab, step))
    assert opened.property(tab.notice, "visible") is True
    assert 'data-error="blank_text"' in opened[tab.notice]
    for each in ("tokens", "heads", "path", "receipt", "doubts"):
        assert panel(opened, tab, each) == ""
    opened[tab.text] = SENTENCES[1]
    list(turn(opened, tab, step))
    assert opened.property(tab.notice, "visible") is False


def test_a_moved_threshold_changes_a_decision_alone(opened, tab):
    list(turn(opened, tab, "thresholds"))
    before = drawn(opened, tab)
    slider = tab.panels.thresholds[0]
    opened[slider] = 1.0
    opened.touch(slider, "change")
    after = drawn(opened, tab)
    changed = {view for view in after if after[view] is not before[view]}
    assert changed == {tab.panels.decisions[0], tab.panels.charts[0]}
    assert 'data-fell-back="true"' in opened[tab.panels.decisions[0]]


def test_what_follows_an_event_waits_in_the_queue(pages, tab):
    """Its answers come in order: one that is asked for past the queue may come after a newer one's."""
    functions = [fn for fn in pages.blocks.fns.values() if tab.events.state in fn.inputs]
    following = [fn for fn in functions if fn.trigger_after is not None]
    assert len(following) == 6
    assert [fn.name for fn in following if not fn.queue] == []


@pytest.mark.parametrize("step", sorted(EXPLAINED))
@pytest.mark.parametrize("language", LANGUAGES)
def test_stop_says_so_and_keeps_the_sentence(opened, tab, step, language):
    work = turn(opened, tab, step)
    until_explaining(work)
    assert "data-stop" in panel(opened, tab, step)
    opened.touch(tab.stop, "stop")
    list(work)
    assert STRINGS["learn_stopped"][language] in panel(opened, tab, step)
    assert SENTENCES[0] in panel(opened, tab, step)
    opened.touch(tab.stop, "stop")  # too late: what is asked next goes on to its end
    opened.touch(tab.use)
    assert is_filled(opened, tab, step, language)
    assert STRINGS["learn_stopped"][language] not in panel(opened, tab, step)


# The quiz


@pytest.fixture
def quiz(opened, tab):
    """The panels with the first question of the quiz."""
    opened[tab.text] = EXAMPLE
    list(turn(opened, tab, "quiz"))
    return tab.panels


def test_a_guess_is_answered(opened, quiz):
    assert opened.property(quiz.go_on, "visible") is False
    opened.touch(quiz.board, "click", {"word": 1})
    assert "data-right" in opened[quiz.board]
    assert 'data-score="' in opened[quiz.board]
    assert opened.property(quiz.go_on, "visible") is True
    opened.touch(quiz.go_on)
    assert "data-guess" in opened[quiz.board]
    assert opened.property(quiz.go_on, "visible") is False


@pytest.mark.parametrize("data", [None, [], "1", {}, {"word": "1"}, {"word": 99}])
def test_what_is_no_guess_changes_nothing(opened, tab, quiz, data):
    before = state(opened, tab), opened[quiz.board]
    opened.touch(quiz.board, "click", data)
    assert (state(opened, tab), opened[quiz.board]) == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stopped_answer_leaves_the_question(opened, quiz, language):
    work = opened.steps(quiz.board, "click", {"word": 0})
    next(work)
    assert "data-stop" in opened[quiz.board]
    opened.touch(quiz.stop_quiz, "stop")
    list(work)
    assert STRINGS["quiz_stopped"][language] in opened[quiz.board]
    assert 'data-guess="0"' in opened[quiz.board]
    opened.touch(quiz.stop_quiz, "stop")  # too late
    opened.touch(quiz.board, "click", {"word": 0})
    assert 'data-score="' in opened[quiz.board]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_last_question_leads_to_the_score(opened, quiz, language):
    names = []
    for _ in range(5):
        opened.touch(quiz.board, "click", {"word": 0})
        names.append(opened[quiz.go_on])
        opened.touch(quiz.go_on)
    assert names == [say("quiz_next", language)] * 4 + [say("learn_next", language)]
    assert opened[quiz.go_on] == say("quiz_again", language)
    opened.touch(quiz.go_on)
    assert "data-guess" in opened[quiz.board]
    assert "data-score" not in opened[quiz.board]


# The server has lost the session: it was restarted, or too many others came


def lose(opened, tab):
    """Let the server forget what it knew of this visitor."""
    opened[tab.events.state] = type(tab.events.state.value)(tab.events.state.value.state)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("text", [EXAMPLE, SENTENCES[0]])
def test_a_lost_lesson_begins_anew_from_the_page(opened, tab, step, text):
    opened[tab.text] = text
    for each in ("doubts", "quiz", "path"):
        list(turn(opened, tab, each))
    lose(opened, tab)
    opened[tab.panels.thresholds[1]] = 0.25
    list(turn(opened, tab, step))
    assert f'data-at="{step}"' in opened[tab.panels.place]
    assert is_filled(opened, tab, step)
    assert opened.property(tab.notice, "visible") is False
    assert state(opened, tab).thresholds["emotion"] == 0.25
    # Nothing of what was lost is left.
    assert (opened.property(tab.panels.path_chart, "visible")) == (step == "path")
    assert opened.property(tab.back, "interactive") == (step != "tokens")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_event_about_what_was_lost_says_so(opened, tab, quiz, language):
    for component, event, data in (
        (tab.panels.thresholds[0], "change", None),
        (quiz.board, "click", {"word": 0}),
        (quiz.go_on, "click", None),
        (tab.stop, "stop", None),
        (quiz.stop_quiz, "stop", None),
    ):
        lose(opened, tab)
        opened.touch(component, event, data)
        assert opened.property(tab.notice, "visible") is True
        assert 'data-error="result_expired"' in opened[tab.notice]
        assert f'lang="{language}"' in opened[tab.notice]
        # The page stays as it is until the sentence is asked for again.
        assert 'data-at="quiz"' in opened[tab.panels.place]
        opened.touch(tab.use)
        assert opened.property(tab.notice, "visible") is False
        assert 'data-guess="0"' in opened[quiz.board]


# Something outside our own code fails


@pytest.mark.parametrize(
    ("step", "method"),
    [
        ("heads", "predict"),
        ("quiz", "predict"),
        ("path", "walk"),
        ("receipt", "explain"),
        ("doubts", "delete_words"),
    ],
)
def test_an_unexpected_failure_frees_the_page(opened, tab, bert_model, monkeypatch, caplog, step, method):
    def fails(*_, **__):
        raise RuntimeError(f"about {SENTENCES[0]}")

    with monkeypatch.context() as broken, caplog.at_level(logging.ERROR):
        broken.setattr(bert_model, method, fails)
        list(turn(opened, tab, step))
    assert opened.property(tab.notice, "visible") is True
    assert 'data-error="event_failed"' in opened[tab.notice]
    assert not any("aria-busy" in panel(opened, tab, each) for each in STEPS)
    # The message of the error quotes the text.
    assert "RuntimeError" in caplog.text
    assert SENTENCES[0] not in caplog.text
    opened.touch(tab.use)
    assert opened.property(tab.notice, "visible") is False
    assert is_filled(opened, tab, step)


def test_a_guess_that_fails_can_be_made_again(opened, tab, quiz, bert_model, monkeypatch):
    def fails(*_, **__):
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr(bert_model, "explain", fails)
        opened.touch(quiz.board, "click", {"word": 0})
    assert 'data-error="event_failed"' in opened[tab.notice]
    assert 'data-guess="0"' in opened[quiz.board]
    opened.touch(quiz.board, "click", {"word": 0})
    assert "data-right" in opened[quiz.board]
    assert opened.property(tab.notice, "visible") is False
