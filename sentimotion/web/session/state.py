"""What a visitor sees of a tab: its state, what changes it, and the views that draw it.

Does not import gradio.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Generic, Self, TypeVar

from sentimotion.errors import ResultExpired, SentimotionError
from sentimotion.i18n.messages import Language
from sentimotion.web.session.session import Session


@dataclass(frozen=True, slots=True)
class TabState:
    """Base class of the states of the tabs.

    :param turn: Identifies the answer that is shown; empty if there is none, and the same for all visitors in
        the state with which a page begins. The page sends it with each event, which tells an event about an
        answer that the server no longer has.
    """

    turn: str = ""

    def failed(self, error: SentimotionError) -> Self:
        """The state after an event failed: nothing is waiting any more, and the error is shown.

        If the server no longer has the answer, a state with a turn replaces all that the page shows; without
        one, the page keeps the answer.
        """
        raise NotImplementedError

    def lost(self) -> SentimotionError:
        """The error for :meth:`failed` if an event is about an answer that the server no longer has."""
        return ResultExpired("the server no longer has this result; analyze the text again")


S = TypeVar("S", bound=TabState)


class StateCell(Generic[S]):
    """Value of a tab's ``gr.State``: holds the visitor's current state.

    Gradio passes an event the value that the component had when the event began, and stores the value that it
    returns. If two events overlap, the one that ends last would undo the other. A change is therefore a
    function, applied to the state that the cell holds at that time.
    """

    def __init__(self, initial: S) -> None:
        self._initial = self._state = initial
        self._lock = Lock()

    def __deepcopy__(self, memo: dict[int, Any]) -> "StateCell[S]":
        """A cell for another visitor; Gradio copies the value for each session."""
        return StateCell(self._initial)

    @property
    def initial(self) -> S:
        """The state before anything has happened, or after the server has lost the session."""
        return self._initial

    @property
    def state(self) -> S:
        """The current state."""
        return self._state

    def update(self, change: Callable[[S], S]) -> tuple[S, S]:
        """Apply a change.

        :param change: Takes the current state and returns the new one; must be quick, as others wait for it.
        :returns: The state before and after.
        """
        with self._lock:
            before, self._state = self._state, change(self._state)
            return before, self._state


@dataclass(frozen=True, slots=True)
class Event:
    """What happened on the page.

    :param session: The visitor's running work.
    :param values: Values of the components that the event was connected with.
    :param data: What the browser sent with the event, by name; untrusted.
    :param address: The address that it came from, as limits count it.
    """

    session: Session
    values: tuple[Any, ...]
    data: dict[str, Any]
    address: str = ""


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A file for the browser to save."""

    name: str
    media_type: str
    content: bytes


def whole_number(text: str | None) -> int | None:
    """Parse a number from 0 to 999,999 from a hidden field, which is untrusted; None if it is not one."""
    return int(text) if text and re.fullmatch("[0-9]{1,6}", text) else None


Change = Callable[[S], S]
Handler = Callable[[S, Event], Iterator[Change[S]]]
"""A handler yields changes of the state: immediately, or as its work goes on."""


def stop(name: str) -> Handler[Any]:
    """Return the handler that stops work at the visitor's request; the work says that it was stopped.

    :param name: As in :meth:`Session.begin`.
    """

    def stopped(_: Any, event: Event) -> Iterator[Change[Any]]:
        event.session.stop(name)
        return iter(())

    return stopped


@dataclass(frozen=True, slots=True)
class View(Generic[S]):
    """One component as a function of the state.

    :param component: The Gradio component.
    :param draw: Returns its value, or an update, from the page's language and the values of ``of``.
    :param of: The parts of the state that it shows. It is drawn again if one of them changed.
    :param changes_with: The parts whose change draws it again, where the browser itself follows the others.
    """

    component: Any
    draw: Callable[..., Any]
    of: Callable[[S], Sequence[Any]]
    changes_with: Callable[[S], Sequence[Any]] | None = None

    def differs(self, before: S, after: S) -> bool:
        """Whether a change of the state draws it again."""
        parts = self.changes_with or self.of
        return tuple(parts(before)) != tuple(parts(after))


def shown(render: Callable[..., str]) -> Callable[..., str]:
    """Make a view's draw function: ``render(*values, language)``, or nothing while a value is None."""

    def draw(language: Language, *values: Any) -> str:
        return "" if any(value is None for value in values) else render(*values, language)

    return draw


class Views(Generic[S]):
    """All components of a tab that depend on its state.

    :param language: Language of the page.
    """

    def __init__(self, language: Language, views: Iterable[View[S]]) -> None:
        self._language, self._views = language, tuple(views)
        self.components: list[Any] = [view.component for view in self._views]

    def begin(self, state: S) -> None:
        """Let the page begin with what the components show of a state."""
        for component, drawn in self.render(state).items():
            # A value, or an update, which is a dictionary.
            properties = dict(drawn) if isinstance(drawn, dict) else {"value": drawn}
            properties.pop("__type__", None)
            has_value, value = "value" in properties, properties.pop("value", None)
            for name, property_ in properties.items():
                setattr(component, name, property_)
            if has_value:
                sent = component.postprocess(value)
                component.value = sent.model_dump() if hasattr(sent, "model_dump") else sent

    def render(self, state: S) -> dict[Any, Any]:
        """Draw everything.

        :returns: Value or update by component.
        """
        return self._drawn(self._views, state)

    def changes(self, before: S, after: S, latest: S) -> dict[Any, Any]:
        """Draw what a change has changed.

        :param before: The state before the change.
        :param after: The state after it.
        :param latest: The state to draw, which may have changed again.
        :returns: Value or update by component; empty if nothing differs.
        """
        views = () if before is after else self._views
        return self._drawn((view for view in views if view.differs(before, after)), latest)

    def overtaken(self, drawn: Mapping[Any, S], latest: S) -> dict[Any, Any]:
        """Draw again what has changed since an event drew it.

        :param drawn: The state with which the event drew a component last, by component.
        :param latest: The state to draw.
        :returns: Value or update by component; empty if nothing differs.
        """
        views = (view for view in self._views if view.component in drawn)
        return self._drawn((view for view in views if view.differs(drawn[view.component], latest)), latest)

    def _drawn(self, views: Iterable[View[S]], state: S) -> dict[Any, Any]:
        return {view.component: view.draw(self._language, *view.of(state)) for view in views}
