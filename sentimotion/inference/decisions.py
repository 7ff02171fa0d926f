"""Turn probabilities and a threshold into a decision, by the model card's rule. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any

from sentimotion.errors import InvalidThreshold
from sentimotion.labels import FALLBACK_LABEL, LABELS, Head


@dataclass(frozen=True, slots=True)
class Decision:
    """What a head says.

    ``confidence`` is the probability of ``label``, 0 to 1. ``top_label`` is the most probable label, which
    is not ``label`` where the head fell back.
    """

    label: str
    confidence: float
    top_label: str
    top_probability: float
    threshold: float

    @property
    def fell_back(self) -> bool:
        """Whether nothing reached the threshold, so that the head says neutral for want of better."""
        return self.top_probability < self.threshold


def decide(head: Head, probabilities: Sequence[float], threshold: float) -> Decision:
    """The most probable label, or neutral where its probability is strictly below the threshold.

    :param head: Which head the probabilities are from.
    :param probabilities: One per label, in card order, summing to 1. Of equal ones the first counts as top.
    :param threshold: 0 to 1.
    :raises InvalidThreshold: The threshold is no number in [0, 1].
    """
    threshold = check_threshold(threshold, head)
    labels = LABELS[head]
    top = max(range(len(labels)), key=lambda index: probabilities[index])
    fell_back = probabilities[top] < threshold
    said = labels.index(FALLBACK_LABEL) if fell_back else top
    return Decision(labels[said], probabilities[said], labels[top], probabilities[top], threshold)


def check_threshold(threshold: Any, head: Head) -> float:
    """A threshold as a float.

    :raises InvalidThreshold: It is no number in [0, 1].
    """
    is_number = isinstance(threshold, Real) and not isinstance(threshold, bool)
    if not is_number or not 0 <= threshold <= 1:  # NaN is in no range
        raise InvalidThreshold(f"the {head} threshold is {threshold!r}, expected a number from 0 to 1")
    return float(threshold)
