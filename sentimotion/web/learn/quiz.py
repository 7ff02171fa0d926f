"""The quiz: guess the most influential word before it is shown. Pure; does not import gradio."""

import json
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from sentimotion.assets import ASSETS
from sentimotion.explanations.attribution import words_within_limit
from sentimotion.explanations.results import Explanation
from sentimotion.i18n.messages import Language, count, say, signed
from sentimotion.inference.predictor import Prediction
from sentimotion.labels import Head
from sentimotion.text.encoding import EncodedText
from sentimotion.text.words import Span
from sentimotion.web.components.attribution_sum import by_strength
from sentimotion.web.components.highlight import render_highlight
from sentimotion.web.components.progress_bar import render_halted
from sentimotion.web.learn.views import render_progress, render_step


@dataclass(frozen=True, slots=True)
class QuizQuestion:
    """A sentence and the head to explain; ``is_own`` if the visitor wrote it."""

    text: str
    head: Head
    is_own: bool = False


def read_questions() -> list[QuizQuestion]:
    """Load the built-in questions."""
    rows = json.loads((ASSETS / "quiz.json").read_text(encoding="utf-8"))
    return [QuizQuestion(row["text"], row["head"]) for row in rows]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the model's prediction for its sentence."""

    question: QuizQuestion
    encoded: EncodedText
    prediction: Prediction

    @property
    def words(self) -> list[Span]:
        """The words to choose from."""
        return words_within_limit(self.encoded)


@dataclass(frozen=True, slots=True)
class Quiz:
    """State of a visitor's quiz: the question, the guessed word, and the explanation that decides it.

    ``number`` counts questions from 0 and is ``total`` once all are answered; ``right`` of ``answered``
    guesses were correct.
    """

    number: int = 0
    total: int = 0
    asked: Asked | None = None
    guess: int | None = None
    explanation: Explanation | None = None
    right: int = 0
    answered: int = 0

    @property
    def is_over(self) -> bool:
        """Whether all questions are answered."""
        return self.total > 0 and self.number >= self.total

    def guessed(self, word: object) -> "Quiz":
        """The quiz with a guess; unchanged if there already is one or the sentence has no such word."""
        if self.asked is None or self.guess is not None:
            return self
        # Data from the browser is untrusted.
        if not isinstance(word, int) or isinstance(word, bool) or not 0 <= word < len(self.asked.words):
            return self
        return replace(self, guess=word)

    def settled(self, explanation: Explanation) -> "Quiz":
        """The quiz with the guess counted."""
        if self.guess is None or self.explanation is not None:
            return self
        return replace(
            self,
            explanation=explanation,
            right=self.right + is_right(explanation, self.guess),
            answered=self.answered + 1,
        )

    def next(self) -> "Quiz":
        """The quiz at the next question."""
        return replace(self, number=self.number + 1, asked=None, guess=None, explanation=None)


def is_right(explanation: Explanation, guess: int) -> bool:
    """Whether no word has a larger attribution than the guessed one, in the displayed digits."""
    strengths = [round(abs(word.attribution), 2) for word in explanation.words]
    return strengths[guess] == max(strengths)


def render_quiz(
    quiz: Quiz, language: Language, done: float | None = None, is_stopped: bool = False
) -> Markup:
    """Render the question, its answer, or the final score.

    :param done: Fraction done, 0 to 1, while the answer is computed; otherwise None.
    :param is_stopped: Whether the visitor stopped the computation.
    """
    asked = None if quiz.is_over else quiz.asked
    values: dict[str, Any] = {}
    if asked is not None:
        values["decision"] = asked.prediction.decision(asked.question.head)
        values["working"] = done is not None and render_progress(asked.question.text, language, done)
        values["stopped"] = render_halted("quiz_stopped", language) if is_stopped else ""
    if quiz.explanation is not None and quiz.guess is not None:
        values["is_hit"] = is_right(quiz.explanation, quiz.guess)
        values["verdict"] = _verdict(quiz.explanation, quiz.guess, language)
        values["highlight"] = render_highlight(quiz.explanation, language)
    return render_step(
        "quiz", language, is_presentable=quiz.explanation is not None, quiz=quiz, asked=asked, **values
    )


def _verdict(explanation: Explanation, guess: int, language: Language) -> str:
    """Whether the guess was right, in words."""
    order = by_strength(explanation)
    guessed, top = explanation.words[guess], explanation.words[order[0]]
    value = signed(guessed.attribution, language)
    if is_right(explanation, guess):
        return say("quiz_right", language, word=guessed.text, value=value)
    return say(
        "quiz_wrong",
        language,
        top=top.text,
        top_value=signed(top.attribution, language),
        word=guessed.text,
        value=value,
        rank=count(order.index(guess) + 1, language),
        words=count(len(order), language),
    )
