"""Integrate with an increasing number of steps until the attributions satisfy completeness."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from explain.attribution import AttributableModel, ModelInput, Target, TokenAttribution
from explain.baselines import Baseline, FillId
from explain.errors import NonFiniteAttribution
from explain.path import StraightPath
from explain.progress import ProgressCallback, RoundProgress
from explain.quadrature import step_schedule

# (path, targets, n_steps, progress within this call) -> one float64 tensor (n_tokens,) a target
Integrate = Callable[[StraightPath, Sequence[Target], int, ProgressCallback], list[Tensor]]


@dataclass(frozen=True)
class PathMethod:
    """A method that integrates gradients along a path, with the name stored in its results."""

    name: str
    integrate: Integrate


def attribute_until_converged(
    method: PathMethod,
    model: AttributableModel,
    encoded: ModelInput,
    targets: Sequence[Target],
    *,
    baseline: Baseline,
    fill_id: FillId,
    n_steps: int | None,
    tolerance: float,
    on_progress: ProgressCallback | None,
) -> list[TokenAttribution]:
    """Run a method with an increasing number of steps until each target's attributions converge.

    By completeness (Sundararajan et al. 2017, proposition 1), attributions add up to the score of the text
    minus the score of the baseline. Both scores come from separate forward passes, so an inaccurate integral
    shows up in the convergence delta.

    :param method: How to integrate.
    :param model: The model to explain.
    :param encoded: The text.
    :param targets: What to explain; empty gives an empty list.
    :param baseline: Start of the path.
    :param fill_id: Id of the token that fills the baseline.
    :param n_steps: Exact number of steps, or None to follow the schedule.
    :param tolerance: Largest relative error that counts as converged, at least 0.
    :param on_progress: Called with (done, total).
    :returns: One result per target, in their order, each with its final number of steps.
    :raises ValueError: If an argument is out of range or a target does not fit the model's heads.
    :raises NonFiniteAttribution: If a score or an attribution is NaN or infinite.
    """
    schedule = step_schedule(n_steps)
    check_tolerance(tolerance)
    if not targets:
        return []
    progress = RoundProgress(on_progress, schedule)
    results: dict[int, TokenAttribution] = {}
    # Gradients are not available under the caller's inference_mode; it is restored after this block.
    with torch.inference_mode(False):
        path = StraightPath.to_text(model, encoded, baseline, fill_id)
        scores, baseline_scores = path.end_scores(targets)
        pending = list(range(len(targets)))
        for round_index, round_steps in enumerate(schedule):
            per_token = method.integrate(
                path, [targets[i] for i in pending], round_steps, progress.within(round_index)
            )
            for i, attributions in zip(pending, per_token, strict=True):
                results[i] = to_attribution(
                    targets[i],
                    attributions,
                    scores[i],
                    baseline_scores[i],
                    n_steps=round_steps,
                    method=method.name,
                    baseline=baseline,
                    tolerance=tolerance,
                )
            pending = [i for i in pending if not results[i].converged]
            if not pending:
                break
    progress.finish()
    return [results[i] for i in range(len(targets))]


def check_tolerance(tolerance: float) -> None:
    """Check that a tolerance is a number of at least 0.

    :raises ValueError: If it is not.
    """
    if not tolerance >= 0:  # also catches NaN
        raise ValueError(f"tolerance is {tolerance}; it must be 0 or more")


def finite(attributions: Tensor, target: Target) -> tuple[float, ...]:
    """Convert a target's attributions to a tuple of floats.

    :raises NonFiniteAttribution: If one is NaN or infinite.
    """
    # A NaN or infinite gradient always shows here: no sum or product, not even with 0, makes it finite.
    values = tuple(float(value) for value in attributions.tolist())
    if not all(map(math.isfinite, values)):
        raise NonFiniteAttribution(
            f"the gradient of head {target.head!r}, label {target.label} is not finite; "
            f"it cannot be attributed"
        )
    return values


def to_attribution(
    target: Target,
    attributions: Tensor,
    score: float,
    baseline_score: float,
    *,
    n_steps: int,
    method: str,
    baseline: str,
    tolerance: float,
) -> TokenAttribution:
    """Build the result of a target, including whether it converged.

    :param attributions: (n_tokens,).
    :param tolerance: Largest relative error that counts as converged.
    :raises NonFiniteAttribution: If an attribution is NaN or infinite.
    """
    result = TokenAttribution(
        target=target,
        attributions=finite(attributions, target),
        score=score,
        baseline_score=baseline_score,
        n_steps=n_steps,
        converged=False,
        method=method,
        baseline=baseline,
    )
    return replace(result, converged=result.relative_error <= tolerance)
