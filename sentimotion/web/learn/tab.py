"""The Learn tab: six steps on a sentence of the visitor's choice, then a quiz."""

import json
from collections.abc import Iterator
from typing import Any, Final

import gradio as gr

from sentimotion.assets import ASSETS
from sentimotion.errors import SentimotionError
from sentimotion.i18n.messages import Language, count, head_name, say
from sentimotion.labels import HEADS, Head
from sentimotion.model import SentimotionModel
from sentimotion.web.components.decision import render_error
from sentimotion.web.components.stop_button import build_stop_events
from sentimotion.web.learn.lesson import STEPS, Lesson, Step, begin, explore, predicted
from sentimotion.web.learn.panels import StepPanels
from sentimotion.web.learn.quiz import Quiz
from sentimotion.web.session.background import LatestWork, Readers
from sentimotion.web.session.events import (
    ALONGSIDE,
    EXPLANATIONS,
    IN_ORDER,
    LAST,
    PREDICTIONS,
    QUIET,
    skip_if_empty,
)

EXAMPLE: Final[str] = json.loads((ASSETS / "sentences.json").read_text(encoding="utf-8"))["lesson"]["text"]


class LearnTab:
    """The Learn tab; a ``PageTab``.

    :param model: The model, shared by all visitors.
    """

    def __init__(self, model: SentimotionModel, language: Language) -> None:
        self.model = model
        self._work, self._arrivals, self._readers = LatestWork(), LatestWork(), Readers()
        lesson = begin(model, EXAMPLE)
        with gr.Tab(say("tab_learn", language), id="learn-tab") as self.tab:
            with gr.Row(elem_id="learn-ask"):
                self.text = gr.Textbox(
                    EXAMPLE,
                    label=say("learn_text", language),
                    lines=1,
                    max_lines=6,
                    elem_id="learn-text",
                    scale=5,
                    html_attributes=gr.InputHTMLAttributes(lang="bn", spellcheck=False, autocomplete="off"),
                )
                self.use = gr.Button(say("learn_use", language), elem_id="learn-use", scale=1, min_width=200)
            self.step = gr.Radio(
                _step_names(language),
                value=STEPS[0],
                label=say("learn_steps", language),
                container=False,
                show_label=False,
                elem_id="learn-steps",
            )
            self.head = gr.Radio(
                _head_names(language),
                value=HEADS[0],
                label=say("learn_head", language),
                elem_id="learn-head",
            )
            self.notice = gr.HTML("", elem_id="learn-notice", visible=False)
            self.panels = StepPanels(model, lesson, language)
            with gr.Row(elem_id="learn-turn"):
                self.back = gr.Button(
                    say("learn_back", language), elem_id="learn-back", interactive=False, min_width=120
                )
                self.onward = gr.Button(
                    say("learn_next", language), elem_id="learn-next", variant="primary", min_width=120
                )
            # Within the tab, as other children of gr.Tabs make it draw a tab twice.
            self.lesson = gr.State(lesson)
            self.shown_language = gr.State(language)
            """Language in which the step was first shown."""
            self.stop_events = build_stop_events("#learn-panels > :not(#learn-quiz)")
        # Outputs of an explanation, and of every change of the step.
        self._explained = [self.notice, *self.panels.views]
        self._turned = [self.head, self.back, self.onward, *self._explained]
        self.views: list[Any] = [
            self.tab,
            self.text,
            self.use,
            self.step,
            *self.panels.thresholds,
            *self._turned,
        ]
        self.states: list[Any] = [
            self.lesson,
            self.step,
            self.head,
            self.panels.quiz.state,
            *self.panels.thresholds,
        ]

    def wire(self, language: gr.Radio) -> None:
        """Register the events; ``language`` is the language switch of the page."""
        arrive: dict[str, Any] = {
            "fn": self._arrive,
            "inputs": [self.text, language, *self.states],
            "outputs": [self.lesson, self.panels.quiz.state, self.shown_language, *self._turned],
            **QUIET,
            **LAST,
            **PREDICTIONS,
        }
        amend: dict[str, Any] = {
            "fn": self._amend,
            "inputs": [language, self.shown_language, *self.states],
            "outputs": [self.shown_language, *self._turned],
            **QUIET,
            **IN_ORDER,
        }
        explain: dict[str, Any] = {
            "fn": skip_if_empty(self._explain, [self.lesson, *self._explained]),
            "inputs": [language, *self.states],
            "outputs": [self.lesson, *self._explained],
            **QUIET,
            **LAST,
            **EXPLANATIONS,
        }
        gr.on([self.use.click, self.text.submit, self.step.input, self.head.input], **arrive).then(
            **amend
        ).then(**explain)
        focus: dict[str, Any] = {"fn": None, "js": "sentimotion.focusHeading", **QUIET}
        for turned in (
            self.back.click(None, self.step, self.step, js="sentimotion.previousStep", **QUIET),
            self.onward.click(None, self.step, self.step, js="sentimotion.nextStep", **QUIET),
        ):
            shown = turned.then(**arrive).then(**focus)
            shown.then(**amend).then(**explain).then(**focus)
        # Running work would be shown in the old language.
        language.change(**amend | ALONGSIDE).then(**explain)
        self.stop_events.stop(self._stop, None, None, queue=False, **QUIET)
        self.panels.wire(language, self.lesson, self.head)

    def translate(self, language: Language, *held: Any) -> list[Any]:
        """Render the views in a language from the values of the states; one update per view, in order."""
        return [
            gr.update(label=say("tab_learn", language)),
            gr.update(label=say("learn_text", language)),
            gr.update(value=say("learn_use", language)),
            gr.update(label=say("learn_steps", language), choices=_step_names(language)),
            *[gr.update(label=say("threshold", language))] * len(self.panels.thresholds),
            *self._show(language, *held),
        ]

    def _arrive(
        self,
        request: gr.Request,
        text: str,
        language: Language,
        lesson: Lesson,
        step: Step,
        head: Head,
        quiz: Quiz,
        *thresholds: float,
    ) -> list[Any]:
        """Show a step or a new sentence; compute everything except explanations."""
        self._work.cancel(request.session_hash)
        with self._arrivals.begin(request.session_hash) as superseded:
            if text != lesson.text:
                lesson = begin(self.model, text)
            if step != "tokens":
                lesson = predicted(self.model, lesson)
            if step == "quiz":
                quiz = self.panels.quiz.ask(quiz, lesson, head)
            shown = self._show(language, lesson, step, head, quiz, *thresholds)
            # A slow response must not move the visitor back to an earlier step.
            if superseded.is_set():
                return [gr.skip()] * (3 + len(shown))
        # Again, as the previous step's explanation may have started in the meantime.
        self._work.cancel(request.session_hash)
        self._readers.outdate(request.session_hash)
        return [lesson, quiz, language, *shown]

    def _amend(
        self, request: gr.Request, language: Language, shown_language: Language, *held: Any
    ) -> list[Any]:
        """Show the step again if the language changed in the meantime."""
        with self._readers.begin(request.session_hash) as outdated:
            shown = self._show(language, *held)
            if language == shown_language or outdated.is_set():
                return [gr.skip()] * (1 + len(shown))
        # A running explanation reports progress in the old language, and the next one would wait for it.
        self._work.cancel(request.session_hash)
        return [language, *shown]

    def _stop(self, request: gr.Request) -> None:
        self._work.stop(request.session_hash)

    def _explain(
        self,
        request: gr.Request,
        language: Language,
        lesson: Lesson,
        step: Step,
        head: Head,
        *_: Any,
    ) -> Iterator[list[Any]]:
        """Compute a step's explanations; yields progress."""
        if not lesson.lacks(step, head):
            yield [gr.skip()] * (1 + len(self._explained))
            return
        with self._work.begin(request.session_hash) as superseded:
            try:
                for event in explore(self.model, lesson, step, head, superseded):
                    if isinstance(event, Lesson):
                        panels = self.panels.explained(language, event, step, head)
                        yield [event, gr.update(visible=False), *panels]
                    else:
                        yield [gr.skip(), gr.skip(), *self.panels.pending(language, lesson, step, event)]
            except SentimotionError as error:
                notice = gr.update(value=render_error(error, language), visible=True)
                yield [gr.skip(), notice, *[gr.skip()] * len(self.panels.views)]
        if superseded.stopped:
            yield [gr.skip(), gr.skip(), *self.panels.stopped(language, lesson, step)]

    def _show(
        self, language: Language, lesson: Lesson, step: Step, head: Head, quiz: Quiz, *thresholds: float
    ) -> list[Any]:
        """Render a step with the results so far; other panels are hidden unchanged."""
        place = STEPS.index(step)
        return [
            gr.update(label=say("learn_head", language), choices=_head_names(language)),
            gr.update(value=say("learn_back", language), interactive=place > 0),
            gr.update(value=say("learn_next", language), interactive=place < len(STEPS) - 1),
            gr.update(
                value=lesson.error and render_error(lesson.error, language), visible=lesson.error is not None
            ),
            *self.panels.show(language, lesson, step, head, quiz, *thresholds),
        ]


def _step_names(language: Language) -> list[tuple[str, str]]:
    names: list[tuple[str, str]] = []
    for number, step in enumerate(STEPS, start=1):
        name = say(f"learn_{step}", language)
        if step != "quiz":
            name = say("learn_step_name", language, number=count(number, language), name=name)
        names.append((name, step))
    return names


def _head_names(language: Language) -> list[tuple[str, str]]:
    return [(head_name(head, language), head) for head in HEADS]
