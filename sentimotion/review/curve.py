"""Pure: what a threshold keeps and how much of it is right, as it moves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from sklearn.metrics import precision_recall_curve

from sentimotion.review.intervals import Reason, wilson

_GRID: Final = tuple(step / 100 for step in range(101))


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """At one threshold: how much is kept, and of what is kept how much is right.

    ``precision`` is the share of the kept that is right (None where nothing is kept), with its interval;
    ``recall`` the share of all that is right that is kept; ``share`` that of all decisions that is kept.
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

    ``best`` is the lowest threshold whose precision is at least ``wanted``: of all that reach it, the one
    that keeps most. ``best`` is None where none does (``reason`` is ``not_reached``, ``highest_precision``
    says how far one gets), and ``points`` are empty where there is nothing to measure.
    """

    points: tuple[CurvePoint, ...]
    wanted: float
    best: CurvePoint | None
    highest_precision: float | None
    n: int
    reason: Reason | None


def threshold_curve(right: Sequence[bool], scores: Sequence[float], wanted: float) -> Curve:
    """The curve of a head, or of one label.

    :param right: Of each decision: whether the top label is the human one; or, for one label, whether the
        human label is this one.
    :param scores: The top label's probability; or that label's.
    :param wanted: The precision that is wanted, 0 to 1.
    """
    if not right:
        return Curve((), wanted, None, None, 0, "nothing_decided")
    if not any(right):
        return Curve((), wanted, None, None, len(right), "never_right")
    truth, values = np.asarray(right), np.asarray(scores, dtype=float)
    precision, recall, thresholds = precision_recall_curve(truth, values)
    ranked, ranked_right = np.sort(values), np.sort(values[truth])

    def point(threshold: float, place: int) -> CurvePoint:
        """The point of a threshold, whose figures are those of the first score that is not below it."""
        if place == len(thresholds):
            return CurvePoint(threshold, None, None, None, 0.0, 0.0)
        n_kept = len(ranked) - int(np.searchsorted(ranked, thresholds[place]))
        n_right = len(ranked_right) - int(np.searchsorted(ranked_right, thresholds[place]))
        interval = wilson(n_right, n_kept)
        return CurvePoint(
            threshold,
            float(precision[place]),
            interval.low,
            interval.high,
            float(recall[place]),
            n_kept / len(ranked),
        )

    points = [point(step, int(np.searchsorted(thresholds, step))) for step in _GRID]
    reached = np.flatnonzero(precision[:-1] >= wanted)
    best = point(float(thresholds[reached[0]]), int(reached[0])) if len(reached) else None
    reason: Reason | None = None if best else "not_reached"
    return Curve(tuple(points), wanted, best, float(precision[:-1].max()), len(right), reason)
