"""Perturbation-based attribution: leave-one-out and Shapley value sampling."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from explain.attribution import DEFAULT_TOLERANCE, AttributableModel, ModelInput, Target, TokenAttribution
from explain.baselines import Baseline, FillId
from explain.convergence import check_tolerance, to_attribution
from explain.groups import check_groups
from explain.path import StraightPath, group_membership, present_tokens
from explain.progress import ProgressCallback

# (score of presence vectors, n_groups) -> (n_targets, n_groups)
_Attribute = Callable[[Callable[[Tensor], Tensor], int], Tensor]


def leave_one_out(
    model: AttributableModel,
    encoded: ModelInput,
    targets: Sequence[Target],
    groups: Sequence[Sequence[int]],
    *,
    baseline: Baseline = "pad",
    fill_id: FillId = None,
    chunk_size: int = 16,
    tolerance: float = DEFAULT_TOLERANCE,
    on_progress: ProgressCallback | None = None,
) -> list[TokenAttribution]:
    """Attribute to each group how much the score falls when that group alone is replaced by the baseline.

    By captum's FeatureAblation; all targets share the groups + 1 forward passes. Interactions and redundancy
    between groups are not captured, so the numbers need not add up to the change of the score;
    ``convergence_delta`` measures the difference.

    :param model: The model to explain.
    :param encoded: The text, on the model's device.
    :param targets: What to explain; empty gives an empty list.
    :param groups: Token positions of each group (word); tokens in no group stay and get 0.
    :param baseline: What replaces a token.
    :param fill_id: Id of the token that fills the baseline, or ids, as in :func:`build_baseline_embeds`.
    :param chunk_size: Texts in one forward pass, at least 1.
    :param tolerance: Largest ``relative_error`` that counts as converged, at least 0.
    :param on_progress: Called with (done, total) forward passes; an exception it raises stops the work.
    :returns: One result per target, in their order. A group's number is divided evenly among its tokens, so
        that the sum over a word's tokens is the word's; ``n_steps`` counts texts.
    :raises ValueError: If an argument is out of range, groups overlap, or a target fits no head.
    :raises NonFiniteAttribution: If a score is NaN or infinite.
    """
    from captum.attr import FeatureAblation  # slow to import, for the other methods only

    n_texts = len(groups) + 1

    def attribute(score: Callable[[Tensor], Tensor], n_groups: int) -> Tensor:
        present = torch.ones(1, n_groups, dtype=torch.float64)
        found: Tensor = FeatureAblation(score).attribute(
            present, baselines=0.0, perturbations_per_eval=min(chunk_size, n_groups)
        )
        return found

    presence = _Presence(model, encoded, targets, groups, baseline, fill_id, chunk_size, tolerance)
    return presence.explain("leave_one_out", attribute, n_texts, on_progress)


def shapley_sampling(
    model: AttributableModel,
    encoded: ModelInput,
    targets: Sequence[Target],
    groups: Sequence[Sequence[int]],
    *,
    baseline: Baseline = "pad",
    fill_id: FillId = None,
    n_samples: int = 25,
    seed: int = 0,
    chunk_size: int = 16,
    tolerance: float = DEFAULT_TOLERANCE,
    on_progress: ProgressCallback | None = None,
) -> list[TokenAttribution]:
    """Attribute to each group its mean contribution when groups are added in random order.

    By captum's ShapleyValueSampling (Castro et al. 2009); all targets share the samples times groups forward
    passes, so use it for short texts. The contributions of each order add up to the change of the score, and
    so do their means; the sampling error decreases with the square root of the number of samples.

    Other arguments, results and errors are those of :func:`leave_one_out`.

    :param n_samples: Random orders, at least 1.
    :param seed: Seed of the orders; the same seed gives the same result.
    """
    from captum.attr import ShapleyValueSampling  # slow to import, for the other methods only

    if n_samples < 1:
        raise ValueError(f"n_samples is {n_samples}; it must be at least 1")
    n_texts = n_samples * len(groups) + 1

    def orders(n_groups: int, n_orders: int) -> Iterator[Sequence[int]]:
        # Captum's own take torch's global generator, which other threads move as well.
        generator = torch.Generator().manual_seed(seed)
        for _ in range(n_orders):
            yield torch.randperm(n_groups, generator=generator).tolist()

    def attribute(score: Callable[[Tensor], Tensor], n_groups: int) -> Tensor:
        sampling = ShapleyValueSampling(score)
        sampling.permutation_generator = orders
        found: Tensor = sampling.attribute(
            torch.ones(1, n_groups, dtype=torch.float64),
            baselines=0.0,
            n_samples=n_samples,
            perturbations_per_eval=min(chunk_size, n_groups),
        )
        return found

    presence = _Presence(model, encoded, targets, groups, baseline, fill_id, chunk_size, tolerance)
    return presence.explain("shapley_sampling", attribute, n_texts, on_progress)


@dataclass(frozen=True, eq=False)
class _Presence:
    """A text as a function of group presence: 1 for the text's tokens, 0 for the baseline's."""

    model: AttributableModel
    encoded: ModelInput
    targets: Sequence[Target]
    groups: Sequence[Sequence[int]]
    baseline: Baseline
    fill_id: FillId
    chunk_size: int
    tolerance: float

    def __post_init__(self) -> None:
        check_groups(self.groups, self.encoded.input_ids.shape[1])
        check_tolerance(self.tolerance)
        if self.chunk_size < 1:
            raise ValueError(f"chunk_size is {self.chunk_size}; it must be at least 1")

    def explain(
        self, name: str, attribute: _Attribute, n_texts: int, on_progress: ProgressCallback | None
    ) -> list[TokenAttribution]:
        if not self.targets:
            return []
        membership = group_membership(self.groups, self.encoded.input_ids.shape[1])
        with torch.no_grad():
            path = StraightPath.to_text(self.model, self.encoded, self.baseline, self.fill_id)
            scores, baseline_scores = path.end_scores(self.targets)
            n_done = 0

            def score(present: Tensor) -> Tensor:
                nonlocal n_done
                n_done += present.shape[0]
                logits = path.head_logits(path.blend(present_tokens(present, membership)))
                if on_progress is not None:
                    on_progress(min(n_done, n_texts), n_texts)
                return torch.stack([target.score(logits) for target in self.targets], dim=1).double().cpu()

            per_group = torch.zeros(len(self.targets), len(self.groups))
            if self.groups:
                per_group = attribute(score, len(self.groups)).reshape(len(self.targets), -1)
        per_token = (per_group.double() / membership.sum(dim=1)) @ membership
        return [
            to_attribution(
                target,
                per_token[index],
                scores[index],
                baseline_scores[index],
                n_steps=n_texts,
                method=name,
                baseline=self.baseline,
                tolerance=self.tolerance,
            )
            for index, target in enumerate(self.targets)
        ]
