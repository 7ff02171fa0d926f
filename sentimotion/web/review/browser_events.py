"""Forward keyboard and button events of the review desk to Gradio (assets/js/review_desk.js)."""

import gradio as gr


def build_review_events() -> gr.HTML:
    """Invisible component with the event act (do, project, name, assignment, one label per head, note)."""
    return gr.HTML("", js_on_load='sentimotion.forwardDesk(trigger, "act")', elem_classes="browser-events")
