"""Search for a small set of words without which the decision is another one. Pure."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sentimotion.inference.decisions import Decision

MAX_REMOVED: Final = 10
"""Words that are taken out together at most."""

Choice = tuple[int, ...]
"""Words, by index."""
DecisionsWithout = Callable[[Sequence[Choice]], Iterator[Sequence[Decision]]]
"""The decisions without each choice of words, chunk by chunk; scores a chunk only when it is asked for."""
Search = Generator[int, None, "Removal | None"]
"""Yields how many choices were scored since the last one, and returns what it has found."""


@dataclass(frozen=True, slots=True)
class Removal:
    """Words without which the decision is another one.

    :param words: Indexes, in the order of the search; with any one of them put back, the decision is the old
        one again.
    :param decision: The decision without them.
    """

    words: tuple[int, ...]
    decision: Decision


def search_removal(
    order: Sequence[int], label: str, decisions_without: DecisionsWithout, max_words: int = MAX_REMOVED
) -> Search:
    """Look for the smallest set of words without which the decision has another label.

    First each word alone. Then greedily: the first two words of the order, the first three, and so on, until
    the decision changes; then words are put back one by one, those that come last in the order first, as long
    as it stays changed. One word is the smallest set there is; so are two, as no word alone was enough; of
    more words there may be a smaller set that is not found, but none within this one.

    :param order: All words, the one that the decision is expected to depend on most first.
    :param label: Label of the decision with all words.
    :param decisions_without: Scores choices of words.
    :param max_words: Words that are taken out together at most; one word always stays.
    :returns: None if no such set is found.
    """
    most = min(max_words, len(order) - 1)
    found = yield from _first_change([(word,) for word in order] if most else [], label, decisions_without)
    if found is not None:
        return found
    found = yield from _first_change(
        [tuple(order[:size]) for size in range(2, most + 1)], label, decisions_without
    )
    # Of two words, neither alone is enough: that was seen above.
    while found is not None and len(found.words) > 2:
        kept = found.words
        smaller = [tuple(word for word in kept if word != back) for back in reversed(kept)]
        fewer = yield from _first_change(smaller, label, decisions_without)
        if fewer is None:
            return found
        found = fewer
    return found


def _first_change(choices: Sequence[Choice], label: str, decisions_without: DecisionsWithout) -> Search:
    """The first choice without which the decision has another label."""
    start = 0
    for decisions in decisions_without(choices) if choices else ():
        chunk = choices[start : start + len(decisions)]
        start += len(decisions)
        yield len(chunk)
        for words, decision in zip(chunk, decisions, strict=True):
            if decision.label != label:
                return Removal(words, decision)
    return None


def most_choices(n_words: int, max_words: int) -> int:
    """How many choices :func:`search_removal` scores at most."""
    most = min(max_words, n_words - 1)
    return n_words + most + most * (most + 1) // 2
