"""Words taken out: what both heads say without them, and what was promised."""

import pytest
import torch

from sentimotion.errors import InvalidRequest
from sentimotion.labels import HEADS
from tests.checkpoints import SENTENCES

TEXT = SENTENCES[1]


def test_the_words_tokens_become_the_baselines(model):
    encoded = model.encode(TEXT)
    first = next(index for index, token in enumerate(encoded.tokens) if token.span is not None)
    explanation = model.explain(TEXT, n_steps=1)
    token_words = [token.word for token in explanation.tokens]
    assert token_words[first] == 0
    fill_id = {"pad": model.tokenizer.pad_token_id, "mask": model.tokenizer.mask_token_id}[
        model.default_baseline
    ]
    ids = [
        fill_id if word in (0, 2) else token_id
        for token_id, word in zip(encoded.input_ids, token_words, strict=True)
    ]
    with torch.no_grad():
        logits = model.network(input_ids=torch.tensor([ids]), attention_mask=torch.ones(1, len(ids)).long())
    found = model.delete_words(TEXT, [2, 0, 2])
    assert (found.text, found.words, dict(found.changes)) == (TEXT, (0, 2), {})
    for head, values in zip(HEADS, logits, strict=True):
        assert found.probabilities.of(head) == pytest.approx(values[0].softmax(-1).tolist(), abs=1e-6)


def test_nothing_taken_out_changes_nothing(model):
    explanations = model.explain_heads(TEXT, n_steps=2)
    found = model.delete_words(TEXT, [], explanations)
    prediction = model.predict(TEXT)
    for head in HEADS:
        assert found.probabilities.of(head) == pytest.approx(prediction.probabilities.of(head), abs=1e-6)
        assert found.changes[head].measured == pytest.approx(0.0, abs=1e-5)
        assert found.changes[head].attributed == 0.0


@pytest.mark.parametrize("target", ["log_odds", "logit", "probability"])
def test_one_word_is_what_leaving_it_out_says(model, target):
    """Leave-one-out promises exactly what is measured."""
    explanations = model.explain_heads(TEXT, method="leave_one_out", target=target)
    for word in range(len(explanations["emotion"].words)):
        found = model.delete_words(TEXT, [word], explanations)
        for head in HEADS:
            change = found.changes[head]
            assert change.attributed == pytest.approx(change.measured, abs=1e-5)


def test_every_word_taken_out_is_the_whole_change(bert_model):
    text = "আজ মনটা ভালো"  # no marks, which would stay
    explanations = bert_model.explain_heads(text, contrasts={"emotion": "fear"}, labels={"emotion": "happy"})
    found = bert_model.delete_words(text, range(3), explanations)
    for head, explanation in explanations.items():
        change = found.changes[head]
        assert change.measured == pytest.approx(explanation.score - explanation.baseline_score, abs=1e-5)
        assert change.attributed == pytest.approx(change.measured, rel=0.011, abs=0.002)


@pytest.mark.parametrize("words", [[7], [-1], [0, 99], [0.0]])
def test_words_that_are_not_there(bert_model, words):
    assert len(bert_model.explain(TEXT, n_steps=1).words) == 7
    with pytest.raises(InvalidRequest, match="the words 0 to 6"):
        bert_model.delete_words(TEXT, words)


def test_an_explanation_that_read_less_of_the_text(bert_model):
    text = " ".join([TEXT] * 6)
    shorter = {"emotion": bert_model.explain(text, "emotion", max_length=12, n_steps=1)}
    with pytest.raises(InvalidRequest, match="another max_length"):
        bert_model.delete_words(text, [0], shorter)
    found = bert_model.delete_words(text, [0], shorter, max_length=12)
    assert found.words == (0,)


def test_an_explanation_of_something_else(bert_model):
    other = {"emotion": bert_model.explain(SENTENCES[0], "emotion", n_steps=1)}
    with pytest.raises(InvalidRequest, match="another text or baseline"):
        bert_model.delete_words(TEXT, [0], other)
    of_zero = {"emotion": bert_model.explain(TEXT, "emotion", baseline="zero", n_steps=1)}
    with pytest.raises(InvalidRequest, match="another text or baseline"):
        bert_model.delete_words(TEXT, [0], of_zero)
    assert bert_model.delete_words(TEXT, [0], of_zero, baseline="zero").changes
