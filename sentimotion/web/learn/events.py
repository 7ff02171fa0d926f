"""Event handlers of the Learn tab: each yields changes of the state. Does not import gradio."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from secrets import token_hex

from sentimotion.explanations.results import Explanation
from sentimotion.labels import HEADS, Head
from sentimotion.model import SentimotionModel
from sentimotion.text.words import word_spans
from sentimotion.web.learn.lesson import Lesson, begin, explore, predicted
from sentimotion.web.learn.quiz import Asked, Quiz, QuizQuestion, read_questions
from sentimotion.web.learn.state import LearnState
from sentimotion.web.session.background import with_progress
from sentimotion.web.session.state import Change, Event, Handler

Changes = Iterator[Change[LearnState]]


class LearnEvents:
    """The handlers; what they show is in ``panels.py``.

    :param model: The model, shared by all visitors.
    """

    def __init__(self, model: SentimotionModel) -> None:
        self.model = model
        self._questions = read_questions()

    def show_step(self, state: LearnState, event: Event) -> Changes:
        """Show a step or a new sentence; compute everything except explanations."""
        text, step, head, *thresholds = event.values
        event.session.cancel("learn")
        # A slow answer must not move the visitor back to an earlier step.
        with event.session.begin("learn_step") as superseded:
            lesson = state.lesson if text == state.lesson.text else begin(self.model, text)
            if step != "tokens":
                lesson = predicted(self.model, lesson)
            quiz = self.ask(state.quiz, lesson, head) if step == "quiz" else state.quiz
            if superseded.is_set():
                return
        # Again, as the previous step's explanation may have started in the meantime.
        event.session.cancel("learn")

        def shown(now: LearnState) -> LearnState:
            if not now.turn:
                # The first step, or the server has lost the session: the page's thresholds count.
                values = dict(zip(HEADS, thresholds, strict=True))
                now = replace(now, turn=token_hex(8), thresholds=values)
            if now.quiz is state.quiz:
                now = replace(now, quiz=quiz)
            return now.at_step(lesson, step, head)

        yield shown

    def explain(self, state: LearnState, event: Event) -> Changes:
        """Compute the step's explanation, if it lacks one."""
        lesson, step, head = asked = state.lesson, state.step, state.head
        if not lesson.lacks(step, head):
            return

        def of_this_step(now: LearnState, done: float, is_stopped: bool = False) -> LearnState:
            is_shown = (now.lesson, now.step, now.head) == asked
            return replace(now, done=done, is_stopped=is_stopped) if is_shown else now

        def of_this_sentence(now: LearnState, explained: Lesson) -> LearnState:
            return replace(now, lesson=explained) if now.lesson is lesson else now

        with event.session.begin("learn") as canceled:
            for found in explore(self.model, lesson, step, head, canceled):
                if isinstance(found, Lesson):
                    yield partial(of_this_sentence, explained=found)
                else:
                    yield partial(of_this_step, done=found)
            if canceled.stopped:
                yield partial(of_this_step, done=0.0, is_stopped=True)

    def move_threshold(self, head: Head) -> Handler[LearnState]:
        """Return the handler for changes of a head's threshold."""

        def moved(_: LearnState, event: Event) -> Changes:
            (threshold,) = event.values
            yield lambda now: replace(now, thresholds={**now.thresholds, head: threshold})

        return moved

    def ask(self, quiz: Quiz, lesson: Lesson, head: Head) -> Quiz:
        """Predict the quiz's current question; the visitor's own sentence comes last.

        :raises SentimotionError: If the model cannot read the sentence.
        """
        questions = self._questions
        if lesson.encoded is not None and len(word_spans(lesson.text)) > 1:
            questions = [*questions, QuizQuestion(lesson.text, head, is_own=True)]
        quiz = replace(quiz, total=len(questions))
        if quiz.is_over or quiz.asked is not None:
            return quiz
        question = questions[quiz.number]
        encoded = self.model.encode(question.text)
        return replace(quiz, asked=Asked(question, encoded, self.model.predict(encoded)))

    def guess(self, state: LearnState, event: Event) -> Changes:
        """Explain the sentence of the quiz, which decides whether the guess was right."""
        word, asked = event.data.get("word"), state.quiz.asked
        if asked is None or state.quiz.guessed(word) is state.quiz:
            return
        head = asked.question.head
        label = asked.prediction.decision(head).top_label

        def of_this_question(change: Change[LearnState]) -> Change[LearnState]:
            return lambda now: change(now) if now.quiz.asked is asked else now

        def settled(now: LearnState, explanation: Explanation) -> LearnState:
            return now.with_quiz(now.quiz.guessed(word).settled(explanation))

        # A late click on Stop was meant for the previous answer.
        event.session.cancel("quiz")
        with event.session.begin("quiz") as canceled:
            for found in with_progress(
                lambda report: self.model.explain(asked.encoded, head, label, on_progress=report),
                canceled,
            ):
                if isinstance(found, float):
                    yield of_this_question(partial(_answering, done=found))
                else:
                    yield of_this_question(partial(settled, explanation=found))
            if canceled.stopped:
                yield of_this_question(LearnState.with_quiz_halted)

    def go_on(self, state: LearnState, _: Event) -> Changes:
        """Ask the next question of the quiz, or the first one again."""
        quiz = state.quiz
        if quiz.explanation is None and not quiz.is_over:
            return
        following = self.ask(Quiz() if quiz.is_over else quiz.next(), state.lesson, state.head)
        yield lambda now: now.with_quiz(following) if now.quiz.asked is quiz.asked else now


def _answering(now: LearnState, done: float) -> LearnState:
    return replace(now, quiz_done=done, is_quiz_stopped=False, error=None)
