"""The texts that expected gradients start from."""

import pytest

import sentimotion
from sentimotion.explanations.neutral_texts import NEUTRAL_TEXTS


@pytest.fixture(scope="module")
def embedded():
    return sentimotion.load("embedded", device="cpu")


def test_the_embedded_checkpoint_finds_all_of_them_neutral(embedded):
    for prediction in embedded.predict_batch(NEUTRAL_TEXTS):
        assert (prediction.sentiment.top_label, prediction.emotion.top_label) == ("neutral", "neutral")


def test_their_tokens_stand_one_text_after_the_other(embedded):
    ids = embedded.explained_model.fill_ids["neutral"]
    assert not {*ids} & {*embedded.tokenizer.all_special_ids}
    first, *_, last = (embedded.encode(text).input_ids[1:-1] for text in NEUTRAL_TEXTS)
    assert ids[: len(first)] == tuple(first)
    assert ids[-len(last) :] == tuple(last)
