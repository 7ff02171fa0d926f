"""The encoder of BERT and of ELECTRA: from token ids or word embeddings to hidden states.

transformers has both. But importing one of its models imports what all of them use, from text generation to
scipy and sympy: that takes longer than importing torch, for an encoder of this length. Modules have the names
of transformers, because the weights in checkpoints have them.
"""

from typing import Any, Final

import torch
from torch import Tensor, nn
from torch.nn.functional import dropout, scaled_dot_product_attention
from transformers import PretrainedConfig

ENCODERS: Final = ("bert", "electra")
"""The ``model_type`` of configs of which :class:`Encoder` can be built. The embedded checkpoint is a BERT,
the published model an ELECTRA discriminator, whose embeddings may be narrower than its layers."""


class Encoder(nn.Module):
    """BERT's encoder without pooler, or ELECTRA's, with random weights.

    ``fused_attention`` is whether attention is torch's fused function or plain matrix products; both compute
    the same.

    :param config: Its ``model_type`` is one of ``ENCODERS``.
    :raises ValueError: The config contradicts itself.
    """

    def __init__(self, config: PretrainedConfig) -> None:
        super().__init__()
        self.fused_attention = True
        embedding_size = getattr(config, "embedding_size", config.hidden_size)
        self.embeddings = _Embeddings(config, embedding_size)
        self.embeddings_project = (
            None if embedding_size == config.hidden_size else nn.Linear(embedding_size, config.hidden_size)
        )
        self.encoder = _Layers(config)
        for module in self.modules():
            _initialize(module, config.initializer_range)

    def forward(
        self,
        input_ids: Tensor | None = None,
        inputs_embeds: Tensor | None = None,
        attention_mask: Tensor | None = None,
    ) -> Tensor:
        """Compute the hidden states of the last layer, (batch, n_tokens, hidden).

        :param input_ids: Integer ids, (batch, n_tokens); exactly one of input_ids and inputs_embeds.
        :param inputs_embeds: Word embeddings, (batch, n_tokens, embedding size).
        :param attention_mask: (batch, n_tokens), 1 for a token and 0 for padding; None means all ones.
        """
        states = self.first_states(input_ids, inputs_embeds)
        mask = None
        # Without a mask torch has faster kernels.
        if attention_mask is not None and not attention_mask.all():
            mask = attention_mask.bool()[:, None, None, :]
        for layer in self.encoder.layer:
            states = layer(states, mask, self.fused_attention)
        return states

    def first_states(self, input_ids: Tensor | None = None, inputs_embeds: Tensor | None = None) -> Tensor:
        """Compute what enters the first layer, (batch, n_tokens, hidden); see :meth:`forward`."""
        states: Tensor = self.embeddings(input_ids, inputs_embeds)
        return states if self.embeddings_project is None else self.embeddings_project(states)


class _Embeddings(nn.Module):
    def __init__(self, config: PretrainedConfig, size: int) -> None:
        super().__init__()
        self.word_embeddings = nn.Embedding(config.vocab_size, size, config.pad_token_id)
        self.position_embeddings = nn.Embedding(config.max_position_embeddings, size)
        self.token_type_embeddings = nn.Embedding(config.type_vocab_size, size)
        self.LayerNorm = nn.LayerNorm(size, config.layer_norm_eps)
        self.dropout = nn.Dropout(config.hidden_dropout_prob)

    def forward(self, input_ids: Tensor | None = None, inputs_embeds: Tensor | None = None) -> Tensor:
        embeds: Tensor = self.word_embeddings(input_ids) if inputs_embeds is None else inputs_embeds
        # A text is one segment, whose type is 0.
        embeds = embeds + self.token_type_embeddings.weight[0]
        embeds = embeds + self.position_embeddings.weight[: embeds.shape[1]]
        states: Tensor = self.dropout(self.LayerNorm(embeds))
        return states


