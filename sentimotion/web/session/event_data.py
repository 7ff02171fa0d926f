"""Read event data sent by the browser. The data is untrusted."""

import re
from typing import Any

import gradio as gr


def event_value(event: gr.EventData, name: str) -> Any:
    """A value from an event's data: of any type, or None if missing."""
    data = event._data
    return data.get(name) if isinstance(data, dict) else None


def whole_number(text: str | None) -> int | None:
    """Parse a number from 0 to 999,999 from a hidden field; None if it is not one."""
    return int(text) if text and re.fullmatch("[0-9]{1,6}", text) else None
