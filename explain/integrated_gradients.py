"""Integrated gradients of several targets of one text, sharing the forward passes.

Sundararajan, Taly, Yan: Axiomatic Attribution for Deep Networks, ICML 2017 (arXiv 1703.01365).
"""

import math
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace

import torch
from torch import Tensor

from explain.attribution import (
    DEFAULT_TOLERANCE,
    SMALLEST_CHANGE,
    AttributableModel,
    ModelInput,
    Target,
    TokenAttribution,
)
from explain.baselines import Baseline, FillId
from explain.convergence import check_tolerance, to_attribution
from explain.errors import NonFiniteAttribution
from explain.panels import (
    FIRST_BOUNDS,
    MAX_NODES,
    GradientRequest,
    Panel,
    coarse_panel,
    finer_panel,
    is_coarse,
    panels_to_refine,
)
from explain.path import StraightPath
from explain.progress import ProgressCallback, RoundProgress, TwoStages
from explain.quadrature import gauss_legendre

NAME = "integrated_gradients"
# More rounds of refinement than MAX_NODES can pay for.
_MAX_ROUNDS = 2 + MAX_NODES // 8
# A token may be off by twice the tolerance, as a share of the largest token.
_TOKEN_TOLERANCE = 2.0
# In half precision each panel may get Kronrod's nodes, once: what then misses the tolerance is rounding,
# which more nodes do not mend.
_MAX_HALF_NODES = 45


def integrated_gradients(
    model: AttributableModel,
    encoded: ModelInput,
    targets: Sequence[Target],
    *,
    baseline: Baseline = "pad",
    fill_id: FillId = None,
    n_steps: int | None = None,
    chunk_size: int = 16,
    tolerance: float = DEFAULT_TOLERANCE,
    gradient_dtype: torch.dtype = torch.float32,
    on_progress: ProgressCallback | None = None,
) -> list[TokenAttribution]:
    """Attribute targets' scores to the tokens of a text.

    A token's attribution is the sum over its embedding of (text - baseline) times the gradient averaged
    along the straight path from baseline to text (equation 1 of the paper), by Gauss-Legendre quadrature.
    A chunk of nodes takes one forward pass for all targets and one backward pass per target.

    By default the path is divided into panels. The integral over a panel is compared with the change of the
    score between its ends, measured by forward passes. Panels with large errors get more nodes, then are
    halved, until the attributions of a target add up within the tolerance, the sum of the panels' absolute
    errors is at most twice the tolerance, so that errors do not merely cancel out along the path, and so is
    the estimated error of each token as a share of the largest, so that they do not between tokens.

    The model is not modified: no hooks are registered and no parameter gradients are computed, so several
    threads may explain and predict with it concurrently. It should be in eval mode, as dropout makes passes
    inconsistent. Works under the caller's ``no_grad`` and ``inference_mode``. The caller's autocast applies
    to the gradients, not to score and baseline_score.

    :param model: The model to explain.
    :param encoded: The text, on the model's device.
    :param targets: What to explain; empty gives an empty list.
    :param baseline: Start of the path: every token except special tokens is replaced.
    :param fill_id: Id of the token that fills the baseline, or ids, as in :func:`build_baseline_embeds`.
    :param n_steps: Exact number of nodes on the path, at least 1. None: 21, and more for the targets
        that miss the tolerance, 256 at most.
    :param chunk_size: Nodes in one forward and backward pass, at least 1; limits memory use, does not affect
        the result. Halved when the device runs out of memory.
    :param tolerance: Largest ``relative_error`` that counts as converged, at least 0 (0.01: one percent of
        the change of the score).
    :param gradient_dtype: Precision of the gradients' matrix products: float32, or bfloat16 or float16 on a
        device where that is faster. Score and baseline_score are never computed in half precision. Targets
        that do not converge in half precision, or are not finite, are repeated once in float32 (``retried``).
    :param on_progress: Called with (done, total) after each chunk. total is constant and done never
        decreases. With n_steps they count nodes. Without, the first 21 nodes are half of total and each
        refinement is half of the remainder; the last call is (total, total). In half precision all this is
        the first half of total and the repetition in float32 the second. An exception raised by the callback
        stops the work and propagates.
    :returns: One result per target, in their order; special tokens have attribution 0.
    :raises ValueError: If an argument is out of range, baseline and fill_id do not match, or a
        target does not fit the model's heads.
    :raises NonFiniteAttribution: If a score or a gradient is NaN or infinite.
    """
    check_integration(n_steps, chunk_size, tolerance)
    if not targets:
        return []
    # Gradients are not available under the caller's inference_mode; it is restored after this block.
    with torch.inference_mode(False):
        path = StraightPath.to_text(model, encoded, baseline, fill_id)
        return integrate_path(
            path,
            targets,
            baseline,
            n_steps=n_steps,
            chunk_size=chunk_size,
            tolerance=tolerance,
            gradient_dtype=gradient_dtype,
            on_progress=on_progress,
        )


