"""The card of a head: its components and their contents."""

from dataclasses import dataclass

import gradio as gr

from sentimotion.i18n.messages import Language, label_name, say
from sentimotion.labels import LABELS, Head
from sentimotion.web.analyze.state import AnalyzeState
from sentimotion.web.analyze.views import (
    parts_of_decision,
    parts_of_explanation,
    show_chart,
    show_decision,
    show_explanation,
    show_rank,
)
from sentimotion.web.components.decision_card import build_decision
from sentimotion.web.components.menu import Menu
from sentimotion.web.components.threshold_slider import ThresholdSlider


@dataclass(frozen=True, slots=True)
class Card:
    """The components of one head, in page order."""

    head: Head
    decision: gr.HTML
    chart: gr.Plot
    threshold: ThresholdSlider
    label: Menu
    contrast: Menu
    """The contrast label; empty for none."""
    rank: gr.HTML
    """Whether the explanation is better than chance."""
    explanation: gr.HTML


def build_card(head: Head, language: Language, state: AnalyzeState) -> Card:
    """Create the card of one head.

    :param state: What it shows first.
    """
    decided = parts_of_decision(state, head)
    question = state.question(head)
    with gr.Column(elem_id=f"head-{head}", elem_classes="card", min_width=320):
        decision, chart, slider = build_decision(
            head,
            language,
            f"threshold-{head}",
            show_decision(head, language, *decided),
            show_chart(head, language, *decided),
        )
        with gr.Row(elem_classes="menus"):
            label = Menu(
                choices=label_choices(head, language),
                value=None if question is None else question.label,
                label=say("why", language),
                elem_id=f"label-{head}",
            )
            contrast = Menu(
                choices=contrast_choices(head, language),
                value="",
                label=say("rather_than", language),
                elem_id=f"contrast-{head}",
            )
        rank = gr.HTML(show_rank(language, state.turn, state.ranks.get(head)))
        explanation = gr.HTML(
            show_explanation(language, *parts_of_explanation(state, head)), elem_classes="why"
        )
    return Card(head, decision, chart, slider, label, contrast, rank, explanation)


def label_choices(head: Head, language: Language) -> list[tuple[str, str]]:
    """Menu choices for the labels of a head: names in the page's language, values in English."""
    return [(label_name(label, language), label) for label in LABELS[head]]


def contrast_choices(head: Head, language: Language) -> list[tuple[str, str]]:
    """Menu choices for the contrast: none, or another label."""
    return [(say("no_contrast", language), ""), *label_choices(head, language)]
