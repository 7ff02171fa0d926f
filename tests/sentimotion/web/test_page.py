"""What the page answers when its events overtake each other, without a browser."""

import asyncio
from functools import partial
from time import sleep
from types import SimpleNamespace

import pytest

from sentimotion.errors import BlankText
from sentimotion.labels import HEADS, LABELS
from sentimotion.web.analyze import events as events_module
from sentimotion.web.analyze import question_events as questions_module
from sentimotion.web.analyze import word_events as words_module
from sentimotion.web.analyze.views import show_results
from sentimotion.web.page import Page
from sentimotion.web.session.analysis import Question, analyze, question_of
from sentimotion.web.session.background import Work
from tests.sentimotion.web import VISITOR, rest
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
    return page.analyze_tab.events


def explaining(tab, text):
    return tab.explain(VISITOR, "en", analyze(tab.model, text), {}, None, *[None] * len(HEADS))


def explain_old(page):
    list(explaining(page.analyze_tab.events, OLD))


def translate(page):
    opened = OpenPage(page.blocks)
    opened[page.language] = "bn"
    opened.touch(page.language, "change")


def choose(page):
    tab = page.analyze_tab.events
    choose_label = tab.questions.chooser("emotion", "label")
    choose_label(VISITOR, "en", None, {}, LABELS["emotion"][-1], 0.5, 0.5)


@pytest.mark.parametrize("meanwhile", [explain_old, translate, choose])
def test_a_prediction_survives_what_arrives_meanwhile(page, tab, monkeypatch, meanwhile):
    """The explanation of the text before may begin after the next text was asked for."""

    def analyze_slowly(model, text):
        meanwhile(page)
        return analyze(model, text)

    monkeypatch.setattr(events_module, "analyze", analyze_slowly)
    analysis, error, _, without, checks, chosen, *_ = tab.predict(VISITOR, "en", NEW, 0.5, 0.5)
    assert (analysis.prediction.text, error, without, checks, chosen) == (NEW, None, None, None, {})


def test_the_second_of_two_texts_asked_for_at_once_counts(tab, monkeypatch):
    answers = []

    def analyze_slowly(model, text):
        if text == OLD:
            answers.append(tab.predict(VISITOR, "en", NEW, 0.5, 0.5))
        return analyze(model, text)

    monkeypatch.setattr(events_module, "analyze", analyze_slowly)
    superseded = tab.predict(VISITOR, "en", OLD, 0.5, 0.5)
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
    tab.predict(VISITOR, "en", NEW, 0.5, 0.5)
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
    # As is what waited behind it, but not what is asked since.
    assert "Stopped" in list(explaining(tab, OLD))[-1][0]
    asked(tab, analyze(tab.model, OLD), None)
    assert "Stopped" not in list(explaining(tab, OLD))[-1][0]


def test_a_text_is_explained_once(tab, monkeypatch):
    """The explanation that began with the prediction is the one that is shown."""
    texts, explain_heads = [], tab.model.explain_heads

    def counted(text, **options):
        texts.append(text)
        return explain_heads(text, **options)

    monkeypatch.setattr(tab.model, "explain_heads", counted)
    rest()
    analysis, *_ = tab.predict(VISITOR, "en", NEW, 0.5, 0.5)
    assert Work.is_any_going_on() or texts
    *_, last = tab.explain(VISITOR, "en", analysis, {}, None, *[None] * len(HEADS))
    assert [explanation.text for explanation in last[-len(HEADS) :]] == [NEW] * len(HEADS)
    assert texts == [NEW]


def test_who_leaves_is_not_computed_for(page, tab, monkeypatch):
    def endless(report):
        while True:
            report(1, 2)
            sleep(0.01)

    monkeypatch.setattr(events_module, "begin_explaining", lambda *_: Work(endless))
    rest()
    tab.predict(VISITOR, "en", NEW, 0.5, 0.5)
    assert Work.is_any_going_on()
    (leave,) = (
        event.fn
        for event in page.blocks.fns.values()
        if any(trigger == "unload" for _, trigger in event.targets)
    )
    leave(VISITOR)
    assert not Work.is_any_going_on()


def test_a_new_text_is_not_stopped_by_an_older_stop(tab):
    tab.stop(VISITOR)
    tab.predict(VISITOR, "en", NEW, 0.5, 0.5)
    assert "Stopped" not in list(explaining(tab, NEW))[-1][0]


def heard(**data):
    return SimpleNamespace(_data=data)


def test_another_question_takes_what_other_methods_said_of_the_old_one(tab):
    analysis = analyze(tab.model, OLD)
    shown_as, chosen, without, checks, stability, *_ = asked(tab, analysis, None)
    assert shown_as == ("en", (0.5, 0.5))
    assert chosen["emotion"].label == LABELS["emotion"][1]
    assert (without, checks, stability) == (None, None, "")


