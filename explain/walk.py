"""Integrated gradients accumulated at points along the path, for teaching."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import torch

from explain.attribution import DEFAULT_TOLERANCE, AttributableModel, ModelInput, Target, TokenAttribution
from explain.baselines import Baseline, FillId
from explain.integrated_gradients import Integration
from explain.path import StraightPath
from explain.progress import ProgressCallback

TENTHS: Final = tuple(index / 10 for index in range(11))


@dataclass(frozen=True)
class Walk:
    """Scores and cumulative attributions at points along the path.

    ``points`` are positions on the path, from 0 (baseline) to 1 (text), and ``scores`` the score at each.
    ``attributions``, (points, tokens), are accumulated up to each point: zeros at 0, those of ``result`` at
    1. At every point they add up to the score minus the baseline score, within the error of the integral.
    """

    points: tuple[float, ...]
    scores: tuple[float, ...]
    attributions: tuple[tuple[float, ...], ...]
    result: TokenAttribution


def walk(
    model: AttributableModel,
    encoded: ModelInput,
    targets: Sequence[Target],
    *,
    points: Sequence[float] = TENTHS,
    baseline: Baseline = "pad",
    fill_id: FillId = None,
    chunk_size: int = 16,
    tolerance: float = DEFAULT_TOLERANCE,
    on_progress: ProgressCallback | None = None,
) -> list[Walk]:
    """Integrate from point to point and record the cumulative attributions.

    :param model: The model to explain.
    :param encoded: The text, on the model's device.
    :param targets: What to explain.
    :param points: Positions on the path, increasing from 0 (baseline) to 1 (text); 2 to 33 of them.
    :param baseline: Start of the path.
    :param fill_id: Id of the token that fills the baseline, or ids, as in :func:`build_baseline_embeds`.
    :param chunk_size: Nodes in one forward pass, at least 1.
    :param tolerance: Largest ``relative_error`` that counts as converged, at least 0.
    :param on_progress: Called with (done, total); an exception it raises stops the work.
    :returns: One walk per target, in their order.
    :raises ValueError: If an argument is out of range or a target does not fit the model's heads.
    :raises NonFiniteAttribution: If a score or a gradient is NaN or infinite.
    """
    points = tuple(points)
    rising = all(one < other for one, other in pairwise(points))
    if not (2 <= len(points) <= 33 and rising and points[0] == 0 and points[-1] == 1):
        raise ValueError(f"points are {points}; they must be 2 to 33, increasing from 0 to 1")
    if not targets:
        return []
    with torch.inference_mode(False):
        path = StraightPath.to_text(model, encoded, baseline, fill_id)
        integration = Integration(path, targets, baseline, chunk_size, tolerance, on_progress)
        results = integration.run(bounds=points)
        inner = path.scores_at(targets, points[1:-1])
    walks = []
    for index, result in enumerate(results):
        gathered = torch.zeros(len(result.attributions), dtype=torch.float64)
        rows = [tuple(gathered.tolist())]
        panels = iter(integration.panels[index])
        for point in points[1:]:
            panel = next(panels)
            gathered = gathered + panel.integral(index)
            while panel.end < point - 1e-12:
                panel = next(panels)
                gathered = gathered + panel.integral(index)
            rows.append(tuple(gathered.tolist()))
        scores = (result.baseline_score, *(row[index] for row in inner), result.score)
        walks.append(Walk(points, scores, tuple(rows), result))
    return walks
