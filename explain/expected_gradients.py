"""Expected gradients: integrated gradients, averaged over several baselines.

Erion, Janizek, Sturmfels, Lundberg, Lee: Improving performance of deep learning models with axiomatic
attribution priors and expected gradients, Nature Machine Intelligence 2021 (arXiv 1906.10670).
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

import torch
from torch import Tensor

from explain.attribution import (
    DEFAULT_TOLERANCE,
    AttributableModel,
    ModelInput,
    Target,
    TokenAttribution,
)
from explain.convergence import to_attribution
from explain.integrated_gradients import check_integration, integrate_path
from explain.path import StraightPath
from explain.progress import ProgressCallback

NAME = "expected_gradients"
BASELINE = "neutral"
"""The mean of several neutral texts."""
N_BASELINES = 6


def expected_gradients(
    model: AttributableModel,
    encoded: ModelInput,
    targets: Sequence[Target],
    neutral_ids: Sequence[int],
    *,
    n_baselines: int = N_BASELINES,
    seed: int = 0,
    n_steps: int | None = None,
    chunk_size: int = 16,
    tolerance: float = DEFAULT_TOLERANCE,
    gradient_dtype: torch.dtype = torch.float32,
    on_progress: ProgressCallback | None = None,
) -> list[TokenAttribution]:
    """Attribute targets' scores to the tokens of a text, as a mean over neutral texts as baselines.

    A baseline has a neutral text's tokens in place of the text's, special ones kept: ``neutral_ids`` from a
    random place on, and round again. The paper draws one baseline for each point of the path and takes the
    expectation of both; here each of a few baselines has an integral of its own, by
    :func:`explain.integrated_gradients.integrated_gradients`, so that the mean is exact for these baselines:
    the attributions add up to score - baseline_score, which is the mean of the baselines' scores.

    Other arguments and errors as for integrated gradients, at ``n_baselines`` times its cost.

    :param neutral_ids: Ids of the tokens of neutral texts, one after the other, without special tokens.
    :param n_baselines: How many baselines, at least 1; no more than there are places to begin at.
    :param seed: Seed of the places; the same seed gives the same result.
    :param on_progress: As for integrated gradients; each baseline is an equal part of total.
    :returns: One result per target, in their order; ``n_steps`` counts the nodes of all baselines, and
        ``converged`` says whether the mean adds up.
    :raises ValueError: If an argument is out of range, there are no neutral_ids, or a target fits no head.
    """
    check_integration(n_steps, chunk_size, tolerance)
    if n_baselines < 1:
        raise ValueError(f"n_baselines is {n_baselines}; it must be at least 1")
    if not neutral_ids:
        raise ValueError("neutral_ids is empty; the tokens of a neutral text are needed")
    if not targets:
        return []
    n_baselines = min(n_baselines, len(neutral_ids))
    runs = []
    # Gradients are not available under the caller's inference_mode; it is restored after this block.
    with torch.inference_mode(False):
        with torch.no_grad():
            inputs_embeds = model.embed(encoded.input_ids)
            baselines = list(_baselines(model, encoded, inputs_embeds, neutral_ids, n_baselines, seed))
        for number, baseline_embeds in enumerate(baselines):
            path = StraightPath(model, encoded.attention_mask.clone(), inputs_embeds, baseline_embeds)
            runs.append(
                integrate_path(
                    path,
                    targets,
                    BASELINE,
                    n_steps=n_steps,
                    chunk_size=chunk_size,
                    tolerance=tolerance,
                    gradient_dtype=gradient_dtype,
                    on_progress=_part(on_progress, number, n_baselines),
                )
            )
    return [_mean(results, tolerance) for results in zip(*runs, strict=True)]


def _baselines(
    model: AttributableModel,
    encoded: ModelInput,
    inputs_embeds: Tensor,
    neutral_ids: Sequence[int],
    n_baselines: int,
    seed: int,
) -> Iterator[Tensor]:
    ids = torch.tensor(neutral_ids, device=inputs_embeds.device)
    places = torch.randperm(len(ids), generator=torch.Generator().manual_seed(seed))[:n_baselines]
    steps = torch.arange(inputs_embeds.shape[1], device=inputs_embeds.device)
    for place in places.tolist():
        filling = model.embed(ids[(place + steps) % len(ids)].unsqueeze(0))
        yield torch.where(encoded.special_tokens_mask.unsqueeze(-1), inputs_embeds, filling)


def _part(on_progress: ProgressCallback | None, number: int, n_parts: int) -> ProgressCallback | None:
    """The progress of one of several parts, as that of the whole."""
    if on_progress is None:
        return None

    def report(done: int, total: int) -> None:
        on_progress(number * total + done, n_parts * total)

    return report


def _mean(results: Sequence[TokenAttribution], tolerance: float) -> TokenAttribution:
    """The mean of one target's results over baselines."""
    attributions = torch.tensor([result.attributions for result in results], dtype=torch.float64)
    mean = to_attribution(
        results[0].target,
        attributions.mean(dim=0),
        results[0].score,
        math.fsum(result.baseline_score for result in results) / len(results),
        n_steps=sum(result.n_steps for result in results),
        method=NAME,
        baseline=BASELINE,
        tolerance=tolerance,
    )
    return replace(
        mean, gradient_dtype=results[0].gradient_dtype, retried=any(result.retried for result in results)
    )
