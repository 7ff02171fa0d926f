"""Event options shared by all tabs, and the protocol of a tab."""

from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from typing import Any, Final, Protocol, runtime_checkable

import gradio as gr

from sentimotion.i18n.messages import Language
from sentimotion.model import SentimotionModel

# Events of the page itself: not in the API, and without Gradio's own (English) progress display.
QUIET: Final[dict[str, Any]] = {"api_visibility": "private", "show_progress": "hidden"}
# Gradio drops what is touched again while it is still at work ("once"); here the last touch counts. Not for
# events that have data, of which Gradio (6.31) then sends the first touch's again: what was touched is read
# from the page (js=) when the event is sent.
LAST: Final[dict[str, Any]] = {"trigger_mode": "always_last"}
# For an event to which several listen: where a listener waits for its last touch, Gradio (6.31) touches then
# the whole event again, for all. Two that wait would keep each other going for ever.
ALONGSIDE: Final[dict[str, Any]] = {"trigger_mode": "multiple"}
# In the queue, whose answers reach the browser in the order in which they were given; without waiting there.
IN_ORDER: Final[dict[str, Any]] = {"concurrency_limit": None}
# How many visitors' predictions run side by side, and explanations, which each keep all cores busy.
PREDICTIONS: Final[dict[str, Any]] = {"concurrency_id": "predict", "concurrency_limit": 2}
EXPLANATIONS: Final[dict[str, Any]] = {"concurrency_id": "explain", "concurrency_limit": 1}


def skip_if_empty(
    handler: Callable[..., Iterator[list[Any]]], outputs: Sequence[Any]
) -> Callable[..., Iterator[list[Any]]]:
    """A generator as an event's function: where it has nothing to say, it says that nothing changes.

    Of a generator that ends without a message, as superseded work does, Gradio (6.31) blanks all outputs. Not
    so at every end: the browser keeps one object for a generator's messages and changes it in place, so that
    a message close behind another can undo it before it was shown.

    :param handler: The event's function.
    :param outputs: The event's outputs.
    """

    @wraps(handler)
    def heard(*arguments: Any) -> Iterator[list[Any]]:
        is_silent = True
        for message in handler(*arguments):
            is_silent = False
            yield message
        if is_silent:
            yield [gr.skip()] * len(outputs)

    return heard


class PageTab(Protocol):
    """A tab: laid out when made (within the page's gr.Tabs), wired when the whole page stands."""

    views: list[Any]
    """Components whose words depend on the language, the gr.Tab itself among them."""
    states: list[Any]
    """What is held of a visitor's results (gr.State) and choices, from which views are shown anew."""

    def __init__(self, model: SentimotionModel, language: Language) -> None: ...

    def wire(self, language: gr.Radio) -> None:
        """Set up the tab's own events; language is the page's switch."""
        ...

    def translate(self, language: Language, *held: Any) -> list[Any]:
        """The views in a language, from the values of the states; one update per view, in order."""
        ...


@runtime_checkable
class TabToLeave(Protocol):
    """A tab that computes what nobody has asked for yet, and stops when its visitor goes."""

    def leave(self, request: gr.Request) -> None:
        """A visitor has closed the page."""
        ...
