"""The Learn tab: six steps on a sentence of the visitor's choice, then a quiz."""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

import gradio as gr

from sentimotion.assets import ASSETS
from sentimotion.errors import SentimotionError
from sentimotion.i18n.messages import Language, count, head_name, say
from sentimotion.labels import HEADS
from sentimotion.model import SentimotionModel
from sentimotion.web.components.bangla_box import bangla_box
from sentimotion.web.components.browser_events import stop_events
from sentimotion.web.components.decision import render_error
from sentimotion.web.components.menu import Choices
from sentimotion.web.learn.events import LearnEvents
from sentimotion.web.learn.lesson import STEPS, Step, begin
from sentimotion.web.learn.panels import StepPanels
from sentimotion.web.learn.state import LearnState
from sentimotion.web.session.events import EXPLANATIONS, LAST, PREDICTIONS, QUIET, TabEvents
from sentimotion.web.session.session import Sessions
from sentimotion.web.session.state import View, stop

EXAMPLE: Final[str] = json.loads((ASSETS / "sentences.json").read_text(encoding="utf-8"))["lesson"]["text"]


class LearnTab:
    """The Learn tab; must be created within the page's gr.Tabs.

    :param model: The model, shared by all visitors.
    :param sessions: The visitors' sessions.
    """

    def __init__(self, model: SentimotionModel, sessions: Sessions, language: Language) -> None:
        self.model = model
        self.handlers = LearnEvents(model)
        first = LearnState(lesson=begin(model, EXAMPLE))
        with gr.Tab(say("tab_learn", language), id="learn-tab") as self.tab:
            self._lay_out(language)
            # Within the tab, as other children of gr.Tabs make it draw a tab twice.
            views = [*self._views(), *self.panels.views()]
            self.events = TabEvents(sessions, language, first, views)
        asked = [*self.typed, *self.panels.thresholds]
        show = self.events.run(self.handlers.show_step, asked, starts_anew=True, is_one_message=True)
        self.show = show | LAST | PREDICTIONS
        self.explain = self.events.run(self.handlers.explain) | LAST | EXPLANATIONS

    @property
    def typed(self) -> list[Any]:
        """The components that are restored when the page is loaded."""
        return [self.text, self.step, self.head]

    def _lay_out(self, language: Language) -> None:
        with gr.Row(elem_id="learn-ask"):
            label = say("learn_text", language)
            self.text = bangla_box(EXAMPLE, label, "learn-text", lines=1, max_lines=6, scale=5)
            self.use = gr.Button(say("learn_use", language), elem_id="learn-use", scale=1, min_width=200)
        self.step = Choices(
            _step_names(language),
            value=STEPS[0],
            label=say("learn_steps", language),
            elem_id="learn-steps",
            shows_label=False,
        )
        self.head = Choices(
            [(head_name(head, language), head) for head in HEADS],
            value=HEADS[0],
            label=say("learn_head", language),
            elem_id="learn-head",
        )
        self.notice = gr.HTML(elem_id="learn-notice")
        self.panels = StepPanels(self.model, language)
        with gr.Row(elem_id="learn-turn"):
            back, onward = (say(f"learn_{name}", language) for name in ("back", "next"))
            self.back = gr.Button(back, elem_id="learn-back", min_width=120)
            self.onward = gr.Button(onward, elem_id="learn-next", variant="primary", min_width=120)
        self.stop = stop_events("#learn-panels > :not(#learn-quiz)")

    def _views(self) -> Iterator[View[LearnState]]:
        yield View(self.notice, _show_notice, lambda state: (state.error or state.lesson.error,))
        for button, last in ((self.back, STEPS[0]), (self.onward, STEPS[-1])):
            yield View(button, partial(_show_button, last), lambda state: (state.step,))

    def wire(self) -> None:
        """Register the events."""
        events, handlers, panels = self.events, self.handlers, self.panels
        show, explain = self.show, self.explain
        focus: dict[str, Any] = {"fn": None, "js": "sentimotion.focusHeading", **QUIET}

        gr.on([self.use.click, self.text.submit, self.step.input, self.head.input], **show).then(**explain)
        for turned in (
            self.back.click(None, self.step, self.step, js="sentimotion.previousStep", **QUIET),
            self.onward.click(None, self.step, self.step, js="sentimotion.nextStep", **QUIET),
        ):
            turned.then(**show).then(**focus).then(**explain).then(**focus)
        self.stop.stop(**events.run(stop("learn"), at_once=True))
        for head, threshold in zip(HEADS, panels.thresholds, strict=True):
            threshold.change(**events.run(handlers.move_threshold(head), [threshold], at_once=True), **LAST)
        panels.board.click(**events.run(handlers.guess, sends_data=True), **EXPLANATIONS)
        panels.stop_quiz.stop(**events.run(stop("quiz"), at_once=True))
        panels.go_on.click(**events.run(handlers.go_on), **LAST, **PREDICTIONS)


def _step_names(language: Language) -> list[tuple[str, str]]:
    names: list[tuple[str, str]] = []
    for number, step in enumerate(STEPS, start=1):
        name = say(f"learn_{step}", language)
        if step != "quiz":
            name = say("learn_step_name", language, number=count(number, language), name=name)
        names.append((name, step))
    return names


def _show_notice(language: Language, error: SentimotionError | None) -> Any:
    return gr.update(value=render_error(error, language) if error else "", visible=error is not None)


def _show_button(last: Step, _: Language, step: Step) -> Any:
    return gr.update(interactive=step != last)