class _Layers(nn.Module):
    def __init__(self, config: PretrainedConfig) -> None:
        super().__init__()
        # Any, because a ModuleList does not know the class of its modules.
        self.layer: Any = nn.ModuleList(_Layer(config) for _ in range(config.num_hidden_layers))


class _Layer(nn.Module):
    def __init__(self, config: PretrainedConfig) -> None:
        super().__init__()
        self.attention = _Attention(config)
        self.intermediate = _Intermediate(config)
        self.output = _Output(config, config.intermediate_size)

    def forward(self, states: Tensor, mask: Tensor | None, fused: bool) -> Tensor:
        states = self.attention(states, mask, fused)
        output: Tensor = self.output(self.intermediate(states), states)
        return output


class _Attention(nn.Module):
    def __init__(self, config: PretrainedConfig) -> None:
        super().__init__()
        self.self = _SelfAttention(config)
        self.output = _Output(config, config.hidden_size)

    def forward(self, states: Tensor, mask: Tensor | None, fused: bool) -> Tensor:
        output: Tensor = self.output(self.self(states, mask, fused), states)
        return output


class _SelfAttention(nn.Module):
    def __init__(self, config: PretrainedConfig) -> None:
        super().__init__()
        width, heads = config.hidden_size, config.num_attention_heads
        if width % heads:
            raise ValueError(f"hidden_size is {width}, not a multiple of num_attention_heads, {heads}")
        self.num_attention_heads = heads
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.dropout = config.attention_probs_dropout_prob

    def forward(self, states: Tensor, mask: Tensor | None, fused: bool) -> Tensor:
        heads = (*states.shape[:2], self.num_attention_heads, -1)
        query, key, value = (
            linear(states).view(heads).transpose(1, 2) for linear in (self.query, self.key, self.value)
        )
        p = self.dropout if self.training else 0.0
        if fused:
            mixed = scaled_dot_product_attention(query, key, value, mask, p)
        else:
            scores = query @ key.transpose(2, 3) * query.shape[-1] ** -0.5
            if mask is not None:
                scores = scores.masked_fill(~mask, torch.finfo(scores.dtype).min)
            mixed = dropout(scores.softmax(-1), p) @ value
        return mixed.transpose(1, 2).flatten(2)


class _Intermediate(nn.Module):
    def __init__(self, config: PretrainedConfig) -> None:
        super().__init__()
        self.dense = nn.Linear(config.hidden_size, config.intermediate_size)
        self.intermediate_act_fn = _activation(config.hidden_act)

    def forward(self, states: Tensor) -> Tensor:
        activated: Tensor = self.intermediate_act_fn(self.dense(states))
        return activated


class _Output(nn.Module):
    """The end of both halves of a layer: a linear layer, what entered the half, and a norm."""

    def __init__(self, config: PretrainedConfig, n_in: int) -> None:
        super().__init__()
        self.dense = nn.Linear(n_in, config.hidden_size)
        self.LayerNorm = nn.LayerNorm(config.hidden_size, config.layer_norm_eps)
        self.dropout = nn.Dropout(config.hidden_dropout_prob)

    def forward(self, states: Tensor, entered: Tensor) -> Tensor:
        output: Tensor = self.LayerNorm(self.dropout(self.dense(states)) + entered)
        return output


def _activation(name: str) -> nn.Module:
    if name == "gelu":
        return nn.GELU()
    # The names of all others; it imports what the models of transformers do.
    from transformers.activations import ACT2FN

    activation: nn.Module = ACT2FN[name]
    return activation


def _initialize(module: nn.Module, std: float) -> None:
    """As BERT was: small normal weights, no biases, a padding embedding of zeros."""
    if isinstance(module, nn.Linear | nn.Embedding):
        nn.init.normal_(module.weight, std=std)
    if isinstance(module, nn.Linear):
        nn.init.zeros_(module.bias)
    if isinstance(module, nn.Embedding) and module.padding_idx is not None:
        with torch.no_grad():
            module.weight[module.padding_idx].zero_()
