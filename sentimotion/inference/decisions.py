"""Turn probabilities and a threshold into a decision, by the model card's rule. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any

from sentimotion.errors import InvalidThreshold
from sentimotion.labels import FALLBACK_LABEL, LABELS, Head


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision of a head.

    ``confidence`` is the probability of ``label``, 0 to 1. ``top_label`` is the most probable label, which
    may differ from ``label`` if the head fell back to neutral.
    """

    label: str
    confidence: float
    top_label: str
    top_probability: float
    threshold: float

    @property
    def fell_back(self) -> bool:
        """Whether no label reached the threshold, so that the decision is neutral."""
        return self.top_probability < self.threshold


def decide(head: Head, probabilities: Sequence[float], threshold: float) -> Decision:
    """Return the most probable label, or neutral if its probability is strictly below the threshold.

    :param head: The head of the probabilities.
    :param probabilities: One per label, in card order, summing to 1. Ties resolve to the first.
    :param threshold: 0 to 1.
    :raises InvalidThreshold: If the threshold is not a number in [0, 1].
    """
    threshold = check_threshold(threshold, head)
    labels = LABELS[head]
    top = max(range(len(labels)), key=lambda index: probabilities[index])
    fell_back = probabilities[top] < threshold
    chosen = labels.index(FALLBACK_LABEL) if fell_back else top
    return Decision(labels[chosen], probabilities[chosen], labels[top], probabilities[top], threshold)


def check_threshold(threshold: Any, head: Head) -> float:
    """Check a threshold and convert it to float.

    :raises InvalidThreshold: If it is not a number in [0, 1].
    """
    is_number = isinstance(threshold, Real) and not isinstance(threshold, bool)
    if not is_number or not 0 <= threshold <= 1:  # false for NaN
        raise InvalidThreshold(f"the {head} threshold is {threshold!r}, expected a number from 0 to 1")
    return float(threshold)
