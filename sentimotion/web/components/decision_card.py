"""A head's decision, its bars, and the slider of its threshold, as components."""

from typing import Any

import gradio as gr
from markupsafe import Markup

from sentimotion.i18n.messages import Language, say
from sentimotion.labels import DEFAULT_THRESHOLDS, Head
from sentimotion.web.components.charts import probability_chart
from sentimotion.web.components.decision import render_waiting
from sentimotion.web.components.threshold_slider import ThresholdSlider


def build_decision(
    head: Head, language: Language, slider_id: str, decision: Markup | None = None, chart: Any = None
) -> tuple[gr.HTML, gr.Plot, ThresholdSlider]:
    """Create the components of a head; must be called in the card's column.

    :param slider_id: Element id of the slider, which begins at the head's default threshold.
    :param decision: What is decided; None before anything is predicted.
    :param chart: The bars, likewise.
    """
    threshold = DEFAULT_THRESHOLDS[head]
    return (
        gr.HTML(render_waiting(head, language) if decision is None else decision),
        gr.Plot(
            probability_chart(head, None, threshold, language) if chart is None else chart,
            show_label=False,
            container=False,
            elem_classes="chart",
        ),
        ThresholdSlider(threshold, label=say("threshold", language), elem_id=slider_id),
    )
