"""Baselines for integrated gradients: the text with its content tokens replaced."""

from typing import Literal, get_args

import torch
from torch import Tensor

from explain.attribution import AttributableModel, ModelInput

Baseline = Literal["pad", "mask", "zero"]


def build_baseline_embeds(
    model: AttributableModel,
    encoded: ModelInput,
    inputs_embeds: Tensor,
    *,
    baseline: Baseline,
    fill_id: int | None,
) -> Tensor:
    """Replace every token except special tokens by the filling of the baseline.

    Length, positions and attention mask stay those of the text.

    :param model: The model, which embeds the filling token.
    :param encoded: The text.
    :param inputs_embeds: The text's word embeddings, (1, n_tokens, hidden).
    :param baseline: ``pad`` and ``mask`` fill with the embedding of ``fill_id``; ``zero`` with zeros, which
        do not occur in training.
    :param fill_id: Id of the [PAD] or [MASK] token; not used by ``zero``.
    :returns: (1, n_tokens, hidden); at special tokens identical to ``inputs_embeds``.
    :raises ValueError: If the baseline is unknown, or ``pad`` or ``mask`` is given without ``fill_id``.
    """
    if baseline not in get_args(Baseline):
        raise ValueError(f"baseline {baseline!r} is not one of {', '.join(get_args(Baseline))}")
    if baseline == "zero":
        filling = torch.zeros_like(inputs_embeds)
    elif fill_id is None:
        raise ValueError(f"baseline {baseline!r} needs fill_id, the id of the tokenizer's {baseline} token")
    else:
        filling = model.embed(torch.full_like(encoded.input_ids, fill_id))
    return torch.where(encoded.special_tokens_mask.unsqueeze(-1), inputs_embeds, filling)
