"""A page as one visitor's browser holds it, without a browser: what is touched, and what that changes."""

import inspect
from collections.abc import Iterator
from copy import deepcopy
from types import SimpleNamespace
from typing import Any

import gradio as gr
from gradio.utils import get_type_hints

from sentimotion.web.components.menu import Menu
from tests.sentimotion.web import VISITOR


class OpenPage:
    """What a page's components hold, and what they ask of the server when they are touched.

    Answers go into the outputs that the event was wired to, then what is wired to follow it runs. JavaScript
    does not.

    :param blocks: The pages, with their events. A component belongs to one of them.
    :param visitor: Who has it open: anything with a session_hash.
    """

    def __init__(self, blocks: gr.Blocks, visitor: SimpleNamespace = VISITOR) -> None:
        self._blocks, self.visitor = blocks, visitor
        self._changed: dict[tuple[int, str], Any] = {}
        self._ids = {id(component): key for key, component in blocks.blocks.items()}

    def __getitem__(self, component: Any) -> Any:
        """What a component holds."""
        return self.property(component, "value")

    def __setitem__(self, component: Any, value: Any) -> None:
        """Put something into a component, as who types or chooses."""
        self._changed[self._ids[id(component)], "value"] = value

    def property(self, component: Any, name: str) -> Any:
        """Another property of a component, such as visible, as it is now."""
        key = (self._ids[id(component)], name)
        if isinstance(component, gr.State):
            self._changed.setdefault(key, deepcopy(component.value))
        if key in self._changed:
            return self._changed[key]
        found = getattr(component, name)
        return found["value"] if name == "value" and isinstance(component, Menu) else found

    def touch(self, component: Any, event: str = "click", data: Any = None) -> None:
        """Let an event of a component happen, with all that follows.

        :param data: What the browser sends with it.
        """
        for _ in self.steps(component, event, data):
            pass

    def steps(self, component: Any, event: str = "click", data: Any = None) -> Iterator[None]:
        """As :meth:`touch`, one message of the server after the other."""
        target = (self._ids[id(component)], event)
        touched = [key for key, function in self._blocks.fns.items() if target in function.targets]
        assert touched, f"nothing is wired to {event} of {component}"
        for key in touched:
            yield from self._run(key, data)

    def leave(self) -> None:
        """Leave the page."""
        self._blocks.has_left(self.visitor.session_hash)

    def outputs(self, component: Any, event: str = "click") -> list[Any]:
        """What an event of a component may change, but for states."""
        target = (self._ids[id(component)], event)
        (function,) = (one for one in self._blocks.fns.values() if target in one.targets and one.fn)
        return [output for output in function.outputs if not isinstance(output, gr.State)]

    def _run(self, key: int, data: Any) -> Iterator[None]:
        function = self._blocks.fns[key]
        if function.fn is not None:
            answer = function.fn(*self._arguments(function, data))
            for message in answer if inspect.isgenerator(answer) else [answer]:
                self._take(function.outputs, message)
                yield
                if not function.queue:
                    # Only the queue goes on with a generator.
                    break
        for other, following in self._blocks.fns.items():
            if following.trigger_after == key and not following.trigger_only_on_failure:
                yield from self._run(other, None)

    def _arguments(self, function: Any, data: Any) -> list[Any]:
        """The inputs, and between them what a function asks for by its parameters' types."""
        extra = {gr.Request: self.visitor, gr.EventData: SimpleNamespace(_data=data)}
        hints = get_type_hints(function.fn)
        arguments = [self[component] for component in function.inputs]
        for place, name in enumerate(inspect.signature(function.fn).parameters):
            if hints.get(name) in extra:
                arguments.insert(place, extra[hints[name]])
        return arguments

    def _take(self, outputs: Any, message: Any) -> None:
        if isinstance(message, dict) and message == gr.skip():
            return
        if isinstance(message, dict) and all(component in outputs for component in message):
            outputs, message = list(message), list(message.values())
        values = message if len(outputs) != 1 or isinstance(message, list) else [message]
        for component, value in zip(outputs, values if outputs else [], strict=True):
            is_update = isinstance(value, dict) and value.get("__type__") == "update"
            for name, new in (value if is_update else {"value": value}).items():
                self._changed[self._ids[id(component)], name] = new
