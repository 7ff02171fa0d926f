"""Forward clicks inside custom HTML and Plotly charts to Gradio events (assets/js/word_and_bar_clicks.js)."""

import gradio as gr


def build_browser_events() -> gr.HTML:
    """Invisible component with the events word (index), put_back, stop, save (kind), bar (head, index)."""
    return gr.HTML(
        "",
        js_on_load='sentimotion.forwardCards(trigger, "word", "put_back", "stop", "save", "bar")',
        elem_classes="browser-events",
    )
