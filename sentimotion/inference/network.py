"""The joint model: one encoder, two parallel heads on its [CLS] state."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import torch
from torch import Tensor, nn
from transformers import PretrainedConfig

from sentimotion.errors import CheckpointError
from sentimotion.inference.encoder import ENCODERS, Encoder
from sentimotion.inference.head_layer import HeadLayer
from sentimotion.labels import LABELS, Head

# Activations between two linear layers of a head, by name in the layout settings.
ACTIVATIONS: Final[Mapping[str, Callable[[], nn.Module]]] = {
    "relu": nn.ReLU,
    "gelu": nn.GELU,
    "gelu_tanh": lambda: nn.GELU(approximate="tanh"),
    "tanh": nn.Tanh,
    "silu": nn.SiLU,
    "leaky_relu": nn.LeakyReLU,
    "elu": nn.ELU,
}


class HeadLogits(NamedTuple):
    """Logits of both heads, in the label order of ``sentimotion.labels.LABELS``."""

    sentiment: Tensor
    """(batch, 3)"""
    emotion: Tensor
    """(batch, 6)"""


class JointClassifier(nn.Module):
    """Encoder plus two heads on the first position's last hidden state.

    :param config: Configuration of the encoder; its model_type selects the class.
    :param heads: The layers of each head, if not a single linear layer with bias.
    :param has_pooler: Whether BERT's pooler is applied before the heads.
    :raises CheckpointError: If the model_type is not in ``ENCODERS``.
    """

    # nn.Linear in the embedded checkpoint and in trained checkpoints, otherwise nn.Sequential.
    sentiment_head: Any
    emotion_head: Any

    def __init__(
        self,
        config: PretrainedConfig,
        heads: Mapping[Head, Sequence[HeadLayer]] | None = None,
        has_pooler: bool = False,
    ) -> None:
        super().__init__()
        if config.model_type not in ENCODERS:
            raise CheckpointError(
                f"encoder type {config.model_type!r} is not supported; expected one of {sorted(ENCODERS)}"
            )
        self.config = config
        self.encoder = Encoder(config)
        self.pooler = nn.Linear(config.hidden_size, config.hidden_size) if has_pooler else None
        self.dropout = nn.Dropout(config.hidden_dropout_prob)
        self.sentiment_head = _build_head("sentiment", config.hidden_size, heads)
        self.emotion_head = _build_head("emotion", config.hidden_size, heads)

    def forward(
        self,
        input_ids: Tensor | None = None,
        inputs_embeds: Tensor | None = None,
        attention_mask: Tensor | None = None,
    ) -> HeadLogits:
        """Compute the logits of both heads. Exactly one of input_ids and inputs_embeds must be given.

        :param input_ids: Integer ids, (batch, n_tokens).
        :param inputs_embeds: Word embeddings, (batch, n_tokens, embedding size), without position and token
            type embeddings.
        :param attention_mask: (batch, n_tokens), 1 for a token and 0 for padding; None means all ones.
        :returns: Sentiment logits (batch, 3), emotion logits (batch, 6).
        """
        cls_state = self.encoder(input_ids, inputs_embeds, attention_mask)[:, 0]
        # Half precision would not speed up the small heads, but round the logits.
        with torch.autocast(cls_state.device.type, enabled=False):
            cls_state = cls_state.to(self.get_input_embeddings().weight.dtype)
            if self.pooler is not None:
                cls_state = torch.tanh(self.pooler(cls_state))
            cls_state = self.dropout(cls_state)
            return HeadLogits(self.sentiment_head(cls_state), self.emotion_head(cls_state))

    def head_of(self, head: Head) -> Any:
        """The module of a head: an nn.Linear in the embedded checkpoint and in trained checkpoints."""
        return self.sentiment_head if head == "sentiment" else self.emotion_head

    def get_input_embeddings(self) -> nn.Embedding:
        """The word embedding table, as in transformers."""
        return self.encoder.embeddings.word_embeddings


def _build_head(
    head: Head, hidden_size: int, heads: Mapping[Head, Sequence[HeadLayer]] | None
) -> nn.Linear | nn.Sequential:
    if heads is None:
        return nn.Linear(hidden_size, len(LABELS[head]))
    built = [_build_layer(layer) for layer in heads[head]]
    if len(built) == 1 and isinstance(built[0], nn.Linear):
        return built[0]
    return nn.Sequential(*built)


def _build_layer(layer: HeadLayer) -> nn.Module:
    if layer.kind == "activation":
        return ACTIVATIONS[layer.name]()
    if layer.kind == "norm":
        return nn.LayerNorm(layer.n_in)
    return nn.Linear(layer.n_in, layer.n_out, bias=layer.has_bias)