def test_menus_show_what_is_asked(tab):
    analysis = analyze(tab.model, OLD)
    scores = analysis.prediction.probabilities.scores("emotion")
    first, second, *_ = sorted(scores, key=scores.get)
    top = analysis.prediction.sentiment.top_label
    chosen = {}
    for menu, value, asked_for in (
        ("label", first, (first, "")),
        ("contrast", second, (first, second)),
        # A label is not set against itself.
        ("label", second, (second, "")),
        ("contrast", second, (second, "")),
    ):
        choose = tab.questions.chooser("emotion", menu)
        _, chosen, *_ = choose(VISITOR, "en", analysis, chosen, value, 0.5, 0.5)
        shown = tab.questions.show_menus(VISITOR, analysis, chosen)
        assert [update["value"] for update in shown] == [top, "", *asked_for]


def test_a_menu_that_is_left_as_it_was_asks_nothing(tab):
    """Gradio says that of each menu that had the focus; words that were taken out would be put back."""
    analysis = analyze(tab.model, OLD)
    explanations = tab.model.explain_heads(OLD).values()
    for chosen in ({}, {"emotion": Question("fear", "sadness", by_click=True)}):
        question = question_of(analysis, chosen, "emotion")
        asked = [("label", question.label), ("contrast", question.contrast or "")]
        for menu, value in (*asked, ("label", None), ("label", "x"), ("label", ""), ("contrast", "x")):
            answer = tab.questions.chooser("emotion", menu)(VISITOR, "en", analysis, chosen, value, 0.5, 0.5)
            assert answer == [events_module.gr.skip()] * (5 + 2 * len(HEADS))
    assert list(tab.explain_asked(VISITOR, "en", analysis, {}, None, *explanations)) == []


def test_an_explanation_on_its_way_leaves_the_other_heads_words_alone(tab):
    # One of them may be taken out meanwhile.
    analysis = analyze(tab.model, OLD)
    known = tab.model.explain_heads(OLD)["sentiment"]
    for views in tab.explain(VISITOR, "en", analysis, {}, None, known, None):
        sentiment, emotion, *_ = views
        assert sentiment == events_module.gr.skip()
        assert "data-word" in emotion or "sentence" in emotion
    assert views[-2:] == [known, tab.model.explain_heads(OLD)["emotion"]]


HOSTILE = ["1", 1.5, None, -1, 10**9, True, [0], {"index": 0}]


@pytest.mark.parametrize("index", HOSTILE)
def test_a_browser_may_send_anything_as_a_bar_or_a_word(tab, index):
    analysis = analyze(tab.model, OLD)
    explanations = list(tab.model.explain_heads(OLD).values())
    values = [0.5, 0.5, *explanations]
    for head in ("emotion", "mood", None, 3):
        tab.questions.click_bar(VISITOR, heard(head=head, index=index), "en", analysis, {}, 0.5, 0.5)
    tab.words.toggle(VISITOR, heard(index=index), "en", analysis, None, *values)
    tab.words.toggle(VISITOR, SimpleNamespace(_data=index), "en", analysis, None, *values)


def test_a_word_goes_out_and_comes_back(tab):
    analysis = analyze(tab.model, OLD)
    values = [0.5, 0.5, *tab.model.explain_heads(OLD).values()]
    shown_as, without, *views = tab.words.toggle(VISITOR, heard(index=1), "en", analysis, None, *values)
    assert shown_as == ("en", (0.5, 0.5))
    assert without.words == (1,)
    assert len(views) == 3 * len(HEADS)
    _, both, *_ = tab.words.toggle(VISITOR, heard(index=0), "en", analysis, without, *values)
    assert both.words == (0, 1)
    _, again, *_ = tab.words.toggle(VISITOR, heard(index=0), "en", analysis, both, *values)
    assert again == without
    assert tab.words.toggle(VISITOR, heard(index=1), "en", analysis, again, *values)[1] is None
    assert tab.words.restore(VISITOR, "en", analysis, both, *values)[1] is None


def test_words_of_an_older_text_cannot_be_taken_out(tab):
    values = [0.5, 0.5, *tab.model.explain_heads(OLD).values()]
    newer = analyze(tab.model, NEW)
    assert tab.words.toggle(VISITOR, heard(index=0), "en", newer, None, *values)[0] == events_module.gr.skip()


def test_what_is_shown_under_the_present_settings_is_not_drawn_again(tab, monkeypatch):
    analysis = analyze(tab.model, OLD)
    again = tab.amend(VISITOR, "bn", ("en", (0.5, 0.5)), analysis, None, None, 0.5, 0.5)
    monkeypatch.setattr(events_module, "show_prediction", None)
    same = tab.amend(VISITOR, "en", ("en", (0.5, 0.5)), analysis, None, None, 0.5, 0.5)
    assert same == [events_module.gr.skip()] * len(again)


