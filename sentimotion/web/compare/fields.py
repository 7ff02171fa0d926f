"""Components and views shared by the parts of the Compare tab."""

from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr

from sentimotion.i18n.messages import Language
from sentimotion.labels import DEFAULT_THRESHOLDS, Head
from sentimotion.web.compare.state import CompareState
from sentimotion.web.components.charts import probability_chart
from sentimotion.web.session.state import View


def example_row(names: Sequence[dict[Language, str]], kind: str, language: Language) -> list[gr.Button]:
    """Create a row of small buttons, labeled in the page's language."""
    with gr.Row(elem_classes="compare-examples", elem_id=f"compare-{kind}-examples"):
        return [
            gr.Button(name[language], size="sm", min_width=80, elem_classes="compare-example")
            for name in names
        ]


def build_pair_card(head: Head, index: int, language: Language) -> tuple[gr.HTML, gr.Plot, gr.HTML]:
    """Create the card of one head of one text: decision, bars, sentence."""
    with gr.Column(elem_id=f"compare-{head}-{index}", elem_classes="card compare-card", min_width=280):
        return (
            gr.HTML(""),
            gr.Plot(
                probability_chart(head, None, DEFAULT_THRESHOLDS[head], language),
                show_label=False,
                container=False,
                elem_classes="chart",
            ),
            gr.HTML("", js_on_load="sentimotion.keepDetails(element, watch)", elem_classes="why"),
        )


def visible(column: Any, is_visible: Callable[[CompareState], bool]) -> View[CompareState]:
    """View of a column that is there only with a result."""
    return View(column, lambda _, now: gr.update(visible=now), lambda state: (is_visible(state),))
