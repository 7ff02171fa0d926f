"""What the page answers when its events overtake each other, without a browser."""

import asyncio
from types import SimpleNamespace

import pytest

from sentimotion.labels import HEADS, LABELS
from sentimotion.web import analysis_events as events_module
from sentimotion.web.analysis import Question, analyze
from sentimotion.web.page import Page

OLD, NEW = "আজ সকালে বৃষ্টি ছিল।", "কাল রোদ উঠবে।"
VISITOR = SimpleNamespace(session_hash="one")


@pytest.fixture(scope="module")
def page(bert_model):
    async def build():
        return Page(bert_model)

    # Where no event loop runs, Gradio makes some and never closes them.
    return asyncio.run(build())


@pytest.fixture(scope="module")
def tab(page):
    return page.analyze_tab.events


def explaining(tab, text):
    return tab.explain(VISITOR, "en", analyze(tab.model, text), {}, None, *[None] * len(HEADS))


def explain_old(page):
    list(explaining(page.analyze_tab.events, OLD))


def translate(page):
    held = [state.value for tab in page.tabs for state in tab.states]
    page._translate(VISITOR, "bn", *held)


def choose(page):
    tab = page.analyze_tab.events
    choose_label = tab.chooser("emotion", Question.after_click)
    choose_label(VISITOR, None, {}, LABELS["emotion"][-1])


@pytest.mark.parametrize("meanwhile", [explain_old, translate, choose])
def test_a_prediction_survives_what_arrives_meanwhile(page, tab, monkeypatch, meanwhile):
    """The explanation of the text before may begin after the next text was asked for."""

    def analyze_slowly(model, text):
        meanwhile(page)
        return analyze(model, text)

    monkeypatch.setattr(events_module, "analyze", analyze_slowly)
    analysis, error, without, checks, chosen, *_ = tab.predict(VISITOR, NEW)
    assert (analysis.prediction.text, error, without, checks, chosen) == (NEW, None, None, None, {})


def test_the_second_of_two_texts_asked_for_at_once_counts(tab, monkeypatch):
    answers = []

    def analyze_slowly(model, text):
        if text == OLD:
            answers.append(tab.predict(VISITOR, NEW))
        return analyze(model, text)

    monkeypatch.setattr(events_module, "analyze", analyze_slowly)
    superseded = tab.predict(VISITOR, OLD)
    assert answers[0][0].prediction.text == NEW
    assert all(value == events_module.gr.skip() for value in superseded)


@pytest.mark.parametrize("begun", ["before", "meanwhile"])
def test_a_new_prediction_ends_the_explanation_of_the_old_text(tab, monkeypatch, begun):
    old = explaining(tab, OLD)
    if begun == "before":
        next(old)

    def analyze_slowly(model, text):
        if begun == "meanwhile":
            next(old)
        return analyze(model, text)

    monkeypatch.setattr(events_module, "analyze", analyze_slowly)
    tab.predict(VISITOR, NEW)
    assert list(old) == []


def test_stop_says_so_and_keeps_the_text(tab):
    old = explaining(tab, OLD)
    next(old)
    tab.stop(VISITOR)
    *_, last = old
    assert all("Stopped" in view and OLD in view for view in last[: len(HEADS)])


def test_stop_before_it_has_begun(tab):
    old = explaining(tab, OLD)
    tab.stop(VISITOR)
    (only,) = old
    assert all("Stopped" in view for view in only[: len(HEADS)])
    # And only once.
    assert "Stopped" not in list(explaining(tab, OLD))[-1][0]


def test_a_new_text_is_not_stopped_by_an_older_stop(tab):
    tab.stop(VISITOR)
    tab.predict(VISITOR, NEW)
    assert "Stopped" not in list(explaining(tab, NEW))[-1][0]


def heard(**data):
    return SimpleNamespace(_data=data)


HOSTILE = ["1", 1.5, None, -1, 10**9, True, [0], {"index": 0}]


@pytest.mark.parametrize("index", HOSTILE)
def test_a_browser_may_send_anything_as_a_bar_or_a_word(tab, index):
    analysis = analyze(tab.model, OLD)
    explanations = list(tab.model.explain_heads(OLD).values())
    values = [0.5, 0.5, *explanations]
    for head in ("emotion", "mood", None, 3):
        tab.click_bar(VISITOR, heard(head=head, index=index), analysis, {})
    tab.take_out(heard(index=index), "en", analysis, None, *values)
    tab.take_out(SimpleNamespace(_data=index), "en", analysis, None, *values)


def test_a_word_goes_out_and_comes_back(tab):
    analysis = analyze(tab.model, OLD)
    values = [0.5, 0.5, *tab.model.explain_heads(OLD).values()]
    without, *views = tab.take_out(heard(index=1), "en", analysis, None, *values)
    assert without.words == (1,)
    assert len(views) == 3 * len(HEADS)
    both, *_ = tab.take_out(heard(index=0), "en", analysis, without, *values)
    assert both.words == (0, 1)
    again, *_ = tab.take_out(heard(index=0), "en", analysis, both, *values)
    assert again == without
    assert tab.take_out(heard(index=1), "en", analysis, again, *values)[0] is None
    assert tab.put_back("en", analysis, both, *values)[0] is None


def test_words_of_an_older_text_cannot_be_taken_out(tab):
    values = [0.5, 0.5, *tab.model.explain_heads(OLD).values()]
    newer = analyze(tab.model, NEW)
    assert tab.take_out(heard(index=0), "en", newer, None, *values)[0] == events_module.gr.skip()
