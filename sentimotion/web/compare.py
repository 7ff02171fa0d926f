"""The tab compare."""

from typing import Any

import gradio as gr

from sentimotion.model import SentimotionModel
from sentimotion.web.strings import Language, say


class CompareTab:
    """To be built."""

    def __init__(self, model: SentimotionModel, language: Language) -> None:
        self.model = model
        with gr.Tab(say("tab_compare", language), id="compare-tab") as self.tab:
            pass
        self.views: list[Any] = [self.tab]
        self.states: list[Any] = []

    def wire(self, language: gr.Radio) -> None:
        """Nothing yet."""

    def translate(self, language: Language, *held: Any) -> list[Any]:
        """The tab's name."""
        return [gr.update(label=say("tab_compare", language))]
