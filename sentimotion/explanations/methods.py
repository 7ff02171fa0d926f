"""Attribution methods by name, behind one function."""

from collections.abc import Sequence
from typing import Final

import torch

from explain import (
    DecomposableModel,
    FillId,
    Groups,
    ModelInput,
    ProgressCallback,
    Target,
    TokenAttribution,
    captum_integrated_gradients,
    decomposition,
    expected_gradients,
    gradient_x_input,
    integrated_gradients,
    leave_one_out,
    shapley_sampling,
)
from sentimotion.errors import InvalidRequest
from sentimotion.explanations.results import AttributionSettings
from sentimotion.inference.precision import GradientPlan

# Methods that remove words.
_WORD_METHODS: Final = {"leave_one_out": leave_one_out, "shapley_sampling": shapley_sampling}
# Shapley sampling runs the model about 25 times per word: more words than this would take minutes.
MAX_SHAPLEY_WORDS: Final = 30


def attribute(
    model: DecomposableModel,
    encoded: ModelInput,
    targets: Sequence[Target],
    groups: Groups,
    settings: AttributionSettings,
    *,
    fill_id: FillId,
    gradient_plan: GradientPlan,
    on_progress: ProgressCallback | None,
) -> list[TokenAttribution]:
    """Explain targets by a method, sharing passes if the method supports it.

    :param groups: The token groups, for methods that remove words.
    :param settings: The method, its baseline, and its number of steps.
    :param fill_id: Id of the token that fills the baseline, or ids; for expected gradients those of neutral
        texts.
    :param gradient_plan: Size of the passes, and precision of the gradients of integrated gradients; with a
        given number of steps, and in other methods, they are float32.
    :returns: One result per target; other arguments and errors are those of the methods in ``explain``.
    :raises InvalidRequest: If n_steps is given to a method without steps, or there are too many words for
        Shapley sampling.
    """
    method, baseline, n_steps = settings.method, settings.baseline, settings.n_steps
    chunk_size = gradient_plan.chunk_size(encoded.input_ids.shape[1])
    if method == "integrated_gradients":
        return integrated_gradients(
            model,
            encoded,
            targets,
            baseline=baseline,
            fill_id=fill_id,
            n_steps=n_steps,
            chunk_size=chunk_size,
            gradient_dtype=gradient_plan.dtype if n_steps is None else torch.float32,
            on_progress=on_progress,
        )
    if method == "captum_integrated_gradients":
        return captum_integrated_gradients(
            model,
            encoded,
            targets,
            baseline=baseline,
            fill_id=fill_id,
            n_steps=n_steps,
            chunk_size=chunk_size,
            on_progress=on_progress,
        )
    if method == "expected_gradients":
        return expected_gradients(
            model,
            encoded,
            targets,
            [fill_id] if isinstance(fill_id, int) else fill_id or (),
            n_steps=n_steps,
            chunk_size=chunk_size,
            gradient_dtype=gradient_plan.dtype if n_steps is None else torch.float32,
            on_progress=on_progress,
        )
    if n_steps is not None:
        raise InvalidRequest(f"the method {method!r} takes no n_steps; leave it out")
    if method == "decomposition":
        return decomposition(model, encoded, targets)
    if method == "gradient_x_input":
        return gradient_x_input(model, encoded, targets, baseline=baseline, fill_id=fill_id)
    if method == "shapley_sampling" and len(groups) > MAX_SHAPLEY_WORDS:
        raise InvalidRequest(
            f"the text has {len(groups)} words and other tokens, too many for shapley_sampling (at most "
            f"{MAX_SHAPLEY_WORDS}); shorten it or choose another method"
        )
    return _WORD_METHODS[method](
        model,
        encoded,
        targets,
        groups,
        baseline=baseline,
        fill_id=fill_id,
        chunk_size=chunk_size,
        on_progress=on_progress,
    )
