"""The Compare tab: text pairs, word swaps, and template sets."""

from functools import partial

import gradio as gr

from sentimotion.i18n.messages import Language, say
from sentimotion.model import SentimotionModel
from sentimotion.web.compare.events import CompareEvents
from sentimotion.web.compare.fields import labeled
from sentimotion.web.compare.pair import PairPart
from sentimotion.web.compare.state import CompareState, Part
from sentimotion.web.compare.swap import SwapPart
from sentimotion.web.compare.template_sets import SetsPart
from sentimotion.web.compare.templates import read_templates
from sentimotion.web.session.events import ALONGSIDE, TabEvents
from sentimotion.web.session.session import Sessions
from sentimotion.web.session.state import StateCell, View, Views


class CompareTab:
    """The Compare tab: three parts with one state.

    :param model: The model, shared by all visitors.
    :param sessions: The visitors' sessions.
    """

    def __init__(self, model: SentimotionModel, sessions: Sessions, language: Language) -> None:
        self.model, self.sessions = model, sessions
        self.handlers = CompareEvents(model)
        templates = read_templates()
        with gr.Tab(say("tab_compare", language), id="compare-tab") as self.tab:
            self.parts: dict[Part, PairPart | SwapPart | SetsPart] = {
                "pair": PairPart(templates.pairs, language),
                "swap": SwapPart(templates.swaps, language),
                "sets": SetsPart(templates.sets, language),
            }
            self.turn = gr.Textbox("", visible="hidden")
            self.state = gr.State(StateCell(CompareState(language=language)))
        self.views: Views[CompareState] = Views(
            [
                labeled(self.tab, "tab_compare"),
                View(self.turn, str, lambda state: (state.turn,)),
                *(view for part in self.parts.values() for view in part.views()),
            ]
        )

    def wire(self, language: gr.Radio) -> None:
        """Register the events; ``language`` is the language switch of the page."""
        for name, part in self.parts.items():
            failed = partial(CompareState.failed, part=name)
            events = TabEvents(self.sessions, self.state, self.turn, language, self.views, failed)
            part.wire(events, self.handlers)
        language.change(**events.translate(), queue=False, **ALONGSIDE)
