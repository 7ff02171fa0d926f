"""The page without a browser: what the Analyze tab's components show after an event."""

import json
import logging
import re
from time import sleep
from types import SimpleNamespace

import pytest

from sentimotion.i18n.messages import LANGUAGES, label_name, say
from sentimotion.labels import HEADS, LABELS
from sentimotion.web.analyze import events
from sentimotion.web.learn.lesson import STEPS
from sentimotion.web.session.background import Work
from tests.sentimotion.web import rest

OLD, NEW = "আজ সকালে বৃষ্টি ছিল।", "কাল রোদ উঠবে।"


@pytest.fixture
def tab(page):
    return page.analyze


def analyze(opened, tab, text=OLD):
    opened[tab.text] = text
    opened.touch(tab.analyze)


def shown(opened, tab):
    """All that a visitor sees of the answer."""
    parts = [tab.notices, tab.trace, tab.between, tab.doubt_regions["stability"], tab.export]
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
    assert opened.property(tab.doubt_buttons["stability"], "visible")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menus_of_a_card(tab, language):
    for card, head in zip(tab.cards, HEADS, strict=True):
        labels = [(label_name(label, language), label) for label in LABELS[head]]
        assert card.label.choices == labels
        assert card.contrast.choices == [(say("no_contrast", language), ""), *labels]


def test_a_contrast_that_was_none_leaves_its_menu_with_the_next_label(opened, tab):
    """The menu keeps what was chosen in it, also where a label was set against itself."""
    analyze(opened, tab)
    card = tab.cards[0]
    label = opened.property(card.label, "value")
    opened[card.contrast] = label
    opened.touch(card.contrast, "input")
    assert opened[card.contrast] == label
    opened[card.label] = next(value for _, value in card.label.choices if value != label)
    opened.touch(card.label, "input")
    assert opened.property(card.contrast, "value") == ""


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
    assert not opened.property(tab.doubt_buttons["stability"], "visible")


def test_a_moved_threshold_changes_what_shows_the_decision_alone(opened, tab):
    analyze(opened, tab)
    card = tab.cards[0]
    opened[card.threshold] = 1.0
    drawn = [card.decision, card.chart, tab.overview, tab.disagree]
    others = [view for view in opened.outputs(tab.analyze) if view not in drawn and hasattr(view, "value")]
    before = [str(opened[view]) for view in others]
    opened.touch(card.threshold, "input")
    assert [str(opened[view]) for view in others] == before
    assert 'data-decision="neutral"' in opened[card.decision]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_is_in_the_language_of_the_page(opened, tab, language):
    analyze(opened, tab)
    opened.touch(tab.browser_events, "word", {"index": 1})
    other = {"bn": "en", "en": "bn"}[language]
    assert f'lang="{language}"' in shown(opened, tab)
    # The sentences themselves are Bangla.
    assert f'<div lang="{other}"' not in shown(opened, tab)
    label = opened.property(tab.cards[0].label, "value")
    assert (label_name(label, language), label) in opened.property(tab.cards[0].label, "choices")


def test_both_pages_draw_the_same_answer(opened, pages):
    for each in pages.of.values():
        analyze(opened, each.analyze)
    first, second = (opened[each.analyze.events.state].state for each in pages.of.values())
    assert first.analysis.prediction == second.analysis.prediction
    assert first.explanations == second.explanations
    for one, other in zip(*(each.analyze.cards for each in pages.of.values()), strict=True):
        decided = [re.search(r'data-decision="(\w+)"', opened[card.decision])[1] for card in (one, other)]
        assert decided[0] == decided[1]
        assert opened[one.label] == opened[other.label]


def test_words_and_bars_answer_clicks(opened, tab):
    analyze(opened, tab)
    opened.touch(tab.browser_events, "word", {"index": 1})
    assert all("data-put-back" in opened[card.explanation] for card in tab.cards)
    opened.touch(tab.browser_events, "put_back")
    assert all("data-put-back" not in opened[card.explanation] for card in tab.cards)
    opened.touch(tab.browser_events, "bar", {"head": "emotion", "index": 3})
    assert 'data-label="sadness"' in opened[tab.cards[1].explanation]
    assert opened.property(tab.cards[1].label, "value") == "sadness"


def test_a_menu_is_not_changed_while_the_visitor_changes_it(opened, tab, pages):
    """A late answer would undo a second choice."""
    for field in (tab.cards[0].label, tab.cards[0].contrast):
        analyze(opened, tab)
        (choose,) = [
            event
            for event in pages.blocks.fns.values()
            if (field._id, "input") in event.targets and event.fn is not None
        ]
        value = "neutral" if opened.property(field, "value") != "neutral" else "positive"
        arguments = [opened[component] for component in choose.inputs[:-1]]
        request = SimpleNamespace(session_hash="menu", client=None)
        answer = choose.fn(request, *arguments, value)
        assert field not in answer
        assert tab.cards[0].explanation in answer


def test_a_file_comes_out(opened, tab):
    analyze(opened, tab)
    opened.touch(tab.browser_events, "save", {"kind": "csv"})
    assert json.loads(opened[tab.events.saved])["name"] == "sentimotion.csv"


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_leaves_is_forgotten(opened, tab, monkeypatch):
    def endless(report):
        while True:
            report(1, 2)
            sleep(0.01)

    monkeypatch.setattr(events, "begin_explaining", lambda *_: Work(endless))
    rest()
    opened[tab.text] = OLD
    next(opened.steps(tab.analyze))
    assert Work.is_any_going_on()
    opened.leave()
    assert not Work.is_any_going_on()


