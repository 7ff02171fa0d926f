"""A visitor's state, and what is drawn of it when it changes."""

from copy import deepcopy
from dataclasses import FrozenInstanceError, dataclass, fields, replace
from types import SimpleNamespace

import pytest

from sentimotion.errors import SentimotionError
from sentimotion.i18n.messages import LANGUAGES
from sentimotion.web.session.session import Session
from sentimotion.web.session.state import (
    Event,
    SavedFile,
    StateCell,
    TabState,
    View,
    Views,
    shown,
    stop,
    whole_number,
)


@dataclass(frozen=True, slots=True)
class Pair(TabState):
    one: int = 0
    two: int = 0


def views(language="bn"):
    return Views(
        language,
        [
            View("one", lambda language, one: (language, one), lambda state: (state.one,)),
            View("sum", lambda language, *both: (language, sum(both)), lambda state: (state.one, state.two)),
        ],
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_drawn_in_the_language_of_the_page(language):
    assert views(language).render(Pair(one=1, two=2)) == {"one": (language, 1), "sum": (language, 3)}


def test_nothing_is_drawn_of_a_missing_value():
    draw = shown("{} {} {}".format)
    assert draw("bn", "", 0) == " 0 bn"
    assert draw("bn", None, 0) == draw("bn", "", None) == ""


@pytest.mark.parametrize("text", [None, "", "-1", "1.0", "1000000", "১", "one", "1\n", " 1"])
def test_no_number_from_a_hidden_field(text):
    assert whole_number(text) is None


@pytest.mark.parametrize("number", [0, 7, 999_999])
def test_a_number_from_a_hidden_field(number):
    assert whole_number(str(number)) == number


def test_only_what_has_changed_is_drawn():
    before = Pair(one=1)
    after = replace(before, two=2)
    assert views().changes(before, after, after) == {"sum": ("bn", 3)}
    assert views().changes(before, before, before) == {}


def test_what_the_browser_follows_itself_is_drawn_with_the_rest():
    view = View(
        "sum", lambda _, *both: sum(both), lambda state: (state.one, state.two), lambda state: (state.one,)
    )
    before = Pair(one=1)
    moved = replace(before, two=2)
    assert Views("bn", [view]).changes(before, moved, moved) == {}
    both = replace(moved, one=3)
    assert Views("bn", [view]).changes(moved, both, both) == {"sum": 5}


def test_a_change_is_drawn_as_it_is_after_later_ones():
    """What an overlapping event has changed since must not be undone on the page."""
    before = Pair()
    after = replace(before, two=2)
    latest = replace(after, one=5, two=7)
    assert views().changes(before, after, latest) == {"sum": ("bn", 12)}


def test_changes_apply_to_the_state_of_their_time():
    cell = StateCell(Pair())
    cell.update(lambda state: replace(state, one=1))
    assert cell.update(lambda state: replace(state, two=2)) == (Pair(one=1), Pair(one=1, two=2))
    assert cell.state == Pair(one=1, two=2)


def test_another_visitor_begins_anew():
    cell = StateCell(Pair())
    cell.update(lambda state: replace(state, one=1))
    assert deepcopy(cell).state == Pair()
    assert cell.state == Pair(one=1)


def test_a_click_on_stop_changes_nothing_itself():
    stopped = []
    event = Event(SimpleNamespace(stop=stopped.append), (), {})
    assert [*stop("work")(Pair(), event)] == []
    assert stopped == ["work"]


@pytest.mark.parametrize(
    "value",
    [Event(Session(), (), {}), SavedFile("a.csv", "text/csv", b""), View("one", str, lambda _: ())],
    ids=lambda value: type(value).__name__,
)
def test_what_events_and_pages_share_does_not_change(value):
    with pytest.raises(FrozenInstanceError):
        setattr(value, fields(value)[0].name, None)


def test_what_a_tab_says_of_itself():
    assert Event(Session(), (), {}).address == ""
    assert str(Pair().lost()) == "the server no longer has this result; analyze the text again"
    with pytest.raises(NotImplementedError):
        Pair().failed(SentimotionError("broken"))
