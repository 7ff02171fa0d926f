"""File transfer from the browser to the server (assets/js/files.js)."""

import gradio as gr


def build_file_events() -> gr.HTML:
    """Invisible component with the event file (name, and content in base64 or size).

    Not ``gr.File``: its text is not translated to Bangla, and uploads stay on the server's disk.
    """
    return gr.HTML("", js_on_load='sentimotion.forwardFiles(trigger, "file")', elem_classes="browser-events")
