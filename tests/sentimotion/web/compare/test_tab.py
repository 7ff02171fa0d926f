"""What the tab answers when its events overtake each other or have invalid data, without a browser."""

import logging
from time import sleep

import pytest

from sentimotion.errors import BlankText, ExplanationError, TextTooLong
from sentimotion.i18n.messages import LANGUAGES, STRINGS
from sentimotion.labels import HEADS
from sentimotion.web.compare import events
from sentimotion.web.compare.comparison import SetResult, Swapped, analyze_pair
from sentimotion.web.compare.state import Missing, SwapState
from sentimotion.web.components.progress_bar import Stopped
from sentimotion.web.session.session import Session
from sentimotion.web.session.state import Event, StateCell
from tests.sentimotion.web.visitor import encodings

OLD, NEW = ("আজ সকালে বৃষ্টি ছিল।", "কাল রোদ উঠবে।"), ("ভালো।", "মন্দ।")


@pytest.fixture
def tab(page):
    return page.compare


@pytest.fixture
def pair(tab):
    return tab.pair


@pytest.fixture
def swap(tab):
    return tab.swap


@pytest.fixture
def sets(tab):
    return tab.sets


def test_each_of_two_texts_is_encoded_once(tab, opened, pair):
    for box, text in zip(pair.texts, OLD, strict=True):
        opened[box] = text
    with encodings(tab.handlers.model) as encoded:
        opened.touch(pair.run)
    assert encoded == list(OLD)


@pytest.fixture
def now(opened, tab):
    """The visitor's state of one part, when called."""
    return lambda part: getattr(opened[tab.events.state].state, part)


def type_pair(opened, pair, texts):
    for box, text in zip(pair.texts, texts, strict=True):
        opened[box] = text


def compare(opened, pair, texts):
    """Compare two texts; the messages of the server, one by one."""
    type_pair(opened, pair, texts)
    return opened.steps(pair.run)


def texts_of(pair):
    """The texts of a state of the pair."""
    return tuple(analysis.prediction.text for analysis in pair.analyses)


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
    """Take messages until the explanation has begun: the prediction, and the first progress."""
    for _ in range(2 - n_taken):
        next(steps)


def read(opened, swap, text):
    opened[swap.text] = text
    opened.touch(swap.read)


def choose(opened, swap, index):
    opened[swap.index] = index
    opened.touch(swap.words, "select")


def swap_first_word(opened, swap, lines="গত"):
    """Have the old sentence's first word swapped; the messages of the server, one by one."""
    read(opened, swap, OLD[0])
    choose(opened, swap, "0")
    opened[swap.alternatives] = lines
    return opened.steps(swap.run)


