"""What an event's changes become on the page: messages of components."""

import asyncio
import json
from dataclasses import dataclass, replace

import gradio as gr
import plotly.graph_objects as go
import pytest

from sentimotion.errors import SentimotionError
from sentimotion.web.components.menu import Menu
from sentimotion.web.session.events import TabEvents
from sentimotion.web.session.session import Sessions
from sentimotion.web.session.state import StateCell, TabState, View
from tests.sentimotion.web import VISITOR


@dataclass(frozen=True, slots=True)
class Counted(TabState):
    one: int = 0
    two: int = 0
    error: str = ""

    def failed(self, error):
        return replace(self, error=error.code)


@pytest.fixture(scope="module")
def tab():
    async def build():
        with gr.Blocks(analytics_enabled=False):
            parts = [gr.HTML() for _ in range(3)]
            names = ("one", "two", "error")
            views = [
                View(part, "{} {}".format, lambda now, name=name: (getattr(now, name),))
                for part, name in zip(parts, names, strict=True)
            ]
            events = TabEvents(Sessions(), "bn", Counted(), views)
        return parts, events, events.state

    # Where no event loop runs, Gradio makes some and never closes them.
    return asyncio.run(build())


def count(_state, _event):
    yield lambda now: replace(now, one=now.one + 1)
    yield lambda now: replace(now, two=now.two + 1)
    yield lambda now: replace(now, one=now.one + 1)


def overtaken_by(cell, change):
    """A handler during which another event changes the state after the second of its messages."""

    def handler(_state, _event):
        yield lambda now: replace(now, one=now.one + 1)
        yield lambda now: replace(now, two=now.two + 1)
        cell.update(change)

    return handler


def nothing(_state, _event):
    return iter(())


def breaks(_state, _event):
    yield lambda now: replace(now, one=5)
    raise SentimotionError("broken")


def unexpected(_state, _event):
    raise KeyError("broken")
    yield


def answers(wired, cell):
    answer = wired["fn"](VISITOR, cell, "")
    return [answer] if isinstance(answer, dict) else list(answer)


def test_the_page_begins_with_what_is_drawn_of_the_first_state():
    async def build():
        with gr.Blocks(analytics_enabled=False) as blocks:
            parts = html, button, plot, menu = gr.HTML(), gr.Button("Run"), gr.Plot(), Menu([])
            draws = {
                html: "<p>{}: {}</p>".format,
                button: lambda _, one: gr.update(visible=one > 3, interactive=one > 1),
                plot: lambda _, one: gr.update(value=go.Figure(layout={"meta": one}), visible=True),
                menu: lambda language, one: gr.update(choices=[(language, one), ("two", 2)], value=one),
            }
            views = [View(part, draws[part], lambda now: (now.one,)) for part in parts]
            TabEvents(Sessions(), "bn", Counted(turn="first", one=3), views)
        return parts, blocks.get_config_file()

    parts, config = asyncio.run(build())
    properties = {component["id"]: component["props"] for component in config["components"]}
    html, button, plot, menu = (properties[part._id] for part in parts)
    assert html["value"] == "<p>bn: 3</p>"
    assert not any(hasattr(part, "__type__") for part in parts)
    assert (button["visible"], button["interactive"], button["value"]) == (False, True, "Run")
    assert json.loads(plot["value"]["plot"])["layout"]["meta"] == 3
    assert menu["value"] == {"choices": [("bn", 3), ("two", 2)], "value": 3}
    assert "first" in [component["props"].get("value") for component in config["components"]]


@pytest.mark.parametrize("at_once", [False, True])
def test_what_another_event_has_changed_is_drawn_at_the_end(tab, at_once):
    """Its answer, past the queue, may reach the browser before what was drawn here."""
    (one, two, _), events, state = tab
    cell = StateCell(Counted())
    handler = overtaken_by(cell, lambda now: replace(now, one=7, error="seven"))
    found = answers(events.run(handler, at_once=at_once), cell)
    # Not what only the other event draws.
    assert found[-1] == {one: "bn 7", state: cell} | ({two: "bn 1"} if at_once else {})
    assert len(found) == (1 if at_once else 3)


def test_what_is_drawn_by_a_dictionary_stays_in_the_messages_that_follow():
    """Gradio's client changes one message into the next, in place: what is missing there is lost in both."""

    async def build():
        with gr.Blocks(analytics_enabled=False):
            parts = gr.Button(), gr.HTML()
            shown = View(parts[0], lambda _, one: gr.update(visible=one > 1), lambda now: (now.one,))
            said = View(parts[1], "{} {}".format, lambda now: (now.two,))
            events = TabEvents(Sessions(), "en", Counted(), [shown, said])
        return parts, events, events.state

    (button, html), events, state = asyncio.run(build())

    def handler(_state, _event):
        yield lambda now: replace(now, one=1)
        yield lambda now: replace(now, two=1)
        yield lambda now: replace(now, one=2)
        yield lambda now: replace(now, two=2)
        yield lambda now: now

    cell = StateCell(Counted())
    hidden, visible = gr.update(visible=False), gr.update(visible=True)
    assert answers(events.run(handler), cell) == [
        {button: hidden, state: cell},
        {button: hidden, html: "en 1", state: cell},
        {button: visible, state: cell},
        {button: visible, html: "en 2", state: cell},
    ]


