"""What a visitor sees of the Learn tab, and how each event changes it. Does not import gradio."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from sentimotion.errors import SentimotionError
from sentimotion.labels import DEFAULT_THRESHOLDS, HEADS, Head
from sentimotion.web.learn.lesson import STEPS, Lesson, Step
from sentimotion.web.learn.quiz import Quiz
from sentimotion.web.session.state import TabState


@dataclass(frozen=True, slots=True)
class LearnState(TabState):
    """The state of the tab. Its turn identifies the visitor's lesson, whatever the sentence.

    :param lesson: The sentence with its results.
    :param step: The visible step.
    :param head: The head that some steps explain.
    :param thresholds: By head, 0 to 1.
    :param done: Progress of the step's missing explanation, 0 to 1.
    :param is_stopped: Whether the visitor stopped it, or it failed.
    :param quiz: The quiz.
    :param quiz_done: Progress of the answer to a guess, 0 to 1; None if there is nothing to answer.
    :param is_quiz_stopped: Whether the visitor stopped that, or it failed.
    :param error: What failed since the step was shown.
    """

    lesson: Lesson = Lesson("")
    step: Step = STEPS[0]
    head: Head = HEADS[0]
    thresholds: Mapping[Head, float] = field(default_factory=lambda: dict(DEFAULT_THRESHOLDS))
    done: float = 0.0
    is_stopped: bool = False
    quiz: Quiz = Quiz()
    quiz_done: float | None = None
    is_quiz_stopped: bool = False
    error: SentimotionError | None = None

    def failed(self, error: SentimotionError) -> Self:
        """The state after an event failed."""
        return replace(self, error=error, is_stopped=True).with_quiz_halted()

    def at_step(self, lesson: Lesson, step: Step, head: Head) -> Self:
        """Another step or sentence. Results that the sentence has got in the meantime are kept."""
        is_older = self.lesson.text == lesson.text and self.lesson.prediction is not None
        return replace(
            self,
            lesson=self.lesson if is_older else lesson,
            step=step,
            head=head,
            done=0.0,
            is_stopped=False,
            is_quiz_stopped=False,
            error=None,
        )

    def progress(self, step: Step) -> tuple[Any, ...]:
        """The sentence, the fraction done, and whether it was stopped; empty if a step lacks nothing."""
        if self.step != step or not self.lesson.lacks(step, self.head):
            return ()
        return (self.lesson.text, self.done, self.is_stopped)

    def with_quiz(self, quiz: Quiz) -> Self:
        """The quiz after an answer, or at another question."""
        return replace(self, quiz=quiz, quiz_done=None, is_quiz_stopped=False, error=None)

    def with_quiz_halted(self) -> Self:
        """The question again, without an answer to the guess."""
        is_stopped = self.is_quiz_stopped or self.quiz_done is not None
        return replace(self, quiz_done=None, is_quiz_stopped=is_stopped)
