"""Components and event handlers of the quiz."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import gradio as gr

from sentimotion.assets import ASSETS
from sentimotion.errors import SentimotionError
from sentimotion.i18n.messages import Language, say
from sentimotion.labels import Head
from sentimotion.model import SentimotionModel
from sentimotion.text.words import word_spans
from sentimotion.web.components.decision import render_error
from sentimotion.web.components.stop_button import build_stop_events
from sentimotion.web.learn.lesson import Lesson
from sentimotion.web.learn.quiz import Asked, Quiz, QuizQuestion, questions_with, render_quiz
from sentimotion.web.session.background import Done, LatestWork, with_progress
from sentimotion.web.session.event_data import event_value
from sentimotion.web.session.events import ALONGSIDE, EXPLANATIONS, LAST, PREDICTIONS, QUIET, skip_if_empty

_QUESTIONS_FILE: Final = ASSETS / "quiz.json"


def read_questions() -> list[QuizQuestion]:
    """Load the built-in questions."""
    rows = json.loads(_QUESTIONS_FILE.read_text(encoding="utf-8"))
    return [QuizQuestion(row["text"], row["head"]) for row in rows]


class QuizPanel:
    """The quiz and its components."""

    def __init__(self, model: SentimotionModel, language: Language) -> None:
        self._model, self._work = model, LatestWork()
        self._questions = read_questions()
        self.board = gr.HTML("", js_on_load="sentimotion.quiz(element, trigger, watch)", elem_id="quiz")
        self.onward = gr.Button(
            say("quiz_next", language), elem_id="quiz-next", variant="primary", visible=False
        )
        self.state = gr.State(Quiz())
        self.views: list[Any] = [self.board, self.onward]
        self.stop_events = build_stop_events("#quiz")

    def ask(self, quiz: Quiz, lesson: Lesson, head: Head) -> Quiz:
        """Predict the current question; the visitor's own sentence comes last.

        :raises SentimotionError: If the model cannot read the sentence.
        """
        own = None
        if lesson.encoded is not None and len(word_spans(lesson.text)) > 1:
            own = QuizQuestion(lesson.text, head, is_own=True)
        questions = questions_with(own, self._questions)
        quiz = replace(quiz, total=len(questions))
        if quiz.is_over or quiz.asked is not None:
            return quiz
        question = questions[quiz.number]
        asked = Asked(question, self._model.encode(question.text), self._model.predict(question.text))
        return replace(quiz, asked=asked)

    def show(self, quiz: Quiz, language: Language) -> list[Any]:
        """Updates of the views for a quiz state."""
        is_last = quiz.explanation is not None and quiz.number + 1 >= quiz.total
        name = say("quiz_again" if quiz.is_over else "learn_next" if is_last else "quiz_next", language)
        return [
            render_quiz(quiz, language),
            gr.update(value=name, visible=quiz.explanation is not None or quiz.is_over),
        ]

    def wire(self, language: gr.Radio, lesson: gr.State, head: gr.Radio) -> None:
        """Register the panel's events."""
        self.board.click(
            skip_if_empty(self._guess, [self.state, *self.views]),
            [self.state, language],
            [self.state, *self.views],
            **QUIET,
            **EXPLANATIONS,
        )
        self.onward.click(
            self._go_on,
            [self.state, lesson, head, language],
            [self.state, *self.views],
            **QUIET,
            **LAST,
            **PREDICTIONS,
        )

        # A pending answer would be in the old language, so the question is asked again.
        language.change(self._cancel, None, None, queue=False, **QUIET, **ALONGSIDE)
        self.stop_events.stop(self._stop, None, None, queue=False, **QUIET)

    def _cancel(self, request: gr.Request) -> None:
        self._work.cancel(request.session_hash)

    def _stop(self, request: gr.Request) -> None:
        self._work.stop(request.session_hash)

    def _guess(
        self, request: gr.Request, event: gr.EventData, quiz: Quiz, language: Language
    ) -> Iterator[list[Any]]:
        guessed = quiz.guessed(event_value(event, "word"))
        asked = guessed.asked
        if asked is None or guessed.guess is None or guessed.explanation is not None:
            yield [gr.skip()] * (1 + len(self.views))
            return
        head = asked.question.head
        label = asked.prediction.decision(head).top_label
        # A late click on Stop was meant for the previous answer.
        self._work.cancel(request.session_hash)
        with self._work.begin(request.session_hash) as superseded:
            try:
                for done in with_progress(
                    lambda report: self._model.explain(asked.question.text, head, label, on_progress=report),
                    superseded,
                ):
                    if isinstance(done, Done):
                        settled = guessed.settled(done.result)
                        yield [settled, *self.show(settled, language)]
                    else:
                        yield [gr.skip(), render_quiz(guessed, language, done), gr.skip()]
            except SentimotionError as error:
                yield [gr.skip(), render_error(error, language), gr.skip()]
        if superseded.stopped:
            yield [gr.skip(), render_quiz(quiz, language, is_stopped=True), gr.skip()]

    def _go_on(self, quiz: Quiz, lesson: Lesson, head: Head, language: Language) -> list[Any]:
        following = Quiz() if quiz.is_over else quiz.next()
        try:
            following = self.ask(following, lesson, head)
        except SentimotionError as error:
            return [quiz, render_error(error, language), gr.skip()]
        return [following, *self.show(following, language)]
