"""A head's card: its components, and what they show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import gradio as gr

from sentimotion.decisions import decide
from sentimotion.explanation import Explanation
from sentimotion.labels import LABELS, Head
from sentimotion.web.analysis import Analysis
from sentimotion.web.charts import probability_chart
from sentimotion.web.strings import Language, label_name, say
from sentimotion.web.views import render_decision, render_explanation, render_pending, render_waiting


@dataclass(frozen=True, slots=True)
class Card:
    """The components of one head, in the order in which they stand on the page."""

    head: Head
    decision: gr.HTML
    chart: gr.Plot
    threshold: gr.Slider
    label: gr.Dropdown
    explanation: gr.HTML
    state: gr.State
    """The explanation shown, or None."""


def build_card(head: Head, threshold: float, language: Language) -> Card:
    """Lay out one head's card, empty.

    :param threshold: Where the slider starts, 0 to 1.
    """
    with gr.Column(elem_id=f"head-{head}", elem_classes="card", min_width=320):
        return Card(
            head=head,
            decision=gr.HTML(render_waiting(head, language)),
            chart=gr.Plot(
                probability_chart(head, None, threshold, language),
                show_label=False,
                container=False,
                elem_classes="chart",
            ),
            threshold=gr.Slider(
                0.0,
                1.0,
                value=threshold,
                step=0.01,
                label=say("threshold", language),
                elem_id=f"threshold-{head}",
                elem_classes="threshold",
                buttons=[],
            ),
            label=gr.Dropdown(
                choices=label_choices(head, language),
                value=None,
                label=say("why", language),
                elem_id=f"label-{head}",
                filterable=False,
            ),
            explanation=gr.HTML("", elem_classes="why"),
            state=gr.State(None),
        )


def label_choices(head: Head, language: Language) -> list[tuple[str, str]]:
    """Labels of a head for a menu: shown in the page's language, chosen in English."""
    return [(label_name(label, language), label) for label in LABELS[head]]


def show_decision(
    head: Head, analysis: Analysis | None, threshold: float, language: Language
) -> tuple[str, Any]:
    """A head's decision and chart under a threshold: what a moved slider redoes."""
    if analysis is None:
        return render_waiting(head, language), probability_chart(head, None, threshold, language)
    probabilities = analysis.prediction.probabilities.of(head)
    decision = decide(head, probabilities, threshold)
    return (
        render_decision(head, decision, probabilities, language),
        probability_chart(head, probabilities, threshold, language),
    )


def show_explanation(
    analysis: Analysis | None, explanation: Explanation | None, language: Language, done: float = 0.0
) -> str:
    """A head's explanation, or how far it has come, or nothing where nothing was analyzed."""
    if analysis is None:
        return ""
    if explanation is None:
        return render_pending(analysis.prediction.text, done, language)
    return render_explanation(explanation, language)


def stale_labels(
    analysis: Analysis | None,
    chosen: Mapping[Head, str],
    current: Mapping[Head, Explanation | None],
) -> dict[Head, str | None]:
    """The heads to explain anew, and the label of each.

    :param chosen: The label wanted of a head; the most probable where there is none.
    :param current: The explanations at hand; one of another text or label is stale.
    """
    if analysis is None:
        return {}
    prediction = analysis.prediction
    wanted = {head: chosen.get(head, prediction.decision(head).top_label) for head in current}
    return {
        head: wanted[head]
        for head, explanation in current.items()
        if explanation is None or (explanation.text, explanation.label) != (prediction.text, wanted[head])
    }
