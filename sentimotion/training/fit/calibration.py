"""Fold calibration temperatures into the head weights after training."""

from collections.abc import Mapping, Sequence

import numpy as np
import torch

from sentimotion.evaluation.calibration import fit_temperature
from sentimotion.inference.network import JointClassifier
from sentimotion.labels import HEADS, Head
from sentimotion.tables.labeled_rows import LabeledRow
from sentimotion.training.report.dev_metrics import NetworkPredictor
from sentimotion.training.report.measurements import labeled_probabilities


def fit_temperatures(rows: Sequence[LabeledRow], predict: NetworkPredictor) -> dict[Head, float]:
    """Fit the temperature of each head that maximizes the likelihood of the rows' labels.

    :param rows: Dev rows that were not used for training, with labels of both heads.
    :param predict: The uncalibrated model.
    :returns: Temperature by head, 0.2 to 5.
    """
    probabilities = predict([row.text for row in rows])
    temperatures: dict[Head, float] = {}
    for head in HEADS:
        values, truth = labeled_probabilities(rows, probabilities, head)
        # The logarithms of probabilities are logits up to a constant of each text, which softmax drops.
        temperatures[head] = fit_temperature(np.log(np.maximum(values, 1e-12)), truth)
    return temperatures


def fold_temperatures(network: JointClassifier, temperatures: Mapping[Head, float]) -> None:
    """Divide each head's weights and bias by its temperature, in place, which divides its logits."""
    with torch.no_grad():
        for head in HEADS:
            linear = network.head_of(head)
            linear.weight.div_(temperatures[head])
            linear.bias.div_(temperatures[head])
