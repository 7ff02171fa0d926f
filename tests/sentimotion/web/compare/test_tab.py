"""What the tab answers when its events overtake each other or have invalid data, without a browser."""

import asyncio
from time import sleep

import gradio as gr
import pytest

from sentimotion.errors import BlankText, TextTooLong
from sentimotion.i18n.messages import LANGUAGES, STRINGS
from sentimotion.labels import HEADS
from sentimotion.web.compare import pair as compare_pair
from sentimotion.web.compare import swap as compare_swap
from sentimotion.web.compare import template_sets
from sentimotion.web.compare.comparison import SetResult, Swapped, analyze_pair
from sentimotion.web.compare.swap_views import Missing
from sentimotion.web.compare.tab import CompareTab
from sentimotion.web.components.progress_bar import Stopped
from tests.sentimotion.web.open_page import OpenPage

OLD, NEW = ("আজ সকালে বৃষ্টি ছিল।", "কাল রোদ উঠবে।"), ("ভালো।", "মন্দ।")


@pytest.fixture(scope="module")
def tab(bert_model):
    async def build():
        with gr.Blocks(analytics_enabled=False) as blocks:
            language = gr.Radio(["en", "bn"], value="en")
            tab = CompareTab(bert_model, "en")
            tab.wire(language)
        tab.blocks, tab.language = blocks, language
        return tab

    # Where no event loop runs, Gradio makes some and never closes them.
    return asyncio.run(build())


@pytest.fixture
def opened(tab):
    return OpenPage(tab.blocks)


@pytest.fixture
def pair(tab):
    return tab.parts[0]


@pytest.fixture
def swap(tab):
    return tab.parts[1]


@pytest.fixture
def sets(tab):
    return tab.parts[2]


def type_pair(opened, pair, texts):
    for box, text in zip(pair.texts, texts, strict=True):
        opened[box] = text


def compare(opened, pair, texts):
    """Compare two texts; the messages of the server, one by one."""
    type_pair(opened, pair, texts)
    return opened.steps(pair.run)


def texts_of(opened, pair):
    return tuple(analysis.prediction.text for analysis in opened[pair.pair])


def words_of(opened, pair, index):
    """The explanations of one text, of both heads."""
    return [opened[pair.cards[head, index][2]] for head in HEADS]


def until(steps, is_there):
    """Take messages until one shows what is waited for."""
    for _ in steps:
        if is_there():
            return
    raise AssertionError("it never came")


def until_explaining(steps, n_taken=0):
    """Take messages until the explanation has begun: the prediction, its check, and the first progress."""
    for _ in range(3 - n_taken):
        next(steps)


def speak(opened, tab, language):
    opened[tab.language] = language
    opened.touch(tab.language, "change")


def read(opened, swap, text):
    opened[swap.text] = text
    opened.touch(swap.read)


def choose(opened, swap, index):
    opened[swap.index] = index
    opened.touch(swap.words, "select")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_view_is_translated(tab, language):
    translated = tab.translate(language, *(state.value for state in tab.states))
    assert len(translated) == len(tab.views)
    assert translated[0]["label"] == STRINGS["tab_compare"][language]
    words = str(translated)
    for key in ("pair_run", "swap_run", "swap_read", "pair_text_0", "set_lead", "swap_text"):
        assert STRINGS[key][language] in words


def test_results_are_translated_too(opened, tab, pair, swap, sets):
    next(compare(opened, pair, OLD))
    opened.touch(swap.example_buttons[0])
    opened.touch(sets.buttons[0])
    translated = tab.translate("bn", *(opened[state] for state in tab.states))
    assert len(translated) == len(tab.views)
    words = str(translated)
    for key in ("column_range", "set_means", "pair_text_1", "explaining"):
        assert STRINGS[key]["bn"].split("{")[0] in words


@pytest.mark.parametrize(("texts", "at"), [((" ", "ভালো"), [0]), (("ভালো", ""), [1]), (("", "\n"), [0, 1])])
def test_a_blank_text_is_said_beside_it(opened, pair, texts, at):
    type_pair(opened, pair, texts)
    opened.touch(pair.run)
    assert opened[pair.pair] is None
    errors = opened[pair.errors]
    assert [index for index, error in enumerate(errors) if isinstance(error, BlankText)] == at
    assert [index for index, notice in enumerate(pair.notices) if opened[notice]] == at


