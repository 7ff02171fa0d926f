"""Captum's integrated gradients, one target at a time: the reference for the shared implementation."""

from collections.abc import Sequence

from torch import Tensor

from explain.attribution import DEFAULT_TOLERANCE, AttributableModel, ModelInput, Target, TokenAttribution
from explain.baselines import Baseline, FillId
from explain.convergence import PathMethod, attribute_until_converged
from explain.path import StraightPath
from explain.progress import ProgressCallback


def captum_integrated_gradients(
    model: AttributableModel,
    encoded: ModelInput,
    targets: Sequence[Target],
    *,
    baseline: Baseline = "pad",
    fill_id: FillId = None,
    n_steps: int | None = None,
    chunk_size: int = 16,
    tolerance: float = DEFAULT_TOLERANCE,
    on_progress: ProgressCallback | None = None,
) -> list[TokenAttribution]:
    """Attribute targets' scores to the tokens of a text, with Captum.

    Arguments, results and errors are those of :func:`explain.integrated_gradients.integrated_gradients`; at
    the same n_steps, the results agree up to rounding, as Captum sums in fp32. Every target needs its own
    forward passes, so progress counts nodes times targets, each when its forward pass begins.

    ``LayerIntegratedGradients`` is not used: its forward hook would affect other threads that share the
    model. The convergence delta is computed from the two end scores, not by Captum.

    :param model: The model to explain.
    :param encoded: The text, on the model's device.
    :param targets: What to explain; empty gives an empty list.
    :param baseline: Start of the path.
    :param fill_id: Id of the token that fills the baseline, or ids, as in :func:`build_baseline_embeds`.
    :param n_steps: Exact number of nodes on the path. None: 32, and for the targets that miss the
        tolerance 64, then 128, then 256.
    :param chunk_size: Nodes in one forward pass, at least 1.
    :param tolerance: Largest relative error that counts as converged, at least 0.
    :param on_progress: Called with (done, total); an exception it raises stops the work.
    :returns: One result per target, in their order.
    :raises ValueError: If an argument is out of range or a target does not fit the model's heads.
    :raises NonFiniteAttribution: If a score or a gradient is NaN or infinite.
    """
    from captum.attr import IntegratedGradients  # slow to import, for the other methods only

    if chunk_size < 1:
        raise ValueError(f"chunk_size is {chunk_size}; it must be at least 1")

    def integrate(
        path: StraightPath, pending: Sequence[Target], round_steps: int, report: ProgressCallback
    ) -> list[Tensor]:
        n_points = round_steps * len(pending)
        n_done = 0

        def attribute(target: Target) -> Tensor:
            def score(embeds: Tensor) -> Tensor:
                # Captum has no callback: its calls of the model are the only place to report from.
                nonlocal n_done
                n_done += embeds.shape[0]
                report(n_done, n_points)
                return target.score(path.head_logits(embeds))

            per_dimension: Tensor = IntegratedGradients(score).attribute(
                path.inputs_embeds,
                baselines=path.baseline_embeds,
                n_steps=round_steps,
                method="gausslegendre",
                internal_batch_size=chunk_size,
            )
            return per_dimension[0].cpu().double().sum(dim=-1)

        return [attribute(target) for target in pending]

    return attribute_until_converged(
        PathMethod("captum_integrated_gradients", integrate),
        model,
        encoded,
        targets,
        baseline=baseline,
        fill_id=fill_id,
        n_steps=n_steps,
        tolerance=tolerance,
        on_progress=on_progress,
    )
