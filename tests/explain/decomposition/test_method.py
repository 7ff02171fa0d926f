"""The decomposition through the layers: one layer by hand, then real encoders."""

import math
from dataclasses import replace

import pytest
import torch
from torch import nn
from transformers import BertConfig, BertModel

from explain import (
    EncoderLayer,
    NonFiniteAttribution,
    NotDecomposable,
    Target,
    decomposition,
)
from explain.decomposition.affine import fixed_layers
from tests.explain.models import SIZES, LayeredModel, TwoHeadModel, encode

LOGIT = Target("head", 0, kind="logit")
A = 4


def linear(weight, bias):
    layer = nn.Linear(len(weight[0]), len(weight))
    layer.weight.data, layer.bias.data = torch.tensor(weight), torch.tensor(bias)
    return layer


def norm(weight, bias):
    layer = nn.LayerNorm(2, eps=0.0)
    layer.weight.data, layer.bias.data = torch.tensor(weight), torch.tensor(bias)
    return layer


IDENTITY, NOTHING = [[1.0, 0.0], [0.0, 1.0]], [[0.0, 0.0], [0.0, 0.0]]


class OneLayer:
    """Two tokens, [CLS] and a word, in two dimensions; attention looks at both alike.

    Layer norm in two dimensions makes (a, b) into (1, -1) if a > b: a part (c, d) of (a, b) becomes
    (c - d) / (a - b) times that.
    """

    def __init__(self, activation=torch.square, head=None):
        self.activation = activation
        self.head = head or [linear(IDENTITY, [0.1, 0.3])]

    def embed(self, input_ids):
        table = torch.zeros(5, 2)
        table[1], table[A] = torch.tensor([1.0, 0.0]), torch.tensor([7.0, 2.0])
        return table[input_ids]

    def first_states(self, inputs_embeds):
        return inputs_embeds

    def encoder_layers(self):
        return [
            EncoderLayer(
                query=linear(NOTHING, [0.0, 0.0]),
                key=linear(NOTHING, [0.0, 0.0]),
                value=linear(IDENTITY, [0.0, 1.0]),
                attention_output=linear(IDENTITY, [1.0, 0.0]),
                n_attention_heads=1,
                attention_norm=norm([1.0, 1.0], [0.0, 0.5]),
                feed_forward_in=linear([[2.0, -2.0]], [1.0]),
                activation=self.activation,
                feed_forward_out=linear([[0.25], [0.0]], [0.0, 1.0]),
                feed_forward_norm=norm([2.0, 2.0], [0.0, 0.0]),
            )
        ]

    def head_steps(self, _head):
        return self.head

    def head_logits(self, inputs_embeds, _attention_mask):
        """The layer once more, written as the network that it is."""
        (layer,) = self.encoder_layers()
        states = inputs_embeds[0]
        attended = layer.attention_output(layer.value(states).mean(dim=0, keepdim=True).expand_as(states))
        states = layer.attention_norm(states + attended)
        fed = layer.feed_forward_out(self.activation(layer.feed_forward_in(states)))
        state = layer.feed_forward_norm(states + fed)[0]
        for step in self.head:
            state = step(state)
        return {"head": state[None]}


def of_word_alone():
    """[CLS] and A."""
    encoded = encode(A)
    return replace(
        encoded,
        input_ids=encoded.input_ids[:, :2],
        attention_mask=encoded.attention_mask[:, :2],
        special_tokens_mask=encoded.special_tokens_mask[:, :2],
    )