def test_the_second_of_two_pairs_asked_for_at_once_counts(opened, pair, monkeypatch):
    asked = []

    def analyze_slowly(model, texts):
        asked.append(tuple(texts))
        if tuple(texts) == OLD:
            type_pair(opened, pair, NEW)
            opened.touch(pair.run)
        return analyze_pair(model, texts)

    monkeypatch.setattr(compare_pair, "analyze_pair", analyze_slowly)
    list(compare(opened, pair, OLD))
    assert asked == [OLD, NEW]
    assert texts_of(opened, pair) == NEW
    assert all("data-label" in html for html in words_of(opened, pair, 0))


@pytest.mark.parametrize("begun", ["before", "meanwhile"])
def test_a_new_pair_ends_the_explanation_of_the_old_one(opened, pair, monkeypatch, begun):
    old = compare(opened, pair, OLD)
    next(old)
    if begun == "before":
        until_explaining(old, n_taken=1)

    def analyze_slowly(model, texts):
        if begun == "meanwhile":
            until_explaining(old, n_taken=1)
        return analyze_pair(model, texts)

    monkeypatch.setattr(compare_pair, "analyze_pair", analyze_slowly)
    new = compare(opened, pair, NEW)
    next(new)
    assert list(old) == []
    list(new)
    assert texts_of(opened, pair) == NEW
    assert all("data-label" in html for html in words_of(opened, pair, 0))


def test_a_changed_language_begins_the_explanation_again(opened, tab, pair):
    old = compare(opened, pair, OLD)
    until_explaining(old)
    opened[tab.language] = "bn"
    change = opened.steps(tab.language, "change")
    next(change)
    assert list(old) == []
    list(change)
    assert all('lang="bn" data-label' in html for html in words_of(opened, pair, 0))
    speak(opened, tab, "en")
    assert all('lang="en" data-label' in html for html in words_of(opened, pair, 1))


def test_without_a_pair_nothing_is_explained(opened, tab, pair):
    for head in HEADS:
        opened[pair.cards[head, 0][2]] = "as before"
    opened.touch(tab.language, "change")
    assert words_of(opened, pair, 0) == ["as before"] * 2


@pytest.mark.parametrize("told", [None, "", "-1", "99", "0.0", "True", "১", " 1", "9" * 5000])
def test_a_word_that_does_not_exist_is_not_chosen(opened, swap, told):
    read(opened, swap, OLD[0])
    before = opened[swap.chosen]
    choose(opened, swap, told)
    assert (opened[swap.word], opened[swap.chosen]) == (None, before)


def test_a_word_is_chosen(opened, swap):
    choose(opened, swap, "2")
    assert opened[swap.word] is None  # there is no sentence
    read(opened, swap, OLD[0])
    choose(opened, swap, "2")
    assert opened[swap.word] == 2
    assert "“বৃষ্টি”" in opened[swap.chosen]


@pytest.mark.parametrize("text", [None, OLD[0]])
def test_a_word_has_to_be_chosen_first(opened, tab, swap, text):
    opened[tab.language] = "bn"
    if text is not None:
        read(opened, swap, text)
    opened[swap.alternatives] = "ক"
    opened.touch(swap.run)
    assert opened[swap.answer] == Missing("swap_choose_first")
    assert STRINGS["swap_choose_first"]["bn"] in opened[swap.summary]


def test_a_list_that_is_too_long_is_an_answer(opened, swap):
    read(opened, swap, OLD[0])
    choose(opened, swap, "0")
    opened[swap.alternatives] = "ক\n" * 5000
    opened.touch(swap.run)
    assert isinstance(opened[swap.answer], TextTooLong)
    assert "data-error" in opened[swap.summary]


def test_a_new_sentence_voids_the_swap_of_the_old_one(opened, swap, monkeypatch):
    swap_word = compare_swap.swap_word

    def swap_slowly(*arguments):
        read(opened, swap, NEW[0])
        return swap_word(*arguments)

    read(opened, swap, OLD[0])
    choose(opened, swap, "0")
    opened[swap.alternatives] = "গত"
    monkeypatch.setattr(compare_swap, "swap_word", swap_slowly)
    opened.touch(swap.run)
    assert (opened[swap.answer], opened[swap.summary]) == (None, "")
    assert opened[swap.encoded].text == NEW[0]
    read(opened, swap, " ")
    assert opened[swap.error].code == "blank_text"


