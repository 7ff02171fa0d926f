"""The Compare tab: text pairs, word swaps, and template sets."""

from functools import partial

import gradio as gr

from sentimotion.i18n.messages import Language, say
from sentimotion.model import SentimotionModel
from sentimotion.web.compare.events import CompareEvents
from sentimotion.web.compare.pair import PairPart
from sentimotion.web.compare.state import CompareState
from sentimotion.web.compare.swap import SwapPart
from sentimotion.web.compare.template_sets import SetsPart
from sentimotion.web.compare.templates import read_templates
from sentimotion.web.session.events import TabEvents
from sentimotion.web.session.session import Sessions


class CompareTab:
    """The Compare tab: three parts with one state.

    :param model: The model, shared by all visitors.
    :param sessions: The visitors' sessions.
    """

    def __init__(self, model: SentimotionModel, sessions: Sessions, language: Language) -> None:
        self.handlers = CompareEvents(model)
        templates = read_templates()
        with gr.Tab(say("tab_compare", language), id="compare-tab") as self.tab:
            with gr.Tabs(elem_id="compare-parts", overflow_behavior="wrap"):
                with _part("pair", language):
                    self.pair = PairPart(templates.pairs, language)
                with _part("swap", language):
                    self.swap = SwapPart(templates.swaps, language)
                with _part("set", language):
                    self.sets = SetsPart(templates.sets, language)
            views = [*self.pair.views(), *self.swap.views(), *self.sets.views()]
            self.events = TabEvents(sessions, language, CompareState(), views)

    @property
    def typed(self) -> list[gr.Textbox]:
        """The components that are restored when the page is loaded."""
        return [*self.pair.texts, self.swap.text, self.swap.alternatives]

    def wire(self) -> None:
        """Register the events."""
        for name, part in (("pair", self.pair), ("swap", self.swap), ("sets", self.sets)):
            part.wire(self.events.failing(partial(CompareState.failed, part=name)), self.handlers)


def _part(name: str, language: Language) -> gr.Tab:
    """One of the three comparisons, of which one is shown at a time."""
    return gr.Tab(say(f"{name}_title", language), id=f"compare-{name}-part", elem_id=f"compare-{name}-part")
