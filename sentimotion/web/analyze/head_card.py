"""The card of a head: its components and their contents."""

from dataclasses import dataclass

import gradio as gr

from sentimotion.i18n.messages import Language, label_name, say
from sentimotion.labels import LABELS, Head
from sentimotion.web.components.charts import probability_chart
from sentimotion.web.components.decision import render_waiting


@dataclass(frozen=True, slots=True)
class Card:
    """The components of one head, in page order."""

    head: Head
    decision: gr.HTML
    chart: gr.Plot
    threshold: gr.Slider
    label: gr.Dropdown
    contrast: gr.Dropdown
    """The contrast label; empty for none."""
    explanation: gr.HTML


def build_card(head: Head, threshold: float, language: Language) -> Card:
    """Create the empty card of one head.

    :param threshold: Initial value of the slider, 0 to 1.
    """
    with gr.Column(elem_id=f"head-{head}", elem_classes="card", min_width=320):
        decision = gr.HTML(render_waiting(head, language))
        chart = gr.Plot(
            probability_chart(head, None, threshold, language),
            show_label=False,
            container=False,
            elem_classes="chart",
        )
        slider = gr.Slider(
            0.0,
            1.0,
            value=threshold,
            step=0.01,
            label=say("threshold", language),
            elem_id=f"threshold-{head}",
            elem_classes="threshold",
            buttons=[],
        )
        with gr.Row(elem_classes="menus"):
            label = gr.Dropdown(
                choices=label_choices(head, language),
                value=None,
                label=say("why", language),
                elem_id=f"label-{head}",
                filterable=False,
                min_width=130,
            )
            contrast = gr.Dropdown(
                choices=contrast_choices(head, language),
                value="",
                label=say("rather_than", language),
                elem_id=f"contrast-{head}",
                filterable=False,
                min_width=130,
            )
        explanation = gr.HTML("", elem_classes="why")
    return Card(head, decision, chart, slider, label, contrast, explanation)


def label_choices(head: Head, language: Language) -> list[tuple[str, str]]:
    """Menu choices for the labels of a head: names in the page's language, values in English."""
    return [(label_name(label, language), label) for label in LABELS[head]]


def contrast_choices(head: Head, language: Language) -> list[tuple[str, str]]:
    """Menu choices for the contrast: none, or another label."""
    return [(say("no_contrast", language), ""), *label_choices(head, language)]