def test_one_layer_by_hand():
    """At [CLS], parts of the token [CLS], of the word, and of the biases; their sum is the state.

    in                      (1, 0)          (7, 2) at A
    attention, mean of both (.5, 0)         (3.5, 1)        biases (0, 1) + (1, 0)
    plus input              (1.5, 0)        (3.5, 1)        (1, 1)           = (6, 2)
    norm: 4 apart           .375 (1, -1)    .625 (1, -1)    (0, .5)          = (1, -.5)
    2 a - 2 b + 1           1.5             2.5             -1 + 1 = 0       = 4
    square: slope 16/4      6               10              0                = 16
    a quarter, plus bias    (1.5, 0)        (2.5, 0)        (0, 1)           = (4, 1)
    plus input              (1.875, -.375)  (3.125, -.625)  (0, 1.5)         = (5, .5)
    norm: 4.5 apart, twice  (1, -1)         5/3 (1, -1)     -2/3 (1, -1)     = (2, -2)
    head                    (1, -1)         5/3 (1, -1)     (-2/3 + .1, 2/3 + .3)
    """
    contrast = Target("head", 0, contrast=1)
    logit, difference = decomposition(OneLayer(), of_word_alone(), [LOGIT, contrast])
    assert logit.attributions == pytest.approx((1.0, 5 / 3))
    assert logit.baseline_score == pytest.approx(-2 / 3 + 0.1)
    assert logit.score == pytest.approx(2.1)
    assert difference.attributions == pytest.approx((2.0, 10 / 3))
    assert difference.baseline_score == pytest.approx(-4 / 3 - 0.2)
    assert (logit.method, logit.baseline, logit.n_steps, logit.converged) == (
        "decomposition",
        "biases",
        1,
        True,
    )


def test_log_odds_of_two_labels_are_their_contrast():
    """Of the other labels there is one, whose share is 1 and whose entropy is 0."""
    log_odds, contrast = decomposition(
        OneLayer(), of_word_alone(), [Target("head", 0), Target("head", 0, contrast=1)]
    )
    assert log_odds.attributions == pytest.approx(contrast.attributions)
    assert log_odds.baseline_score == pytest.approx(contrast.baseline_score)


def test_a_head_of_several_steps_by_hand():
    """(2, -2) through a norm, an activation and a linear layer: (1, -1), then (0, -1) times ReLU's slopes."""
    head = [norm([1.0, 1.0], [0.0, 0.0]), torch.relu, linear([[3.0, 5.0], [0.0, 0.0]], [0.5, 0.0])]
    (result,) = decomposition(OneLayer(head=head), of_word_alone(), [LOGIT])
    # Of the 4 between 2 and -2 the token [CLS] has 2, the word 10/3, the biases -4/3; the logit is 3 * 1.
    assert result.attributions == pytest.approx((1.5, 2.5))
    assert result.baseline_score == pytest.approx(-1.0 + 0.5)
    assert result.score == pytest.approx(3.5)


@pytest.mark.parametrize("kind", ["log_odds", "logit"])
@pytest.mark.parametrize("length", [1, 5, 20])
def test_the_parts_of_real_encoders_add_up(encoder, kind, length):
    targets = [
        *(Target("sentiment", label, kind=kind) for label in range(3)),
        *(Target("emotion", label, kind=kind) for label in range(6)),
        Target("emotion", 4, contrast=1),
    ]
    text = encode(*(4 + 7 * place % 36 for place in range(length)))
    for target, result in zip(targets, decomposition(LayeredModel(encoder), text, targets), strict=True):
        assert abs(result.convergence_delta) < 1e-3
        with torch.no_grad():
            logits = encoder.logits_of_ids(text.input_ids, text.attention_mask)
        assert result.score == pytest.approx(float(target.score(logits)), abs=1e-4)
        assert result.converged
        assert all(map(math.isfinite, result.attributions))


class Deep(LayeredModel):
    """An encoder whose biases are not 0, with a head of several steps."""

    def __init__(self, model):
        super().__init__(model)
        self.head_logits = self.deep_logits
        self.steps = [nn.Linear(16, 12), torch.tanh, nn.LayerNorm(12), torch.relu, nn.Linear(12, 6)]
        for part in (model, self.steps[0], self.steps[2], self.steps[4]):
            for name, parameter in part.named_parameters():
                if name.endswith("bias"):
                    nn.init.normal_(parameter, std=0.5)

    def deep_logits(self, inputs_embeds, attention_mask):
        encoded = self.model.encoder(inputs_embeds=inputs_embeds, attention_mask=attention_mask)
        state = encoded.last_hidden_state[:, 0]
        for step in self.steps:
            state = step(state)
        return {"emotion": state}

    def head_steps(self, _head):
        return self.steps


