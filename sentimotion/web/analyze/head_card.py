"""The card of a head: its components and their contents."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import gradio as gr

from sentimotion.explanations.results import Explanation
from sentimotion.explanations.word_deletion import Deletion
from sentimotion.i18n.messages import Language, label_name, say
from sentimotion.inference.decisions import decide
from sentimotion.labels import LABELS, Head
from sentimotion.web.components.charts import probability_chart
from sentimotion.web.components.decision import render_decision, render_waiting
from sentimotion.web.components.explanation import render_explanation, render_pending
from sentimotion.web.session.analysis import Analysis, Question, question_of


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
    state: gr.State
    """The shown explanation, or None."""


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
        state = gr.State(None)
    return Card(head, decision, chart, slider, label, contrast, explanation, state)


def label_choices(head: Head, language: Language) -> list[tuple[str, str]]:
    """Menu choices for the labels of a head: names in the page's language, values in English."""
    return [(label_name(label, language), label) for label in LABELS[head]]


def contrast_choices(head: Head, language: Language) -> list[tuple[str, str]]:
    """Menu choices for the contrast: none, or another label."""
    return [(say("no_contrast", language), ""), *label_choices(head, language)]


def show_decision(
    head: Head,
    analysis: Analysis | None,
    threshold: float,
    language: Language,
    without: Deletion | None = None,
) -> tuple[str, Any]:
    """Render a head's decision and chart for a threshold.

    :param without: Result with some words removed; the chart then also marks the original probabilities.
    """
    if analysis is None:
        return render_waiting(head, language), probability_chart(head, None, threshold, language)
    probabilities, before = analysis.prediction.probabilities.of(head), None
    if without is not None:
        probabilities, before = without.probabilities.of(head), probabilities
    decision = decide(head, probabilities, threshold)
    return (
        render_decision(head, decision, probabilities, language),
        probability_chart(head, probabilities, threshold, language, before),
    )


def show_explanation(
    analysis: Analysis | None,
    explanation: Explanation | None,
    language: Language,
    done: float = 0.0,
    without: Deletion | None = None,
) -> str:
    """Render a head's explanation, or its progress, or nothing before the first analysis."""
    if analysis is None:
        return ""
    if explanation is None:
        return render_pending(analysis.prediction.text, done, language)
    return render_explanation(explanation, language, without, analysis.prediction.probabilities)


def stale_questions(
    analysis: Analysis | None,
    chosen: Mapping[Head, Question],
    current: Mapping[Head, Explanation | None],
) -> dict[Head, Question]:
    """The heads that need a new explanation, with the question for each.

    :param chosen: The chosen question of each head; by default its most probable label.
    :param current: The current explanations; one of another text or question is stale.
    """
    if analysis is None:
        return {}
    stale = {}
    for head, explanation in current.items():
        question = question_of(analysis, chosen, head)
        asked = (analysis.prediction.text, question.label, question.contrast)
        if explanation is None or (explanation.text, explanation.label, explanation.contrast) != asked:
            stale[head] = question
    return stale
