"""Forward a click on Stop within a part of the page to a Gradio event (assets/js/stop.js)."""

import gradio as gr


def build_stop_events(region: str) -> gr.HTML:
    """Create an invisible component with the event ``stop``.

    :param region: CSS selector of the part of the page.
    """
    return gr.HTML(
        "",
        js_on_load='sentimotion.forwardStop(trigger, props, "stop")',
        region=region,
        elem_classes="browser-events",
    )
