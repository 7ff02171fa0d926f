"""What the tab answers when its events overtake each other or say nonsense, without a browser."""

import asyncio
from types import SimpleNamespace

import gradio as gr
import pytest

from sentimotion.errors import BlankText, TextTooLong
from sentimotion.web import compare_pair, compare_swap
from sentimotion.web.compare import CompareTab
from sentimotion.web.compare_swap import Missing
from sentimotion.web.comparison import SetResult, Swapped, analyze_pair
from sentimotion.web.strings import LANGUAGES, STRINGS

OLD, NEW = ("আজ সকালে বৃষ্টি ছিল।", "কাল রোদ উঠবে।"), ("ভালো।", "মন্দ।")
VISITOR = SimpleNamespace(session_hash="one")


@pytest.fixture(scope="module")
def tab(bert_model):
    async def build():
        with gr.Blocks(analytics_enabled=False):
            language = gr.Radio(["en", "bn"])
            tab = CompareTab(bert_model, "en")
            tab.wire(language)
        return tab

    # Where no event loop runs, Gradio makes some and never closes them.
    return asyncio.run(build())


def is_skipped(value):
    return value == gr.skip()


def held(tab):
    """What the states hold before anything was asked."""
    return [state.value for state in tab.states]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_view_is_translated(tab, language):
    translated = tab.translate(language, *held(tab))
    assert len(translated) == len(tab.views)
    assert translated[0]["label"] == STRINGS["tab_compare"][language]
    words = str(translated)
    for key in ("pair_run", "swap_run", "swap_read", "pair_text_0", "set_lead", "swap_text"):
        assert STRINGS[key][language] in words


def test_results_are_translated_too(tab):
    pair, swap, sets = tab.parts
    analyses = analyze_pair(tab.parts[0].model, OLD)
    swap_held = swap._filler(swap.examples[0])(VISITOR)[2:]
    swap_held[3] = swap._swap(VISITOR, swap_held[0], swap_held[2], "সীতা")
    (*_, (_, result)) = sets._runner(0)(VISITOR, "en")
    translated = tab.translate("bn", analyses, (None, None), (None, None), *swap_held, result)
    assert len(translated) == len(tab.views)
    words = str(translated)
    for key in ("column_range", "set_means", "pair_text_1", "explaining"):
        assert STRINGS[key]["bn"].split("{")[0] in words


def predict(tab, texts):
    return tab.parts[0]._predict(VISITOR, *texts)


def explain(tab, texts):
    pair = analyze_pair(tab.parts[0].model, texts)
    return tab.parts[0]._explain(VISITOR, "en", pair, (None, None))


@pytest.mark.parametrize(("texts", "at"), [((" ", "ভালো"), [0]), (("ভালো", ""), [1]), (("", "\n"), [0, 1])])
def test_a_blank_text_is_said_beside_it(tab, texts, at):
    pair, errors, _ = predict(tab, texts)
    assert pair is None
    assert [index for index, error in enumerate(errors) if isinstance(error, BlankText)] == at
    notices = tab.parts[0]._show("en", pair, errors, (None, None))[:2]
    assert [index for index, notice in enumerate(notices) if notice] == at


def test_the_second_of_two_pairs_asked_for_at_once_counts(tab, monkeypatch):
    answers = []

    def analyze_slowly(model, texts):
        if tuple(texts) == OLD:
            answers.append(predict(tab, NEW))
        return analyze_pair(model, texts)

    monkeypatch.setattr(compare_pair, "analyze_pair", analyze_slowly)
    assert all(map(is_skipped, predict(tab, OLD)))
    assert [analysis.prediction.text for analysis in answers[0][0]] == list(NEW)


@pytest.mark.parametrize("begun", ["before", "meanwhile"])
def test_a_new_pair_ends_the_explanation_of_the_old_one(tab, monkeypatch, begun):
    old = explain(tab, OLD)
    if begun == "before":
        next(old)

    def analyze_slowly(model, texts):
        if begun == "meanwhile":
            next(old)
        return analyze_pair(model, texts)

    monkeypatch.setattr(compare_pair, "analyze_pair", analyze_slowly)
    predict(tab, NEW)
    assert list(old) == []


