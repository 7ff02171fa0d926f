"""The quiz: guesses, what counts as right, what is shown before and after."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.i18n.messages import LANGUAGES, signed
from sentimotion.labels import HEADS
from sentimotion.text.words import has_bangla, word_spans
from sentimotion.web.learn.events import LearnEvents
from sentimotion.web.learn.lesson import begin
from sentimotion.web.learn.quiz import (
    Asked,
    Quiz,
    QuizQuestion,
    is_right,
    read_questions,
    render_quiz,
)
from tests.checkpoints import SENTENCES
from tests.sentimotion.web import Shown, explanation_of

TEXT = "এই খাবার <x>একদম</x> বাজে!"
VALUES = [0.1, 0.2, 0.0, -0.3, 0.0, 1.5]


@pytest.fixture
def quiz(bert_model):
    asked = Asked(QuizQuestion(TEXT, "sentiment"), bert_model.encode(TEXT), bert_model.predict(TEXT))
    return Quiz(total=5, asked=asked)


@pytest.fixture
def explanation():
    return explanation_of(TEXT, VALUES)


def test_the_quizs_own_questions():
    questions = read_questions()
    assert 3 <= len(questions) <= 4
    assert {question.head for question in questions} == set(HEADS)
    for question in questions:
        assert has_bangla(question.text)
        assert len(word_spans(question.text)) >= 5
        assert not question.is_own


def test_the_visitors_sentence_comes_last(bert_model):
    handlers, n_questions = LearnEvents(bert_model), len(read_questions())
    lesson = begin(bert_model, "আমার বাক্য")
    assert handlers.ask(Quiz(), lesson, "emotion").total == n_questions + 1
    last = handlers.ask(Quiz(number=n_questions), lesson, "emotion")
    assert last.asked.question == QuizQuestion("আমার বাক্য", "emotion", is_own=True)
    # There is nothing to guess in one word.
    assert handlers.ask(Quiz(), begin(bert_model, "বাক্য"), "emotion").total == n_questions


@pytest.mark.parametrize("word", [-1, 6, 1.0, True, "1", None, [], {}, 10**30])
def test_a_word_that_is_not_there_is_no_guess(quiz, word):
    assert quiz.guessed(word) is quiz


def test_the_first_guess_counts(quiz, explanation):
    first = quiz.guessed(5)
    assert first.guess == 5
    assert first.guessed(1) is first
    settled = first.settled(explanation)
    assert (settled.right, settled.answered) == (1, 1)
    assert settled.settled(explanation) is settled
    assert settled.guessed(0) is settled
    after = settled.next()
    assert (after.number, after.asked, after.guess, after.explanation) == (1, None, None, None)
    assert (after.right, after.answered) == (1, 1)


def test_nothing_is_settled_without_a_guess(quiz, explanation):
    assert quiz.settled(explanation) is quiz
    assert Quiz().guessed(0) == Quiz()


def test_a_wrong_guess_is_counted_as_asked(quiz, explanation):
    settled = quiz.guessed(0).settled(explanation)
    assert (settled.right, settled.answered) == (0, 1)


@given(st.lists(st.floats(-9, 9), min_size=1, max_size=6), st.data())
def test_the_strongest_word_is_right_whatever_its_sign(values, data):
    text = " ".join(["শব্দ"] * len(values))
    explanation = explanation_of(text, values)
    guess = data.draw(st.integers(0, len(values) - 1))
    strengths = [f"{abs(value):.2f}" for value in values]
    assert is_right(explanation, guess) == (float(strengths[guess]) == max(map(float, strengths)))


def test_a_tie_in_the_shown_digits_is_right():
    explanation = explanation_of("এক দুই তিন", [1.001, -1.004, 0.9])
    assert [is_right(explanation, guess) for guess in range(3)] == [True, True, False]


def test_the_quiz_ends_after_the_last_question(quiz, explanation):
    last = replace(quiz, number=4).guessed(5).settled(explanation)
    assert not last.is_over
    assert last.next().is_over
    assert not Quiz().is_over


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_is_not_shown_before_the_guess(quiz, language):
    for shown in (Shown(render_quiz(quiz, language)), Shown(render_quiz(quiz.guessed(5), language, 0.4))):
        assert shown.with_attribute("data-attribution") == []
        assert shown.with_attribute("data-right") == []
        assert TEXT in shown.text
    buttons = Shown(render_quiz(quiz, language)).with_attribute("data-guess")
    assert [button["data-guess"] for button in buttons] == [str(index) for index in range(6)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("guess", "right"), [(5, "true"), (0, "false")])
def test_the_answer_says_which_word_it_was(quiz, explanation, language, guess, right):
    settled = quiz.guessed(guess).settled(explanation)
    shown = Shown(render_quiz(settled, language))
    (verdict,) = shown.with_attribute("data-right")
    assert verdict["data-right"] == right
    (said,) = shown.texts_of("verdict-line")
    assert explanation.words[5].text in said
    assert signed(1.5, language) in said
    assert (signed(0.1, language) in said) == (guess == 0)
    assert len(shown.with_attribute("data-attribution")) == 6
    assert shown.with_attribute("data-guess") == []
    (score,) = shown.with_attribute("data-score")
    assert score["data-score"] == f"{settled.right}/1"


def test_the_end_says_how_it_went(quiz, explanation):
    for guess, key in ((5, "All correct"), (0, "Where you differ")):
        over = replace(quiz, number=4).guessed(guess).settled(explanation).next()
        shown = Shown(render_quiz(over, "en"))
        assert key in shown.text
        assert TEXT not in shown.text


@given(st.text(max_size=60) | st.sampled_from(SENTENCES))
def test_any_sentence_is_shown_as_typed(bert_model, text):
    text += " মন <i>"
    asked = Asked(QuizQuestion(text, "emotion"), bert_model.encode(text), bert_model.predict(text))
    shown = Shown(render_quiz(Quiz(total=1, asked=asked), "bn"))
    assert text in shown.text
    assert "i" not in {tag for tag, _ in shown.elements}
