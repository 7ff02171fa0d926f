"""Baselines for integrated gradients: the text with its content tokens replaced."""

from collections.abc import Sequence
from typing import Literal, get_args

import torch
from torch import Tensor

from explain.attribution import AttributableModel, ModelInput

Baseline = Literal["pad", "mask", "zero", "expected"]
"""What fills the place of a token: the embedding of [PAD] or [MASK], zeros, or the mean of all embeddings."""
FillId = int | Sequence[int] | None
"""Id of the token that fills, or ids whose mean embedding does; None where zeros do."""
# Bounds the memory for the mean over a vocabulary.
_IDS_AT_ONCE = 8192


def build_baseline_embeds(
    model: AttributableModel,
    encoded: ModelInput,
    inputs_embeds: Tensor,
    *,
    baseline: Baseline,
    fill_id: FillId,
) -> Tensor:
    """Replace every token except special tokens by the filling of the baseline.

    Length, positions and attention mask stay those of the text.

    :param model: The model, which embeds the filling token.
    :param encoded: The text.
    :param inputs_embeds: The text's word embeddings, (1, n_tokens, hidden).
    :param baseline: ``pad`` and ``mask`` fill with the embedding of ``fill_id``; ``zero`` with zeros, which
        do not occur in training; ``expected`` with the mean embedding of ``fill_id``, the whole vocabulary:
        what is expected of a token drawn at random.
    :param fill_id: Id of the [PAD] or [MASK] token, or all ids; not used by ``zero``.
    :returns: (1, n_tokens, hidden); at special tokens identical to ``inputs_embeds``.
    :raises ValueError: If the baseline is unknown, or one that needs ``fill_id`` is given without it.
    """
    if baseline not in get_args(Baseline):
        raise ValueError(f"baseline {baseline!r} is not one of {', '.join(get_args(Baseline))}")
    if baseline == "zero":
        filling = torch.zeros_like(inputs_embeds)
    elif fill_id is None:
        what = (
            "the ids of all tokens"
            if baseline == "expected"
            else f"the id of the tokenizer's {baseline} token"
        )
        raise ValueError(f"baseline {baseline!r} needs fill_id, {what}")
    else:
        filling = _mean_embedding(model, [fill_id] if isinstance(fill_id, int) else fill_id, inputs_embeds)
    return torch.where(encoded.special_tokens_mask.unsqueeze(-1), inputs_embeds, filling)


def _mean_embedding(model: AttributableModel, ids: Sequence[int], like: Tensor) -> Tensor:
    """Mean embedding of tokens, (1, 1, hidden)."""
    total = torch.zeros(like.shape[-1], dtype=torch.float32, device=like.device)
    for start in range(0, len(ids), _IDS_AT_ONCE):
        some = torch.tensor([list(ids[start : start + _IDS_AT_ONCE])], device=like.device)
        total += model.embed(some)[0].float().sum(dim=0)
    return (total / len(ids)).to(like.dtype).view(1, 1, -1)
