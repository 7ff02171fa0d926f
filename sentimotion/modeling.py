"""The joint model: one encoder, two parallel heads on its [CLS] state."""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from torch import Tensor, nn
from transformers import BertConfig, BertModel, ElectraConfig, ElectraModel, PretrainedConfig, PreTrainedModel

from sentimotion.errors import CheckpointError
from sentimotion.labels import LABELS, Head


def _build_bert(config: BertConfig) -> PreTrainedModel:
    # The heads read the [CLS] state itself; BERT's pooler would be weights that nothing uses.
    return BertModel(config, add_pooling_layer=False)


# Encoder families by the model_type of their config. The published model is an ELECTRA discriminator, the
# embedded one a BERT.
ENCODERS: Final[Mapping[str, Callable[[Any], PreTrainedModel]]] = {
    ElectraConfig.model_type: ElectraModel,
    BertConfig.model_type: _build_bert,
}


class HeadLogits(NamedTuple):
    """Logits of both heads, in the label order of ``sentimotion.labels.LABELS``."""

    sentiment: Tensor
    """(batch, 3)"""
    emotion: Tensor
    """(batch, 6)"""


class JointClassifier(nn.Module):
    """Encoder plus two linear heads on the first position's last hidden state.

    :param config: Configuration of the encoder; its model_type chooses the class.
    :raises CheckpointError: The model_type is none of ``ENCODERS``.
    """

    def __init__(self, config: PretrainedConfig) -> None:
        super().__init__()
        if config.model_type not in ENCODERS:
            raise CheckpointError(
                f"encoder type {config.model_type!r} is not supported; expected one of {sorted(ENCODERS)}"
            )
        self.config = config
        self.encoder: PreTrainedModel = ENCODERS[config.model_type](config)
        self.dropout = nn.Dropout(config.hidden_dropout_prob)
        self.sentiment_head = nn.Linear(config.hidden_size, len(LABELS["sentiment"]))
        self.emotion_head = nn.Linear(config.hidden_size, len(LABELS["emotion"]))

    def forward(
        self,
        input_ids: Tensor | None = None,
        inputs_embeds: Tensor | None = None,
        attention_mask: Tensor | None = None,
    ) -> HeadLogits:
        """Logits of both heads; exactly one of input_ids and inputs_embeds is given.

        :param input_ids: (batch, n_tokens) integer ids.
        :param inputs_embeds: (batch, n_tokens, embedding size) word embeddings; positions and token types are
            added inside.
        :param attention_mask: (batch, n_tokens), 1 for a token and 0 for padding; all ones when None.
        :returns: Sentiment logits (batch, 3), emotion logits (batch, 6).
        """
        states = self.encoder(
            input_ids=input_ids, inputs_embeds=inputs_embeds, attention_mask=attention_mask
        ).last_hidden_state
        cls_state = self.dropout(states[:, 0])
        return HeadLogits(self.sentiment_head(cls_state), self.emotion_head(cls_state))

    def head_of(self, head: Head) -> nn.Linear:
        """One head's layer."""
        return self.sentiment_head if head == "sentiment" else self.emotion_head

    def get_input_embeddings(self) -> nn.Module:
        """The word embedding table, as in transformers."""
        return self.encoder.get_input_embeddings()
