"""Run neutral template sets in which only the named group changes."""

from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from sentimotion.errors import SentimotionError
from sentimotion.i18n.messages import Language
from sentimotion.model import SentimotionModel
from sentimotion.web.compare.comparison import SetResult, run_set
from sentimotion.web.compare.fields import example_row, renamed
from sentimotion.web.compare.tables import render_set
from sentimotion.web.compare.templates import TemplateSet
from sentimotion.web.compare.views import render_running, render_section
from sentimotion.web.components.decision import render_error
from sentimotion.web.components.progress_bar import Stopped, render_halted
from sentimotion.web.components.stop_button import build_stop_events
from sentimotion.web.session.background import LatestWork, Readers
from sentimotion.web.session.events import ALONGSIDE, IN_ORDER, LAST, PREDICTIONS, QUIET, skip_if_empty

Outcome = SetResult | SentimotionError | Stopped | None


class SetsPart:
    """The template sets; created within the tab.

    :param model: The model, shared by all visitors.
    :param sets: The sets, one button each.
    """

    def __init__(self, model: SentimotionModel, sets: tuple[TemplateSet, ...], language: Language) -> None:
        self.model = model
        self.sets = sets
        self._running, self._readers = LatestWork(), Readers()
        self.head = gr.HTML(render_section("set", language))
        self.buttons = example_row([template_set.name for template_set in sets], "set", language)
        self.result = gr.HTML("", elem_id="compare-set-result")
        self.outcome = gr.State(None)
        self.states: list[Any] = [self.outcome]
        self.shown_language = gr.State(language)
        """Language in which the result was first shown."""
        self.stop_events = build_stop_events("#compare-set-result")

    @property
    def views(self) -> list[Any]:
        """Components that depend on the language, in the order of :meth:`translate`."""
        return [self.head, *self.buttons, self.result]

    def wire(self, language: gr.Radio) -> None:
        """Register the events; ``language`` is the language switch of the page."""
        amend: dict[str, Any] = {
            "fn": self._amend,
            "inputs": [language, self.shown_language, self.outcome],
            "outputs": [self.shown_language, self.result],
            **QUIET,
            **IN_ORDER,
        }
        for index, button in enumerate(self.buttons):
            shown = [self.result, self.outcome, self.shown_language]
            run = skip_if_empty(self._runner(index), shown)
            pressed = button.click(self._cancel, None, None, queue=False, **QUIET)
            pressed.then(run, language, shown, **QUIET, **LAST, **PREDICTIONS).then(**amend)
        language.change(**amend | ALONGSIDE)
        self.stop_events.stop(self._stop, None, None, queue=False, **QUIET)

    def translate(self, language: Language, *held: Any) -> list[Any]:
        """Render the views in a language from the values of the states."""
        (outcome,) = held
        return [
            render_section("set", language),
            *renamed([template_set.name for template_set in self.sets], language),
            self._show(language, outcome),
        ]

    def _runner(self, index: int) -> Callable[..., Iterator[list[Any]]]:
        """Return the handler for a set's button."""

        # Not a partial: Gradio would not inject the request.
        def run(request: gr.Request, language: Language) -> Iterator[list[Any]]:
            with self._running.begin(request.session_hash) as superseded:
                self._readers.outdate(request.session_hash)
                outcome: Outcome = None
                try:
                    for event in run_set(self.model, index, self.sets[index], superseded):
                        if isinstance(event, SetResult):
                            outcome = event
                        else:
                            yield [render_running("set", event, language), None, language]
                except SentimotionError as error:
                    outcome = error
            if superseded.stopped:
                outcome = Stopped()
            if outcome is not None:
                yield [self._show(language, outcome), outcome, language]

        return run

    def _amend(
        self, request: gr.Request, language: Language, shown_language: Language, outcome: Outcome
    ) -> tuple[Any, Any]:
        """Show the result again if the language changed in the meantime."""
        with self._readers.begin(request.session_hash) as outdated:
            shown = self._show(language, outcome)
            if outcome is None or language == shown_language or outdated.is_set():
                return gr.skip(), gr.skip()
        return language, shown

    def _cancel(self, request: gr.Request) -> None:
        """Cancel earlier work and clear an earlier stop, when the button is clicked."""
        self._running.cancel(request.session_hash)

    def _stop(self, request: gr.Request) -> None:
        self._running.stop(request.session_hash)

    def _show(self, language: Language, outcome: Outcome) -> Any:
        """Render the result in the given language; no updates if there is none."""
        if outcome is None:
            return gr.skip()
        if isinstance(outcome, Stopped):
            return render_halted("set_stopped", language)
        if isinstance(outcome, SentimotionError):
            return render_error(outcome, language)
        return render_set(outcome, self.sets[outcome.index], language)
