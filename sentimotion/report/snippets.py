"""Shorten texts for the report and measure the word overlap of two texts. Pure."""

from collections.abc import Iterable
from typing import Final
from unicodedata import normalize

from sentimotion.text.words import grapheme_spans, word_spans

ELLIPSIS: Final = "…"


def shorten(text: str, most_characters: int) -> str:
    """The beginning of a text, with an ellipsis where something was left out.

    :param most_characters: As a reader counts them. The cut is between two words where there are several, and
        never within a character that ends within 8 code points for each of them.
    """
    # A character of a reader may be long, but not without end: what is beyond is cut unseen.
    beginning = text[: 8 * most_characters]
    spans = grapheme_spans(beginning)
    if len(spans) <= most_characters and len(beginning) == len(text):
        return text
    end = spans[min(most_characters, len(spans)) - 1].end
    words = [span for span in word_spans(beginning) if span.end <= end]
    # Where all that was looked at ends, a word may go on.
    if words and words[-1].end == len(beginning) < len(text):
        words.pop()
    return beginning[: words[-1].end if words else end].rstrip() + ELLIPSIS


def shorten_name(name: str, most_characters: int) -> str:
    """A name's beginning and end with an ellipsis between, since names that begin alike differ at their ends.

    :param most_characters: As a reader counts them.
    """
    # As in shorten: what is beyond is cut unseen.
    first, last = name[: 8 * most_characters], name[-8 * most_characters :]
    spans = grapheme_spans(first)
    if len(spans) <= most_characters and len(first) == len(name):
        return name
    n_last = most_characters // 3
    ends = grapheme_spans(last)
    return first[: spans[most_characters - n_last - 1].end] + ELLIPSIS + last[ends[-n_last].start :]


def word_keys(text: str) -> list[str]:
    """The words of a text in one spelling: composed letters (NFC), Latin ones small."""
    return [word_key(text[span.start : span.end]) for span in word_spans(text)]


def word_key(word: str) -> str:
    """A word in one spelling, as :func:`word_keys` has it."""
    return normalize("NFC", word).casefold()


def overlap(one: Iterable[str], other: Iterable[str]) -> float:
    """Jaccard's measure: words that two texts share, of all that they have; 0 to 1."""
    mine, theirs = set(one), set(other)
    return len(mine & theirs) / len(mine | theirs) if mine or theirs else 1.0
