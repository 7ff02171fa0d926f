"""Models small enough to run in milliseconds: some whose integral can be done by hand, some real encoders."""

from collections.abc import Callable, Mapping

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel, ElectraConfig, ElectraModel

from explain import EncoderLayer, ModelInput, Step

CLS_ID, SEP_ID, PAD_ID, MASK_ID = 1, 2, 0, 3


def encode(*word_ids: int) -> ModelInput:
    """[CLS], the words, [SEP]."""
    input_ids = torch.tensor([[CLS_ID, *word_ids, SEP_ID]])
    is_special = torch.zeros_like(input_ids, dtype=torch.bool)
    is_special[0, [0, -1]] = True
    return ModelInput(input_ids, torch.ones_like(input_ids), is_special)


class TableModel:
    """Each token's embedding is a row of a table; each head is a function (batch, n, hidden) -> (batch,).

    The function is the logit of label 1, label 0 has the logit 0: so log-odds, logit and the difference of
    the two logits are all that function. `batches` records the rows of each forward pass.
    """

    def __init__(self, table: list[list[float]], **functions: Callable[[Tensor], Tensor]) -> None:
        self.table = torch.tensor(table)
        self.functions = functions
        self.batches: list[int] = []

    def embed(self, input_ids: Tensor) -> Tensor:
        return self.table[input_ids]

    def head_logits(self, inputs_embeds: Tensor, attention_mask: Tensor) -> Mapping[str, Tensor]:
        assert attention_mask.shape == inputs_embeds.shape[:2]
        self.batches.append(inputs_embeds.shape[0])
        logits = {name: function(inputs_embeds) for name, function in self.functions.items()}
        return {name: torch.stack([torch.zeros_like(logit), logit], dim=1) for name, logit in logits.items()}


class TwoHeadModel(nn.Module):
    """An encoder whose first state feeds two linear heads, as the models this package is written for."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder
        self.heads = nn.ModuleDict({"sentiment": nn.Linear(16, 3), "emotion": nn.Linear(16, 6)})
        for head in self.heads.values():
            nn.init.normal_(head.weight, std=0.25)
        self.eval()

    def embed(self, input_ids: Tensor) -> Tensor:
        return self.encoder.get_input_embeddings()(input_ids)

    def head_logits(self, inputs_embeds: Tensor, attention_mask: Tensor) -> Mapping[str, Tensor]:
        return self._heads(self.encoder(inputs_embeds=inputs_embeds, attention_mask=attention_mask))

    def logits_of_ids(self, input_ids: Tensor, attention_mask: Tensor) -> Mapping[str, Tensor]:
        return self._heads(self.encoder(input_ids=input_ids, attention_mask=attention_mask))

    def _heads(self, encoded: object) -> Mapping[str, Tensor]:
        first = encoded.last_hidden_state[:, 0]
        return {name: head(first) for name, head in self.heads.items()}


# A wider spread than usual (0.02), so that a model with random weights is not nearly linear.
SIZES = {
    "vocab_size": 40,
    "hidden_size": 16,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 32,
    "max_position_embeddings": 32,
    "initializer_range": 0.3,
}


def tiny_bert() -> TwoHeadModel:
    torch.manual_seed(0)
    return TwoHeadModel(BertModel(BertConfig(**SIZES), add_pooling_layer=False))


def tiny_electra(embedding_size: int) -> TwoHeadModel:
    torch.manual_seed(1)
    return TwoHeadModel(ElectraModel(ElectraConfig(**SIZES, embedding_size=embedding_size)))


ENCODERS: dict[str, Callable[[], TwoHeadModel]] = {
    "bert": tiny_bert,
    "electra": lambda: tiny_electra(16),
    "electra_narrow_embeddings": lambda: tiny_electra(8),  # goes through embeddings_project
}


class LayeredModel:
    """A two-head model as it is decomposed: its encoder's parts under transformers' names."""

    def __init__(self, model: TwoHeadModel) -> None:
        self.model = model
        self.embed, self.head_logits = model.embed, model.head_logits

    def first_states(self, inputs_embeds: Tensor) -> Tensor:
        encoder = self.model.encoder
        states = encoder.embeddings(inputs_embeds=inputs_embeds)
        return encoder.embeddings_project(states) if hasattr(encoder, "embeddings_project") else states

    def encoder_layers(self) -> list[EncoderLayer]:
        return [
            EncoderLayer(
                layer.attention.self.query,
                layer.attention.self.key,
                layer.attention.self.value,
                layer.attention.output.dense,
                layer.attention.self.num_attention_heads,
                layer.attention.output.LayerNorm,
                layer.intermediate.dense,
                layer.intermediate.intermediate_act_fn,
                layer.output.dense,
                layer.output.LayerNorm,
            )
            for layer in self.model.encoder.encoder.layer
        ]

    def head_steps(self, head: str) -> list[Step]:
        return [self.model.heads[head]]
