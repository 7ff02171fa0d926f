"""What is explained (a text and a target), what a model must offer for it, and the answer."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

import torch
from torch import Tensor

TargetKind = Literal["log_odds", "logit", "probability"]

# A text whose score hardly differs from its baseline's would need an absurd precision to be within a
# share of that difference, so errors are never measured against less than this (in units of the score).
SMALLEST_CHANGE = 0.1


class AttributableModel(Protocol):
    """A model whose input embeddings can be replaced: all this package knows of a model."""

    def embed(self, input_ids: Tensor) -> Tensor:
        """Look the tokens up, without positions or token types.

        :param input_ids: int64, (batch, n_tokens).
        :returns: The word embeddings, (batch, n_tokens, hidden).
        """
        ...

    def head_logits(self, inputs_embeds: Tensor, attention_mask: Tensor) -> Mapping[str, Tensor]:
        """Run everything that comes after the word embeddings.

        Every row must be computed on its own: a row's logits may not depend on other rows of the batch.

        :param inputs_embeds: (batch, n_tokens, hidden).
        :param attention_mask: int64, (batch, n_tokens): 1 for a token that takes part, 0 for padding.
        :returns: Logits, (batch, n_labels), by name of the head.
        """
        ...


@dataclass(frozen=True)
class Target:
    """The scalar to explain: how strongly a head speaks for a label, or for it and against another.

    ``log_odds`` is log p/(1-p) of the label. Unlike a single logit it does not move when the same amount
    is added to all logits (which leaves the prediction as it is), and unlike a probability it does not
    go flat where the model is sure.

    With ``contrast`` the scalar is the difference of the two logits whatever the kind, which answers
    "why this label and not that one".
    """

    head: str
    label: int
    contrast: int | None = None
    kind: TargetKind = "log_odds"

    def __post_init__(self) -> None:
        if self.kind not in get_args(TargetKind):
            raise ValueError(f"target kind {self.kind!r} is not one of {', '.join(get_args(TargetKind))}")
        if self.contrast == self.label:
            raise ValueError(f"contrast {self.contrast} is the label itself; choose another label, or None")

    def score(self, head_logits: Mapping[str, Tensor]) -> Tensor:
        """Compute the scalar for each row; differentiable.

        :param head_logits: Logits, (batch, n_labels), by name of the head.
        :returns: (batch,); log-odds and logits are unbounded, probabilities lie in [0, 1].
        :raises ValueError: If the head is not there or has fewer than two labels, or if label or contrast
            is not an index of one of its labels.
        """
        if self.head not in head_logits:
            raise ValueError(f"the model has no head {self.head!r}; its heads: {', '.join(head_logits)}")
        logits = head_logits[self.head]
        n_labels = logits.shape[1]
        if n_labels < 2:
            raise ValueError(f"head {self.head!r} has {n_labels} label; a choice needs at least 2")
        for name, index in (("label", self.label), ("contrast", self.contrast)):
            if index is not None and not 0 <= index < n_labels:
                raise ValueError(f"{name} {index} of head {self.head!r} is not in 0..{n_labels - 1}")
        chosen = logits[:, self.label]
        if self.contrast is not None:
            return chosen - logits[:, self.contrast]
        if self.kind == "logit":
            return chosen
        if self.kind == "probability":
            return logits.softmax(dim=1)[:, self.label]
        others = torch.cat([logits[:, : self.label], logits[:, self.label + 1 :]], dim=1)
        return chosen - others.logsumexp(dim=1)


@dataclass(frozen=True, eq=False)  # tensors do not compare to a single bool
class ModelInput:
    """One text as the model reads it: a single row, not padded.

    ``input_ids`` int64, ``attention_mask`` int64 and ``special_tokens_mask`` bool are all (1, n_tokens), on
    the model's device. Special tokens ([CLS], [SEP]) are those that are no part of the text.
    """

    input_ids: Tensor
    attention_mask: Tensor
    special_tokens_mask: Tensor

    def __post_init__(self) -> None:
        shape = tuple(self.input_ids.shape)
        if len(shape) != 2 or shape[0] != 1 or shape[1] == 0:
            raise ValueError(f"input_ids has shape {shape}; one text is (1, n_tokens), n_tokens at least 1")
        for name, tensor in (
            ("attention_mask", self.attention_mask),
            ("special_tokens_mask", self.special_tokens_mask),
        ):
            if tuple(tensor.shape) != shape:
                raise ValueError(f"{name} has shape {tuple(tensor.shape)}, input_ids has {shape}")
        if self.special_tokens_mask.dtype != torch.bool:
            raise ValueError(
                f"special_tokens_mask is {self.special_tokens_mask.dtype}; it must be torch.bool"
            )


@dataclass(frozen=True)
class TokenAttribution:
    """How much each token moved one target's score away from its score on the baseline.

    ``attributions`` holds one signed number a token, special tokens included, in units of the score.
    ``score`` and ``baseline_score`` are plain forward passes of the text and of the baseline. ``converged``
    says whether ``relative_error`` was within the tolerance that was asked for. ``gradient_dtype`` names the
    precision that the gradients were taken in; ``retried`` says that half precision was tried before, and
    missed.
    """

    target: Target
    attributions: tuple[float, ...]
    score: float
    baseline_score: float
    n_steps: int
    converged: bool
    method: str
    baseline: str
    gradient_dtype: str = "float32"
    retried: bool = False

    @property
    def convergence_delta(self) -> float:
        """Sum of the attributions less the change they should add up to; 0 if the integral were exact."""
        return math.fsum(self.attributions) - (self.score - self.baseline_score)

    @property
    def relative_error(self) -> float:
        """Size of the convergence delta as a share of the change of the score, or of 0.1 if that is more."""
        return abs(self.convergence_delta) / max(abs(self.score - self.baseline_score), SMALLEST_CHANGE)
