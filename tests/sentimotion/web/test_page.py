"""The page without a browser: what the Analyze tab's components show after an event."""

import asyncio
import logging
from types import SimpleNamespace

import gradio as gr
import pytest

from sentimotion.i18n.messages import LANGUAGES, label_name
from sentimotion.labels import HEADS
from sentimotion.web.page import Page
from sentimotion.web.session.background import Work
from tests.sentimotion.web import rest
from tests.sentimotion.web.open_page import OpenPage

OLD, NEW = "আজ সকালে বৃষ্টি ছিল।", "কাল রোদ উঠবে।"


@pytest.fixture(scope="module")
def page(bert_model):
    async def build():
        return Page(bert_model)

    # Where no event loop runs, Gradio makes some and never closes them.
    return asyncio.run(build())


@pytest.fixture(scope="module")
def tab(page):
    return page.analyze_tab


@pytest.fixture
def opened(page):
    yield OpenPage(page.blocks)
    rest()


def analyze(opened, tab, text=OLD):
    opened[tab.text] = text
    opened.touch(tab.analyze)


def shown(opened, tab):
    """All that a visitor sees of the answer."""
    parts = [tab.notices, tab.trace, tab.between, tab.stability, tab.export]
    for card in tab.cards:
        parts += [card.decision, card.explanation]
    return "\n".join(str(opened[part]) for part in parts)


def test_one_click_shows_the_decisions_and_the_words(opened, tab):
    analyze(opened, tab)
    for card in tab.cards:
        assert "data-decision" in opened[card.decision]
        assert opened[card.explanation].count("data-word=") == 4
        assert opened.property(card.label, "value") is not None
    assert "data-file" in opened[tab.export]
    assert opened.property(tab.check, "visible")


def test_a_prediction_and_its_views_are_one_message(opened, tab):
    opened[tab.text] = OLD
    next(opened.steps(tab.analyze))
    assert all("data-decision" in opened[card.decision] for card in tab.cards)
    assert all(opened[card.explanation].count("progress") for card in tab.cards)


def test_an_error_takes_the_place_of_the_answer(opened, tab):
    analyze(opened, tab)
    analyze(opened, tab, " ")
    assert 'data-error="blank_text"' in opened[tab.notices]
    assert "data-decision" not in shown(opened, tab)
    assert "data-word=" not in shown(opened, tab)
    assert not opened.property(tab.check, "visible")


def test_a_moved_threshold_changes_the_decision_and_the_chart_alone(opened, tab):
    analyze(opened, tab)
    card = tab.cards[0]
    opened[card.threshold] = 1.0
    drawn = [card.decision, card.chart]
    others = [view for view in tab.views.components if view not in drawn and hasattr(view, "value")]
    before = [str(opened[view]) for view in others]
    opened.touch(card.threshold, "change")
    assert [str(opened[view]) for view in others] == before
    assert 'data-decision="neutral"' in opened[card.decision]


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_translated(opened, page, tab, language):
    analyze(opened, tab)
    opened.touch(tab.browser_events, "word", {"index": 1})
    opened[page.language] = language
    opened.touch(page.language, "change")
    other = {"bn": "en", "en": "bn"}[language]
    assert f'lang="{language}"' in shown(opened, tab)
    # The sentences themselves are Bangla.
    assert f'<div lang="{other}"' not in shown(opened, tab)
    label = opened.property(tab.cards[0].label, "value")
    assert (label_name(label, language), label) in opened.property(tab.cards[0].label, "choices")


def test_the_language_may_change_while_a_text_is_analyzed(opened, page, tab):
    opened[tab.text] = OLD
    steps = opened.steps(tab.analyze)
    next(steps)
    opened[page.language] = "bn"
    opened.touch(page.language, "change")
    for _ in steps:
        pass
    assert all('lang="en"' not in opened[card.explanation] for card in tab.cards)
    assert all("data-word=" in opened[card.explanation] for card in tab.cards)


def test_words_and_bars_answer_clicks(opened, tab):
    analyze(opened, tab)
    opened.touch(tab.browser_events, "word", {"index": 1})
    assert all("data-put-back" in opened[card.explanation] for card in tab.cards)
    opened.touch(tab.browser_events, "put_back")
    assert all("data-put-back" not in opened[card.explanation] for card in tab.cards)
    opened.touch(tab.browser_events, "bar", {"head": "emotion", "index": 3})
    assert 'data-label="sadness"' in opened[tab.cards[1].explanation]
    assert opened.property(tab.cards[1].label, "value") == "sadness"


def test_a_menu_is_not_changed_while_the_visitor_changes_it(opened, tab, page):
    """A late answer would undo a second choice."""
    for field in (tab.cards[0].label, tab.cards[0].contrast):
        analyze(opened, tab)
        (choose,) = [
            event
            for event in page.blocks.fns.values()
            if (field._id, "input") in event.targets and event.fn is not None
        ]
        value = "neutral" if opened.property(field, "value") != "neutral" else "positive"
        arguments = [opened[component] for component in choose.inputs[:-1]]
        request = SimpleNamespace(session_hash="menu")
        answer = choose.fn(request, *arguments, value)
        assert field not in answer
        assert tab.cards[0].explanation in answer


