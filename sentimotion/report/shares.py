"""Count labels and compute their shares with confidence intervals. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import sqrt
from statistics import NormalDist
from typing import Final

from sentimotion.labels import HEADS, LABELS, Head

CONFIDENCE: Final = 0.95


@dataclass(frozen=True, slots=True)
class Share:
    """The share of a label in ``n_rows`` with its confidence interval ``low`` to ``high``, all 0 to 1.

    Without rows the share is 0 and the interval 0 to 1.
    """

    label: str
    n_label: int
    n_rows: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share, 0 to 1."""
        return self.n_label / self.n_rows if self.n_rows else 0.0


def wilson_interval(n_hits: int, n_rows: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Compute the Wilson score interval of a share (E. B. Wilson, JASA 22, 1927, pages 209-212).

    Unlike the normal approximation it stays within 0 and 1, and is accurate for few rows and for shares near
    0 (Brown, Cai, DasGupta, Statistical Science 16, 2001, pages 101-133).

    :param n_hits: Rows with the label.
    :param n_rows: All rows; with 0 the interval is 0 to 1.
    """
    if n_rows == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, weight = n_hits / n_rows, z * z / n_rows
    center = (share + weight / 2) / (1 + weight)
    reach = z / (1 + weight) * sqrt(share * (1 - share) / n_rows + weight / (4 * n_rows))
    # Exact at the ends, where rounding would leave 1e-17.
    low = 0.0 if n_hits == 0 else max(0.0, center - reach)
    high = 1.0 if n_hits == n_rows else min(1.0, center + reach)
    return low, high


def _no_counts() -> dict[Head, list[int]]:
    return {head: [0] * len(LABELS[head]) for head in HEADS}


@dataclass(slots=True)
class Tally:
    """Number of rows by the labels of both heads."""

    n_rows: int = 0
    counts: dict[Head, list[int]] = field(default_factory=_no_counts)

    def add(self, labels: Mapping[Head, str]) -> None:
        """Count a row.

        :param labels: Its label for each head.
        """
        self.n_rows += 1
        for head in HEADS:
            self.counts[head][LABELS[head].index(labels[head])] += 1

    def merge(self, other: "Tally") -> None:
        """Add the counts of another tally."""
        self.n_rows += other.n_rows
        for head in HEADS:
            self.counts[head] = [
                mine + theirs for mine, theirs in zip(self.counts[head], other.counts[head], strict=True)
            ]

    def shares(self, head: Head) -> tuple[Share, ...]:
        """The share of each label, in the order of ``LABELS``."""
        return tuple(
            Share(label, n_label, self.n_rows, *wilson_interval(n_label, self.n_rows))
            for label, n_label in zip(LABELS[head], self.counts[head], strict=True)
        )
