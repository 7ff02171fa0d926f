"""The page's own sentences are explained once for all visitors; nothing is kept of anybody else's text."""

import pytest

from explain import Canceled
from sentimotion.model import SentimotionModel
from sentimotion.web.example_cache import CachedModel, example_texts

OURS, THEIRS = "কাল রোদ উঠবে।", "আজ সকালে বৃষ্টি ছিল।"


class Counting(SentimotionModel):
    """Counts what it is asked."""

    def __init__(self, model):
        super().__init__(model.checkpoint)
        self.asked = []

    def compute(self, method, /, *args, **options):
        if method.__name__ in ("_explain", "_walk"):
            self.asked.append(args[0].text)
        return super().compute(method, *args, **options)


@pytest.fixture
def counting(bert_model):
    return Counting(bert_model)


@pytest.fixture
def model(counting):
    return CachedModel(counting, [OURS])


def test_the_pages_sentences():
    texts = example_texts()
    assert len(texts) > 15
    assert all(text.strip() for text in texts)


def test_asked_twice_computed_once(model, counting, bert_model):
    for _ in range(2):
        assert model.explain(OURS, "emotion", "fear") == bert_model.explain(OURS, "emotion", "fear")
        assert model.explain_heads(OURS) == bert_model.explain_heads(OURS)
        assert model.walk(OURS).scores == bert_model.walk(OURS).scores
    assert counting.asked == [OURS] * 3


@pytest.mark.parametrize(
    "options",
    [
        {"head": "emotion"},
        {"label": "negative"},
        {"contrast": "neutral"},
        {"target": "probability"},
        {"baseline": "zero"},
        {"method": "gradient_x_input"},
        {"n_steps": 3},
        {"max_length": 9},
    ],
    ids=lambda options: next(iter(options)),
)
def test_another_question_is_another_answer(model, bert_model, options):
    first = {"head": "sentiment", "label": "positive"} | ({"label": "happy"} if "head" in options else {})
    base = {"head": "sentiment", "label": "positive"}
    model.explain(OURS, **base)
    assert model.explain(OURS, **first | options) == bert_model.explain(OURS, **first | options)


def test_nothing_is_kept_of_another_text(model, counting):
    for _ in range(2):
        model.explain_heads(THEIRS)
        model.walk(THEIRS)
    assert counting.asked == [THEIRS] * 4
    assert THEIRS not in repr(vars(model))


def test_who_asks_again_is_told_the_end_and_may_cancel(model):
    def cancel(*_):
        raise Canceled

    with pytest.raises(Canceled):
        model.explain_heads(OURS, on_progress=cancel)
    model.explain_heads(OURS)
    told = []
    model.explain_heads(OURS, on_progress=lambda *done: told.append(done))
    assert told == [(1, 1)]
    with pytest.raises(Canceled):
        model.explain_heads(OURS, on_progress=cancel)


def test_what_a_caller_does_to_an_answer_is_the_callers(model):
    model.explain_heads(OURS).clear()
    assert set(model.explain_heads(OURS)) == {"sentiment", "emotion"}


def test_all_else_is_the_models_own(model, bert_model):
    assert model.predict(OURS) == bert_model.predict(OURS)
    assert model.predict_batch([OURS, THEIRS]) == bert_model.predict_batch([OURS, THEIRS])
    assert model.delete_words(OURS, [0]) == bert_model.delete_words(OURS, [0])
    assert model.encode(OURS) == bert_model.encode(OURS)