# The browser puts in what was typed before, and says so when the page is loaded


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_restored_text_is_analyzed_with_its_thresholds(opened, pages, page, tab, language):
    opened[tab.text] = OLD
    for card, threshold in zip(tab.cards, (0.25, 1.0), strict=True):
        opened[card.threshold] = threshold
    opened.touch(page.text_restored, "change")
    assert all("data-word=" in opened[card.explanation] for card in tab.cards)
    assert dict(opened[tab.events.state].state.thresholds) == {"sentiment": 0.25, "emotion": 1.0}
    # That of the other language has no text.
    (other,) = (page.analyze for name, page in pages.of.items() if name != language)
    assert opened[other.events.turn] == ""


@pytest.mark.parametrize("step", STEPS)
def test_a_restored_step_is_shown_and_explained(opened, page, step):
    tab = page.learn
    opened[tab.text], opened[tab.step], opened[tab.head] = OLD, step, "emotion"
    opened.touch(page.lesson_restored, "change")
    state = opened[tab.events.state].state
    assert (state.step, state.lesson.text, state.head) == (step, OLD, "emotion")
    assert not state.lesson.lacks(step, "emotion")
    assert f'data-at="{step}"' in opened[tab.panels.place]


# The server has lost the session: it was restarted, or too many others came


def lose(opened, tab):
    """Let the server forget what it knew of this visitor."""
    opened[tab.events.state] = type(tab.events.state.value)(tab.events.state.value.state)


EVENTS = [
    ("word", {"index": 0}),
    ("put_back", {}),
    ("bar", {"head": "emotion", "index": 1}),
    ("save", {"kind": "csv"}),
    ("stop", {}),
]


@pytest.mark.parametrize(("event", "data"), EVENTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_event_about_a_lost_answer_says_so(opened, tab, event, data, language):
    analyze(opened, tab)
    lose(opened, tab)
    opened.touch(tab.browser_events, event, data)
    assert 'data-error="result_expired"' in opened[tab.notices]
    assert f'lang="{language}"' in opened[tab.notices]


def test_controls_of_a_lost_answer_say_so(opened, tab):
    card = tab.cards[0]
    for component, event, value in (
        (card.threshold, "input", 0.9),
        (card.label, "input", "neutral"),
        (card.contrast, "input", "neutral"),
        (tab.doubt_buttons["stability"], "click", None),
    ):
        analyze(opened, tab)
        lose(opened, tab)
        if value is not None:
            opened[component] = value
        opened.touch(component, event)
        assert 'data-error="result_expired"' in opened[tab.notices]


def test_nothing_of_a_lost_answer_stands_beside_a_new_one(opened, tab):
    analyze(opened, tab)
    opened.touch(tab.doubt_buttons["stability"])
    assert opened[tab.doubt_regions["stability"]]
    lose(opened, tab)
    opened[tab.text] = NEW
    next(opened.steps(tab.analyze))
    assert opened[tab.doubt_regions["stability"]] == ""
    assert not opened.property(tab.doubt_buttons["stability"], "visible")


def test_after_a_lost_answer_a_new_one_comes(opened, tab):
    analyze(opened, tab)
    lose(opened, tab)
    opened[tab.cards[0].threshold] = 0.25
    analyze(opened, tab, NEW)
    assert "data-error" not in opened[tab.notices]
    assert opened[tab.events.state].state.thresholds["sentiment"] == 0.25


def test_an_event_about_an_older_answer_changes_nothing(opened, tab):
    analyze(opened, tab)
    turn = opened[tab.events.turn]
    analyze(opened, tab, NEW)
    opened[tab.events.turn] = turn
    before = shown(opened, tab)
    for event, data in EVENTS[:3]:
        opened.touch(tab.browser_events, event, data)
    assert shown(opened, tab) == before


# Something outside our own code fails


def test_an_unexpected_failure_frees_the_page(opened, tab, bert_model, monkeypatch, caplog):
    analyze(opened, tab)

    def fails(*_, **__):
        raise RuntimeError(f"about {OLD}")

    monkeypatch.setattr(bert_model, "delete_words", fails)
    with caplog.at_level(logging.ERROR):
        opened.touch(tab.browser_events, "word", {"index": 0})
    assert 'data-error="event_failed"' in opened[tab.notices]
    assert all("data-word=" in opened[card.explanation] for card in tab.cards)
    # The message of the error quotes the text.
    assert "RuntimeError" in caplog.text
    assert "বৃষ্টি" not in caplog.text


@pytest.mark.parametrize("method", ["predict", "explain_heads"])
def test_nothing_waits_after_a_failure(opened, tab, bert_model, monkeypatch, method):
    def fails(*_, **__):
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr(bert_model, method, fails)
        analyze(opened, tab)
    assert 'data-error="event_failed"' in opened[tab.notices]
    assert "aria-busy" not in shown(opened, tab)
    analyze(opened, tab, NEW)
    assert "data-error" not in opened[tab.notices]
    assert opened[tab.cards[0].explanation].count("data-word=") == 3


def test_heads_are_in_order(tab):
    assert [card.head for card in tab.cards] == list(HEADS)
