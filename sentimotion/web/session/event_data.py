"""Read event data sent by the browser. The data is untrusted."""

import re
from typing import Any

import gradio as gr


def event_value(event: gr.EventData, name: str) -> Any:
    """A value that was sent as an event's data: anything, or None."""
    data = event._data
    return data.get(name) if isinstance(data, dict) else None


def whole_number(text: str | None) -> int | None:
    """A number from 0 to 999,999 out of a hidden field; None for what is none."""
    return int(text) if text and re.fullmatch("[0-9]{1,6}", text) else None
