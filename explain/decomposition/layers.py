"""The protocol of a model that can be decomposed: an encoder's layers, and the steps of its heads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from torch import Tensor, nn

from explain.attribution import AttributableModel

Activation = Callable[[Tensor], Tensor]
"""An elementwise function that is 0 at 0."""
Step = nn.Linear | nn.LayerNorm | Activation
"""A step from the first token's state to a head's logits."""


@dataclass(frozen=True, slots=True, eq=False)
class EncoderLayer:
    """One layer as in BERT: self-attention, then feed-forward, each added to its input and normalized."""

    query: nn.Linear
    key: nn.Linear
    value: nn.Linear
    attention_output: nn.Linear
    n_attention_heads: int
    attention_norm: nn.LayerNorm
    feed_forward_in: nn.Linear
    activation: Activation
    feed_forward_out: nn.Linear
    feed_forward_norm: nn.LayerNorm


class DecomposableModel(AttributableModel, Protocol):
    """Protocol of a model whose logits are ``head_steps`` of the first token's state after its layers."""

    def first_states(self, inputs_embeds: Tensor) -> Tensor:
        """What enters the first layer: word embeddings with those of position and type, normalized.

        :param inputs_embeds: (batch, n_tokens, embedding size), as from ``embed``.
        :returns: (batch, n_tokens, hidden); a token's row depends on that token and its position only.
        """
        ...

    def encoder_layers(self) -> Sequence[EncoderLayer]:
        """The layers, first to last."""
        ...

    def head_steps(self, head: str) -> Sequence[Step]:
        """The steps from the first token's state to the logits of a head, dropout left out."""
        ...
