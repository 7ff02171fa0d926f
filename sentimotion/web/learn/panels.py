"""Panels of the lesson's steps: their components, and how each is drawn from the state."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import gradio as gr
from markupsafe import Markup

from sentimotion.explanations.integration_path import TextWalk
from sentimotion.i18n.messages import Language, say
from sentimotion.inference.decisions import decide
from sentimotion.inference.predictor import Prediction
from sentimotion.labels import HEADS, Head
from sentimotion.model import SentimotionModel
from sentimotion.web.components.browser_events import stop_events
from sentimotion.web.components.charts import path_chart, probability_chart
from sentimotion.web.components.decision import render_decision, render_waiting
from sentimotion.web.components.decision_card import build_decision, chart
from sentimotion.web.components.threshold_slider import ThresholdSlider
from sentimotion.web.learn.caveats import render_caveats
from sentimotion.web.learn.lesson import EXPLAINED, STEPS, Step
from sentimotion.web.learn.path_view import render_path, render_path_slider
from sentimotion.web.learn.quiz import Quiz, render_quiz
from sentimotion.web.learn.state import LearnState
from sentimotion.web.learn.sum_table import render_sum_table
from sentimotion.web.learn.views import render_heads, render_progress, render_step, render_tokens
from sentimotion.web.session.state import View, shown


class StepPanels:
    """One panel per step, one of which is visible.

    The visible panel is set by an element that the style sheet depends on. Gradio's ``visible`` is not used:
    it redraws components when they appear, and a pending update of another panel could show that panel again.
    Hence the contents of a panel depend on its own results only, not on whether it is visible.
    """

    def __init__(self, model: SentimotionModel, language: Language) -> None:
        config = model.network.config
        self._size = (config.num_hidden_layers, config.hidden_size)
        with gr.Column(elem_id="learn-panels"):
            self.place = gr.HTML(elem_id="learn-at")
            columns = {step: gr.Column(elem_id=f"learn-{step}", elem_classes="learn-panel") for step in STEPS}
            with columns["tokens"]:
                self.tokens = gr.HTML()
            with columns["heads"]:
                self.heads = gr.HTML()
            with columns["thresholds"]:
                gr.HTML(render_step("thresholds", language))
                with gr.Row(elem_id="learn-cards", equal_height=False):
                    cards = [_build_card(head, language) for head in HEADS]
                self.decisions, self.charts, self.thresholds = zip(*cards, strict=True)
            with columns["path"]:
                self.above_path = gr.HTML()
                self.path_chart = chart("learn-path-chart")
                self.below_path = gr.HTML(js_on_load="sentimotion.walk(element)")
            with columns["receipt"]:
                self.sum_table = gr.HTML()
            with columns["doubts"]:
                self.caveats = gr.HTML()
            with columns["quiz"]:
                self.board = gr.HTML(js_on_load="sentimotion.quiz(element, trigger, watch)", elem_id="quiz")
                self.go_on = gr.Button(elem_id="quiz-next", variant="primary")
                self.stop_quiz = stop_events("#quiz")

    def views(self) -> Iterator[View[LearnState]]:
        """How the components are drawn."""
        yield View(self.place, lambda _, step: _place(step), lambda state: (state.step,))
        yield View(self.tokens, shown(render_tokens), lambda state: (state.lesson.encoded,))
        yield View(
            self.heads,
            shown(render_heads),
            lambda state: (state.lesson.encoded, state.lesson.prediction, self._size),
        )
        for card in zip(HEADS, self.decisions, self.charts, strict=True):
            yield from _card_views(*card)
        yield _explained(self.above_path, "path", render_path)
        for part, draw in ((self.path_chart, _show_path_chart), (self.below_path, shown(render_path_slider))):
            yield View(part, draw, lambda state: (state.lesson.walks.get(state.head),))
        yield _explained(self.sum_table, "receipt", render_sum_table)
        yield _explained(self.caveats, "doubts", render_caveats)
        yield View(
            self.board,
            lambda language, quiz, *progress: render_quiz(quiz, language, *progress),
            lambda state: (state.quiz, state.quiz_done, state.is_quiz_stopped),
        )
        yield View(self.go_on, _show_go_on, lambda state: (state.quiz,))


def _build_card(head: Head, language: Language) -> tuple[gr.HTML, gr.Plot, ThresholdSlider]:
    with gr.Column(elem_id=f"learn-head-{head}", elem_classes="card", min_width=320):
        return build_decision(head, language, f"learn-threshold-{head}")


def _card_views(head: Head, decision: gr.HTML, chart: gr.Plot) -> Iterator[View[LearnState]]:
    def decided(state: LearnState) -> tuple[Any, ...]:
        return (state.lesson.prediction, state.thresholds[head])

    yield View(decision, partial(_show_decision, head), decided)
    yield View(chart, partial(_show_chart, head), decided)


def _explained(component: Any, step: Step, render: Callable[..., Markup]) -> View[LearnState]:
    """View of a step's explanation, or of its progress.

    :param render: Takes what the lesson has found for the step, and the language.
    """

    def show(language: Language, found: tuple[Any, ...], progress: tuple[Any, ...]) -> str:
        if found:
            return render(*found, language)
        text, *how_far = progress or ("",)
        return render_progress(text, language, *how_far) if text else ""

    return View(component, show, lambda state: (state.lesson.found(step, state.head), state.progress(step)))


def _place(step: Step) -> Markup:
    """Render the element that selects the visible panel, for the style sheet."""
    is_explained = str(step in EXPLAINED).lower()
    return Markup('<span data-at="{}" data-explained="{}"></span>').format(step, is_explained)


def _show_decision(head: Head, language: Language, prediction: Prediction | None, threshold: float) -> Markup:
    if prediction is None:
        return render_waiting(head, language)
    probabilities = prediction.probabilities.of(head)
    return render_decision(head, decide(head, probabilities, threshold), probabilities, language)


def _show_chart(head: Head, language: Language, prediction: Prediction | None, threshold: float) -> Any:
    probabilities = None if prediction is None else prediction.probabilities.of(head)
    return probability_chart(head, probabilities, threshold, language)


def _show_path_chart(language: Language, walk: TextWalk | None) -> Any:
    if walk is None:
        return gr.update(visible=False)
    chart = path_chart(walk.points, walk.scores, walk.explanation.label, language)
    return gr.update(value=chart, visible=True)


def _show_go_on(language: Language, quiz: Quiz) -> Any:
    is_last = quiz.explanation is not None and quiz.number + 1 >= quiz.total
    name = say("quiz_again" if quiz.is_over else "learn_next" if is_last else "quiz_next", language)
    return gr.update(value=name, visible=quiz.explanation is not None or quiz.is_over)
