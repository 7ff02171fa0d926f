"""The straight line between a baseline and a text in embedding space."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from explain.attribution import AttributableModel, ModelInput, Target
from explain.baselines import Baseline, FillId, build_baseline_embeds
from explain.errors import NonFiniteAttribution


@dataclass(frozen=True, eq=False)
class StraightPath:
    """A model and the two ends of the path, both (1, n_tokens, hidden).

    ``attention_mask``, (1, n_tokens), is that of the text everywhere on the path, the baseline included: a
    mask that changed along the path would change the score without any token accounting for it.
    """

    model: AttributableModel
    attention_mask: Tensor
    inputs_embeds: Tensor
    baseline_embeds: Tensor

    @classmethod
    def to_text(
        cls, model: AttributableModel, encoded: ModelInput, baseline: Baseline, fill_id: FillId
    ) -> "StraightPath":
        """Embed the text and its baseline.

        :param model: The model to explain.
        :param encoded: The text.
        :param baseline: The baseline.
        :param fill_id: Id of the token that fills it.
        :returns: The path; its tensors do not require gradients.
        :raises ValueError: If baseline and fill_id do not match.
        """
        with torch.no_grad():
            inputs_embeds = model.embed(encoded.input_ids)
            baseline_embeds = build_baseline_embeds(
                model, encoded, inputs_embeds, baseline=baseline, fill_id=fill_id
            )
        # A mask made under inference_mode could not be saved for the backward pass; its copy can.
        return cls(model, encoded.attention_mask.clone(), inputs_embeds, baseline_embeds)

    def points(self, nodes: Sequence[float]) -> Tensor:
        """Interpolate: 0 is the baseline, 1 the text.

        :param nodes: Positions in [0, 1].
        :returns: (n_nodes, n_tokens, hidden), in the embeddings' dtype.
        """
        shares = torch.tensor(nodes, dtype=torch.float64).view(-1, 1)
        return self.blend(shares.expand(-1, self.inputs_embeds.shape[1]))

    def blend(self, shares: Tensor) -> Tensor:
        """Interpolate between baseline and text, separately for each token.

        :param shares: (batch, n_tokens), 0 to 1: the weight of the text for each token.
        :returns: (batch, n_tokens, hidden), in the embeddings' dtype.
        """
        # In half precision the share itself would be rounded (0.9985 to 1), and all dimensions moved with it.
        wide = torch.promote_types(self.inputs_embeds.dtype, torch.float32)
        start, end = self.baseline_embeds.to(wide), self.inputs_embeds.to(wide)
        alphas = shares.to(device=start.device, dtype=wide).unsqueeze(-1)
        return (start + alphas * (end - start)).to(self.inputs_embeds.dtype)

    def head_logits(self, embeds: Tensor) -> Mapping[str, Tensor]:
        """Run the model on points of the path.

        :param embeds: (batch, n_tokens, hidden).
        :returns: Logits, (batch, n_labels), by name of the head.
        """
        return self.model.head_logits(embeds, self.attention_mask.expand(embeds.shape[0], -1))

    def end_scores(self, targets: Sequence[Target]) -> tuple[list[float], list[float]]:
        """Score both ends in separate forward passes, in the weights' precision (autocast off).

        :param targets: What to score.
        :returns: Scores of the text and scores of the baseline, in the order of the targets.
        :raises ValueError: If a target does not fit the model's heads.
        :raises NonFiniteAttribution: If a score is NaN or infinite.
        """
        (text,), (baseline,) = (
            self._scores(targets, end) for end in (self.inputs_embeds, self.baseline_embeds)
        )
        return text, baseline

    def _scores(self, targets: Sequence[Target], embeds: Tensor) -> list[list[float]]:
        with torch.no_grad(), torch.autocast(embeds.device.type, enabled=False):
            head_logits = self.head_logits(embeds)
            scores = torch.stack([target.score(head_logits) for target in targets], dim=1)
        for target, is_finite in zip(targets, scores.isfinite().all(dim=0).tolist(), strict=True):
            if not is_finite:
                raise NonFiniteAttribution(
                    f"the score of head {target.head!r}, label {target.label} is not finite"
                )
        return [[float(score) for score in row] for row in scores.tolist()]

    def scores_at(self, targets: Sequence[Target], nodes: Sequence[float]) -> list[list[float]]:
        """Score points of the path, in the weights' precision (autocast off).

        :param targets: What to score.
        :param nodes: Positions in [0, 1].
        :returns: For each node the scores in the order of the targets.
        :raises NonFiniteAttribution: If a score is NaN or infinite.
        """
        return self._scores(targets, self.points(nodes)) if nodes else []

    def rates(self, gradients: Tensor) -> Tensor:
        """Rate of change of the score along the path for each token: gradient times the path's direction.

        :param gradients: (n_nodes, n_tokens, hidden), of the score with respect to the embeddings.
        :returns: float64 on the CPU, (n_nodes, n_tokens); exactly 0 where both ends are equal.
        """
        start, end, gradients = (
            tensor.to(_float64_device(tensor.device)).double()
            for tensor in (self.baseline_embeds[0], self.inputs_embeds[0], gradients)
        )
        return torch.einsum("nh,knh->kn", end - start, gradients).cpu()


def _float64_device(device: torch.device) -> torch.device:
    """Where sums in float64 are computed: on the device, except Apple's GPU, which has no float64.

    From a GPU, gradients of long texts would take longer to copy and to sum on the CPU than to compute.
    """
    return torch.device("cpu") if device.type == "mps" else device


def group_membership(groups: Sequence[Sequence[int]], n_tokens: int) -> Tensor:
    """Membership matrix of tokens in groups: float64 zeros and ones, (n_groups, n_tokens)."""
    membership = torch.zeros(len(groups), n_tokens, dtype=torch.float64)
    for index, group in enumerate(groups):
        membership[index, list(group)] = 1.0
    return membership


def present_tokens(present: Tensor, membership: Tensor) -> Tensor:
    """Presence of tokens, given the presence of groups; tokens in no group are always present.

    :param present: float64, (batch, n_groups), 0 or 1.
    :param membership: From :func:`group_membership`.
    :returns: float64, (batch, n_tokens), 0 or 1: for :meth:`StraightPath.blend`.
    """
    return present @ membership + (1.0 - membership.sum(dim=0))
