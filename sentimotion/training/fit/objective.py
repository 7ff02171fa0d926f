"""The training objective: cross entropy of both heads against soft targets."""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from sentimotion.inference.network import HeadLogits
from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.tables.labeled_rows import NO_LABEL, LabeledRow


def joint_loss(logits: HeadLogits, targets: Mapping[Head, Tensor]) -> Tensor:
    """Cross entropy of both heads against soft targets.

    :param logits: Logits of a batch.
    :param targets: By head, (batch, labels): target probabilities times the row's weight; zeros for a row
        without a target for the head.
    :returns: A scalar: the sum over heads of each head's sum divided by the batch size. It is not divided by
        the number of labeled rows, so that the weight of a label does not depend on the rest of the batch.
    """
    losses = [
        -(targets[head] * getattr(logits, head).float().log_softmax(-1)).sum() / len(targets[head])
        for head in HEADS
    ]
    return torch.stack(losses).sum()


def pairing_loss(logits: HeadLogits, others: HeadLogits) -> Tensor:
    """Difference between predictions for texts with their original names and with other names.

    Counterfactual logit pairing (Garg et al. 2019, arXiv 1809.10610) with the symmetric Kullback-Leibler
    divergence in place of the difference of logits, as the probabilities should not change.

    :param logits: Logits of texts, (texts, labels) per head.
    :param others: Logits of the same texts with other names.
    :returns: A scalar: the divergences of both heads, summed over the texts.
    """
    total = torch.zeros((), device=logits.sentiment.device)
    for head in HEADS:
        one, other = (getattr(each, head).float().log_softmax(-1) for each in (logits, others))
        total = total + ((one.exp() - other.exp()) * (one - other)).sum()
    return total


def soft_targets(
    rows: Sequence[LabeledRow], head: Head, label_smoothing: float, alternative_share: float
) -> NDArray[np.float64]:
    """Target probabilities of labeled rows.

    :param rows: The rows.
    :param head: The head.
    :param label_smoothing: Probability mass that is distributed uniformly over all labels, 0 to 1.
    :param alternative_share: Share of the label's target that its alternative receives, if any, 0 to 1.
    :returns: (rows, labels); NaN for rows without a label of the head.
    """
    n_labels = len(LABELS[head])
    targets = np.full((len(rows), n_labels), np.nan)
    for number, row in enumerate(rows):
        if (index := row.label_index(head)) == NO_LABEL:
            continue
        target = np.full(n_labels, label_smoothing / n_labels)
        target[index] += 1 - label_smoothing
        if (alternative := row.alternative(head)) is not None:
            moved = alternative_share * target[index]
            target[index] -= moved
            target[LABELS[head].index(alternative)] += moved
        targets[number] = target
    return targets


def mix(targets: NDArray[np.float64], soft_labels: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """Mix targets with soft labels, where there are any.

    :param targets: (rows, labels); NaN for rows without a target.
    :param soft_labels: (rows, labels) probabilities; NaN for rows without them.
    :param share: Weight of the soft labels, 0 to 1.
    :returns: (rows, labels); NaN for rows without a target.
    """
    return np.where(np.isnan(soft_labels), targets, (1 - share) * targets + share * soft_labels)


def weight_rows(targets: NDArray[np.float64], balance_power: float) -> NDArray[np.float64]:
    """Multiply targets by a weight for each row, larger for rows with rare labels.

    :param targets: (rows, labels); NaN for rows without a target.
    :param balance_power: 0 to 1; 0 gives all rows the same weight, 1 gives all labels the same total weight.
    :returns: (rows, labels); zeros for rows without a target. The mean weight of the others is 1.
    """
    known: NDArray[np.bool_] = np.logical_not(np.isnan(targets).any(axis=1))
    filled = np.where(known[:, None], targets, 0.0)
    if not known.any():
        return filled
    mass = filled.sum(axis=0)
    label_weights = np.where(mass > 0, np.maximum(mass, 1e-12) ** -balance_power, 0.0)
    weights = filled @ label_weights
    normalized: NDArray[np.float64] = weights / weights[known].mean()
    return filled * normalized[:, None]
