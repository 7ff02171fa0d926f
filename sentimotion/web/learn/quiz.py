"""The quiz: guess the most influential word before it is shown. Pure; does not import gradio."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from sentimotion.explanations.attribution import words_within_limit
from sentimotion.explanations.results import Explanation
from sentimotion.i18n.messages import Language, count, head_name, label_name, percent, say, signed
from sentimotion.inference.predictor import Prediction
from sentimotion.labels import Head
from sentimotion.text.encoding import EncodedText
from sentimotion.text.words import Span
from sentimotion.web.components.attribution_sum import by_strength
from sentimotion.web.components.highlight import render_highlight
from sentimotion.web.components.progress_bar import render_halted
from sentimotion.web.learn.views import paragraph, render_step, render_working


@dataclass(frozen=True, slots=True)
class QuizQuestion:
    """A sentence and the head to explain; ``is_own`` if the visitor wrote it."""

    text: str
    head: Head
    is_own: bool = False


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


def questions_with(own: QuizQuestion | None, questions: Sequence[QuizQuestion]) -> list[QuizQuestion]:
    """The built-in questions, then the visitor's own, if any."""
    return [*questions, *([own] if own else [])]


def render_quiz(quiz: Quiz, language: Language, done: float | None = None, is_stopped: bool = False) -> str:
    """Render the question, its answer, or the final score.

    :param done: Fraction done, 0 to 1, while the answer is computed; otherwise None.
    :param is_stopped: Whether the visitor stopped the computation.
    """
    parts = [paragraph("quiz_text", language)]
    if quiz.asked is not None and not quiz.is_over:
        parts.append(_question(quiz, quiz.asked, language))
        if quiz.explanation is not None:
            parts.append(_answer(quiz, quiz.explanation, language))
        elif done is not None:
            parts.append(render_working(quiz.asked.question.text, done, language))
        else:
            parts.append(_choices(quiz.asked))
            if is_stopped:
                parts.append(render_halted("quiz_stopped", language))
    if quiz.answered:
        parts.append(_score(quiz, language))
    return render_step("quiz", language, "".join(parts), quiz.explanation is not None)


def _question(quiz: Quiz, asked: Asked, language: Language) -> str:
    head = asked.question.head
    decision = asked.prediction.decision(head)
    number = say(
        "quiz_number",
        language,
        number=count(quiz.number + 1, language),
        total=count(quiz.total, language),
    )
    own = f" ({say('quiz_own', language)})" if asked.question.is_own else ""
    answer = say(
        "quiz_answer",
        language,
        head=head_name(head, language),
        label=label_name(decision.top_label, language),
        percent=percent(decision.top_probability, language),
    )
    return f'<p class="fact"><strong>{escape(number + own)}</strong> · {escape(answer)}</p>'


def _choices(asked: Asked) -> str:
    """Render the sentence as typed, with its words as buttons."""
    text, parts, position = asked.encoded.text, [], 0
    for index, (start, end) in enumerate(asked.words):
        parts.append(escape(text[position:start]))
        parts.append(f'<button type="button" data-guess="{index}">{escape(text[start:end])}</button>')
        position = end
    parts.append(escape(text[position:]))
    return f'<p class="sentence choices" lang="bn">{"".join(parts)}</p>'


def _answer(quiz: Quiz, explanation: Explanation, language: Language) -> str:
    assert quiz.guess is not None, "an answer follows a guess"
    order = by_strength(explanation)
    guessed, top = explanation.words[quiz.guess], explanation.words[order[0]]
    value = signed(guessed.attribution, language)
    is_hit = is_right(explanation, quiz.guess)
    if is_hit:
        verdict = say("quiz_right", language, word=guessed.text, value=value)
    else:
        verdict = say(
            "quiz_wrong",
            language,
            top=top.text,
            top_value=signed(top.attribution, language),
            word=guessed.text,
            value=value,
            rank=count(order.index(quiz.guess) + 1, language),
            words=count(len(order), language),
        )
    label = label_name(explanation.label, language)
    return (
        # Focused when shown, as the button that had the focus is gone.
        f'<p class="verdict-line" tabindex="-1" data-right="{str(is_hit).lower()}">{escape(verdict)}</p>'
        f"{render_highlight(explanation, language)}"
        f'<p class="legend"><span class="key toward">{escape(say("toward", language, label=label))}</span>'
        f'<span class="key away">{escape(say("away", language))}</span></p>'
        f"{paragraph('quiz_not_people', language)}"
    )


def _score(quiz: Quiz, language: Language) -> str:
    right, asked = count(quiz.right, language), count(quiz.answered, language)
    score = (
        f'<p class="fact" role="status" data-score="{quiz.right}/{quiz.answered}">'
        f"{escape(say('quiz_score', language, right=right, asked=asked))}</p>"
    )
    if not quiz.is_over:
        return score
    return score + paragraph("quiz_done_all" if quiz.right == quiz.answered else "quiz_done", language)
