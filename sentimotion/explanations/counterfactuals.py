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
    """Probabilities of both heads for one text."""

    def of(self, head: Head) -> Sequence[float]:
        """One head's probabilities, in card order."""
        ...


@dataclass(frozen=True, slots=True)
class Alternatives:
    """A parsed list of alternatives, one per line, with counts of the skipped lines.

    ``words`` are used, in order. ``n_blank`` lines have no visible characters; ``repeated`` are duplicates;
    ``too_long`` exceed MAX_ALTERNATIVE_LENGTH code points; ``beyond`` exceed MAX_ALTERNATIVES;
    ``has_original`` says whether the swapped word itself is listed.
    """

    words: tuple[str, ...]
    n_blank: int = 0
    repeated: tuple[str, ...] = ()
    too_long: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()
    has_original: bool = False


@dataclass(frozen=True, slots=True)
class LabelRange:
    """Range of one label's probability over swaps: both ends, 0 to 1, and the index of a swap at each."""

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

    ``mean`` and ``largest`` are over the texts' ranges, 0 to 1; ``lowest_at`` and ``highest_at`` are the
    swaps at the ends of the largest range.
    """

    head: Head
    label: str
    mean: float
    largest: float
    lowest_at: int
    highest_at: int


def substitute(text: str, span: Span, word: str) -> str:
    """Replace the text at a span; the rest stays unchanged."""
    return text[: span.start] + word + text[span.end :]


def slot(template: str) -> Span:
    """Span of the ``{}`` of a template.

    :raises ValueError: If there is none, or more than one.
    """
    if template.count(SLOT) != 1:
        raise ValueError(f"the template {template!r} has {template.count(SLOT)} places {SLOT}, expected 1")
    start = template.index(SLOT)
    return Span(start, start + len(SLOT))


def read_alternatives(lines: str, original: str) -> Alternatives:
    """Parse alternatives for a word, one per line.

    :param lines: The lines as typed; surrounding white space is removed.
    :param original: The word to swap.
    :returns: The alternatives and the skipped lines; every line is one of the two.
    """
    words: dict[str, str] = {}
    repeated, too_long, beyond = [], [], []
    n_blank, has_original = 0, False
    for line in map(str.strip, lines.splitlines()):
        # Compare in NFC: য় can be one code point or two.
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
    # Joiners and other format characters alone are not a word.
    return any(category(character)[0] not in "CZ" for character in line)


def label_ranges(swaps: Sequence[HeadProbabilities]) -> list[LabelRange]:
    """Range of every label of both heads over the swaps, in card order.

    :param swaps: Probabilities for each swap, at least one. Ties resolve to the first.
    """
    ranges = []
    for head in HEADS:
        by_label = zip(*(swap.of(head) for swap in swaps), strict=True)
        for label, shares in zip(LABELS[head], by_label, strict=True):
            low, high = min(shares), max(shares)
            ranges.append(LabelRange(head, label, low, high, shares.index(low), shares.index(high)))
    return ranges


def label_spreads(texts: Sequence[Sequence[HeadProbabilities]]) -> list[LabelSpread]:
    """Spread of every label of both heads over the same swaps in several texts, in card order.

    :param texts: Probabilities for the swaps of each text; at least one text, all with the same swaps.
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
