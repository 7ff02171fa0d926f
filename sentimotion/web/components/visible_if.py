"""Components that are there only at times."""

from collections.abc import Callable
from typing import Any, TypeVar

import gradio as gr

from sentimotion.web.session.state import TabState, View

S = TypeVar("S", bound=TabState)


def visible_if(component: Any, is_visible: Callable[[S], bool]) -> View[S]:
    """View of a component that is visible in some states only.

    What is inside it has views of its own; the component itself can have no other one.
    """
    return View(component, lambda _, now: gr.update(visible=now), lambda state: (is_visible(state),))
