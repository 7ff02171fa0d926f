"""What the tab answers when its events overtake each other or say nonsense, without a browser."""

import asyncio
from time import sleep

import gradio as gr
import pytest

from sentimotion.errors import BlankText, TextTooLong
from sentimotion.i18n.messages import LANGUAGES, STRINGS
from sentimotion.web.compare import pair as compare_pair
from sentimotion.web.compare import swap as compare_swap
from sentimotion.web.compare.comparison import SetResult, Swapped, analyze_pair
from sentimotion.web.compare.swap_views import Missing
from sentimotion.web.compare.tab import CompareTab
from sentimotion.web.components.progress_bar import Stopped
from tests.sentimotion.web import VISITOR

OLD, NEW = ("আজ সকালে বৃষ্টি ছিল।", "কাল রোদ উঠবে।"), ("ভালো।", "মন্দ।")


@pytest.fixture(scope="module")
def tab(bert_model):
    async def build():
        with gr.Blocks(analytics_enabled=False) as blocks:
            language = gr.Radio(["en", "bn"])
            tab = CompareTab(bert_model, "en")
            tab.wire(language)
        tab.blocks = blocks
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
    swap_held = swap._filler(swap.examples[0])(VISITOR, "en")[2:6]
    swap_held[3] = swapped(swap, swap_held[0], swap_held[2], "সীতা")
    (*_, (_, result, _)) = sets._runner(0)(VISITOR, "en")
    translated = tab.translate("bn", analyses, (None, None), (None, None), *swap_held, result)
    assert len(translated) == len(tab.views)
    words = str(translated)
    for key in ("column_range", "set_means", "pair_text_1", "explaining"):
        assert STRINGS[key]["bn"].split("{")[0] in words


def swapped(swap, encoded, word, lines, language="en"):
    """The answer to a swap."""
    (*_, (answer, *_)) = swap._swap(VISITOR, language, encoded, word, lines)
    return answer


def predict(tab, texts, language="en"):
    return tab.parts[0]._predict(VISITOR, language, *texts)


def explain(tab, texts):
    pair = analyze_pair(tab.parts[0].model, texts)
    return tab.parts[0]._explain(VISITOR, "en", pair, (None, None))


@pytest.mark.parametrize(("texts", "at"), [((" ", "ভালো"), [0]), (("ভালো", ""), [1]), (("", "\n"), [0, 1])])
def test_a_blank_text_is_said_beside_it(tab, texts, at):
    pair, errors, _, _, *notices = predict(tab, texts)
    assert pair is None
    assert [index for index, error in enumerate(errors) if isinstance(error, BlankText)] == at
    notices = notices[:2]
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


@pytest.mark.parametrize("told", [None, "", "-1", "99", "0.0", "True", "১", " 1", "9" * 5000])
def test_a_word_that_does_not_exist_is_not_chosen(tab, told):
    swap = tab.parts[1]
    encoded = swap.model.encode(OLD[0])
    assert all(map(is_skipped, swap._choose(told, "en", encoded)))


def test_a_word_is_chosen(tab):
    swap = tab.parts[1]
    index, said = swap._choose("2", "en", swap.model.encode(OLD[0]))
    assert index == 2
    assert "“বৃষ্টি”" in said
    assert all(map(is_skipped, swap._choose("2", "en", None)))


def test_a_word_has_to_be_chosen_first(tab):
    swap = tab.parts[1]
    encoded = swap.model.encode(OLD[0])
    for known in (None, encoded):
        ((answer, _, _, summary, *_),) = swap._swap(VISITOR, "bn", known, None, "ক")
        assert answer == Missing("swap_choose_first")
        assert STRINGS["swap_choose_first"]["bn"] in summary


def test_a_list_that_is_too_long_is_an_answer(tab):
    swap = tab.parts[1]
    ((answer, _, _, summary, *_),) = swap._swap(VISITOR, "en", swap.model.encode(OLD[0]), 0, "ক\n" * 5000)
    assert isinstance(answer, TextTooLong)
    assert "data-error" in summary


