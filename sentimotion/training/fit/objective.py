"""The training objective: cross entropy of both heads against soft targets."""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor

from sentimotion.inference.network import HeadLogits
from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.tables.labelled_rows import NO_LABEL, LabeledRow


def joint_loss(logits: HeadLogits, targets: Mapping[Head, Tensor]) -> Tensor:
    """The cross entropy of both heads against soft targets.

    :param logits: Of a batch.
    :param targets: By head, (batch, labels): what the probabilities should be, times the row's weight; zeros
        where the row says nothing about the head.
    :returns: A scalar: a head's sum by the rows of the batch, so that every label weighs the same in whatever
        company it comes; both heads added.
    """
    losses = [
        -(targets[head] * getattr(logits, head).float().log_softmax(-1)).sum() / len(targets[head])
        for head in HEADS
    ]
    return torch.stack(losses).sum()


def pairing_loss(logits: HeadLogits, others: HeadLogits) -> Tensor:
    """How differently texts are read with their own names and with other names.

    Counterfactual logit pairing (Garg et al. 2019, arXiv 1809.10610), with the divergence in both directions
    in the place of the difference of logits: what the labels' probabilities say is what should not change.

    :param logits: Of texts, (texts, labels) a head.
    :param others: Of the same with other names.
    :returns: A scalar: both heads' divergences, summed over the texts.
    """
    total = torch.zeros((), device=logits.sentiment.device)
    for head in HEADS:
        one, other = (getattr(of, head).float().log_softmax(-1) for of in (logits, others))
        total = total + ((one.exp() - other.exp()) * (one - other)).sum()
    return total


def soft_targets(
    rows: Sequence[LabeledRow], head: Head, label_smoothing: float, alternative_share: float
) -> np.ndarray:
    """What the probabilities of each row's labels should be, (rows, labels); NaN where it has no label.

    :param rows: The rows.
    :param label_smoothing: Share that goes to all labels evenly.
    :param alternative_share: Share that goes to the alternative, where the reader gave one.
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


def mixed(targets: np.ndarray, opinion: np.ndarray, share: float) -> np.ndarray:
    """Targets of which a share is somebody else's opinion, where there is one.

    :param targets: (rows, labels), NaN where a row has none.
    :param opinion: (rows, labels) probabilities, NaN where there is none.
    :param share: 0 to 1.
    """
    return np.where(np.isnan(opinion), targets, (1 - share) * targets + share * opinion)


def weighted(targets: np.ndarray, balance_power: float) -> np.ndarray:
    """Targets times a weight for each row: labels that are rare in the whole weigh more.

    :param targets: (rows, labels), NaN where a row has none.
    :param balance_power: 0: all weigh the same; 1: every label weighs the same in sum.
    :returns: (rows, labels), zeros where a row has none; the mean weight of the others is 1.
    """
    known = ~np.isnan(targets).any(axis=1)
    filled = np.where(known[:, None], targets, 0.0)
    if not known.any():
        return filled
    mass = filled.sum(axis=0)
    label_weights = np.where(mass > 0, np.maximum(mass, 1e-12) ** -balance_power, 0.0)
    weights = filled @ label_weights
    return filled * (weights / weights[known].mean())[:, None]
