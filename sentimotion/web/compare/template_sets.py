"""Run neutral template sets in which only the named group changes."""

from collections.abc import Iterator

import gradio as gr

from sentimotion.i18n.messages import Language
from sentimotion.web.compare.comparison import SetResult
from sentimotion.web.compare.events import CompareEvents, begin_anew
from sentimotion.web.compare.example_row import example_row
from sentimotion.web.compare.state import CompareState, Outcome
from sentimotion.web.compare.tables import render_set
from sentimotion.web.compare.templates import TemplateSet
from sentimotion.web.compare.views import render_running, render_section
from sentimotion.web.components.browser_events import stop_events
from sentimotion.web.components.decision import render_error
from sentimotion.web.components.progress_bar import Stopped, render_halted
from sentimotion.web.session.events import LAST, PREDICTIONS, TabEvents
from sentimotion.web.session.state import View, stop


class SetsPart:
    """The template sets; created within the tab.

    :param sets: The sets, one button each.
    """

    def __init__(self, sets: tuple[TemplateSet, ...], language: Language) -> None:
        self.sets = sets
        gr.HTML(render_section("set", language))
        self.buttons = example_row([template_set.name for template_set in sets], "set", language)
        self.result = gr.HTML(
            elem_id="compare-set-result", js_on_load="sentimotion.keepDetails(element, watch)"
        )
        self.stop_events = stop_events("#compare-set-result")

    def views(self) -> Iterator[View[CompareState]]:
        """The part drawn from the state."""
        yield View(
            self.result,
            self._show_outcome,
            lambda state: (state.sets.outcome, state.sets.done),
        )

    def wire(self, events: TabEvents[CompareState], handlers: CompareEvents) -> None:
        """Register the events."""
        pressed = events.run(begin_anew("compare-set"), starts_anew=True, at_once=True)
        for index, (template_set, button) in enumerate(zip(self.sets, self.buttons, strict=True)):
            run = events.run(handlers.run_set(index, template_set), starts_anew=True)
            button.click(**pressed).then(**run, **LAST, **PREDICTIONS)
        self.stop_events.stop(**events.run(stop("compare-set"), at_once=True))

    def _show_outcome(self, language: Language, outcome: Outcome, done: float | None) -> str:
        if done is not None:
            return render_running("set", done, language)
        match outcome:
            case None:
                return ""
            case SetResult():
                return render_set(outcome, self.sets[outcome.index], language)
            case Stopped():
                return render_halted("set_stopped", language)
        return render_error(outcome, language)
