"""Core types: the model protocol, the text, the target and the resulting attribution."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, Protocol, get_args

import torch
from torch import Tensor

TargetKind = Literal["log_odds", "logit", "probability"]

# A text whose score hardly differs from its baseline's would need an absurd precision to be within a
# share of that difference, so errors are never measured against less than this (in units of the score).
SMALLEST_CHANGE: Final = 0.1
# The largest relative error that counts as adding up, unless a caller says otherwise: one percent.
DEFAULT_TOLERANCE: Final = 0.01


class AttributableModel(Protocol):
    """Protocol of a model whose input embeddings can be replaced."""

    def embed(self, input_ids: Tensor) -> Tensor:
        """Look up the word embeddings, without position or token type embeddings.

        :param input_ids: int64, (batch, n_tokens).
        :returns: The word embeddings, (batch, n_tokens, hidden).
        """
        ...

    def head_logits(self, inputs_embeds: Tensor, attention_mask: Tensor) -> Mapping[str, Tensor]:
        """Run the model from the word embeddings to the logits.

        The logits of a row must not depend on the other rows of the batch.

        :param inputs_embeds: (batch, n_tokens, hidden).
        :param attention_mask: int64, (batch, n_tokens): 1 for a token, 0 for padding.
        :returns: Logits, (batch, n_labels), by head name.
        """
        ...


@dataclass(frozen=True)
class Target:
    """The scalar to explain: a head's score for a label, optionally in contrast to another label.

    ``log_odds`` is log p/(1-p) of the label. Unlike a single logit, it is invariant to adding a constant to
    all logits; unlike a probability, it does not saturate where the model is confident.

    With ``contrast``, the scalar is the difference of the two logits, whatever the kind. It answers "why this
    label rather than that one".
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
        """Compute the scalar for each row. Differentiable.

        :param head_logits: Logits, (batch, n_labels), by head name.
        :returns: (batch,); log-odds and logits are unbounded, probabilities lie in [0, 1].
        :raises ValueError: If the head does not exist or has fewer than two labels, or if label or contrast
            is not the index of one of its labels.
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
    """One encoded text: a single row, without padding.

    ``input_ids`` int64, ``attention_mask`` int64 and ``special_tokens_mask`` bool are all (1, n_tokens), on
    the model's device. Special tokens ([CLS], [SEP]) are not part of the text.
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
    """The contribution of each token to the difference between a target's score and its baseline score.

    ``attributions`` holds one signed number per token, special tokens included, in units of the score.
    ``score`` and ``baseline_score`` are forward passes of the text and of the baseline. ``converged`` says
    whether ``relative_error`` is within the requested tolerance. ``gradient_dtype`` is the precision of the
    gradients; ``retried`` is true if half precision was tried first and did not converge.
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
        """Sum of the attributions minus the difference of the scores; 0 for an exact integral."""
        return math.fsum(self.attributions) - (self.score - self.baseline_score)

    @property
    def relative_error(self) -> float:
        """Absolute convergence delta relative to the change of the score, or to 0.1 if that is larger."""
        return abs(self.convergence_delta) / max(abs(self.score - self.baseline_score), SMALLEST_CHANGE)
