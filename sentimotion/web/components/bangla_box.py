"""A text box for Bangla text."""

from typing import Any

import gradio as gr


def bangla_box(value: str, label: str, elem_id: str, *, lines: int = 2, **options: Any) -> gr.Textbox:
    """Create the box; the browser neither checks its spelling nor completes what is typed.

    :param value: What it holds at first.
    :param options: Further options of ``gr.Textbox``.
    """
    attributes = gr.InputHTMLAttributes(lang="bn", spellcheck=False, autocomplete="off")
    return gr.Textbox(
        value,
        label=label,
        lines=lines,
        elem_id=elem_id,
        elem_classes="bangla-box",
        html_attributes=attributes,
        **{"max_lines": 12, **options},
    )
