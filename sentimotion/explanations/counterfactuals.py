"""Substitute words in a text and measure how the label probabilities change. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Final, Protocol
from unicodedata import category, normalize

from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.text.words import Span

MAX_ALTERNATIVES: Final = 30
MAX_ALTERNATIVE_LENGTH: Final = 60
SLOT: Final = "{}"


class HeadProbabilities(Protocol):
    """What both heads say of one text."""

    def of(self, head: Head) -> Sequence[float]:
        """One head's probabilities, in card order."""
        ...


@dataclass(frozen=True, slots=True)
class Alternatives:
    """What a list of alternatives, one per line, holds; and what of it is not taken, and why.

    ``words`` are taken, in order. ``n_blank`` lines show nothing; ``repeated`` were there already;
    ``too_long`` have more than MAX_ALTERNATIVE_LENGTH code points; ``beyond`` came after MAX_ALTERNATIVES
    others; ``has_original`` says that the word to be swapped is among them.
    """

    words: tuple[str, ...]
    n_blank: int = 0
    repeated: tuple[str, ...] = ()
    too_long: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()
    has_original: bool = False


@dataclass(frozen=True, slots=True)
class LabelRange:
    """One label's probabilities over some swaps: both ends, 0 to 1, and the index of a swap at each."""

    head: Head
    label: str
    lowest: float
    highest: float
    lowest_at: int
    highest_at: int

    @property
    def width(self) -> float:
        """Highest minus lowest, 0 to 1."""
        return self.highest - self.lowest


@dataclass(frozen=True, slots=True)
class LabelSpread:
    """One label's ranges over several texts with the same swaps.

    ``mean`` and ``largest`` are of the texts' ranges, 0 to 1; ``lowest_at`` and ``highest_at`` are the swaps
    at the ends of the largest.
    """

    head: Head
    label: str
    mean: float
    largest: float
    lowest_at: int
    highest_at: int


def substitute(text: str, span: Span, word: str) -> str:
    """The text with another word in a place; all else stays to the code point."""
    return text[: span.start] + word + text[span.end :]


def slot(template: str) -> Span:
    """Where a template's ``{}`` stands.

    :raises ValueError: There is none, or more than one.
    """
    if template.count(SLOT) != 1:
        raise ValueError(f"the template {template!r} has {template.count(SLOT)} places {SLOT}, expected 1")
    start = template.index(SLOT)
    return Span(start, start + len(SLOT))


def read_alternatives(lines: str, original: str) -> Alternatives:
    """Alternatives for a word, one per line.

    :param lines: As typed. White space around an alternative is none of it.
    :param original: The word to be swapped.
    :returns: What is taken and what is not: every line is in one of the two.
    """
    words: dict[str, str] = {}
    repeated, too_long, beyond = [], [], []
    n_blank, has_original = 0, False
    for line in map(str.strip, lines.splitlines()):
        # What looks the same is the same: য় is one code point or two.
        key = normalize("NFC", line)
        if not _is_seen(line):
            n_blank += 1
        elif len(line) > MAX_ALTERNATIVE_LENGTH:
            too_long.append(line)
        elif key == normalize("NFC", original):
            has_original = True
        elif key in words:
            repeated.append(line)
        elif len(words) == MAX_ALTERNATIVES:
            beyond.append(line)
        else:
            words[key] = line
    return Alternatives(
        tuple(words.values()), n_blank, tuple(repeated), tuple(too_long), tuple(beyond), has_original
    )


def _is_seen(line: str) -> bool:
    # Joiners and other marks of formatting alone are no word.
    return any(category(character)[0] not in "CZ" for character in line)


def label_ranges(swaps: Sequence[HeadProbabilities]) -> list[LabelRange]:
    """How far every label of both heads reaches over the swaps, in card order.

    :param swaps: What the model says of each, at least one. Of equal ones the first is named.
    """
    ranges = []
    for head in HEADS:
        by_label = zip(*(swap.of(head) for swap in swaps), strict=True)
        for label, shares in zip(LABELS[head], by_label, strict=True):
            low, high = min(shares), max(shares)
            ranges.append(LabelRange(head, label, low, high, shares.index(low), shares.index(high)))
    return ranges


def label_spreads(texts: Sequence[Sequence[HeadProbabilities]]) -> list[LabelSpread]:
    """How far every label of both heads reaches over the same swaps in several texts, in card order.

    :param texts: What the model says of each text's swaps; at least one text, all with the same swaps.
    """
    spreads = []
    for ranges in zip(*map(label_ranges, texts), strict=True):
        widest = max(ranges, key=lambda found: found.width)
        spreads.append(
            LabelSpread(
                widest.head,
                widest.label,
                mean(found.width for found in ranges),
                widest.width,
                widest.lowest_at,
                widest.highest_at,
            )
        )
    return spreads
