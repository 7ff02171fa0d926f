"""Order of the review queue. Pure.

A share of the items is drawn at random and distributed evenly over the queue. In any part of the queue that
is done, these items are a simple random sample of the file, from which agreement can be estimated without
bias. The other items follow the requested order.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final, Literal, get_args

from sentimotion.errors import InvalidReview
from sentimotion.labels import HEADS, LABELS, Head

Criterion = Literal["disagreement", "conflict", "margin", "random"]
Order = tuple[Criterion, ...]

CRITERIA: Final[tuple[Criterion, ...]] = get_args(Criterion)
DEFAULT_ORDER: Final[Order] = ("disagreement", "conflict", "margin")

# Pairs of sentiment and emotion that rarely occur together. Surprise can be positive or negative, and neutral
# does not contradict any label.
CONFLICTS: Final[frozenset[tuple[str, str]]] = frozenset(
    {
        ("positive", "anger_disgust"),
        ("positive", "sadness"),
        ("positive", "fear"),
        ("negative", "happy"),
    }
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Data of one item for its order: probabilities in card order, and gold labels, by head."""

    probabilities: Mapping[Head, Sequence[float]]
    gold: Mapping[Head, str | None]

    def top_label(self, head: Head) -> str:
        """The most probable label, without thresholds."""
        return max(
            LABELS[head], key=dict(zip(LABELS[head], self.probabilities[head], strict=True)).__getitem__
        )


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the queue: the index of its candidate, and whether it was drawn at random."""

    index: int
    is_random: bool


def check_order(order: Sequence[str]) -> None:
    """Check an order.

    :raises InvalidReview: If it is empty, or contains an unknown or repeated criterion.
    """
    unknown = [name for name in order if name not in CRITERIA]
    if unknown or not order:
        wrong = repr(unknown[0]) if unknown else "empty"
        raise InvalidReview(f"the order is {wrong}, expected some of {', '.join(CRITERIA)} by priority")
    if len(set(order)) < len(order):
        raise InvalidReview(f"the order {','.join(order)} names a criterion twice; name each once")


def heads_conflict(sentiment: str, emotion: str) -> bool:
    """Whether two labels rarely occur together, such as positive and sadness."""
    return (sentiment, emotion) in CONFLICTS


def disagreement(candidate: Candidate) -> float:
    """Disagreement of the model with the gold labels, 0 to 4.

    Each head whose top label differs from the gold label adds 1 plus the difference of the probabilities of
    both labels. 0 without gold labels.
    """
    total = 0.0
    for head in HEADS:
        gold = candidate.gold[head]
        if gold is not None and candidate.top_label(head) != gold:
            values = candidate.probabilities[head]
            total += 1 + max(values) - values[LABELS[head].index(gold)]
    return total


def conflict(candidate: Candidate) -> float:
    """Probability that the labels of the heads conflict, if independent; plus 1 if their top labels do."""
    sentiment = dict(zip(LABELS["sentiment"], candidate.probabilities["sentiment"], strict=True))
    emotion = dict(zip(LABELS["emotion"], candidate.probabilities["emotion"], strict=True))
    mass = sum(sentiment[one] * emotion[other] for one, other in CONFLICTS)
    return mass + heads_conflict(candidate.top_label("sentiment"), candidate.top_label("emotion"))


def margin(candidate: Candidate) -> float:
    """Difference of the two highest probabilities, in the head where it is smaller; 0 to 1."""
    margins = []
    for head in HEADS:
        first, second = sorted(candidate.probabilities[head], reverse=True)[:2]
        margins.append(first - second)
    return min(margins)


# Sort keys, smallest first. Criteria that are followed by another one use a coarse key: with the exact key,
# ties would be too rare for the second criterion to have an effect.
_COARSE_KEYS: Final[Mapping[Criterion, Callable[[Candidate], float]]] = {
    "disagreement": lambda candidate: (
        -sum(candidate.gold[head] not in (None, candidate.top_label(head)) for head in HEADS)
    ),
    "conflict": lambda candidate: -int(conflict(candidate) >= 1),
    "margin": lambda candidate: round(margin(candidate), 1),
}
_EXACT_KEYS: Final[Mapping[Criterion, Callable[[Candidate], float]]] = {
    "disagreement": lambda candidate: -disagreement(candidate),
    "conflict": lambda candidate: -conflict(candidate),
    "margin": margin,
}


def queue(
    candidates: Sequence[Candidate], order: Sequence[Criterion], random_share: float, seed: int
) -> list[Place]:
    """Order all items for review.

    :param candidates: The items, in file order.
    :param order: Criteria by priority; ``random`` breaks the remaining ties, so later criteria have no
        effect.
    :param random_share: Share of the items that are drawn at random, 0 to 1; above 0, at least one item.
    :param seed: Seed of all random choices; the queue is deterministic for a seed.
    :returns: The places in queue order; every index occurs once.
    :raises InvalidReview: If the order is invalid.
    """
    check_order(order)
    random = Random(seed)  # noqa: S311  # a sample, not a secret
    shuffled = list(range(len(candidates)))
    random.shuffle(shuffled)
    n_random = len(candidates) if order[0] == "random" else _n_random(len(candidates), random_share)
    drawn, rest = shuffled[:n_random], shuffled[n_random:]
    # The rest is shuffled and the sort is stable, so ties are in random order.
    rest.sort(key=lambda index: _key(candidates[index], order))
    random_places = _random_places(len(candidates), n_random, random)
    random_items, others = iter(drawn), iter(rest)
    return [
        Place(next(random_items), True) if place in random_places else Place(next(others), False)
        for place in range(len(candidates))
    ]


def _key(candidate: Candidate, order: Sequence[Criterion]) -> tuple[float, ...]:
    if "random" in order:
        return tuple(_COARSE_KEYS[criterion](candidate) for criterion in order[: order.index("random")])
    coarse = [_COARSE_KEYS[criterion](candidate) for criterion in order[:-1]]
    return (*coarse, *(_EXACT_KEYS[criterion](candidate) for criterion in (order[-1], *order[:-1])))


def _n_random(n_items: int, share: float) -> int:
    """Rounded, but at least one if the share is not 0: agreement is estimated from random items."""
    return min(n_items, max(1, round(share * n_items))) if share > 0 else 0


def _random_places(n_items: int, n_random: int, random: Random) -> set[int]:
    """Places of the random items: a random place within each of ``n_random`` equal intervals.

    They are not evenly spaced, as annotators would notice that.
    """
    return {random.randrange(k * n_items // n_random, (k + 1) * n_items // n_random) for k in range(n_random)}
