"""Event options shared by all tabs, and the protocol of a tab."""

from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from typing import Any, Final, Protocol, runtime_checkable

import gradio as gr

from sentimotion.i18n.messages import Language
from sentimotion.model import SentimotionModel

# Internal events: not part of the API, and without Gradio's own (English) progress display.
QUIET: Final[dict[str, Any]] = {"api_visibility": "private", "show_progress": "hidden"}
# By default ("once") Gradio drops events that are triggered while an earlier one runs; with this, the last
# one counts. Not for events with data, for which Gradio (6.31) would resend the data of the first event: read
# the data from the page with js= when the event is sent.
LAST: Final[dict[str, Any]] = {"trigger_mode": "always_last"}
# For an event with several listeners: with "always_last", Gradio (6.31) triggers the event again for all of
# its listeners. Two such listeners would trigger each other forever.
ALONGSIDE: Final[dict[str, Any]] = {"trigger_mode": "multiple"}
# Queued without a concurrency limit: outputs reach the browser in order, without waiting for other events.
IN_ORDER: Final[dict[str, Any]] = {"concurrency_limit": None}
# Concurrency limits over all visitors. An explanation keeps all cores busy.
PREDICTIONS: Final[dict[str, Any]] = {"concurrency_id": "predict", "concurrency_limit": 2}
EXPLANATIONS: Final[dict[str, Any]] = {"concurrency_id": "explain", "concurrency_limit": 1}


def skip_if_empty(
    handler: Callable[..., Iterator[list[Any]]], outputs: Sequence[Any]
) -> Callable[..., Iterator[list[Any]]]:
    """Yield ``gr.skip()`` if the generator yields nothing.

    Gradio (6.31) blanks all outputs of a generator that ends without yielding, as superseded work does. The
    skip is not added after other values: the browser updates one object in place for all values of a
    generator, so a value that closely follows another can undo it before it is shown.

    :param handler: The generator function of the event.
    :param outputs: The outputs of the event.
    """

    @wraps(handler)
    def wrapper(*arguments: Any) -> Iterator[list[Any]]:
        is_empty = True
        for values in handler(*arguments):
            is_empty = False
            yield values
        if is_empty:
            yield [gr.skip()] * len(outputs)

    return wrapper


class PageTab(Protocol):
    """A tab.

    Constructing it (within the page's gr.Tabs) creates its components; :meth:`wire` adds its events.
    """

    views: list[Any]
    """Components whose text depends on the language, including the gr.Tab itself."""
    states: list[Any]
    """Components that hold a visitor's results (gr.State) and choices, from which views are rendered."""

    def __init__(self, model: SentimotionModel, language: Language) -> None: ...

    def wire(self, language: gr.Radio) -> None:
        """Register the tab's events; ``language`` is the language switch of the page."""
        ...

    def translate(self, language: Language, *held: Any) -> list[Any]:
        """Render the views in a language from the values of the states; one update per view, in order."""
        ...


@runtime_checkable
class TabToLeave(Protocol):
    """A tab that prefetches work, and drops it when the session ends."""

    def leave(self, request: gr.Request) -> None:
        """Drop the prefetched work of a session that has ended."""
        ...
