"""A row of example buttons, for the parts of the Compare tab."""

from collections.abc import Sequence

import gradio as gr

from sentimotion.i18n.messages import Language


def example_row(names: Sequence[dict[Language, str]], kind: str, language: Language) -> list[gr.Button]:
    """Create a row of small buttons, labeled in the page's language."""
    with gr.Row(elem_classes="compare-examples", elem_id=f"compare-{kind}-examples"):
        return [
            gr.Button(name[language], size="sm", min_width=80, elem_classes="compare-example")
            for name in names
        ]
