"""One visitor's state of a tab and running work, without a page."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sentimotion.web.session.session import Session
from sentimotion.web.session.state import Event, StateCell


class Visitor:
    """Lets the handlers of a tab change its state.

    :param handlers: The tab's handlers.
    :param initial: The state before anything has happened.
    """

    def __init__(self, handlers: Any, initial: Any) -> None:
        self.handlers, self.session, self.cell = handlers, Session(), StateCell(initial)

    @property
    def state(self) -> Any:
        return self.cell.state

    def steps(self, handler: Any, *values: Any, **data: Any) -> Iterator[Any]:
        """The states that an event leads to, one after the other."""
        for change in handler(self.state, Event(self.session, values, data)):
            yield self.cell.update(change)[1]

    def do(self, handler: Any, *values: Any, **data: Any) -> Any:
        """Let an event happen; the state after it."""
        for _ in self.steps(handler, *values, **data):
            pass
        return self.state

    def explain(self) -> Any:
        """Let what is shown be explained."""
        return self.do(self.handlers.explain)


@contextmanager
def encodings(model: Any) -> Iterator[list[str]]:
    """The texts that a model encodes meanwhile, as often as it does."""
    encoder, texts = model._encoder, []

    class Counting:
        def encode(self, text: str, *arguments: Any, **options: Any) -> Any:
            texts.append(text)
            return encoder.encode(text, *arguments, **options)

    model._encoder = Counting()
    try:
        yield texts
    finally:
        model._encoder = encoder
