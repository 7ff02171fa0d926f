"""Gradient times input: a fast approximation from one backward pass, without completeness."""

from collections.abc import Sequence

import torch
from torch import Tensor

from explain.attribution import DEFAULT_TOLERANCE, AttributableModel, ModelInput, Target, TokenAttribution
from explain.baselines import Baseline, FillId
from explain.convergence import check_tolerance, to_attribution
from explain.path import StraightPath


def gradient_x_input(
    model: AttributableModel,
    encoded: ModelInput,
    targets: Sequence[Target],
    *,
    baseline: Baseline = "pad",
    fill_id: FillId = None,
    tolerance: float = DEFAULT_TOLERANCE,
) -> list[TokenAttribution]:
    """Attribute to each token its embedding times the gradient at the text.

    By captum's InputXGradient (Shrikumar et al. 2016, arXiv 1605.01713). The gradient is taken only at the
    text, where a confident model is saturated. The baseline does not affect the attributions; its score is
    included so that ``convergence_delta`` measures how far they are from completeness. Attributions of
    special tokens are set to 0.

    :param model: The model to explain.
    :param encoded: The text, on the model's device.
    :param targets: What to explain; empty gives an empty list.
    :param baseline: Baseline whose score is reported.
    :param fill_id: Id of the token that fills the baseline, or ids, as in :func:`build_baseline_embeds`.
    :param tolerance: Largest ``relative_error`` that counts as converged, at least 0.
    :returns: One result per target, in their order, with 1 step.
    :raises ValueError: If an argument is out of range or a target does not fit the model's heads.
    :raises NonFiniteAttribution: If a score or a gradient is NaN or infinite.
    """
    from captum.attr import InputXGradient  # slow to import, for the other methods only

    check_tolerance(tolerance)
    if not targets:
        return []
    results = []
    with torch.inference_mode(False):
        path = StraightPath.to_text(model, encoded, baseline, fill_id)
        scores, baseline_scores = path.end_scores(targets)
        for index, target in enumerate(targets):

            def score(embeds: Tensor, target: Target = target) -> Tensor:
                return target.score(path.head_logits(embeds))

            embeds = path.inputs_embeds.clone().requires_grad_()
            products: Tensor = InputXGradient(score).attribute(embeds)
            per_token = products[0].detach().cpu().double().sum(dim=-1)
            per_token[encoded.special_tokens_mask[0].cpu()] = 0.0
            results.append(
                to_attribution(
                    target,
                    per_token,
                    scores[index],
                    baseline_scores[index],
                    n_steps=1,
                    method="gradient_x_input",
                    baseline=baseline,
                    tolerance=tolerance,
                )
            )
    return results
