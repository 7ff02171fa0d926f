"""Panels of the lesson's steps: their components and their contents."""

from functools import partial
from itertools import chain
from typing import Any

import gradio as gr
from markupsafe import Markup

from sentimotion.i18n.messages import Language, say
from sentimotion.inference.decisions import decide
from sentimotion.labels import DEFAULT_THRESHOLDS, HEADS, Head
from sentimotion.model import SentimotionModel
from sentimotion.web.components.charts import path_chart, probability_chart
from sentimotion.web.components.decision import render_decision, render_waiting
from sentimotion.web.learn.caveats import render_caveats
from sentimotion.web.learn.lesson import EXPLAINED, STEPS, Lesson, Step
from sentimotion.web.learn.path_view import PATH_CHART_ID, render_path
from sentimotion.web.learn.quiz import Quiz
from sentimotion.web.learn.quiz_panel import QuizPanel
from sentimotion.web.learn.sum_table import render_sum_table
from sentimotion.web.learn.views import (
    EncoderSize,
    render_heads,
    render_thresholds,
    render_tokens,
    render_unexplained,
    render_working,
)
from sentimotion.web.session.events import LAST, QUIET


class StepPanels:
    """One panel per step, one of which is visible; initially filled with the first step.

    The visible panel is set by an element that the style sheet depends on. Gradio's ``visible`` is not used:
    it redraws components when they appear, and a pending update of another panel could show that panel again.
    """

    def __init__(self, model: SentimotionModel, lesson: Lesson, language: Language) -> None:
        config = model.network.config
        self._size = EncoderSize(config.num_hidden_layers, config.hidden_size)
        with gr.Column(elem_id="learn-panels"):
            self._place = gr.HTML(_place(STEPS[0]), elem_id="learn-at")
            columns = {step: gr.Column(elem_id=f"learn-{step}", elem_classes="learn-panel") for step in STEPS}
            with columns["tokens"]:
                self._tokens = gr.HTML(lesson.encoded and render_tokens(lesson.encoded, language))
            with columns["heads"]:
                self._heads = gr.HTML("")
            with columns["thresholds"]:
                self._thresholds_text = gr.HTML("", js_on_load="sentimotion.nameLessonSliders()")
                with gr.Row(elem_id="learn-cards", equal_height=False):
                    cards = [self._card(head, language) for head in HEADS]
                self._decided = list(chain.from_iterable(shown for shown, _ in cards))
                self.thresholds = [threshold for _, threshold in cards]
            with columns["path"]:
                self._above = gr.HTML("")
                self._path_chart = gr.Plot(
                    show_label=False,
                    container=False,
                    visible=False,
                    elem_id=PATH_CHART_ID,
                    elem_classes="chart",
                )
                self._below = gr.HTML("", js_on_load="sentimotion.walk(element)")
            with columns["receipt"]:
                self._sum_table = gr.HTML("")
            with columns["doubts"]:
                self._caveats = gr.HTML("")
            with columns["quiz"]:
                self.quiz = QuizPanel(model, language)
        self._contents: dict[Step, list[Any]] = {
            "tokens": [self._tokens],
            "heads": [self._heads],
            "thresholds": [self._thresholds_text, *self._decided],
            "path": [self._above, self._path_chart, self._below],
            "receipt": [self._sum_table],
            "doubts": [self._caveats],
            "quiz": self.quiz.views,
        }
        self.views: list[Any] = [
            self._place,
            *chain.from_iterable(self._contents[step] for step in STEPS),
        ]

    @staticmethod
    def _card(head: Head, language: Language) -> tuple[list[Any], gr.Slider]:
        threshold = DEFAULT_THRESHOLDS[head]
        with gr.Column(elem_id=f"learn-head-{head}", elem_classes="card", min_width=320):
            decision = gr.HTML(render_waiting(head, language))
            chart = gr.Plot(
                probability_chart(head, None, threshold, language),
                show_label=False,
                container=False,
                elem_classes="chart",
            )
            slider = gr.Slider(
                0.0,
                1.0,
                value=threshold,
                step=0.01,
                label=say("threshold", language),
                elem_id=f"learn-threshold-{head}",
                elem_classes="threshold",
                buttons=[],
            )
        return [decision, chart], slider

    def wire(self, language: gr.Radio, lesson: gr.State, head: gr.Radio) -> None:
        """Register the panels' events."""
        for index, (of_head, threshold) in enumerate(zip(HEADS, self.thresholds, strict=True)):
            threshold.change(
                partial(_decided, of_head),
                [lesson, threshold, language],
                self._decided[2 * index : 2 * index + 2],
                queue=False,
                **QUIET,
                **LAST,
            )
        self.quiz.wire(language, lesson, head)

    def show(
        self, language: Language, lesson: Lesson, step: Step, head: Head, quiz: Quiz, *thresholds: float
    ) -> list[Any]:
        """Updates that fill the panel of a step and show it; other panels stay unchanged.

        :param thresholds: One per head, 0 to 1.
        """
        return [_place(step), *self._only(step, self._shown(language, lesson, step, head, quiz, *thresholds))]

    def explained(self, language: Language, lesson: Lesson, step: Step, head: Head) -> list[Any]:
        """Updates with a step's explanation, whichever panel is visible."""
        return [gr.skip(), *self._only(step, self._explained(language, lesson, step, head))]

    def pending(self, language: Language, lesson: Lesson, step: Step, done: float) -> list[Any]:
        """Updates while a step's explanation is computed.

        :param done: Fraction done, 0 to 1.
        """
        shown = _pending(lesson, step, done, language)
        return [gr.skip(), *self._only(step, shown)]

    def stopped(self, language: Language, lesson: Lesson, step: Step) -> list[Any]:
        """Updates after the visitor stopped a step's explanation."""
        halted = render_unexplained(lesson.text, language)
        return [gr.skip(), *self._only(step, _in_place(step, halted))]

    def _only(self, step: Step, shown: list[Any]) -> list[Any]:
        """Updates of all panels, of which only one step's changes."""
        kept = {each: [gr.skip()] * len(contents) for each, contents in self._contents.items()}
        return list(chain.from_iterable((kept | {step: shown})[each] for each in STEPS))

    def _shown(
        self, language: Language, lesson: Lesson, step: Step, head: Head, quiz: Quiz, *thresholds: float
    ) -> list[Any]:
        if step == "quiz":
            return self.quiz.show(quiz, language)
        encoded, prediction = lesson.encoded, lesson.prediction
        if step == "thresholds":
            decided = [
                _decided(of, lesson, value, language) for of, value in zip(HEADS, thresholds, strict=True)
            ]
            return [render_thresholds(language), *chain.from_iterable(decided)]
        if step in EXPLAINED:
            return self._explained(language, lesson, step, head)
        if encoded is None:
            return [""]
        if step == "tokens":
            return [render_tokens(encoded, language)]
        # The language may change between the click on a step and its response.
        return ["" if prediction is None else render_heads(encoded, prediction, self._size, language)]

    @staticmethod
    def _explained(language: Language, lesson: Lesson, step: Step, head: Head) -> list[Any]:
        if lesson.error is not None:
            return _in_place(step, "")
        if not lesson.knows(step, head):
            return _pending(lesson, step, 0.0, language)
        if step == "path":
            walk = lesson.walks[head]
            above, below = render_path(walk, language)
            chart = path_chart(walk.points, walk.scores, walk.explanation.label, language)
            return [above, gr.update(value=chart, visible=True), below]
        explanation = lesson.explanations[head]
        if step == "receipt":
            return [render_sum_table(explanation, language)]
        return [render_caveats(lesson, explanation, lesson.caveats[head], language)]


def _place(step: Step) -> Markup:
    """Render the element that selects the visible panel, for the style sheet."""
    is_explained = str(step in EXPLAINED).lower()
    return Markup('<span data-at="{}" data-explained="{}"></span>').format(step, is_explained)


def _pending(lesson: Lesson, step: Step, done: float, language: Language) -> list[Any]:
    return _in_place(step, render_working(lesson.text, done, language))


def _in_place(step: Step, html: str) -> list[Any]:
    """Render the placeholder of a step's explanation."""
    return [html, gr.update(visible=False), ""] if step == "path" else [html]


def _decided(head: Head, lesson: Lesson, threshold: float, language: Language) -> tuple[Markup, Any]:
    """Render a head's decision and chart for a threshold."""
    if lesson.prediction is None:
        return render_waiting(head, language), probability_chart(head, None, threshold, language)
    probabilities = lesson.prediction.probabilities.of(head)
    return (
        render_decision(head, decide(head, probabilities, threshold), probabilities, language),
        probability_chart(head, probabilities, threshold, language),
    )
