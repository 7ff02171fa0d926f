"""Order of the review queue. Pure.

A share of the items is drawn at random before anything is ordered, and dealt evenly into the queue in random
order: whatever part of the queue is done, the random ones in it are a simple random sample of the file, and
what is estimated from them is true of the file. The others follow the order that was asked for.
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

# Pairs of sentiment and emotion that one text seldom has. Surprise may be glad or bitter, and either head's
# neutral says nothing against the other.
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
    """What the order of one item depends on: probabilities in card order, and gold labels, by head."""

    probabilities: Mapping[Head, Sequence[float]]
    gold: Mapping[Head, str | None]

    def top_label(self, head: Head) -> str:
        """The most probable label, whatever the threshold."""
        return max(
            LABELS[head], key=dict(zip(LABELS[head], self.probabilities[head], strict=True)).__getitem__
        )


@dataclass(frozen=True, slots=True)
class Place:
    """The item at one place of the queue: its index among the candidates, and whether chance put it there."""

    index: int
    is_random: bool


def check_order(order: Sequence[str]) -> None:
    """Refuse an order that is empty, names what does not exist, or names one thing twice.

    :raises InvalidReview: Naming the criterion and those that exist.
    """
    unknown = [name for name in order if name not in CRITERIA]
    if unknown or not order:
        wrong = repr(unknown[0]) if unknown else "empty"
        raise InvalidReview(f"the order is {wrong}, expected some of {', '.join(CRITERIA)}, the first first")
    if len(set(order)) < len(order):
        raise InvalidReview(f"the order {','.join(order)} names a criterion twice; name each once")


def heads_conflict(sentiment: str, emotion: str) -> bool:
    """Whether the two labels hardly go together, such as positive and sadness."""
    return (sentiment, emotion) in CONFLICTS


def disagreement(candidate: Candidate) -> float:
    """How far the model is from the gold labels: for each head that says another label, 1 and its lead.

    The lead is that of the most probable label over the gold one. 0 where no head disagrees, or there is no
    gold label; 4 at most.
    """
    total = 0.0
    for head in HEADS:
        gold = candidate.gold[head]
        if gold is not None and candidate.top_label(head) != gold:
            values = candidate.probabilities[head]
            total += 1 + max(values) - values[LABELS[head].index(gold)]
    return total


def conflict(candidate: Candidate) -> float:
    """Probability that the heads' labels conflict, taken as independent; plus 1 where their top labels do."""
    sentiment = dict(zip(LABELS["sentiment"], candidate.probabilities["sentiment"], strict=True))
    emotion = dict(zip(LABELS["emotion"], candidate.probabilities["emotion"], strict=True))
    mass = sum(sentiment[one] * emotion[other] for one, other in CONFLICTS)
    return mass + heads_conflict(candidate.top_label("sentiment"), candidate.top_label("emotion"))


def margin(candidate: Candidate) -> float:
    """The most probable label's lead over the second, in the head where it is smaller; 0 to 1."""
    leads = []
    for head in HEADS:
        first, second = sorted(candidate.probabilities[head], reverse=True)[:2]
        leads.append(first - second)
    return min(leads)


# Smallest first. What is a matter of degree only within its own kind is cut to the kind where another
# criterion follows: else no two items would be level, and the second criterion would never speak.
_KINDS: Final[Mapping[Criterion, Callable[[Candidate], float]]] = {
    "disagreement": lambda candidate: (
        -sum(candidate.gold[head] not in (None, candidate.top_label(head)) for head in HEADS)
    ),
    "conflict": lambda candidate: -int(conflict(candidate) >= 1),
    "margin": lambda candidate: round(margin(candidate), 1),
}
_DEGREES: Final[Mapping[Criterion, Callable[[Candidate], float]]] = {
    "disagreement": lambda candidate: -disagreement(candidate),
    "conflict": lambda candidate: -conflict(candidate),
    "margin": margin,
}


def queue(
    candidates: Sequence[Candidate], order: Sequence[Criterion], random_share: float, seed: int
) -> list[Place]:
    """All items in the order in which they are to be checked.

    :param candidates: The items, in file order.
    :param order: Criteria, the first first; ``random`` ends what those before it leave level.
    :param random_share: Share of the items that is drawn at random, 0 to 1; above 0 it is one at least.
    :param seed: Of all random choices: the same seed and items give the same queue.
    :returns: Every index once.
    :raises InvalidReview: An order that does not exist.
    """
    check_order(order)
    random = Random(seed)  # noqa: S311  # a sample, not a secret
    shuffled = list(range(len(candidates)))
    random.shuffle(shuffled)
    n_random = len(candidates) if order[0] == "random" else _n_random(len(candidates), random_share)
    drawn, rest = shuffled[:n_random], shuffled[n_random:]
    # The rest comes shuffled and the sort is stable: what is level stays in random order.
    rest.sort(key=lambda index: _key(candidates[index], order))
    slots = _slots(len(candidates), n_random, random)
    random_ones, others = iter(drawn), iter(rest)
    return [
        Place(next(random_ones), True) if place in slots else Place(next(others), False)
        for place in range(len(candidates))
    ]


def _key(candidate: Candidate, order: Sequence[Criterion]) -> tuple[float, ...]:
    if "random" in order:
        return tuple(_KINDS[criterion](candidate) for criterion in order[: order.index("random")])
    kinds = [_KINDS[criterion](candidate) for criterion in order[:-1]]
    return (*kinds, *(_DEGREES[criterion](candidate) for criterion in (order[-1], *order[:-1])))


def _n_random(n_items: int, share: float) -> int:
    """Rounded, but who asked for random ones gets one: without any there is no estimate for the file."""
    return min(n_items, max(1, round(share * n_items))) if share > 0 else 0


def _slots(n_items: int, n_random: int, random: Random) -> set[int]:
    """Places of the random ones: one at a random place of each of ``n_random`` equal stretches.

    Not at every fifth place, which annotators would soon know.
    """
    return {random.randrange(k * n_items // n_random, (k + 1) * n_items // n_random) for k in range(n_random)}
