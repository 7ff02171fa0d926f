"""Invisible components whose events a script forwards: clicks in custom HTML and charts, keys, files."""

from typing import Any

import gradio as gr


def forwarded_events(**options: Any) -> gr.HTML:
    """Create the component.

    :param options: ``js_on_load``, which calls a function of ``assets/js`` with ``trigger`` and the names of
        the events, and what that function reads from ``props``.
    """
    return gr.HTML("", elem_classes="browser-events", **options)


def stop_events(region: str) -> gr.HTML:
    """Create a component with the event ``stop``, a click on Stop (assets/js/stop.js).

    :param region: CSS selector of the part of the page with the button.
    """
    return forwarded_events(js_on_load='sentimotion.forwardStop(trigger, props, "stop")', region=region)
