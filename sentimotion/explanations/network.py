"""The joint network as ``explain`` takes models: from embeddings to logits, and layer by layer."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn

from explain import EncoderLayer, Step
from sentimotion.inference.network import JointClassifier
from sentimotion.labels import HEADS


class AttributableNetwork:
    """Adapter from the joint model to ``explain.AttributableModel`` and ``explain.DecomposableModel``."""

    def __init__(self, network: JointClassifier) -> None:
        self._network = network

    def embed(self, input_ids: Tensor) -> Tensor:
        """Look up the word embeddings, (batch, n_tokens, embedding size)."""
        embeddings: Tensor = self._network.get_input_embeddings()(input_ids)
        return embeddings

    def head_logits(self, inputs_embeds: Tensor, attention_mask: Tensor) -> Mapping[str, Tensor]:
        """Compute the logits of both heads by name, each (batch, labels)."""
        logits = self._network(inputs_embeds=inputs_embeds, attention_mask=attention_mask)
        return dict(zip(HEADS, logits, strict=True))

    def first_states(self, inputs_embeds: Tensor) -> Tensor:
        """What enters the first layer, (batch, n_tokens, hidden)."""
        return self._network.encoder.first_states(inputs_embeds=inputs_embeds)

    def encoder_layers(self) -> Sequence[EncoderLayer]:
        """The encoder's layers."""
        return [
            EncoderLayer(
                query=layer.attention.self.query,
                key=layer.attention.self.key,
                value=layer.attention.self.value,
                attention_output=layer.attention.output.dense,
                n_attention_heads=layer.attention.self.num_attention_heads,
                attention_norm=layer.attention.output.LayerNorm,
                feed_forward_in=layer.intermediate.dense,
                activation=layer.intermediate.intermediate_act_fn,
                feed_forward_out=layer.output.dense,
                feed_forward_norm=layer.output.LayerNorm,
            )
            for layer in self._network.encoder.encoder.layer
        ]

    def head_steps(self, head: str) -> Sequence[Step]:
        """The steps from the [CLS] state to the logits of a head, BERT's pooler included."""
        network = self._network
        module = network.head_of("sentiment" if head == "sentiment" else "emotion")
        layers = list(module) if isinstance(module, nn.Sequential) else [module]
        return layers if network.pooler is None else [network.pooler, torch.tanh, *layers]
