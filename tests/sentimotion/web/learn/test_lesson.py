"""What the lesson asks of the model, and when."""

from threading import Event

import pytest

from sentimotion.errors import BlankText, TextTooLong
from sentimotion.labels import HEADS
from sentimotion.web.components.attribution_sum import by_strength
from sentimotion.web.learn.lesson import (
    EXPLAINED,
    STEPS,
    Lesson,
    begin,
    explore,
    predicted,
)
from tests.checkpoints import SENTENCES
from tests.sentimotion.web import explanation_of

TEXT = SENTENCES[0]


@pytest.fixture
def lesson(bert_model):
    return predicted(bert_model, begin(bert_model, TEXT))


def explored(model, lesson, step, head):
    *shares, found = explore(model, lesson, step, head, Event())
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)
    return found


def test_a_sentence_is_only_read_at_first(bert_model):
    lesson = begin(bert_model, TEXT)
    assert lesson.encoded == bert_model.encode(TEXT)
    assert lesson.prediction is None
    assert not any(lesson.lacks(step, head) for step in STEPS for head in HEADS)


@pytest.mark.parametrize(("text", "error"), [(" \n", BlankText), ("ক" * 5001, TextTooLong)])
def test_a_sentence_that_cannot_be_read_is_held_with_its_error(bert_model, text, error):
    lesson = predicted(bert_model, begin(bert_model, text))
    assert isinstance(lesson.error, error)
    assert (lesson.encoded, lesson.prediction) == (None, None)
    assert not any(lesson.lacks(step, "emotion") for step in STEPS)


def test_a_sentence_is_predicted_once(bert_model, lesson):
    assert lesson.prediction == bert_model.predict(TEXT)
    assert predicted(bert_model, lesson) is lesson


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("head", HEADS)
def test_a_step_lacks_what_it_explains_until_then(bert_model, lesson, step, head):
    assert lesson.lacks(step, head) == (step in EXPLAINED)
    if step in EXPLAINED:
        found = explored(bert_model, lesson, step, head)
        assert not found.lacks(step, head)
        other = next(each for each in HEADS if each != head)
        assert found.lacks(step, other)


@pytest.mark.parametrize("head", HEADS)
def test_the_path_is_of_the_most_probable_label(bert_model, lesson, head):
    found = explored(bert_model, lesson, "path", head)
    walk = found.walks[head]
    assert walk.explanation.label == lesson.prediction.decision(head).top_label
    assert (walk.points[0], walk.points[-1]) == (0, 1)
    # Its words serve the receipt, which asks the model for nothing then.
    assert found.explanations[head] is walk.explanation
    assert not found.lacks("receipt", head)


def test_the_receipt_alone_walks_no_path(bert_model, lesson):
    found = explored(bert_model, lesson, "receipt", "emotion")
    assert found.explanations["emotion"] == bert_model.explain(TEXT, "emotion")
    assert found.lacks("path", "emotion")


def test_what_was_shown_stays_as_it_was(bert_model, lesson):
    receipt = explored(bert_model, lesson, "receipt", "sentiment")
    path = explored(bert_model, receipt, "path", "sentiment")
    assert path.explanations["sentiment"] is receipt.explanations["sentiment"]


@pytest.mark.parametrize("known", [True, False])
def test_doubts_are_of_one_label(bert_model, lesson, known):
    if known:
        lesson = explored(bert_model, lesson, "path", "emotion")
    found = explored(bert_model, lesson, "doubts", "emotion")
    explanation, caveats = found.explanations["emotion"], found.caveats["emotion"]
    assert list(caveats.baselines) == ["pad", "zero"]
    for baseline, other in caveats.baselines.items():
        assert (other.baseline, other.method, other.target) == (baseline, "integrated_gradients", "log_odds")
    assert caveats.leave_one_out.method == "leave_one_out"
    assert caveats.probability.target == "probability"
    others = [*caveats.baselines.values(), caveats.leave_one_out, caveats.probability]
    assert {other.label for other in others} == {explanation.label}
    assert explanation.baseline == "mask"
    assert caveats.top == by_strength(explanation)[0]
    assert caveats.without_top == bert_model.delete_words(TEXT, [caveats.top], {"emotion": explanation})


@pytest.mark.parametrize("has_mask", [True, False])
def test_a_blank_that_the_tokenizer_does_not_have_is_left_out(electra_model, monkeypatch, has_mask):
    if not has_mask:
        monkeypatch.setitem(electra_model.explained_model.fill_ids, "mask", None)
    lesson = predicted(electra_model, begin(electra_model, TEXT))
    found = explored(electra_model, lesson, "doubts", "emotion")
    assert found.explanations["emotion"].baseline == "pad"
    assert list(found.caveats["emotion"].baselines) == (["mask", "zero"] if has_mask else ["zero"])


def test_a_text_of_marks_only_has_no_strongest_word(bert_model):
    lesson = predicted(bert_model, begin(bert_model, "!?।"))
    caveats = explored(bert_model, lesson, "doubts", "emotion").caveats["emotion"]
    assert (caveats.top, caveats.without_top) == (None, None)


@pytest.mark.parametrize("step", sorted(EXPLAINED))
def test_work_that_is_canceled_ends(bert_model, lesson, step):
    canceled = Event()
    work = explore(bert_model, lesson, step, "emotion", canceled)
    next(work)
    canceled.set()
    assert [event for event in work if isinstance(event, Lesson)] == []


def test_words_by_strength():
    explanation = explanation_of("এক দুই তিন চার", [0.5, -2.0, 0.0, 0.5])
    assert by_strength(explanation) == [1, 0, 3, 2]
    assert by_strength(explanation_of("!!")) == []