def test_every_example_fills_all_that_it_needs(opened, swap):
    for example, button in zip(swap.examples, swap.example_buttons, strict=True):
        opened.touch(button)
        assert (opened[swap.text], opened[swap.error]) == (example.text, None)
        assert isinstance(opened[swap.answer], Swapped)
        assert opened[swap.answer].words == (example.word, *example.alternatives)


def test_a_second_set_ends_the_first(opened, tab, sets):
    first = opened.steps(sets.buttons[0])
    until(first, lambda: "<progress" in opened[sets.result])
    opened[tab.language] = "bn"
    opened.touch(sets.buttons[1])
    assert isinstance(opened[sets.outcome], SetResult)
    list(first)
    assert opened[sets.outcome].index == 1
    assert 'lang="bn" data-set="1"' in opened[sets.result]


# Results and what shows them come together, and none of an older question comes after a newer one's


def test_texts_and_what_shows_them_are_one_message(opened, tab, pair):
    """Shown by an event of their own, the texts before could come last."""
    opened[tab.language] = "bn"
    next(compare(opened, pair, NEW))
    assert texts_of(opened, pair) == NEW
    assert opened[pair.shown_language] == "bn"
    assert opened.property(pair.result, "visible") is True
    for head in HEADS:
        assert 'lang="bn"' in opened[pair.differences[head]]
        for index in (0, 1):
            decision, _, words = (opened[view] for view in pair.cards[head, index])
            assert 'lang="bn" data-decision' in decision
            assert NEW[index] in words


def test_a_sentence_and_its_words_are_one_message(opened, swap):
    opened[swap.text] = OLD[0]
    next(opened.steps(swap.read))
    assert opened[swap.encoded].text == OLD[0]
    assert "বৃষ্টি" in opened[swap.words]
    assert opened.property(swap.choice, "visible") is True
    next(opened.steps(swap.example_buttons[0]))
    assert opened[swap.encoded].text == swap.examples[0].text
    assert swap.examples[0].word in opened[swap.chosen]


def test_a_swap_and_what_shows_it_are_one_message(opened, tab, swap):
    opened[tab.language] = "bn"
    read(opened, swap, OLD[0])
    choose(opened, swap, "0")
    opened[swap.alternatives] = "গত"
    until(opened.steps(swap.run), lambda: isinstance(opened[swap.answer], Swapped))
    assert opened[swap.shown_language] == "bn"
    assert "গত" in opened[swap.summary]
    assert all("গত" in opened[table] for _, table in swap.strips)


def with_results(opened, tab):
    """Results of all three parts, in English; a view of each."""
    pair, swap, sets = tab.parts
    list(compare(opened, pair, OLD))
    opened.touch(swap.example_buttons[0])
    opened.touch(sets.buttons[0])
    return [pair.differences["sentiment"], swap.summary, sets.result]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_what_came_is_shown_again_only_in_another_language(opened, tab, place):
    view = with_results(opened, tab)[place]
    opened[view] = "as before"
    opened.touch(tab.language, "change")
    assert opened[view] == "as before"
    speak(opened, tab, "bn")
    assert opened[tab.parts[place].shown_language] == "bn"
    assert 'lang="bn"' in opened[view]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_what_is_shown_again_does_not_come_after_newer_results(opened, tab, monkeypatch, place):
    pair, swap, sets = tab.parts
    view = with_results(opened, tab)[place]
    newer = [
        lambda: list(compare(opened, pair, NEW)),
        lambda: read(opened, swap, NEW[0]),
        lambda: opened.touch(sets.buttons[1]),
    ][place]
    module, name = [
        (compare_pair, "render_difference"),
        (compare_swap, "show_answer"),
        (template_sets, "render_set"),
    ][place]
    show, seen = getattr(module, name), []

    def overtaken(*arguments):
        monkeypatch.undo()
        newer()
        seen.append(opened[view])
        return show(*arguments)

    monkeypatch.setattr(module, name, overtaken)
    opened[tab.language] = "bn"
    before = opened[view]
    opened.touch(tab.language, "change")
    assert [opened[view]] == seen
    assert opened[view] != before