def everything(opened, tab):
    """All words of answers that the tab shows."""
    names = ("label", "value")
    return "\n".join(
        str(opened.property(view, name))
        for view in opened.outputs(tab.pair.run)
        for name in names
        if hasattr(view, name)
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_results_are_in_the_language_of_the_page(opened, tab, pair, swap, sets, language):
    next(compare(opened, pair, OLD))
    opened.touch(swap.example_buttons[0])
    opened.touch(sets.buttons[0])
    words = everything(opened, tab)
    for key in ("column_range", "set_means", "pair_text_1", "explaining"):
        assert STRINGS[key][language].split("{")[0] in words
    (other,) = {*LANGUAGES} - {language}
    assert f'<div lang="{other}"' not in words


@pytest.mark.parametrize(("texts", "at"), [((" ", "ভালো"), [0]), (("ভালো", ""), [1]), (("", "\n"), [0, 1])])
def test_a_blank_text_is_said_beside_it(opened, pair, now, texts, at):
    list(compare(opened, pair, OLD))
    list(compare(opened, pair, texts))
    assert now("pair").analyses is None
    errors = now("pair").errors
    assert [index for index, error in enumerate(errors) if isinstance(error, BlankText)] == at
    assert [index for index, notice in enumerate(pair.notices) if opened[notice]] == at
    assert opened.property(pair.result, "visible") is False
    assert words_of(opened, pair, 0) == [""] * 2


def test_the_second_of_two_pairs_asked_for_at_once_counts(opened, pair, now, monkeypatch):
    asked = []

    def analyze_slowly(model, texts):
        asked.append(tuple(texts))
        if tuple(texts) == OLD:
            type_pair(opened, pair, NEW)
            opened.touch(pair.run)
        return analyze_pair(model, texts)

    monkeypatch.setattr(events, "analyze_pair", analyze_slowly)
    list(compare(opened, pair, OLD))
    assert asked == [OLD, NEW]
    assert texts_of(now("pair")) == NEW
    assert all("data-label" in html for html in words_of(opened, pair, 0))


@pytest.mark.parametrize("begun", ["before", "meanwhile"])
def test_a_new_pair_ends_the_explanation_of_the_old_one(opened, pair, now, monkeypatch, begun):
    old = compare(opened, pair, OLD)
    next(old)
    if begun == "before":
        until_explaining(old, n_taken=1)

    def analyze_slowly(model, texts):
        if begun == "meanwhile":
            until_explaining(old, n_taken=1)
        return analyze_pair(model, texts)

    monkeypatch.setattr(events, "analyze_pair", analyze_slowly)
    new = compare(opened, pair, NEW)
    next(new)
    for _ in old:
        assert now("pair").explanations == (None, None)
    list(new)
    assert texts_of(now("pair")) == NEW
    assert all("data-label" in html for html in words_of(opened, pair, 0))


def test_without_a_pair_nothing_is_explained(opened, tab):
    state = opened[tab.events.state].state
    assert list(tab.handlers.explain(state, Event(Session(), (), {}))) == []


def test_words_that_cannot_be_explained_say_so_in_their_place(opened, bert_model, pair, monkeypatch):
    explain_heads = bert_model.explain_heads

    def fails(text, **options):
        if text.text == OLD[1]:
            options["on_progress"](1, 2)
            raise ExplanationError("not finite")
        return explain_heads(text, **options)

    monkeypatch.setattr(bert_model, "explain_heads", fails)
    list(compare(opened, pair, OLD))
    assert all("data-label" in html for html in words_of(opened, pair, 0))
    assert all('data-error="explanation"' in html for html in words_of(opened, pair, 1))
    assert [opened[notice] for notice in pair.notices] == ["", ""]


@pytest.mark.parametrize("told", [None, "", "-1", "99", "0.0", "True", "১", " 1", "9" * 5000])
def test_a_word_that_does_not_exist_is_not_chosen(opened, swap, now, told):
    read(opened, swap, OLD[0])
    before = opened[swap.chosen]
    choose(opened, swap, told)
    assert (now("swap").word, opened[swap.chosen]) == (None, before)


def test_a_word_is_chosen(opened, swap, now):
    read(opened, swap, OLD[0])
    words = opened[swap.words]
    choose(opened, swap, "2")
    assert now("swap").word == 2
    assert "“বৃষ্টি”" in opened[swap.chosen]
    # The browser has marked the button; a new one would not have the focus.
    assert opened[swap.words] is words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", [None, OLD[0]])
def test_a_word_has_to_be_chosen_first(opened, swap, now, text, language):
    if text is not None:
        read(opened, swap, text)
    opened[swap.alternatives] = "ক"
    opened.touch(swap.run)
    assert now("swap").answer == Missing("swap_choose_first")
    assert STRINGS["swap_choose_first"][language] in opened[swap.summary]


def test_a_list_that_is_too_long_is_an_answer(opened, swap, now):
    list(swap_first_word(opened, swap, "ক\n" * 5000))
    assert isinstance(now("swap").answer, TextTooLong)
    assert "data-error" in opened[swap.summary]


def test_a_new_sentence_voids_the_swap_of_the_old_one(opened, swap, now, monkeypatch):
    swap_word = events.swap_word

    def swap_slowly(*arguments):
        read(opened, swap, NEW[0])
        return swap_word(*arguments)

    monkeypatch.setattr(events, "swap_word", swap_slowly)
    list(swap_first_word(opened, swap))
    assert (now("swap").answer, opened[swap.summary]) == (None, "")
    assert now("swap").encoded.text == NEW[0]
    read(opened, swap, " ")
    assert now("swap").error.code == "blank_text"
    assert 'data-error="blank_text"' in opened[swap.notices]
    assert opened.property(swap.choice, "visible") is False


def test_a_swap_that_begins_while_a_new_sentence_is_read_is_not_shown_with_it(opened, tab, swap, now):
    """It is about the sentence that the visitor saw."""
    read(opened, swap, OLD[0])
    choose(opened, swap, "0")
    late = tab.handlers.swap(opened[tab.events.state].state, Event(Session(), ("গত",), {}))
    read(opened, swap, NEW[0])
    for change in late:
        opened[tab.events.state].update(change)
    assert now("swap") == SwapState(encoded=tab.handlers.model.encode(NEW[0]))


def test_every_example_fills_all_that_it_needs(opened, swap, now):
    for example, button in zip(swap.examples, swap.example_buttons, strict=True):
        opened.touch(button)
        assert (opened[swap.text], now("swap").error) == (example.text, None)
        assert isinstance(now("swap").answer, Swapped)
        assert now("swap").answer.words == (example.word, *example.alternatives)


def test_every_example_pair_fills_both_texts(opened, pair, now):
    for example, button in zip(pair.examples, pair.example_buttons, strict=True):
        until_explaining(opened.steps(button))
        assert tuple(opened[box] for box in pair.texts) == example.texts
        assert texts_of(now("pair")) == example.texts


def test_a_second_set_ends_the_first(opened, sets, now):
    first = opened.steps(sets.buttons[0])
    until(first, lambda: "<progress" in opened[sets.result])
    opened.touch(sets.buttons[1])
    assert isinstance(now("sets").outcome, SetResult)
    list(first)
    assert now("sets").outcome.index == 1
    assert 'data-set="1"' in opened[sets.result]


# Results and what shows them come together, and none of an older question comes after a newer one's


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_and_what_shows_them_are_one_message(opened, pair, now, language):
    """Shown by an event of their own, the texts before could come last."""
    next(compare(opened, pair, NEW))
    assert texts_of(now("pair")) == NEW
    assert opened.property(pair.result, "visible") is True
    for head in HEADS:
        assert f'lang="{language}"' in opened[pair.differences[head]]
        for index in (0, 1):
            decision, _, words = (opened[view] for view in pair.cards[head, index])
            assert f'lang="{language}" data-decision' in decision
            assert NEW[index] in words


def test_a_sentence_and_its_words_are_one_message(opened, swap, now):
    opened[swap.text] = OLD[0]
    next(opened.steps(swap.read))
    assert now("swap").encoded.text == OLD[0]
    assert "বৃষ্টি" in opened[swap.words]
    assert opened.property(swap.choice, "visible") is True
    example = opened.steps(swap.example_buttons[0])
    next(example)  # the text boxes
    next(example)
    assert now("swap").encoded.text == swap.examples[0].text
    assert swap.examples[0].word in opened[swap.chosen]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_swap_and_what_shows_it_are_one_message(opened, swap, now, language):
    until(swap_first_word(opened, swap), lambda: isinstance(now("swap").answer, Swapped))
    assert f'lang="{language}"' in opened[swap.summary]
    assert "গত" in opened[swap.summary]
    assert all("গত" in opened[table] for _, table in swap.strips)
    assert opened.property(swap.strip_row, "visible") is True


def with_results(opened, tab):
    """Have results of all three parts."""
    pair, swap, sets = tab.pair, tab.swap, tab.sets
    list(compare(opened, pair, OLD))
    opened.touch(swap.example_buttons[0])
    opened.touch(sets.buttons[0])


@pytest.mark.parametrize("name", ["analyze_pair", "swap_word", "run_set"])
def test_what_is_computed_while_another_part_changes_is_shown_with_it(opened, tab, monkeypatch, name):
    """Each part has its own views of the one state."""
    compute = getattr(events, name)
    asked = {
        "analyze_pair": lambda: list(compare(opened, tab.pair, OLD)),
        "swap_word": lambda: list(swap_first_word(opened, tab.swap)),
        "run_set": lambda: opened.touch(tab.sets.buttons[1]),
    }
    shown = {
        "analyze_pair": lambda: all("data-label" in html for html in words_of(opened, tab.pair, 0)),
        "swap_word": lambda: "গত" in opened[tab.swap.summary],
        "run_set": lambda: 'data-set="1"' in opened[tab.sets.result],
    }

    def meanwhile(*arguments):
        monkeypatch.undo()
        for other in asked.keys() - {name}:
            asked[other]()
        return compute(*arguments)

    monkeypatch.setattr(events, name, meanwhile)
    asked[name]()
    assert {part: is_there() for part, is_there in shown.items()} == dict.fromkeys(shown, True)


def test_what_follows_an_event_waits_in_the_queue(pages, tab):
    """Its answers come in order: one that is asked for past the queue may come after a newer one's."""
    functions = [fn for fn in pages.blocks.fns.values() if tab.events.state in fn.inputs]
    following = [fn for fn in functions if fn.trigger_after is not None]
    assert len(following) > 10
    assert [fn.name for fn in following if not fn.queue] == []


# Stop


def endless(_, *, on_progress):
    """In place of the tiny model, which could be done before it is stopped."""
    while True:
        on_progress(1, 2)
        sleep(0.01)


@pytest.mark.parametrize("language", LANGUAGES)
def test_stop_keeps_the_texts_and_says_so(opened, bert_model, pair, now, monkeypatch, language):
    with monkeypatch.context() as patch:
        patch.setattr(bert_model, "explain_heads", endless)
        work = compare(opened, pair, OLD)
        until_explaining(work)
        opened.touch(pair.stop_events, "stop")
        list(work)
    assert now("pair").explanations == (None, None)
    for index in (0, 1):
        for html in words_of(opened, pair, index):
            assert STRINGS["pair_stopped"][language] in html
            assert OLD[index] in html
    # Asked again, it goes on to its end.
    opened.touch(pair.run)
    assert all("data-label" in html for html in words_of(opened, pair, 0))


def test_stop_keeps_what_is_explained_already(opened, bert_model, pair, now, monkeypatch):
    explain_heads = bert_model.explain_heads
    monkeypatch.setattr(
        bert_model,
        "explain_heads",
        lambda text, **options: (explain_heads if text.text == OLD[0] else endless)(text, **options),
    )
    work = compare(opened, pair, OLD)
    until(work, lambda: now("pair").explanations[0] is not None)
    opened.touch(pair.stop_events, "stop")
    list(work)
    assert now("pair").explanations == (explain_heads(OLD[0]), None)
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stopped_swap(opened, swap, now, language):
    work = swap_first_word(opened, swap, "\n".join(f"নাম{index}" for index in range(12)))
    until(work, lambda: "data-stop" in opened[swap.meter])
    opened.touch(swap.stop_events, "stop")
    list(work)
    assert isinstance(now("swap").answer, Stopped)
    assert opened[swap.meter] == ""
    assert STRINGS["swap_stopped"][language] in opened[swap.summary]
    # As is one that was pressed before the stop and waits, but not one that is pressed since.
    waiting = opened.steps(swap.run)
    next(waiting)
    opened.touch(swap.stop_events, "stop")
    list(waiting)
    assert isinstance(now("swap").answer, Stopped)
    opened.touch(swap.run)
    assert isinstance(now("swap").answer, Swapped)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stopped_set(opened, sets, now, language):
    work = opened.steps(sets.buttons[0])
    until(work, lambda: "data-stop" in opened[sets.result])
    opened.touch(sets.stop_events, "stop")
    list(work)
    assert isinstance(now("sets").outcome, Stopped)
    assert STRINGS["set_stopped"][language] in opened[sets.result]
    waiting = opened.steps(sets.buttons[1])
    next(waiting)
    opened.touch(sets.stop_events, "stop")
    list(waiting)
    assert isinstance(now("sets").outcome, Stopped)
    opened.touch(sets.buttons[1])
    assert isinstance(now("sets").outcome, SetResult)


# The server has lost the session: it was restarted, or too many others came


def lose(opened, tab):
    """Let the server forget what it knew of this visitor."""
    opened[tab.events.state] = StateCell(tab.events.state.value.state)


def error_views(tab):
    """Where each part shows its errors."""
    return {"pair": tab.pair.notices[0], "swap": tab.swap.summary, "sets": tab.sets.result}


@pytest.mark.parametrize(
    ("part", "component", "event"),
    [
        ("pair", "stop_events", "stop"),
        ("swap", "words", "select"),
        ("swap", "run", "click"),
        ("swap", "stop_events", "stop"),
        ("sets", "stop_events", "stop"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_event_about_a_lost_result_says_so(opened, tab, part, component, event, language):
    with_results(opened, tab)
    lose(opened, tab)
    opened.touch(getattr(getattr(tab, part), component), event)
    said = {name: "result_expired" in opened[view] for name, view in error_views(tab).items()}
    assert said == {name: name == part for name in said}
    assert f'lang="{language}"' in opened[error_views(tab)[part]]


def test_after_a_lost_result_a_new_one_comes(opened, tab, pair, swap, sets):
    with_results(opened, tab)
    lose(opened, tab)
    list(compare(opened, pair, NEW))
    assert all("data-label" in html for html in words_of(opened, pair, 1))
    # The words on the page are still those of the lost sentence.
    choose(opened, swap, "0")
    assert "result_expired" in opened[swap.summary]
    list(swap_first_word(opened, swap))
    opened.touch(sets.buttons[1])
    assert 'data-set="1"' in opened[sets.result]
    assert "data-error" not in everything(opened, tab)


def test_a_new_result_of_one_part_does_not_outdate_the_others(opened, tab, swap, sets, pair, now):
    """An event that was sent before it came, and waited in the queue, is about its own part."""
    list(compare(opened, pair, OLD))
    read(opened, swap, OLD[0])
    sent = opened[tab.events.turn]
    opened.touch(sets.buttons[0])
    opened[tab.events.turn] = sent
    choose(opened, swap, "2")
    assert now("swap").word == 2


# Something outside our own code fails


@pytest.mark.parametrize(
    ("part", "method"),
    [
        ("pair", "predict_batch"),
        ("pair", "explain_heads"),
        ("swap", "encode"),
        ("swap", "predict_batch"),
        ("sets", "predict_batch"),
    ],
)
def test_an_unexpected_failure_frees_its_part(opened, tab, bert_model, monkeypatch, caplog, part, method):
    with_results(opened, tab)
    ask = {
        "pair": lambda: list(compare(opened, tab.pair, NEW)),
        "swap": lambda: list(swap_first_word(opened, tab.swap)),
        "sets": lambda: opened.touch(tab.sets.buttons[1]),
    }[part]

    def fails(*_, **__):
        raise MemoryError(f"about {OLD}")

    with monkeypatch.context() as broken, caplog.at_level(logging.ERROR):
        broken.setattr(bert_model, method, fails)
        ask()
    said = {name: "event_failed" in opened[view] for name, view in error_views(tab).items()}
    assert said == {name: name == part for name in said}
    shown = everything(opened, tab)
    assert "aria-busy" not in shown
    assert "<progress" not in shown
    # The message of the error quotes a text.
    assert "MemoryError" in caplog.text
    assert "বৃষ্টি" not in caplog.text
    ask()
    assert "data-error" not in everything(opened, tab)
