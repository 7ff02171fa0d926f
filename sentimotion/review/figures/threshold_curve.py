"""Precision and recall as a function of the threshold. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from sklearn.metrics import precision_recall_curve

from sentimotion.review.figures.intervals import Reason, wilson_of_items

_POINTS: Final = tuple(step / 100 for step in range(101))
_STEPS: Final = np.arange(1001) / 1000
"""Candidates for the best threshold; with more digits it would be displayed rounded."""


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Precision, recall and share of kept decisions at one threshold, 0 to 1.

    ``precision`` is the share of correct decisions among the kept ones (None if none is kept), with the
    interval of :func:`wilson_of_items`; ``recall`` the share of correct decisions that are kept; ``share``
    the share of all decisions that are kept.
    """

    threshold: float
    precision: float | None
    precision_low: float | None
    precision_high: float | None
    recall: float
    share: float


@dataclass(frozen=True, slots=True)
class Curve:
    """Points from threshold 0 to 1, and the best one for a wanted precision.

    ``best`` is the lowest threshold, in steps of 0.001, whose precision is at least ``wanted``, as it keeps
    the most decisions. If there is none, ``best`` is None, ``reason`` is ``not_reached``, and
    ``highest_precision`` is the maximum. ``points`` is empty if there is nothing to measure. ``n`` is the
    number of decisions.
    """

    points: tuple[CurvePoint, ...]
    wanted: float
    best: CurvePoint | None
    highest_precision: float | None
    n: int
    reason: Reason | None


def threshold_curve(
    right: Sequence[bool], scores: Sequence[float], wanted: float, items: Sequence[int] | None = None
) -> Curve:
    """Compute the curve of a head, or of one label.

    :param right: For each decision, whether the top label equals the human label; for one label, whether the
        human label is this one.
    :param scores: The probability of the top label, or of the one label, for each decision; equal for
        decisions on one item.
    :param wanted: The wanted precision, 0 to 1.
    :param items: Item id of each decision; None if every decision is on another item.
    """
    if not right:
        return Curve((), wanted, None, None, 0, "nothing_decided")
    if not any(right):
        return Curve((), wanted, None, None, len(right), "never_right")
    truth, values = np.asarray(right), np.asarray(scores, dtype=float)
    precision, recall, thresholds = precision_recall_curve(truth, values)
    ranked, ranked_right = np.sort(values), np.sort(values[truth])
    by_item = dict(zip(range(len(values)) if items is None else items, values, strict=True))
    ranked_items = np.sort(list(by_item.values()))

    def point(threshold: float) -> CurvePoint:
        """The point of a threshold; its values are those of the lowest score that is not below it."""
        place = int(np.searchsorted(thresholds, threshold))
        if place == len(thresholds):
            return CurvePoint(threshold, None, None, None, 0.0, 0.0)
        n_kept, n_right, n_items = (
            len(one) - int(np.searchsorted(one, threshold)) for one in (ranked, ranked_right, ranked_items)
        )
        interval = wilson_of_items(n_right, n_kept, n_items)
        return CurvePoint(
            threshold,
            float(precision[place]),
            interval.low,
            interval.high,
            float(recall[place]),
            n_kept / len(ranked),
        )

    places = np.searchsorted(thresholds, _STEPS)
    # Nothing is kept above the highest score; threshold 0 keeps everything.
    at_steps = precision[places[places < len(thresholds)]]
    reached = np.flatnonzero(at_steps >= wanted)
    best = point(float(_STEPS[reached[0]])) if len(reached) else None
    reason: Reason | None = None if best else "not_reached"
    points = tuple(point(step) for step in _POINTS)
    return Curve(points, wanted, best, float(at_steps.max()), len(right), reason)
