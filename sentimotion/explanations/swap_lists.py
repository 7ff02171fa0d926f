"""Lists of words that can stand for each other, and their words in a text. Pure."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final
from unicodedata import normalize

from sentimotion.assets import ASSETS
from sentimotion.explanations.counterfactuals import substitute
from sentimotion.text.words import Span, word_spans

MAX_SWAPS: Final = 60
"""Swaps of a text that are tried at most."""
_FILE: Final = ASSETS / "swap_templates.json"

SwapLists = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Replacement:
    """A part of a text, one or more words, and what stands in its place."""

    span: Span
    word: str

    def applied_to(self, text: str) -> str:
        """The text with the replacement."""
        return substitute(text, self.span, self.word)


@cache
def read_swap_lists(path: Path = _FILE) -> SwapLists:
    """The lists of the Compare tab: of its word swaps, swapped word first, and of its neutral templates."""
    found = json.loads(path.read_text(encoding="utf-8"))
    swaps = [(swap["word"], *swap["alternatives"]) for swap in found["swaps"]]
    return (*swaps, *(tuple(name["text"] for name in names["names"]) for names in found["sets"]))


def listed_replacements(text: str, lists: SwapLists, end: int | None = None) -> list[Replacement]:
    """Replacements of the words of a text that are in a list, by all other words of the list.

    Words are compared as a whole, in NFC. An entry may have several words; where one begins with another, the
    longer one is meant.

    :param text: The text.
    :param lists: Words that can stand for each other.
    :param end: Code point up to which words are replaced; None for all.
    :returns: At most MAX_SWAPS, in text order, each once.
    """
    of_entry: dict[str, dict[str, None]] = {}
    for entries in lists:
        keys = [_key(entry) for entry in entries]
        for key in keys:
            others = (entry for entry, other in zip(entries, keys, strict=True) if other != key)
            of_entry.setdefault(key, {}).update(dict.fromkeys(others))
    longest = max((len(word_spans(key)) for key in of_entry), default=0)
    spans = [span for span in word_spans(text) if end is None or span.end <= end]
    found: list[Replacement] = []
    place = 0
    while place < len(spans):
        n_words = 1
        for size in range(min(longest, len(spans) - place), 0, -1):
            span = Span(spans[place].start, spans[place + size - 1].end)
            if words := of_entry.get(_key(text[slice(*span)])):
                found += [Replacement(span, word) for word in words]
                n_words = size
                break
        place += n_words
    return found[:MAX_SWAPS]


def _key(entry: str) -> str:
    """What is the same where two entries are: the letters, however they are encoded, and no more spaces."""
    return " ".join(normalize("NFC", entry).split())
