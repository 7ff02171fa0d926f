"""A head's decision, its bars, and the slider of its threshold, as components."""

import gradio as gr

from sentimotion.i18n.messages import Language, say
from sentimotion.labels import DEFAULT_THRESHOLDS, Head
from sentimotion.web.components.threshold_slider import ThresholdSlider


def build_decision(
    head: Head, language: Language, slider_id: str
) -> tuple[gr.HTML, gr.Plot, ThresholdSlider]:
    """Create the components of a head, still empty; must be called in the card's column.

    :param slider_id: Element id of the slider, which begins at the head's default threshold.
    """
    threshold = DEFAULT_THRESHOLDS[head]
    return (
        gr.HTML(),
        chart(),
        ThresholdSlider(threshold, label=say("threshold", language), elem_id=slider_id),
    )


def chart(elem_id: str | None = None) -> gr.Plot:
    """Create an empty chart."""
    return gr.Plot(show_label=False, container=False, elem_id=elem_id, elem_classes="chart")
