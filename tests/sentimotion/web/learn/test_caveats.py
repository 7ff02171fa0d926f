"""Where the lesson says that explanations mislead: what it says fits what was found."""

from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explain import rank_agreement
from sentimotion.i18n.messages import LANGUAGES, decimal, label_name, say
from sentimotion.labels import HEADS
from sentimotion.web.learn.caveats import SURE, agreement_in_words, render_caveats, same_or_not, score_points
from sentimotion.web.learn.lesson import begin, explore, predicted
from tests.checkpoints import SENTENCES
from tests.sentimotion.web import Shown, explanation_of

TEXT = "এক দুই তিন চার পাঁচ"
FIRST = [5.0, -4.0, 3.0, 0.2, 0.1]


@pytest.mark.parametrize(
    ("other", "key"),
    [
        ([9.0, -1.0, 0.5, 0.0, 0.0], "learn_same_order"),
        ([4.0, -5.0, 3.0, 0.2, 0.1], "learn_same_words"),
        ([5.0, 4.0, 3.0, 0.2, 0.1], "learn_same_words"),
        ([5.0, 0.0, 0.0, 4.0, 3.0], "learn_same_first"),
        ([-5.0, 0.0, 0.0, 4.0, 3.0], "learn_not_same"),
        ([0.0, 0.0, 1.0, 4.0, 3.0], "learn_not_same"),
    ],
)
def test_what_is_the_same_is_said(other, key):
    assert same_or_not([explanation_of(TEXT, FIRST), explanation_of(TEXT, other)]) == key
    # One that differs is enough.
    third = explanation_of(TEXT, FIRST)
    assert same_or_not([explanation_of(TEXT, FIRST), third, explanation_of(TEXT, other)]) == key


def test_nothing_is_compared_where_there_are_no_words():
    assert same_or_not([explanation_of("!"), explanation_of("!")]) == "learn_no_words"


@given(st.floats(-1, 1))
def test_every_agreement_has_words(tau):
    assert agreement_in_words(tau).startswith("learn_agree_")


@pytest.mark.parametrize(
    ("tau", "key"),
    [
        (1.0, "same"),
        (0.5, "like"),
        (0.2, "little"),
        (0.0, "none"),
        (-0.1, "none"),
        (-0.6, "opposite"),
        (-1.0, "opposite"),
    ],
)
def test_agreement_in_words(tau, key):
    assert agreement_in_words(tau) == f"learn_agree_{key}"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.19, "+19%"),
        (0.077, "+7.7%"),
        (-0.0512, "−5.1%"),
        (-0.33, "−33%"),
        (0.0, "+0.0%"),
        (-0.00001, "+0.0%"),
    ],
)
def test_parts_of_a_probability(value, text):
    assert score_points(value, "en") == text
    assert not any(character.isascii() and character.isdigit() for character in score_points(value, "bn"))


@pytest.fixture(scope="module", params=HEADS)
def found(request, bert_model):
    lesson = predicted(bert_model, begin(bert_model, SENTENCES[1]))
    *_, lesson = explore(bert_model, lesson, "doubts", request.param, Event())
    return lesson, lesson.explanations[request.param], lesson.caveats[request.param]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_step_shows_what_was_found(found, language):
    lesson, explanation, caveats = found
    shown = Shown(render_caveats(lesson.prediction, explanation, caveats, language))
    for each in [explanation, *caveats.baselines.values()]:
        assert decimal(each.baseline_score, language) in shown.text
        assert say(f"learn_blank_{each.baseline}", language) in shown.text
    blank = say(f"learn_blank_{explanation.baseline}", language)
    assert say("learn_methods_text", language, blank=blank) in shown.text
    tau = rank_agreement(
        *([word.attribution for word in e.words] for e in (explanation, caveats.leave_one_out))
    )
    assert decimal(tau, language) in shown.text
    assert explanation.words[caveats.top].text in shown.text
    assert label_name(explanation.label, language) in shown.text
    names = [each["data-doubt"] for each in shown.with_attribute("data-doubt")]
    assert names == ["blanks", "methods", "full", "planted"]
    verdicts = [each["data-verdict"] for each in shown.with_attribute("data-verdict")]
    assert verdicts[0] == same_or_not([explanation, *caveats.baselines.values()])
    assert verdicts[2] == same_or_not([explanation, caveats.probability])
    share = lesson.prediction.decision(explanation.head).top_probability
    is_sure = say("learn_full_sure", language, percent="").split(":")[0] in shown.text
    assert is_sure == (share >= SURE)


def test_marks_alone_have_no_order(bert_model):
    lesson = predicted(bert_model, begin(bert_model, "!?"))
    *_, lesson = explore(bert_model, lesson, "doubts", "emotion", Event())
    shown = Shown(render_caveats(*lesson.found("doubts", "emotion"), "en"))
    verdicts = [each["data-verdict"] for each in shown.with_attribute("data-verdict")]
    assert verdicts == ["learn_no_words", "learn_agree_unknown", "learn_no_words"]
