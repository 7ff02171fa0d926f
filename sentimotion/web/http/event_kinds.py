"""What kind of event a request asks for."""

from collections.abc import Iterator
from typing import Any, Final, Literal

import gradio as gr

EventKind = Literal["endpoint", "page", "score", "file", "review"]
"""An endpoint for programs; an event of a tab open to all; of Score, and its event with a file; of Review."""
_KIND_OF_TAB: Final[dict[str, EventKind]] = {"score-tab": "score", "review-tab": "review"}
# Of the tab Score: the only event that is large.
_FILE: Final = "file"


class EventKinds:
    """The kind of each event of the app.

    :param blocks: The app.
    """

    def __init__(self, blocks: gr.Blocks) -> None:
        self._kinds = {number: _kind(blocks, function) for number, function in blocks.fns.items()}
        self._numbers: dict[str, int] = {}
        for number, function in blocks.fns.items():
            if isinstance(function.api_name, str):
                self._numbers.setdefault(function.api_name, number)

    def of_name(self, name: str) -> EventKind | None:
        """The kind of the event with a name; None if there is none."""
        return self.of_number(self._numbers.get(name, -1))

    def of_number(self, number: int) -> EventKind | None:
        """The kind of the event with a number; None if there is none."""
        return self._kinds.get(number)


def _kind(blocks: gr.Blocks, function: Any) -> EventKind:
    if function.api_visibility == "public":
        return "endpoint"
    kinds = {_KIND_OF_TAB.get(tab, "page") for tab in _tabs(blocks, function)}
    # One component of Review or Score makes it theirs, whatever else it changes.
    if "review" in kinds:
        return "review"
    if "score" in kinds:
        return "file" if any(name == _FILE for _, name in function.targets) else "score"
    return "page"


def _tabs(blocks: gr.Blocks, function: Any) -> Iterator[str]:
    """The ids of the tabs around the components that an event has to do with."""
    targets = (blocks.blocks.get(number) for number, _ in function.targets if number is not None)
    for component in (*function.inputs, *function.outputs, *targets):
        while component is not None:
            if isinstance(component, gr.Tab) and isinstance(component.id, str):
                yield component.id
            component = component.parent
