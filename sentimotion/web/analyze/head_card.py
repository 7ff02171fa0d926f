"""The card of a head: its components and their contents."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

import gradio as gr

from sentimotion.i18n.messages import Language, label_name, say
from sentimotion.labels import LABELS, Head
from sentimotion.web.analyze.state import AnalyzeState
from sentimotion.web.analyze.views import (
    show_chart,
    show_decision,
    show_explanation,
    show_rank,
)
from sentimotion.web.components.decision_card import build_decision
from sentimotion.web.components.menu import Menu
from sentimotion.web.components.threshold_slider import ThresholdSlider
from sentimotion.web.session.analysis import Question
from sentimotion.web.session.state import View


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


def build_card(head: Head, language: Language) -> Card:
    """Create the card of one head, still empty."""
    with gr.Column(elem_id=f"head-{head}", elem_classes="card", min_width=320):
        decision, chart, slider = build_decision(head, language, f"threshold-{head}")
        labels = [(label_name(label, language), label) for label in LABELS[head]]
        others = [(say("no_contrast", language), ""), *labels]
        with gr.Row(elem_classes="menus"):
            label = Menu(labels, label=say("why", language), elem_id=f"label-{head}")
            contrast = Menu(others, label=say("rather_than", language), elem_id=f"contrast-{head}")
        rank, explanation = gr.HTML(), gr.HTML(elem_classes="why")
    return Card(head, decision, chart, slider, label, contrast, rank, explanation)


def card_views(card: Card) -> Iterable[View[AnalyzeState]]:
    """How the components of a card are drawn."""
    head = card.head

    def decided(state: AnalyzeState) -> tuple[Any, ...]:
        analysis, deletion = state.analysis, state.deletion
        whole = None if analysis is None else analysis.prediction.probabilities.of(head)
        shares = (whole, None) if deletion is None else (deletion.probabilities.of(head), whole)
        return (state.turn, state.thresholds[head], *shares)

    yield View(card.decision, partial(show_decision, head), decided)
    # The threshold's line follows the slider in the browser (assets/js/thresholds.js), without a new chart; a
    # new answer's bars are in its decision at first.
    yield View(
        card.chart,
        partial(show_chart, head),
        decided,
        changes_with=lambda state: (state.charted, state.deletion),
    )
    yield View(card.rank, show_rank, lambda state: (state.turn, state.ranks.get(head)))
    yield View(card.explanation, show_explanation, partial(_parts_of_explanation, head))
    for menu, part, none in ((card.label, "label", None), (card.contrast, "contrast", "")):
        yield View(menu, partial(_show_choice, part, none), lambda state: (state.question(head),))


def _show_choice(part: str, none: str | None, _: Language, question: Question | None) -> Any:
    """The label, or the contrast, in its menu."""
    return gr.update(value=getattr(question, part, none) or none)


def _parts_of_explanation(head: Head, state: AnalyzeState) -> tuple[Any, ...]:
    explanation = state.explanations.get(head)
    # The progress is that of the missing explanations only.
    progress = (state.done, state.is_stopped, state.explanation_error) if explanation is None else ()
    return (state.turn, state.analysis, explanation, state.deletion, *progress)
