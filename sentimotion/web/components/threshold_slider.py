"""The slider of a threshold: the browser's own, with a box to type in; see ``assets/js/thresholds.js``."""

from typing import Any, Final

import gradio as gr
from markupsafe import Markup

from sentimotion.web.gradio_import import without_stub_files

_TEMPLATE: Final = Markup(
    '<input type="range" min="0" max="1" step="0.01" aria-label="{label}">'
    '<label><span>{label}</span><input type="number" min="0" max="1" step="0.01"></label>'
)

with without_stub_files():

    class ThresholdSlider(gr.HTML):
        """A threshold, 0 to 1.

        ``gr.Slider`` (6.31) names its inputs in English, sends what is half typed, and costs the first view
        two requests.

        :param value: The threshold that it begins with.
        """

        def __init__(
            self, value: float = 0.5, *, label: str = "", elem_id: str = "", render: bool = True
        ) -> None:
            super().__init__(
                value,
                html_template=_TEMPLATE.format(label=label),
                js_on_load="sentimotion.thresholdSlider(element, props, trigger, watch)",
                apply_default_css=False,
                elem_id=elem_id,
                elem_classes="threshold",
                render=render,
            )

        def preprocess(self, payload: Any) -> Any:
            """Check what the browser sends; untrusted.

            :raises ValueError: If it is no number from 0 to 1.
            """
            if isinstance(payload, int | float) and 0.0 <= payload <= 1.0:
                return float(payload)
            raise ValueError("a threshold is a number from 0 to 1")

        def postprocess(self, value: Any) -> Any:
            """Pass on the threshold as it is: it is no HTML."""
            return value