def test_a_new_sentence_voids_the_swap_of_the_old_one(tab, monkeypatch):
    swap = tab.parts[1]
    real = compare_swap.swap_word

    def swap_slowly(*arguments):
        swap._read(VISITOR, "en", NEW[0])
        return real(*arguments)

    monkeypatch.setattr(compare_swap, "swap_word", swap_slowly)
    assert list(swap._swap(VISITOR, "en", swap.model.encode(OLD[0]), 0, "গত")) == []
    assert swap._read(VISITOR, "en", " ")[1].code == "blank_text"


def test_every_example_fills_all_that_it_takes(tab):
    swap = tab.parts[1]
    for example in swap.examples:
        text, lines, encoded, error, word, answer, *_ = swap._filler(example)(VISITOR, "en")
        assert (text, error, answer) == (example.text, None, None)
        result = swapped(swap, encoded, word, lines)
        assert isinstance(result, Swapped)
        assert result.words == (example.word, *example.alternatives)


def test_a_second_set_ends_the_first(tab):
    sets = tab.parts[2]
    first = sets._runner(0)(VISITOR, "en")
    next(first)
    *_, (shown, second, _) = sets._runner(1)(VISITOR, "bn")
    assert isinstance(second, SetResult)
    assert second.index == 1
    assert [outcome for _, outcome, _ in first if outcome is not None] == []
    assert 'lang="bn" data-set="1"' in shown
    assert is_skipped(sets._show("bn", None))


# Results and what shows them come together, and none of an older question comes after a newer one's


def test_texts_and_what_shows_them_are_one_message(tab):
    """Shown by an event of their own, the texts before could come last."""
    part = tab.parts[0]
    pair, errors, explanations, spoken, *views = predict(tab, NEW, "bn")
    assert len(views) == len(part._result_views())
    assert str(views) == str(part._show("bn", pair, errors, explanations))
    assert spoken == "bn"


def test_a_sentence_and_its_words_are_one_message(tab):
    part = tab.parts[1]
    read = part._read(VISITOR, "bn", OLD[0])
    filled = part._filler(part.examples[0])(VISITOR, "bn")
    assert "বৃষ্টি" in str(read[5:])
    assert part.examples[0].word in str(filled[7:])
    assert len(read) == len(part.states) + 1 + len(part._word_views()) + len(part._answer_views())
    assert len(filled) == 2 + len(read)


def test_a_swap_and_what_shows_it_are_one_message(tab):
    part = tab.parts[1]
    ((answer, spoken, *views),) = part._swap(VISITOR, "bn", part.model.encode(OLD[0]), 0, "গত")
    assert isinstance(answer, Swapped)
    assert spoken == "bn"
    assert len(views) == len(part._answer_views())
    assert "গত" in str(views)


def amended(tab, part, language, spoken):
    """What a part answers when its results are shown again, by its kind."""
    if part is tab.parts[0]:
        pair = analyze_pair(part.model, OLD)
        return lambda: part._amend(VISITOR, language, spoken, pair, (None, None), (None, None))
    if part is tab.parts[1]:
        held = part._read(VISITOR, "en", OLD[0])[:4]
        return lambda: part._amend(VISITOR, language, spoken, *held)
    outcome = list(part._runner(0)(VISITOR, "en"))[-1][1]
    return lambda: part._amend(VISITOR, language, spoken, outcome)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_what_came_is_shown_again_only_in_another_language(tab, place):
    part = tab.parts[place]
    assert all(map(is_skipped, amended(tab, part, "en", "en")()))
    spoken, *views = amended(tab, part, "bn", "en")()
    assert spoken == "bn"
    assert not any(map(is_skipped, views[:2]))
    assert 'lang="bn"' in str(views)


