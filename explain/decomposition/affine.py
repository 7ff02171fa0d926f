"""A network at one text as an affine map: what depends on the text is fixed, the rest is linear plus biases.

Fixed are the attention weights, the standard deviations of layer norms, and the slopes f(x)/x of activations.
At the text itself the map equals the network.
"""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn

from explain.decomposition.layers import Activation, EncoderLayer, Step
from explain.errors import NotDecomposable

Affine = Callable[[Tensor], Tensor]
# In place of 0, where f(x)/x is not defined and its limit is meant.
_NEARLY_ZERO = 1e-6


def fixed_steps(steps: Sequence[Step], state: Tensor) -> Affine:
    """Fix a head at a state.

    :param steps: Of the head, in order.
    :param state: (hidden,), of the first token after the last layer.
    :returns: From (hidden,) to logits (n_labels,).
    :raises NotDecomposable: If an activation is not 0 at 0.
    """
    fixed: list[Affine] = []
    for step in steps:
        if isinstance(step, nn.Linear):
            fixed.append(step)
        elif isinstance(step, nn.LayerNorm):
            fixed.append(fixed_norm(step, state))
        else:
            fixed.append(_times(zero_reference_slope(step, state)))
        state = fixed[-1](state)
    return _chain(fixed)


def fixed_layers(layers: Sequence[EncoderLayer], states: Tensor, attention_mask: Tensor) -> Affine:
    """Fix an encoder at a text.

    :param layers: Of the encoder, in order.
    :param states: (n_tokens, hidden): what enters the first layer.
    :param attention_mask: (n_tokens,), 1 for a token and 0 for padding.
    :returns: From (n_tokens, hidden) to (n_tokens, hidden).
    :raises NotDecomposable: If an activation is not 0 at 0.
    """
    fixed: list[Affine] = []
    for layer in layers:
        fixed.append(_fixed_layer(layer, states, attention_mask))
        states = fixed[-1](states)
    return _chain(fixed)


def _fixed_layer(layer: EncoderLayer, states: Tensor, attention_mask: Tensor) -> Affine:
    weights = _attention_weights(layer, states, attention_mask)

    def attend(states: Tensor) -> Tensor:
        mixed = weights @ _split(layer.value(states), layer.n_attention_heads)
        attended: Tensor = layer.attention_output(mixed.transpose(0, 1).flatten(1))
        return attended

    attended = states + attend(states)
    attention_norm = fixed_norm(layer.attention_norm, attended)
    between = attention_norm(attended)
    scale = _times(zero_reference_slope(layer.activation, layer.feed_forward_in(between)))

    def feed_forward(states: Tensor) -> Tensor:
        fed: Tensor = layer.feed_forward_out(scale(layer.feed_forward_in(states)))
        return fed

    feed_forward_norm = fixed_norm(layer.feed_forward_norm, between + feed_forward(between))

    def fixed(states: Tensor) -> Tensor:
        states = attention_norm(states + attend(states))
        return feed_forward_norm(states + feed_forward(states))

    return fixed


def _attention_weights(layer: EncoderLayer, states: Tensor, attention_mask: Tensor) -> Tensor:
    """Softmax of the scaled products of queries and keys, (n_attention_heads, n_tokens, n_tokens)."""
    queries, keys = (
        _split(projection(states), layer.n_attention_heads) for projection in (layer.query, layer.key)
    )
    products = queries @ keys.transpose(1, 2) / queries.shape[-1] ** 0.5
    weights: Tensor = products.masked_fill(attention_mask == 0, -torch.inf).softmax(-1)
    return weights


def _split(states: Tensor, n_heads: int) -> Tensor:
    """(n_tokens, hidden) to (n_heads, n_tokens, hidden / n_heads)."""
    return states.view(states.shape[0], n_heads, -1).transpose(0, 1)


def fixed_norm(norm: nn.LayerNorm, states: Tensor) -> Affine:
    """Fix a layer norm's standard deviations; the mean is linear already.

    :param states: (..., hidden), at which they are taken.
    """
    deviations = (states.var(-1, correction=0, keepdim=True) + norm.eps).sqrt()

    def fixed(states: Tensor) -> Tensor:
        centered = states - states.mean(-1, keepdim=True)
        normed: Tensor = centered / deviations * norm.weight + norm.bias
        return normed

    return fixed


def zero_reference_slope(activation: Activation, values: Tensor) -> Tensor:
    """The slope f(x)/x of the line from the origin to each point of an activation; at 0 that right of it.

    :param values: At which it is taken, of any shape.
    :raises NotDecomposable: If f(0) is not 0: no such line meets the function at 0.
    """
    if float(activation(values.new_zeros(1))) != 0.0:
        name = getattr(activation, "__name__", type(activation).__name__)
        raise NotDecomposable(f"the activation {name} is not 0 at 0, so it has no slope from the origin")
    values = torch.where(values == 0, _NEARLY_ZERO, values)
    return activation(values) / values


def _times(slope: Tensor) -> Affine:
    return lambda values: slope * values


def _chain(parts: Sequence[Affine]) -> Affine:
    def chained(values: Tensor) -> Tensor:
        for part in parts:
            values = part(values)
        return values

    return chained