def check_integration(n_steps: int | None, chunk_size: int, tolerance: float) -> None:
    """Check the arguments of an integration.

    :raises ValueError: If one is out of range.
    """
    if chunk_size < 1:
        raise ValueError(f"chunk_size is {chunk_size}; it must be at least 1")
    if n_steps is not None and n_steps < 1:
        raise ValueError(f"n_steps is {n_steps}; it must be at least 1, or None to choose it automatically")
    check_tolerance(tolerance)


def integrate_path(
    path: StraightPath,
    targets: Sequence[Target],
    baseline: str,
    *,
    n_steps: int | None,
    chunk_size: int,
    tolerance: float,
    gradient_dtype: torch.dtype,
    on_progress: ProgressCallback | None,
) -> list[TokenAttribution]:
    """As :func:`integrated_gradients`, from any baseline; outside ``inference_mode``, arguments not checked.

    :param path: From the baseline to the text.
    :param baseline: Its name in the results.
    """
    if gradient_dtype is torch.float32:
        return Integration(path, targets, baseline, chunk_size, tolerance, on_progress).run(n_steps)
    stages = TwoStages(on_progress)
    half_precision_run = Integration(
        path, targets, baseline, chunk_size, tolerance, stages.first, gradient_dtype, _MAX_HALF_NODES
    )
    try:
        results = half_precision_run.run(n_steps)
    except NonFiniteAttribution:
        results = []
    missed = [i for i in range(len(targets)) if not results or not results[i].converged]
    exact: list[TokenAttribution] = []
    if missed:
        again = [targets[i] for i in missed]
        exact = Integration(path, again, baseline, chunk_size, tolerance, stages.second).run(n_steps)
    stages.finish()
    found = dict(enumerate(results)) | {
        i: replace(result, retried=True) for i, result in zip(missed, exact, strict=True)
    }
    return [found[i] for i in range(len(targets))]