def test_what_follows_an_event_waits_in_the_queue(tab):
    """Its answers come in order: one that is asked for past the queue may come after a newer one's."""
    following = [fn for fn in tab.blocks.fns.values() if fn.trigger_after is not None and fn.fn]
    assert len(following) > 10
    assert [fn.name for fn in following if not fn.queue] == []


# Stop


def endless(_, *, on_progress):
    """In place of the tiny model, which could be done before it is stopped."""
    while True:
        on_progress(1, 2)
        sleep(0.01)


def test_stop_keeps_the_texts_and_says_so(opened, pair, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(pair.model, "explain_heads", endless)
        work = compare(opened, pair, OLD)
        until_explaining(work)
        opened.touch(pair.stop_events, "stop")
        list(work)
    assert opened[pair.explanations] == (None, None)
    for index in (0, 1):
        for html in words_of(opened, pair, index):
            assert STRINGS["pair_stopped"]["en"] in html
            assert OLD[index] in html
    # Asked again, it goes on to its end.
    opened.touch(pair.run)
    assert all("data-label" in html for html in words_of(opened, pair, 0))


def test_stop_keeps_what_is_explained_already(opened, tab, pair, monkeypatch):
    list(compare(opened, pair, OLD))
    explanations = opened[pair.explanations]
    opened[pair.explanations] = (explanations[0], None)
    monkeypatch.setattr(pair.model, "explain_heads", endless)
    work = opened.steps(tab.language, "change")
    until(work, lambda: all("<progress" in html for html in words_of(opened, pair, 1)))
    opened.touch(pair.stop_events, "stop")
    list(work)
    assert opened[pair.explanations] == (explanations[0], None)
    assert all("data-label" in html for html in words_of(opened, pair, 0))
    assert all(STRINGS["pair_stopped"]["en"] in html for html in words_of(opened, pair, 1))


def test_stop_before_the_words_are_explained(opened, pair):
    work = compare(opened, pair, OLD)
    next(work)
    opened.touch(pair.stop_events, "stop")
    list(work)
    assert all(STRINGS["pair_stopped"]["en"] in html for html in words_of(opened, pair, 0))
    # A stop that came too late is not meant for the next texts.
    opened.touch(pair.stop_events, "stop")
    list(compare(opened, pair, NEW))
    assert all("data-label" in html for html in words_of(opened, pair, 0))


def test_a_stopped_swap(opened, tab, swap):
    opened[tab.language] = "bn"
    read(opened, swap, OLD[0])
    choose(opened, swap, "0")
    opened[swap.alternatives] = "\n".join(f"নাম{index}" for index in range(12))
    work = opened.steps(swap.run)
    until(work, lambda: "data-stop" in opened[swap.meter])
    opened.touch(swap.stop_events, "stop")
    list(work)
    assert isinstance(opened[swap.answer], Stopped)
    assert opened[swap.meter] == ""
    assert STRINGS["swap_stopped"]["bn"] in opened[swap.summary]
    # As is one that was pressed before the stop and waits, but not one that is pressed since.
    waiting = opened.steps(swap.run)
    next(waiting)
    opened.touch(swap.stop_events, "stop")
    list(waiting)
    assert isinstance(opened[swap.answer], Stopped)
    opened.touch(swap.run)
    assert isinstance(opened[swap.answer], Swapped)


def test_a_stopped_set(opened, tab, sets):
    work = opened.steps(sets.buttons[0])
    until(work, lambda: "data-stop" in opened[sets.result])
    opened.touch(sets.stop_events, "stop")
    list(work)
    assert isinstance(opened[sets.outcome], Stopped)
    assert STRINGS["set_stopped"]["en"] in opened[sets.result]
    speak(opened, tab, "bn")
    assert STRINGS["set_stopped"]["bn"] in opened[sets.result]
    waiting = opened.steps(sets.buttons[1])
    next(waiting)
    opened.touch(sets.stop_events, "stop")
    list(waiting)
    assert isinstance(opened[sets.outcome], Stopped)
    opened.touch(sets.buttons[1])
    assert isinstance(opened[sets.outcome], SetResult)