@pytest.mark.parametrize("kind", ["log_odds", "logit"])
def test_the_parts_add_up_through_three_layers_with_biases_and_a_deep_head(text, kind):
    """The head is fixed at the first token's state, and the biases' part is what it makes of theirs."""
    torch.manual_seed(0)
    config = BertConfig(**SIZES | {"num_hidden_layers": 3})
    model = Deep(TwoHeadModel(BertModel(config, add_pooling_layer=False)))
    targets = [Target("emotion", label, kind=kind) for label in range(6)]
    for result in decomposition(model, text, targets):
        assert abs(result.convergence_delta) < 1e-4
        assert abs(result.score - result.baseline_score) > 1e-2


def test_backwards_is_each_token_alone_forwards(encoder, text):
    """As the paper has it: each token's own vector carried through the layers, without the biases."""
    model = LayeredModel(encoder)
    (result,) = decomposition(model, text, [Target("emotion", 2, kind="logit")])
    with torch.no_grad():
        tokens = model.first_states(model.embed(text.input_ids))[0]
        carry = fixed_layers(model.encoder_layers(), tokens, text.attention_mask[0])
        logit = encoder.heads["emotion"].weight[2]
        biases = carry(torch.zeros_like(tokens))[0]
        for place, attribution in enumerate(result.attributions):
            alone = torch.zeros_like(tokens)
            alone[place] = tokens[place]
            assert attribution == pytest.approx(float(logit @ (carry(alone)[0] - biases)), abs=1e-4)
        assert result.baseline_score == pytest.approx(float(encoder.heads["emotion"](biases)[2]), abs=1e-4)


def test_a_part_that_the_adapter_leaves_out_shows(bert, text):
    model = LayeredModel(bert)
    model.encoder_layers = lambda: LayeredModel(bert).encoder_layers()[:1]
    (result,) = decomposition(model, text, [Target("emotion", 2, kind="logit")])
    assert not result.converged


def test_a_token_that_is_masked_has_no_part(bert, text):
    mask = text.attention_mask.clone()
    mask[0, 3] = 0
    (result,) = decomposition(LayeredModel(bert), replace(text, attention_mask=mask), [Target("emotion", 2)])
    assert result.attributions[3] == 0.0
    assert abs(result.convergence_delta) < 1e-3


def test_targets_share_the_map_and_nothing_else(bert, text):
    model = LayeredModel(bert)
    targets = [Target("sentiment", 0), Target("emotion", 3), Target("emotion", 1, contrast=3)]
    for target, together in zip(targets, decomposition(model, text, targets), strict=True):
        (alone,) = decomposition(model, text, [target])
        assert alone.attributions == pytest.approx(together.attributions, abs=1e-6)
    assert decomposition(model, text, []) == []


def test_under_inference_mode_and_autocast(bert, text):
    model, targets = LayeredModel(bert), [Target("emotion", 3)]
    expected = decomposition(model, text, targets)
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        assert decomposition(model, text, targets) == expected
    assert all(parameter.grad is None for parameter in bert.parameters())


def test_a_probability_is_refused(bert, text):
    with pytest.raises(
        NotDecomposable, match="^a probability is not .*label's log_odds or logit, or add a contrast$"
    ):
        decomposition(LayeredModel(bert), text, [Target("emotion", 3, kind="probability")])
    # A contrast is a difference of logits, whatever the kind.
    decomposition(LayeredModel(bert), text, [Target("emotion", 3, contrast=1, kind="probability")])


def test_an_activation_that_is_not_0_at_0_is_refused():
    with pytest.raises(NotDecomposable, match="the activation sigmoid is not 0 at 0"):
        decomposition(OneLayer(activation=torch.sigmoid), of_word_alone(), [LOGIT])


def test_bad_arguments(bert, text):
    model = LayeredModel(bert)
    with pytest.raises(ValueError, match="tolerance is -1"):
        decomposition(model, text, [Target("emotion", 3)], tolerance=-1.0)
    with pytest.raises(ValueError, match="no head 'mood'"):
        decomposition(model, text, [Target("mood", 3)])
    bert.heads["emotion"].bias.data[3] = math.nan
    with pytest.raises(NonFiniteAttribution):
        decomposition(model, text, [Target("emotion", 3)])
