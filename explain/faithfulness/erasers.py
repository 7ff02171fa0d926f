"""Scores of a text with some of its words taken out, by an eraser: what stands for a removed word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from explain.attribution import AttributableModel, ModelInput, Target
from explain.baselines import Baseline, FillId
from explain.errors import NonFiniteAttribution
from explain.groups import check_groups
from explain.path import StraightPath, group_membership, present_tokens

Eraser = Literal["mask", "pad", "zero", "expected", "cut"]
"""A baseline, which replaces each token of a removed word, or ``cut``, which leaves its tokens out."""


@dataclass(frozen=True, eq=False)
class ErasableText:
    """A text of which groups of tokens (words) can be taken out.

    :param model: The model.
    :param encoded: The text, on the model's device.
    :param groups: Token positions of each group; tokens in no group always stay.
    :param eraser: What stands for a removed group.
    :param fill_id: Id of the [PAD] or [MASK] token, for the eraser of that name.
    :param chunk_size: Texts in one forward pass, at least 1.
    :raises ValueError: If the eraser is unknown, the groups overlap, or chunk_size is out of range.
    """

    model: AttributableModel
    encoded: ModelInput
    groups: Sequence[Sequence[int]]
    eraser: Eraser
    fill_id: FillId = None
    chunk_size: int = 16

    def __post_init__(self) -> None:
        if self.eraser not in get_args(Eraser):
            raise ValueError(f"eraser {self.eraser!r} is not one of {', '.join(get_args(Eraser))}")
        if self.chunk_size < 1:
            raise ValueError(f"chunk_size is {self.chunk_size}; it must be at least 1")
        check_groups(self.groups, self.encoded.input_ids.shape[1])

    def scores(self, targets: Sequence[Target], removed: Sequence[Sequence[int]]) -> Iterator[Tensor]:
        """Score the text without some of its groups, in float32; does no work before it is iterated.

        :param targets: What to score.
        :param removed: For each variant of the text, the indexes of the groups that are taken out.
        :returns: For each chunk of the variants, float64 on the CPU, (n_variants, n_targets).
        :raises NonFiniteAttribution: If a score is NaN or infinite.
        """
        membership = group_membership(self.groups, self.encoded.input_ids.shape[1])
        baseline: Baseline = "zero" if self.eraser == "cut" else self.eraser
        path = StraightPath.to_text(self.model, self.encoded, baseline, self.fill_id)
        for start in range(0, len(removed), self.chunk_size):
            present = torch.ones(len(removed[start : start + self.chunk_size]), len(self.groups)).double()
            for row, chosen in enumerate(removed[start : start + self.chunk_size]):
                present[row, list(chosen)] = 0.0
            tokens = present_tokens(present, membership)
            # Within the loop: between two chunks the caller's own gradient mode holds.
            with torch.no_grad(), torch.autocast(path.inputs_embeds.device.type, enabled=False):
                logits = (
                    self._cut(path, tokens) if self.eraser == "cut" else path.head_logits(path.blend(tokens))
                )
                found = torch.stack([target.score(logits) for target in targets], dim=1).double().cpu()
            if not found.isfinite().all():
                raise NonFiniteAttribution("the score of the text without some words is not finite")
            yield found

    @staticmethod
    def _cut(path: StraightPath, tokens: Tensor) -> dict[str, Tensor]:
        """Logits of the texts that are left; where one is shorter than another, the padding is not seen."""
        kept = [row.nonzero()[:, 0].to(path.inputs_embeds.device) for row in tokens]
        embeds = pad_sequence([path.inputs_embeds[0, positions] for positions in kept], batch_first=True)
        seen = pad_sequence([path.attention_mask[0, positions] for positions in kept], batch_first=True)
        return dict(path.model.head_logits(embeds, seen))
