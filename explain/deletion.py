"""Head logits of a text with some of its tokens removed."""

from collections.abc import Sequence

import torch

from explain.attribution import AttributableModel, ModelInput
from explain.baselines import Baseline, FillId
from explain.groups import check_groups
from explain.path import StraightPath


def logits_without(
    model: AttributableModel,
    encoded: ModelInput,
    positions: Sequence[int],
    *,
    baseline: Baseline = "pad",
    fill_id: FillId = None,
) -> dict[str, list[float]]:
    """Compute the logits of every head with some tokens replaced by the baseline's filling.

    The change of a score can be compared with the attribution of the removed tokens; the two differ where
    words interact. Takes one forward pass.

    :param model: The model.
    :param encoded: The text, on the model's device.
    :param positions: Tokens to replace, none of them special; empty leaves the text unchanged.
    :param baseline: Baseline that replaces them.
    :param fill_id: Id of the token that fills the baseline, or ids, as in :func:`build_baseline_embeds`.
    :returns: One logit per label, by head.
    :raises ValueError: If a position is not in the text, named twice, or special.
    """
    n_tokens = encoded.input_ids.shape[1]
    if positions:
        check_groups([positions], n_tokens)
    special = [position for position in positions if bool(encoded.special_tokens_mask[0, position])]
    if special:
        raise ValueError(f"tokens {special} are special; they are not part of the text")
    shares = torch.ones(1, n_tokens, dtype=torch.float64)
    shares[0, list(positions)] = 0.0
    with torch.no_grad(), torch.autocast(encoded.input_ids.device.type, enabled=False):
        path = StraightPath.to_text(model, encoded, baseline, fill_id)
        logits = path.head_logits(path.blend(shares))
    return {head: values[0].double().cpu().tolist() for head, values in logits.items()}
