"""Connect Gradio events to functions of a tab's state; event options shared by all tabs."""

import json
import logging
import traceback
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from pathlib import Path
from typing import Any, Final, Generic, Self, TypeVar

import gradio as gr

from sentimotion.errors import EventFailed, SentimotionError
from sentimotion.i18n.messages import Language
from sentimotion.web.http.address import address_of
from sentimotion.web.session.session import Sessions
from sentimotion.web.session.state import Change, Event, Handler, SavedFile, StateCell, TabState, View, Views

_LOGGER: Final = logging.getLogger(__name__)
S = TypeVar("S", bound=TabState)

# Internal events: not part of the API, and without Gradio's own (English) progress display.
QUIET: Final[dict[str, Any]] = {"api_visibility": "private", "show_progress": "hidden"}
# By default ("once") Gradio drops events that are triggered while an earlier one runs; with this, the last
# one counts. Not for events with data, for which Gradio (6.31) would resend the data of the first event: read
# the data from the page with js= when the event is sent.
LAST: Final[dict[str, Any]] = {"trigger_mode": "always_last"}
# Queued without a concurrency limit: outputs reach the browser in order, without waiting for other events.
IN_ORDER: Final[dict[str, Any]] = {"concurrency_limit": None}
# Concurrency limits over all visitors. An explanation keeps all cores busy.
PREDICTIONS: Final[dict[str, Any]] = {"concurrency_id": "predict", "concurrency_limit": 2}
# Work that gives way to explanations, part by part.
IN_BACKGROUND: Final[dict[str, Any]] = {"concurrency_id": "background", "concurrency_limit": 2}
EXPLANATIONS: Final[dict[str, Any]] = {"concurrency_id": "explain", "concurrency_limit": 1}