class Integration:
    """Adaptive integration along the path of one text, for several targets.

    Arguments as for :func:`integrated_gradients`. After :meth:`run`, ``panels`` holds the final panels by
    target.
    """

    def __init__(
        self,
        path: StraightPath,
        targets: Sequence[Target],
        baseline: str,
        chunk_size: int,
        tolerance: float,
        on_progress: ProgressCallback | None,
        gradient_dtype: torch.dtype = torch.float32,
        max_nodes: int = MAX_NODES,
    ) -> None:
        self.path, self.targets, self.baseline = path, targets, baseline
        self.gradient_dtype, self.max_nodes = gradient_dtype, max_nodes
        self.chunk_size, self.tolerance, self.on_progress = chunk_size, tolerance, on_progress
        self.scores, self.baseline_scores = path.end_scores(targets)
        changes = (abs(end - start) for end, start in zip(self.scores, self.baseline_scores, strict=True))
        self.scales = [max(change, SMALLEST_CHANGE) for change in changes]
        self.pending = list(range(len(targets)))
        self.results: dict[int, TokenAttribution] = {}
        self.panels: dict[int, tuple[Panel, ...]] = {}
        self.n_nodes = 0

    def run(
        self, n_steps: int | None = None, bounds: Sequence[float] = FIRST_BOUNDS
    ) -> list[TokenAttribution]:
        """Integrate and refine; return one result per target, in their order.

        :param n_steps: Exact number of nodes, or None to refine.
        :param bounds: Boundaries of the initial panels, increasing from 0 to 1.
        """
        if n_steps is None:
            self._run_adaptively(bounds)
        else:
            rule = gauss_legendre(n_steps)
            whole = Panel(0.0, 1.0, self.baseline_scores, self.scores, rule)
            progress = RoundProgress(self.on_progress, [n_steps])
            self._take([GradientRequest(whole, whole.nodes(), list(range(n_steps)))], progress.within(0))
            self._settle([whole])
        return [self.results[i] for i in range(len(self.targets))]

    def _run_adaptively(self, bounds: Sequence[float]) -> None:
        progress = RoundProgress(self.on_progress, [MAX_NODES] * _MAX_ROUNDS)
        scores = [self.baseline_scores, *self.path.scores_at(self.targets, bounds[1:-1]), self.scores]
        fresh = [
            coarse_panel(bounds[i], bounds[i + 1], scores[i], scores[i + 1]) for i in range(len(bounds) - 1)
        ]
        panels = [panel for panel, _ in fresh]
        requests = [request for _, request in fresh]
        for round_index in range(_MAX_ROUNDS):
            self._take(requests, progress.within(round_index))
            self._settle(panels)
            self.pending = [target for target in self.pending if self._misses(target, panels)]
            if not self.pending:
                break
            panels, requests = self._refine(panels)
            if not requests:
                break
        progress.finish()

    def _refine(self, panels: list[Panel]) -> tuple[list[Panel], list[GradientRequest]]:
        """Refine the panels with the largest errors, within MAX_NODES."""
        chosen, left = set(), self.max_nodes - self.n_nodes
        token_scales = {target: self._token_scale(target) for target in self.pending}
        for index in panels_to_refine(panels, self.pending, self.scales, token_scales):
            cost = 8 if is_coarse(panels[index]) else 14
            if cost <= left:
                chosen.add(index)
                left -= cost
        middles = [
            (panel.start + panel.end) / 2
            for index, panel in enumerate(panels)
            if index in chosen and not is_coarse(panel)
        ]
        middle_scores = iter(zip(middles, self.path.scores_at(self.targets, middles), strict=True))
        fresh: list[tuple[Panel, GradientRequest | None]] = []
        for index, panel in enumerate(panels):
            if index not in chosen:
                fresh.append((panel, None))
            elif is_coarse(panel):
                fresh.append(finer_panel(panel, self.pending))
            else:
                middle, seen = next(middle_scores)
                fresh.append(coarse_panel(panel.start, middle, panel.start_scores, seen))
                fresh.append(coarse_panel(middle, panel.end, seen, panel.end_scores))
        return [panel for panel, _ in fresh], [request for _, request in fresh if request is not None]

    def _take(self, requests: Sequence[GradientRequest], report: ProgressCallback) -> None:
        """Compute the gradients of the pending targets and store the rates in their panels."""
        nodes = [node for request in requests for node in request.nodes]
        parts: list[list[Tensor]] = [[] for _ in self.pending]
        # Chunks of like size: 21 nodes are 11 and 10 rather than 16 and 5.
        size = math.ceil(len(nodes) / math.ceil(len(nodes) / self.chunk_size))
        n_done = 0
        while n_done < len(nodes):
            chunk = nodes[n_done : n_done + size]
            try:
                gradients = _gradients(
                    self.path, [self.targets[i] for i in self.pending], chunk, self.gradient_dtype
                )
            except torch.OutOfMemoryError:
                if size == 1:
                    raise
                size = self.chunk_size = size // 2  # for later rounds as well
                continue
            for part, gradient in zip(parts, gradients, strict=True):
                part.append(self.path.rates(gradient))
            n_done += len(chunk)
            report(n_done, len(nodes))
        for target, part in zip(self.pending, parts, strict=True):
            rates, start = torch.cat(part), 0
            for request in requests:
                held = request.panel.rates.setdefault(
                    target, torch.zeros(len(request.panel.rule.nodes), rates.shape[1], dtype=rates.dtype)
                )
                held[request.places] = rates[start : start + len(request.nodes)]
                start += len(request.nodes)
        self.n_nodes += len(nodes)

    def _settle(self, panels: Sequence[Panel]) -> None:
        """Sum the panels for each pending target."""
        for target in self.pending:
            total = torch.stack([panel.integral(target) for panel in panels]).sum(dim=0)
            result = to_attribution(
                self.targets[target],
                total,
                self.scores[target],
                self.baseline_scores[target],
                n_steps=self.n_nodes,
                method=NAME,
                baseline=self.baseline,
                tolerance=self.tolerance,
            )
            name = str(self.gradient_dtype).removeprefix("torch.")
            self.results[target] = replace(result, gradient_dtype=name)
            self.panels[target] = tuple(panels)

    def _misses(self, target: int, panels: Sequence[Panel]) -> bool:
        """Whether a target is outside the tolerance, or inside only because errors cancel out."""
        if not self.results[target].converged:
            return True
        sizes = math.fsum(abs(panel.error(target)) for panel in panels) / self.scales[target]
        errors = torch.stack([panel.token_errors(target) for panel in panels]).sum(dim=0)
        largest_error, token_scale = float(errors.max()), self._token_scale(target)
        return sizes > 2 * self.tolerance or largest_error > self.tolerance * token_scale

    def _token_scale(self, target: int) -> float:
        """An error of a token as large as this, times the tolerance, is as bad as one of the sum."""
        largest = max(map(abs, self.results[target].attributions))
        return max(_TOKEN_TOLERANCE * largest, SMALLEST_CHANGE)


def _gradients(
    path: StraightPath, targets: Sequence[Target], nodes: Sequence[float], dtype: torch.dtype
) -> list[Tensor]:
    """Compute the gradient of each target at the nodes, each (n_nodes, n_tokens, hidden)."""
    gradients = []
    with torch.enable_grad():
        points = path.points(nodes).requires_grad_()
        # In float32 a caller's autocast stays.
        autocast = torch.autocast(points.device.type, dtype) if dtype is not torch.float32 else nullcontext()
        with autocast:
            head_logits = path.head_logits(points)
            head_logits = {head: logits.float() for head, logits in head_logits.items()}
        for position, target in enumerate(targets, start=1):
            # Rows do not depend on each other, so the gradient of their sum is each row's own.
            (gradient,) = torch.autograd.grad(
                target.score(head_logits).sum(), points, retain_graph=position < len(targets)
            )
            gradients.append(gradient)
    return gradients
