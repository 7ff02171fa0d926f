"""The encoder is transformers' BERT and ELECTRA: names, initial weights, states, gradients, dropout."""

import pytest
import torch
from transformers import BertConfig, BertModel, ElectraConfig, ElectraModel

from sentimotion.inference.encoder import Encoder

SIZES = {
    "vocab_size": 60,
    "hidden_size": 32,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "intermediate_size": 48,
    "max_position_embeddings": 16,
    "initializer_range": 0.2,
}
IDS = torch.tensor([[2, 7, 9, 11, 3], [2, 8, 3, 0, 0], [2, 5, 6, 3, 0]])
MASK = (IDS != 0).long()
# Floating-point sums in another order, at states of about 1.
CLOSE = {"rtol": 0, "atol": 1e-5}


def bert(**values):
    return BertConfig(**SIZES, **values)


def narrow(**values):
    return ElectraConfig(**SIZES, embedding_size=20, **values)


def wide(**values):
    return ElectraConfig(**SIZES, embedding_size=32, **values)


def pair(make, attention="sdpa", **values):
    """Ours and transformers', each initialized with the same seed."""
    config = make(**values)
    torch.manual_seed(3)
    ours = Encoder(config)
    config._attn_implementation = attention
    ours.fused_attention = attention == "sdpa"
    torch.manual_seed(3)
    theirs = BertModel(config, add_pooling_layer=False) if make is bert else ElectraModel(config)
    return ours, theirs


kinds = pytest.mark.parametrize("make", [bert, narrow, wide])
attentions = pytest.mark.parametrize("attention", ["sdpa", "eager"])


@kinds
def test_initial_weights_are_the_same_under_the_same_names(make):
    ours, theirs = pair(make)
    state, expected = ours.state_dict(), theirs.state_dict()
    assert list(state) == list(expected)
    for name, tensor in expected.items():
        assert torch.equal(state[name], tensor), name
    assert list(ours.buffers()) == []


@kinds
@attentions
@pytest.mark.parametrize("mask", [None, MASK, MASK.bool(), MASK.float(), torch.ones_like(MASK)])
def test_states(make, attention, mask):
    ours, theirs = pair(make, attention)
    ours.eval(), theirs.eval()
    found = ours(IDS, attention_mask=mask)
    expected = theirs(IDS, attention_mask=mask).last_hidden_state
    kept = torch.ones_like(MASK).bool() if mask is None else mask.bool()
    assert found.shape == (3, 5, 32)
    torch.testing.assert_close(found[kept], expected[kept], **CLOSE)
    embeds = ours.embeddings.word_embeddings(IDS)
    assert torch.equal(ours(inputs_embeds=embeds, attention_mask=mask), found)


@kinds
@attentions
def test_padding_is_not_seen(make, attention):
    ours, _ = pair(make, attention)
    ours.eval()
    together = ours(IDS, attention_mask=MASK)
    for row, n_tokens in enumerate(MASK.sum(1)):
        alone = ours(IDS[row : row + 1, :n_tokens])
        torch.testing.assert_close(together[row, :n_tokens], alone[0], **CLOSE)


@kinds
@attentions
def test_gradients_and_dropout_of_training(make, attention):
    gradients = []
    for encoder in pair(make, attention, hidden_dropout_prob=0.3, attention_probs_dropout_prob=0.3):
        torch.manual_seed(5)
        states = encoder.train()(input_ids=IDS, attention_mask=MASK)
        states = states if isinstance(states, torch.Tensor) else states.last_hidden_state
        states[MASK.bool()].square().sum().backward()
        gradients.append({name: p.grad for name, p in encoder.named_parameters()})
    found, expected = gradients
    for name, gradient in expected.items():
        torch.testing.assert_close(found[name], gradient, rtol=1e-4, atol=1e-3)


@kinds
@attentions
def test_states_in_bfloat16(make, attention):
    """Under autocast, as predictions and gradients run in half precision."""
    ours, theirs = pair(make, attention)
    ours.eval(), theirs.eval()
    with torch.autocast("cpu", torch.bfloat16), torch.inference_mode():
        found, expected = ours(IDS, attention_mask=MASK), theirs(IDS, attention_mask=MASK).last_hidden_state
    kept = MASK.bool()
    torch.testing.assert_close(found[kept], expected[kept], rtol=0, atol=0.02)


@pytest.mark.parametrize("activation", ["relu", "gelu_new", "silu", "tanh"])
def test_other_activations(activation):
    ours, theirs = pair(bert, hidden_act=activation)
    torch.testing.assert_close(ours.eval()(IDS), theirs.eval()(IDS).last_hidden_state, **CLOSE)


def test_an_unknown_activation():
    with pytest.raises(KeyError, match="gelo"):
        Encoder(bert(hidden_act="gelo"))


@pytest.mark.parametrize("make", [bert, narrow])
def test_heads_of_unequal_width(make):
    config = make()
    config.num_attention_heads = 5
    with pytest.raises(ValueError, match="hidden_size is 32, not a multiple of num_attention_heads, 5"):
        Encoder(config)


def test_without_a_padding_token():
    ours, theirs = pair(bert, pad_token_id=None)
    assert all(
        torch.equal(one, other) for one, other in zip(ours.parameters(), theirs.parameters(), strict=True)
    )
