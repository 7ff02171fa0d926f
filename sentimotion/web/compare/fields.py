"""Components and views shared by the parts of the Compare tab."""

from collections.abc import Sequence

import gradio as gr

from sentimotion.i18n.messages import Language
from sentimotion.labels import Head
from sentimotion.web.components.decision_card import chart


def example_row(names: Sequence[dict[Language, str]], kind: str, language: Language) -> list[gr.Button]:
    """Create a row of small buttons, labeled in the page's language."""
    with gr.Row(elem_classes="compare-examples", elem_id=f"compare-{kind}-examples"):
        return [
            gr.Button(name[language], size="sm", min_width=80, elem_classes="compare-example")
            for name in names
        ]


def build_pair_card(head: Head, index: int) -> tuple[gr.HTML, gr.Plot, gr.HTML]:
    """Create the card of one head of one text, still empty: decision, bars, sentence."""
    with gr.Column(elem_id=f"compare-{head}-{index}", elem_classes="card compare-card", min_width=280):
        return (
            gr.HTML(),
            chart(),
            gr.HTML(js_on_load="sentimotion.keepDetails(element, watch)", elem_classes="why"),
        )