def test_where_nothing_was_predicted_nothing_is_drawn_again(tab):
    """As after the page has loaded: the first answer, which may be there by now, would be taken away."""
    assert tab.amend(VISITOR, "en", None, None, None, None, 0.5, 0.5) == [events_module.gr.skip()] * 6
    notices, *_ = tab.amend(VISITOR, "en", None, None, BlankText("no text"), None, 0.5, 0.5)
    assert "There is nothing to read: type at least one word." in notices


# A newer text overtakes what is made of the older one's results


def moved(tab, analysis, _values):
    return tab.move_threshold("emotion")(VISITOR, analysis, 0.4, "en", None)


def asked(tab, analysis, _values):
    return tab.questions.click_bar(VISITOR, heard(head="emotion", index=1), "en", analysis, {}, 0.5, 0.5)


def taken_out(tab, analysis, values):
    return tab.words.toggle(VISITOR, heard(index=0), "en", analysis, None, *values)


def put_back(tab, analysis, values):
    return tab.words.restore(VISITOR, "en", analysis, None, *values)


def amended(tab, analysis, _values):
    return tab.amend(VISITOR, "bn", ("en", (0.5, 0.5)), analysis, None, None, 0.5, 0.5)


def after(first, function):
    """A function that does something else first."""

    def both(*arguments):
        first()
        return function(*arguments)

    return both


def menus(tab, analysis, _values):
    return tab.questions.show_menus(VISITOR, analysis, {})


@pytest.mark.parametrize("view", [moved, asked, taken_out, put_back, amended, menus])
@pytest.mark.parametrize("is_overtaken", [False, True])
def test_views_of_an_older_text_do_not_come_after_the_newer(tab, monkeypatch, view, is_overtaken):
    analysis = analyze(tab.model, OLD)
    values = [0.5, 0.5, *tab.model.explain_heads(OLD).values()]
    overtake = partial(tab.predict, VISITOR, "en", NEW, 0.5, 0.5) if is_overtaken else list
    for module, name in (
        (events_module, "show_decision"),
        (questions_module, "show_decisions"),
        (questions_module, "menu_values"),
        (events_module, "show_prediction"),
        (words_module, "show_cards"),
    ):
        monkeypatch.setattr(module, name, after(overtake, getattr(module, name)))
    answer = view(tab, analysis, values)
    skipped = [value == events_module.gr.skip() for value in answer]
    assert all(skipped) if is_overtaken else not any(skipped)


def test_a_prediction_and_its_views_are_one_message(tab):
    analysis, _, shown_as, *rest = tab.predict(VISITOR, "bn", NEW, 0.3, 0.7)
    expected = show_results("bn", analysis, None, None, None, 0.3, 0.7, None, None)
    assert [str(view) for view in rest[-len(expected) :]] == [str(view) for view in expected]
    assert shown_as == ("bn", (0.3, 0.7))


def test_a_prediction_is_shown_again_only_where_something_was_changed_meanwhile(tab):
    analysis = analyze(tab.model, NEW)
    for language, thresholds, is_changed in (
        ("en", (0.5, 0.5), False),
        ("bn", (0.5, 0.5), True),
        ("en", (0.5, 0.6), True),
    ):
        answer = tab.amend(VISITOR, language, ("en", (0.5, 0.5)), analysis, None, None, *thresholds)
        assert all((value != events_module.gr.skip()) == is_changed for value in answer)


def test_nothing_of_a_text_is_printed(tab, capfd):
    """Nor of the words in it: the log is read by others than who typed it."""
    secret = "গোপনকথা লিখলাম এখানে"
    for text in (secret, f"{secret}\ud800", secret * 300):
        analysis, error, *_ = tab.predict(VISITOR, "bn", text, 0.5, 0.5)
        assert (analysis is None) == (error is not None) == (text != secret)
    rest()
    analysis = analyze(tab.model, secret)
    list(explaining(tab, secret))
    values = [0.5, 0.5, *tab.model.explain_heads(secret).values()]
    tab.words.toggle(VISITOR, heard(index=0), "en", analysis, None, *values)
    tab.words.toggle(VISITOR, heard(index="x"), "en", analysis, None, *values)
    tab.questions.click_bar(VISITOR, heard(head="emotion", index=99), "en", analysis, {}, 0.5, 0.5)
    tab.amend(VISITOR, "bn", ("en", (0.5, 0.5)), analysis, None, None, 0.5, 0.5)
    printed = capfd.readouterr()
    assert printed.out + printed.err == ""