def test_what_no_other_event_has_changed_is_drawn_once(tab):
    cell = StateCell(Counted())
    handler = overtaken_by(cell, lambda now: replace(now, error="seven"))
    assert len(answers(tab[1].run(handler), cell)) == 2


def test_changes_stream_one_by_one_in_the_queue(tab):
    (one, two, _), events, state = tab
    cell = StateCell(Counted())
    wired = events.run(count)
    assert wired["queue"]
    assert answers(wired, cell) == [
        {one: "bn 1", state: cell},
        {two: "bn 1", state: cell},
        {one: "bn 2", state: cell},
    ]


def test_all_changes_are_one_message_past_the_queue(tab):
    (one, two, _), events, state = tab
    cell = StateCell(Counted())
    wired = events.run(count, at_once=True)
    assert not wired["queue"]
    assert answers(wired, cell) == [{one: "bn 2", two: "bn 1", state: cell}]


@pytest.mark.parametrize("at_once", [True, False])
def test_nothing_changed_is_told_as_such(tab, at_once):
    _, events, _ = tab
    assert answers(events.run(nothing, at_once=at_once), StateCell(Counted())) == [gr.skip()]


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize(
    ("handler", "code", "n"), [(breaks, "bn error", "bn 5"), (unexpected, "bn event_failed", None)]
)
def test_an_error_comes_with_what_changed_before_it(tab, at_once, handler, code, n):
    (one, _, error), events, _ = tab
    cell = StateCell(Counted())
    merged = {}
    for answer in answers(events.run(handler, at_once=at_once), cell):
        merged |= answer
    assert (merged.get(one), merged[error]) == (n, code)


@pytest.mark.parametrize("at_once", [True, False])
def test_what_the_visitor_is_changing_is_left_alone(tab, at_once):
    (one, two, _), events, _ = tab
    merged = {}
    for answer in answers(events.run(count, at_once=at_once, besides=[one]), StateCell(Counted())):
        merged |= answer
    assert one not in merged
    assert merged[two] == "bn 1"


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("sent", [None, 3, "word", ["index"], {"index": 1}])
def test_what_the_browser_sends_is_a_dictionary_or_nothing(tab, at_once, sent):
    _, events, _ = tab
    heard = []

    def hear(_state, event):
        heard.append(event.data)
        return iter(())

    wired = events.run(hear, at_once=at_once, sends_data=True)
    answer = wired["fn"](VISITOR, gr.EventData(None, sent), StateCell(Counted()), "")
    list(answer)
    assert heard == [sent if isinstance(sent, dict) else {}]


@pytest.mark.parametrize(
    ("first", "turn", "is_lost"),
    [("", "", False), ("", "old", True), ("first", "first", False), ("first", "old", True)],
)
def test_an_answer_that_the_server_no_longer_has(tab, first, turn, is_lost):
    """After a restart, the page may show the answer with which pages begin, or a later one."""
    (_, _, error), events, _ = tab
    cell = StateCell(Counted(turn=first))
    changes = list(events.run(count)["fn"](VISITOR, cell, turn))
    assert cell.state == Counted(
        turn=first, **({"error": "result_expired"} if is_lost else {"one": 2, "two": 1})
    )
    # The page keeps the answer that it shows: nothing else is drawn.
    assert [{*change} - {events.state} for change in changes][: is_lost or None] == (
        [{error}] if is_lost else [{tab[0][0]}, {tab[0][1]}, {tab[0][0]}]
    )


def test_a_new_answer_after_a_lost_one_is_drawn_whole(tab):
    parts, events, state = tab
    cell = StateCell(Counted(turn="first"))

    def answer(_state, _event):
        yield lambda now: replace(now, turn="new", one=1)

    (change,) = events.run(answer, starts_anew=True)["fn"](VISITOR, cell, "old")
    assert {*change} == {*parts, state, events.turn}


def test_changes_in_one_message_in_the_queue(tab):
    (one, two, _), events, state = tab
    cell = StateCell(Counted())
    wired = events.run(count, is_one_message=True)
    assert wired["queue"]
    assert answers(wired, cell) == [{one: "bn 2", two: "bn 1", state: cell}]