def test_another_language_ends_what_tells_of_its_work_in_the_old_one(tab):
    work = explain(tab, OLD)
    next(work)
    amended(tab, tab.parts[0], "bn", "en")()
    assert list(work) == []


@pytest.mark.parametrize("place", [0, 1, 2])
def test_what_is_shown_again_does_not_come_after_newer_results(tab, monkeypatch, place):
    part = tab.parts[place]
    newer = [
        lambda: predict(tab, NEW),
        lambda: part._read(VISITOR, "en", NEW[0]),
        lambda: list(part._runner(1)(VISITOR, "en")),
    ][place]
    again = amended(tab, part, "bn", "en")
    owner, name = [(part, "_show"), (compare_swap, "show_answer"), (part, "_show")][place]
    show = getattr(owner, name)

    def overtaken(*arguments):
        monkeypatch.undo()
        newer()
        return show(*arguments)

    monkeypatch.setattr(owner, name, overtaken)
    assert all(map(is_skipped, again()))


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


def test_stop_keeps_the_texts_and_says_so(tab, monkeypatch):
    part = tab.parts[0]
    with monkeypatch.context() as patch:
        patch.setattr(part.model, "explain_heads", endless)
        old = explain(tab, OLD)
        next(old)
        part._stop(VISITOR)
        (*shown, found) = list(old)[-1]
    assert is_skipped(found)
    assert [STRINGS["pair_stopped"]["en"] in html for html in shown] == [True] * 4
    assert OLD[0] in shown[0]
    # Asked again, it goes on to its end.
    predict(tab, OLD)
    assert "data-label" in list(explain(tab, OLD))[-1][0]


def test_stop_keeps_what_is_explained_already(tab, monkeypatch):
    part = tab.parts[0]
    pair = analyze_pair(part.model, OLD)
    known = (part.model.explain_heads(OLD[0]), None)
    monkeypatch.setattr(part.model, "explain_heads", endless)
    work = part._explain(VISITOR, "en", pair, known)
    next(work)
    part._stop(VISITOR)
    *shown, _ = list(work)[-1]
    assert [is_skipped(html) for html in shown] == [True, False, True, False]


def test_stop_before_the_words_are_weighed(tab):
    part = tab.parts[0]
    part._stop(VISITOR)
    (only,) = explain(tab, OLD)
    assert STRINGS["pair_stopped"]["en"] in only[0]
    # A stop that came too late is not meant for the next texts.
    part._stop(VISITOR)
    predict(tab, NEW)
    assert "data-label" in list(explain(tab, NEW))[-1][0]


def test_a_stopped_swap(tab):
    part = tab.parts[1]
    encoded, lines = part.model.encode(OLD[0]), "\n".join(f"নাম{index}" for index in range(12))
    work = part._swap(VISITOR, "bn", encoded, 0, lines)
    meter = next(work)[2]
    assert "data-stop" in meter
    part._stop(VISITOR)
    ((answer, _, meter, summary, *_),) = work
    assert isinstance(answer, Stopped)
    assert meter == ""
    assert STRINGS["swap_stopped"]["bn"] in summary
    # As is one that was pressed before the stop and waits, but not one that is pressed since.
    assert isinstance(swapped(part, encoded, 0, lines), Stopped)
    part._cancel(VISITOR)
    assert isinstance(swapped(part, encoded, 0, lines), Swapped)


def test_a_stopped_set(tab):
    part = tab.parts[2]
    work = part._runner(0)(VISITOR, "en")
    assert "data-stop" in next(work)[0]
    part._stop(VISITOR)
    shown, outcome, _ = list(work)[-1]
    assert isinstance(outcome, Stopped)
    assert STRINGS["set_stopped"]["en"] in shown
    assert STRINGS["set_stopped"]["bn"] in part._show("bn", outcome)
    assert isinstance(list(part._runner(1)(VISITOR, "en"))[-1][1], Stopped)
    part._cancel(VISITOR)
    assert isinstance(list(part._runner(1)(VISITOR, "en"))[-1][1], SetResult)
