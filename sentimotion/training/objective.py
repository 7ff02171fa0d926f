"""What is minimized: both heads' losses against the labels and the teacher, and guessing hidden tokens."""

import copy
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.modeling import JointClassifier
from sentimotion.rows import NO_LABEL, Row
from sentimotion.training.calibrate import shift_neutral_emotion
from sentimotion.training.masking import NOT_HIDDEN
from sentimotion.training.recipe import Recipe


class Objective(nn.Module):
    """The joint model with what only training needs: source biases, and a head that guesses tokens.

    :param network: The model; its parameters are shared, not copied.
    :param rows: The training rows: their sources, and how frequent their labels are.
    :param recipe: The settings.
    """

    def __init__(self, network: JointClassifier, rows: Sequence[Row], recipe: Recipe) -> None:
        super().__init__()
        self.network, self.recipe = network, recipe
        self.sources = sorted({row.source for row in rows})
        hidden = network.config.hidden_size
        self.guess_transform = nn.Sequential(nn.Linear(hidden, hidden), nn.GELU(), nn.LayerNorm(hidden))
        self.guess_bias = nn.Parameter(torch.zeros(network.config.vocab_size))
        # Zeros, as all that is new: the run begins as if there was one source.
        self.source_bias = nn.ParameterDict(
            {head: nn.Parameter(torch.zeros(len(self.sources), len(LABELS[head]))) for head in HEADS}
        )
        for head in HEADS:
            biased = [self._has_bias(rows, source, head) for source in self.sources]
            self.register_buffer(f"biased_{head}", torch.tensor(biased).float()[:, None], persistent=False)

    def _has_bias(self, rows: Sequence[Row], source: str, head: Head) -> bool:
        counts = Counter(row.label(head) for row in rows if row.source == source)
        del counts[None]
        return bool(counts) and max(counts.values()) <= self.recipe.source_bias_max_share * counts.total()

    def bias_of(self, head: Head) -> Tensor:
        """Biases of all sources, (sources, labels); zero for a source that has none."""
        return self.source_bias[head] * self.get_buffer(f"biased_{head}")

    def forward(
        self,
        input_ids: Tensor,
        attention_mask: Tensor,
        guesses: Tensor,
        sources: Tensor,
        targets: Mapping[Head, Tensor],
    ) -> Tensor:
        """The loss of a batch.

        :param input_ids: (batch, n_tokens), tokens hidden.
        :param attention_mask: (batch, n_tokens).
        :param guesses: (batch, n_tokens) true ids of the tokens to guess, NOT_HIDDEN elsewhere.
        :param sources: (batch,) indexes of the rows' sources.
        :param targets: By head, (batch, labels): what the probabilities should be, times the row's weight;
            zeros where the row has no label.
        :returns: A scalar.
        """
        states = self.network.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        cls_state = self.network.dropout(states[:, 0])
        loss = torch.zeros((), device=input_ids.device)
        for head in HEADS:
            logits = self.network.head_of(head)(cls_state).float() + self.bias_of(head)[sources]
            # The sum over a head's labelled rows by the rows of the batch, so that every label weighs the
            # same in whatever company it comes.
            loss = loss - (targets[head] * logits.log_softmax(-1)).sum() / len(input_ids)
        hidden = guesses != NOT_HIDDEN
        if hidden.any():
            states = self.guess_transform(states[hidden])
            logits = functional.linear(states, self.network.get_input_embeddings().weight, self.guess_bias)
            loss = loss + self.recipe.mask_loss_weight * functional.cross_entropy(
                logits.float(), guesses[hidden]
            )
        return loss

    def served(self) -> JointClassifier:
        """A copy of the model as it is exported, in eval mode: each head with its sources' mean bias."""
        network = copy.deepcopy(self.network).eval()
        with torch.no_grad():
            for head in HEADS:
                chosen = [i for i, source in enumerate(self.sources) if source in self.recipe.served_as[head]]
                if chosen:
                    network.head_of(head).bias.add_(self.bias_of(head)[chosen].mean(0))
        shift_neutral_emotion(network, self.recipe.served_neutral_shift)
        return network


def soft_targets(
    rows: Sequence[Row], head: Head, recipe: Recipe, weights: np.ndarray, teacher: np.ndarray | None
) -> np.ndarray:
    """What each row's probabilities should be, times the weight of its label.

    :param rows: The training rows.
    :param weights: (labels,) weights of the labels.
    :param teacher: (rows or fewer, labels) the teacher's probabilities of the first rows, NaN where it has
        none; None without a teacher. A label that it gives less than ``recipe.doubted_below`` is doubted.
    :returns: (rows, labels), zeros where a row has no label of the head.
    """
    indexes = np.array([row.label_index(head) for row in rows])
    labelled = indexes != NO_LABEL
    n_labels = len(LABELS[head])
    targets = np.zeros((len(rows), n_labels))
    targets[labelled] = np.eye(n_labels)[indexes[labelled]]
    targets[labelled] = (1 - recipe.label_smoothing) * targets[labelled] + recipe.label_smoothing / n_labels
    if teacher is not None:
        known = np.flatnonzero(labelled[: len(teacher)] & ~np.isnan(teacher).any(axis=1))
        doubted = teacher[known, indexes[known]] < recipe.doubted_below
        share = np.where(doubted, recipe.doubted_teacher_share, recipe.teacher_share)[:, None]
        targets[known] = (1 - share) * targets[known] + share * teacher[known]
    return targets * np.where(labelled, weights[np.where(labelled, indexes, 0)], 0.0)[:, None]
