"""Calibration metrics, temperature fitting, and accuracy by threshold. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax

N_BINS = 10
_TEMPERATURES = (0.2, 5.0)


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Texts whose highest probability lies in [low, high); the last bin holds 1 as well.

    ``confidence`` is their mean highest probability, ``accuracy`` the share whose top label is correct;
    both are None if the bin is empty.
    """

    low: float
    high: float
    n_texts: int
    confidence: float | None
    accuracy: float | None


@dataclass(frozen=True, slots=True)
class Reliability:
    """Difference between confidence and accuracy, overall and by bin.

    ``ece`` is the expected calibration error, 0 to 1, 0 at best: the mean over texts of their bin's
    |confidence - accuracy| (Naeini et al. 2015; Guo et al. 2017, arXiv 1706.04599), over bins of equal width.
    """

    n_texts: int
    accuracy: float
    confidence: float
    ece: float
    bins: tuple[ReliabilityBin, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Coverage and accuracy at a threshold.

    ``share`` is the share of texts whose highest probability reaches the threshold, ``accuracy`` the accuracy
    of their top labels (None if there are none).
    """

    threshold: float
    share: float
    accuracy: float | None


def reliability(
    probabilities: NDArray[np.float64], truth: Sequence[int], n_bins: int = N_BINS
) -> Reliability:
    """Compare the highest probabilities with the accuracy of the top labels.

    :param probabilities: (texts, labels), rows summing to 1; at least one text.
    :param truth: Index of each text's true label.
    :param n_bins: Bins of equal width over 0 to 1.
    """
    confidence, correct = _top(probabilities, truth)
    indexes = np.minimum((confidence * n_bins).astype(int), n_bins - 1)
    bins = []
    for index in range(n_bins):
        inside = indexes == index
        n_texts = int(inside.sum())
        bins.append(
            ReliabilityBin(
                index / n_bins,
                (index + 1) / n_bins,
                n_texts,
                float(confidence[inside].mean()) if n_texts else None,
                float(correct[inside].mean()) if n_texts else None,
            )
        )
    gaps = [
        one.n_texts * abs(one.confidence - one.accuracy)
        for one in bins
        if one.confidence is not None and one.accuracy is not None
    ]
    return Reliability(
        len(confidence),
        float(correct.mean()),
        float(confidence.mean()),
        float(sum(gaps) / len(confidence)),
        tuple(bins),
    )


def fit_temperature(logits: NDArray[np.float64], truth: Sequence[int]) -> float:
    """Fit the temperature that minimizes the negative log-likelihood of the true labels.

    Temperature scaling (Guo et al. 2017, arXiv 1706.04599): does not change the top labels.

    :param logits: (texts, labels); at least one text.
    :param truth: Index of each text's true label.
    :returns: 0.2 to 5; above 1 if the model is overconfident.
    """
    indexes = np.asarray(truth)

    def mean_negative_log_likelihood(log_temperature: float) -> float:
        chosen = log_softmax(logits / np.exp(log_temperature), axis=-1)[np.arange(len(indexes)), indexes]
        return float(-chosen.mean())

    low, high = np.log(_TEMPERATURES)
    found = minimize_scalar(mean_negative_log_likelihood, bounds=(low, high), method="bounded")
    return float(np.exp(found.x))


@dataclass(frozen=True, slots=True)
class HeldOutError:
    """Expected calibration error with a temperature fitted on other texts.

    ``low`` and ``high`` are the ends of a 95 % bootstrap interval over texts.
    """

    ece: float
    low: float
    high: float


def held_out_error(
    probabilities: NDArray[np.float64], truth: Sequence[int], seed: int = 0, resamples: int = 1000
) -> HeldOutError:
    """Fit a temperature on one half of the texts and apply it to the other, and the other way round.

    :param probabilities: (texts, labels), rows summing to 1; at least two texts.
    :param truth: Index of each text's true label.
    :param seed: Seed of the halves and of the bootstrap (Efron 1979) for the interval.
    :param resamples: Number of bootstrap resamples, at least 1.
    """
    generator = np.random.default_rng(seed)
    # The logarithms of probabilities are logits up to a constant of each text, which softmax drops.
    logits, labels = np.log(np.maximum(probabilities, 1e-12)), np.asarray(truth)
    order = generator.permutation(len(labels))
    halves = order[: len(order) // 2], order[len(order) // 2 :]
    scaled = np.empty_like(logits)
    for fitted_on, applied_to in (halves, halves[::-1]):
        temperature = fit_temperature(logits[fitted_on], labels[fitted_on].tolist())
        scaled[applied_to] = softmax(logits[applied_to] / temperature, axis=-1)
    draws = [generator.integers(len(labels), size=len(labels)) for _ in range(resamples)]
    errors = [reliability(scaled[draw], labels[draw].tolist()).ece for draw in draws]
    low, high = np.quantile(errors, (0.025, 0.975))
    return HeldOutError(reliability(scaled, labels.tolist()).ece, float(low), float(high))


def coverage_at(
    probabilities: NDArray[np.float64], truth: Sequence[int], thresholds: Sequence[float]
) -> tuple[Coverage, ...]:
    """Share of texts kept and their accuracy, for each threshold.

    :param probabilities: (texts, labels), rows summing to 1; at least one text.
    :param truth: Index of each text's true label.
    :param thresholds: Each 0 to 1; a text is kept if its highest probability is at least the threshold.
    """
    confidence, correct = _top(probabilities, truth)
    found = []
    for threshold in thresholds:
        kept = confidence >= threshold
        accuracy = float(correct[kept].mean()) if kept.any() else None
        found.append(Coverage(threshold, float(kept.mean()), accuracy))
    return tuple(found)


def _top(
    probabilities: NDArray[np.float64], truth: Sequence[int]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Highest probability of each text, and whether its label is the true one; both (texts,)."""
    return probabilities.max(axis=-1), probabilities.argmax(axis=-1) == np.asarray(truth)
