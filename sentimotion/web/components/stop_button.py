"""Forward a click on Stop within a part of the page to a Gradio event."""

import json
from typing import Final

import gradio as gr

# Each progress step replaces the button, so a press may end on another element than it began on.
# The keyboard triggers only a click event, with detail 0.
_SCRIPT: Final = """
const heard = (event) => {{
  if (element.isConnected && event.target.closest && event.target.closest({selector})) trigger("stop", {{}});
}};
document.addEventListener("pointerdown", heard);
document.addEventListener("click", (event) => {{ if (event.detail === 0) heard(event); }});
"""


def build_stop_events(region: str) -> gr.HTML:
    """Create an invisible component with the event ``stop``.

    :param region: CSS selector of the part of the page.
    """
    script = _SCRIPT.format(selector=json.dumps(f"{region} [data-stop]"))
    return gr.HTML("", js_on_load=script, elem_classes="stop-ear")