def test_a_file_comes_out(opened, tab):
    analyze(opened, tab)
    opened.touch(tab.browser_events, "save", {"kind": "csv"})
    assert opened[tab.file]["name"] == "sentimotion.csv"


def test_who_leaves_is_forgotten(opened, page, tab):
    opened[tab.text] = OLD
    rest()
    next(opened.steps(tab.analyze))
    (leave,) = (
        event.fn
        for event in page.blocks.fns.values()
        if any(trigger == "unload" for _, trigger in event.targets)
    )
    leave(SimpleNamespace(session_hash=opened.visitor.session_hash))
    assert not Work.is_any_going_on()


# The server has lost the session: it was restarted, or too many others came


def lose(opened, tab):
    """Let the server forget what it knew of this visitor."""
    opened[tab.state] = type(tab.state.value)(tab.state.value.state)


EVENTS = [
    ("word", {"index": 0}),
    ("put_back", {}),
    ("bar", {"head": "emotion", "index": 1}),
    ("save", {"kind": "csv"}),
    ("stop", {}),
]


@pytest.mark.parametrize(("event", "data"), EVENTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_event_about_a_lost_answer_says_so(opened, page, tab, event, data, language):
    opened[page.language] = language
    opened.touch(page.language, "change")
    analyze(opened, tab)
    lose(opened, tab)
    opened.touch(tab.browser_events, event, data)
    assert 'data-error="result_expired"' in opened[tab.notices]
    assert f'lang="{language}"' in opened[tab.notices]


def test_controls_of_a_lost_answer_say_so(opened, tab):
    card = tab.cards[0]
    for component, event, value in (
        (card.threshold, "change", 0.9),
        (card.label, "input", "neutral"),
        (card.contrast, "input", "neutral"),
        (tab.check, "click", None),
    ):
        analyze(opened, tab)
        lose(opened, tab)
        if value is not None:
            opened[component] = value
        opened.touch(component, event)
        assert 'data-error="result_expired"' in opened[tab.notices]


def test_a_change_of_language_says_that_an_answer_is_lost(opened, page, tab):
    analyze(opened, tab)
    lose(opened, tab)
    opened[page.language] = "bn"
    opened.touch(page.language, "change")
    assert 'lang="bn" data-error="result_expired"' in opened[tab.notices]
    assert "data-decision" not in shown(opened, tab)


def test_nothing_of_a_lost_answer_stands_beside_a_new_one(opened, tab):
    analyze(opened, tab)
    opened.touch(tab.check)
    assert opened[tab.stability]
    lose(opened, tab)
    opened[tab.text] = NEW
    next(opened.steps(tab.analyze))
    assert opened[tab.stability] == ""
    assert not opened.property(tab.check, "visible")


def test_after_a_lost_answer_a_new_one_comes(opened, tab):
    analyze(opened, tab)
    lose(opened, tab)
    opened[tab.cards[0].threshold] = 0.25
    analyze(opened, tab, NEW)
    assert "data-error" not in opened[tab.notices]
    assert opened[tab.state].state.thresholds["sentiment"] == 0.25


def test_an_event_about_an_older_answer_changes_nothing(opened, tab):
    analyze(opened, tab)
    turn = opened[tab.turn]
    analyze(opened, tab, NEW)
    opened[tab.turn] = turn
    before = shown(opened, tab)
    for event, data in EVENTS[:3]:
        opened.touch(tab.browser_events, event, data)
    assert shown(opened, tab) == before


# Something outside our own code fails


def test_an_unexpected_failure_frees_the_page(opened, tab, monkeypatch, caplog):
    analyze(opened, tab)

    def fails(*_, **__):
        raise RuntimeError(f"about {OLD}")

    monkeypatch.setattr(tab.model, "delete_words", fails)
    with caplog.at_level(logging.ERROR):
        opened.touch(tab.browser_events, "word", {"index": 0})
    assert 'data-error="event_failed"' in opened[tab.notices]
    assert all("data-word=" in opened[card.explanation] for card in tab.cards)
    # The message of the error quotes the text.
    assert "RuntimeError" in caplog.text
    assert "বৃষ্টি" not in caplog.text


@pytest.mark.parametrize("method", ["predict", "explain_heads"])
def test_nothing_waits_after_a_failure(opened, tab, monkeypatch, method):
    def fails(*_, **__):
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr(tab.model, method, fails)
        analyze(opened, tab)
    assert 'data-error="event_failed"' in opened[tab.notices]
    assert "aria-busy" not in shown(opened, tab)
    analyze(opened, tab, NEW)
    assert "data-error" not in opened[tab.notices]
    assert opened[tab.cards[0].explanation].count("data-word=") == 3


def test_each_tab_has_one_state(page):
    states = [block for block in page.blocks.blocks.values() if isinstance(block, gr.State)]
    assert len([state for state in states if state is page.analyze_tab.state]) == 1


def test_heads_are_in_order(tab):
    assert [card.head for card in tab.cards] == list(HEADS)
