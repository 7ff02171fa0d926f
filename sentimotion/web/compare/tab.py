"""The Compare tab: text pairs, word swaps, and template sets."""

from typing import Any

import gradio as gr

from sentimotion.i18n.messages import Language, say
from sentimotion.model import SentimotionModel
from sentimotion.web.compare.pair import PairPart
from sentimotion.web.compare.swap import SwapPart
from sentimotion.web.compare.template_sets import SetsPart
from sentimotion.web.compare.templates import read_templates


class CompareTab:
    """The Compare tab: three parts, each with its own views and states.

    :param model: The model, shared by all visitors.
    """

    def __init__(self, model: SentimotionModel, language: Language) -> None:
        templates = read_templates()
        with gr.Tab(say("tab_compare", language), id="compare-tab") as self.tab:
            self.parts: tuple[PairPart | SwapPart | SetsPart, ...] = (
                PairPart(model, templates.pairs, language),
                SwapPart(model, templates.swaps, language),
                SetsPart(model, templates.sets, language),
            )
        self.views: list[Any] = [self.tab]
        self.states: list[Any] = []
        for part in self.parts:
            self.views += part.views
            self.states += part.states

    def wire(self, language: gr.Radio) -> None:
        """Register the parts' events; ``language`` is the language switch of the page."""
        for part in self.parts:
            part.wire(language)

    def translate(self, language: Language, *held: Any) -> list[Any]:
        """Render the tab's name and its parts from the values of their states."""
        views, left = [gr.update(label=say("tab_compare", language))], list(held)
        for part in self.parts:
            own, left = left[: len(part.states)], left[len(part.states) :]
            views += part.translate(language, *own)
        return views