class TabEvents(Generic[S]):
    """Connects a tab's events to handlers: an event and the state go in, changed components come out.

    An error that a handler raises becomes the state's :meth:`~TabState.failed`. Must be created within the
    tab, after its other components, as it has hidden ones: ``state`` holds a :class:`StateCell`, ``turn`` the
    state's turn, and ``saved`` passes a file to the browser.

    :param sessions: The visitors' sessions.
    :param language: Language of the page.
    :param first: The state with which the page begins.
    :param views: The components that depend on the state.
    :param time_to_live: Seconds after the last change of the state after which it is dropped, even if the
        page is still open; None for never.
    """

    def __init__(
        self,
        sessions: Sessions,
        language: Language,
        first: S,
        views: Iterable[View[S]],
        time_to_live: int | None = None,
    ) -> None:
        self._sessions = sessions
        self.turn, self.saved = gr.Textbox(visible="hidden"), gr.Textbox(visible="hidden")
        self.state = gr.State(StateCell(first), time_to_live=time_to_live)
        turn: View[S] = View(self.turn, lambda _, turn: turn, lambda state: (state.turn,))
        self._views = Views(language, [turn, *views])
        self._views.begin(first)
        self._failed: Callable[[S, SentimotionError], S] = lambda state, error: state.failed(error)
        self._inputs = [self.state, self.turn]
        # Gradio (6.31) redraws the progress display of every component that has ever been an output at every
        # message of any event, even where it is hidden: one component, and nobody sees it.
        self._quiet = {**QUIET, "show_progress_on": self.turn}

    def failing(self, failed: Callable[[S, SentimotionError], S]) -> Self:
        """The same for a part of the tab that shows its own errors.

        :param failed: The state after an error, in place of :meth:`~TabState.failed`.
        """
        part = copy(self)
        part._failed = failed
        return part

    def run(
        self,
        handler: Handler[S],
        inputs: Sequence[Any] = (),
        *,
        starts_anew: bool = False,
        sends_data: bool = False,
        at_once: bool = False,
        is_one_message: bool = False,
        besides: Sequence[Any] = (),
    ) -> dict[str, Any]:
        """Function, inputs and outputs of an event.

        :param handler: Handles the event.
        :param inputs: Components whose values it takes.
        :param starts_anew: Whether it makes a new answer. Other events are about the shown answer, and fail
            if the server no longer has it.
        :param sends_data: Whether the browser sends data along.
        :param at_once: Whether it is answered past the queue, with all changes in one message: outside its
            queue, Gradio (6.31) takes the first message of a generator and drops the others.
        :param is_one_message: Whether all changes come in one message, in the queue too. For handlers that
            change the state once: Gradio ends a generator in further steps, and what follows has to wait.
        :param besides: Components not to change, because the visitor is just changing them.
        """

        def messages(
            request: gr.Request, cell: Any, turn: str, values: tuple[Any, ...], data: Any
        ) -> Iterator[dict[Any, Any]]:
            event = self._event(request, values, data)
            for drawn in self._drawn(cell, turn, handler, event, starts_anew):
                if changed := {one: value for one, value in drawn.items() if one not in besides}:
                    # Gradio counts a state's time to live from when it was last an output.
                    yield changed | {self.state: cell}

        def single(request: gr.Request, cell: Any, turn: str, *values: Any) -> dict[Any, Any]:
            return _merged(messages(request, cell, turn, values, None))

        def stream(request: gr.Request, cell: Any, turn: str, *values: Any) -> Iterator[dict[Any, Any]]:
            yield from _never_empty(messages(request, cell, turn, values, None))

        # Gradio sends data only to functions that name it, and then sends that of the first of two events.
        def single_with_data(
            request: gr.Request, data: gr.EventData, cell: Any, turn: str, *values: Any
        ) -> dict[Any, Any]:
            return _merged(messages(request, cell, turn, values, data._data))

        def stream_with_data(
            request: gr.Request, data: gr.EventData, cell: Any, turn: str, *values: Any
        ) -> Iterator[dict[Any, Any]]:
            yield from _never_empty(messages(request, cell, turn, values, data._data))

        functions: dict[bool, tuple[Callable[..., Any], Callable[..., Any]]] = {
            True: (single, single_with_data),
            False: (stream, stream_with_data),
        }
        return {
            "fn": functions[at_once or is_one_message][sends_data],
            "inputs": [*self._inputs, *inputs],
            "outputs": [*self._views.components, self.state],
            "queue": not at_once,
            **self._quiet,
        }

    def save(
        self,
        trigger: Callable[..., Any],
        make: Callable[[S, Event], SavedFile | None],
        inputs: Sequence[Any] = (),
        *,
        starts_anew: bool = False,
        **options: Any,
    ) -> None:
        """Let an event make a file for the browser to save.

        :param trigger: Registers the event: ``button.click``.
        :param make: Returns the file; None if there is nothing to save.
        :param inputs: Components whose values it takes.
        :param starts_anew: Whether the file does not depend on the shown answer; see :meth:`run`.
        :param options: Further options of the event.
        """

        def answer(
            request: gr.Request, data: gr.EventData, cell: Any, turn: str, *values: Any
        ) -> dict[Any, Any]:
            event = self._event(request, values, data._data)
            answered: dict[Any, Any] = {self.saved: None}

            def handler(state: S, event: Event) -> Iterator[Change[S]]:
                if (file := make(state, event)) is not None:
                    content = b64encode(file.content).decode("ascii")
                    answered[self.saved] = json.dumps(
                        {"name": file.name, "type": file.media_type, "content": content}
                    )
                return iter(())

            for drawn in self._drawn(cell, turn, handler, event, starts_anew):
                answered |= drawn
            return answered

        asked, shown = [*self._inputs, *inputs], [self.saved, *self._views.components]
        made = trigger(answer, asked, shown, **self._quiet, **options)
        made.then(None, self.saved, None, js="sentimotion.saveFile", **QUIET)

    def _event(self, request: gr.Request, values: tuple[Any, ...], data: Any) -> Event:
        session = self._sessions.of(request.session_hash)
        address = address_of({"client": request.client})
        return Event(session, values, data if isinstance(data, dict) else {}, address)

    def _drawn(
        self,
        cell: StateCell[S],
        turn: str,
        handler: Handler[S],
        event: Event,
        starts_anew: bool = False,
    ) -> Iterator[dict[Any, Any]]:
        """Apply a handler's changes one after the other; yields the components that each has changed.

        Two things are drawn again. What another event has changed since it was drawn here: past the queue, a
        click on Stop for example, its answer may reach the browser before a message that was in the queue's
        stream by then. And with each message what earlier ones have drawn by a dictionary: the browser turns
        one into the next in place, so that a message that does not name it would undo what is not shown yet.
        """
        state = cell.state
        drawn_with: dict[Any, S] = {}
        dictionaries: dict[Any, Any] = {}
        # The page shows an answer that the server no longer has, after a restart for example.
        is_lost = bool(turn) and turn != state.turn == cell.initial.turn

        def drawn(change: Change[S]) -> dict[Any, Any]:
            nonlocal is_lost
            before, after = cell.update(change)
            latest = cell.state
            if is_lost and after.turn != cell.initial.turn:
                # Nothing of it may be left beside the new one.
                is_lost = False
                changed = self._views.render(latest)
            else:
                changed = self._views.changes(before, after, latest)
                changed |= self._views.overtaken(drawn_with, latest)
            drawn_with.update(dict.fromkeys(changed, latest))
            message = dictionaries | changed if changed else {}
            dictionaries.update((one, value) for one, value in changed.items() if not isinstance(value, str))
            return message

        try:
            if not starts_anew and is_lost:
                raise state.lost()
            if not starts_anew and turn != state.turn:
                # About an older answer than the current one.
                return
            for change in handler(state, event):
                yield drawn(change)
            yield drawn(lambda state: state)
            return
        except SentimotionError as error:
            failure = error
        except Exception as error:  # noqa: BLE001 - whatever it is, the page must not wait for ever
            log_failure("an event", error)
            failure = EventFailed("the server could not answer; try again")
        yield drawn(lambda state: self._failed(state, failure))


def _merged(messages: Iterator[dict[Any, Any]]) -> dict[Any, Any]:
    """All messages as one."""
    merged: dict[Any, Any] = {}
    for message in messages:
        merged |= message
    return merged or gr.skip()


def _never_empty(messages: Iterator[dict[Any, Any]]) -> Iterator[dict[Any, Any]]:
    """The messages, or one that changes nothing.

    Gradio (6.31) blanks all outputs of a generator that ends without yielding. The skip is not added after
    other values: the browser updates one object in place for all values of a generator, so a value that
    closely follows another can undo it before it is shown.
    """
    is_empty = True
    for message in messages:
        is_empty = False
        yield message
    if is_empty:
        yield gr.skip()


def log_failure(what: str, error: Exception) -> None:
    """Log an unexpected error without its message, which may quote a visitor's text.

    :param what: What failed: ``"an event"``.
    :param error: The error, as it was caught.
    """
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(frame.filename).name}, line {frame.lineno}"
    _LOGGER.error("%s failed: %s in %s", what, type(error).__name__, place)