def test_a_changed_language_begins_the_explanation_again(tab):
    old = explain(tab, OLD)
    next(old)
    *_, last = tab.parts[0]._explain(VISITOR, "bn", analyze_pair(tab.parts[0].model, OLD), (None, None))
    assert list(old) == []
    assert all('lang="bn" data-label' in html for html in last[:4])
    (again,) = tab.parts[0]._explain(VISITOR, "en", analyze_pair(tab.parts[0].model, OLD), last[4])
    assert all('lang="en" data-label' in html for html in again[:4])


def test_without_a_pair_nothing_is_explained(tab):
    ((*views,),) = tab.parts[0]._explain(VISITOR, "en", None, (None, None))
    assert all(map(is_skipped, views))


@pytest.mark.parametrize(
    "data", [None, {}, {"index": -1}, {"index": 99}, {"index": "0"}, {"index": True}, {"index": 0.0}, [1]]
)
def test_a_word_that_does_not_exist_is_not_chosen(tab, data):
    swap = tab.parts[1]
    encoded = swap.model.encode(OLD[0])
    assert all(map(is_skipped, swap._choose(gr.EventData(None, data), "en", encoded)))


def test_a_word_is_chosen(tab):
    swap = tab.parts[1]
    index, said = swap._choose(gr.EventData(None, {"index": 2}), "en", swap.model.encode(OLD[0]))
    assert index == 2
    assert "“বৃষ্টি”" in said
    assert all(map(is_skipped, swap._choose(gr.EventData(None, {"index": 2}), "en", None)))


def test_a_word_has_to_be_chosen_first(tab):
    swap = tab.parts[1]
    encoded = swap.model.encode(OLD[0])
    for answer in (swap._swap(VISITOR, None, None, "ক"), swap._swap(VISITOR, encoded, None, "ক")):
        assert answer == Missing("swap_choose_first")
        assert STRINGS["swap_choose_first"]["bn"] in swap._show_answer("bn", answer)[0]


def test_a_list_that_is_too_long_is_an_answer(tab):
    swap = tab.parts[1]
    answer = swap._swap(VISITOR, swap.model.encode(OLD[0]), 0, "ক\n" * 5000)
    assert isinstance(answer, TextTooLong)
    assert "data-error" in swap._show_answer("en", answer)[0]


def test_a_new_sentence_voids_the_swap_of_the_old_one(tab, monkeypatch):
    swap = tab.parts[1]
    real = compare_swap.swap_word

    def swap_slowly(*arguments):
        swap._read(VISITOR, NEW[0])
        return real(*arguments)

    monkeypatch.setattr(compare_swap, "swap_word", swap_slowly)
    assert is_skipped(swap._swap(VISITOR, swap.model.encode(OLD[0]), 0, "গত"))
    assert swap._read(VISITOR, " ")[1].code == "blank_text"


def test_every_example_fills_all_that_it_takes(tab):
    swap = tab.parts[1]
    for example in swap.examples:
        text, lines, encoded, error, word, answer = swap._filler(example)(VISITOR)
        assert (text, error, answer) == (example.text, None, None)
        result = swap._swap(VISITOR, encoded, word, lines)
        assert isinstance(result, Swapped)
        assert result.words == (example.word, *example.alternatives)


def test_a_second_set_ends_the_first(tab):
    sets = tab.parts[2]
    first = sets._runner(0)(VISITOR, "en")
    next(first)
    *_, (_, second) = sets._runner(1)(VISITOR, "en")
    assert isinstance(second, SetResult)
    assert second.index == 1
    assert [outcome for _, outcome in first if outcome is not None] == []
    assert 'data-set="1"' in sets._show("bn", second)
    assert is_skipped(sets._show("bn", None))
