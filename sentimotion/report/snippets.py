"""Shorten texts for the report and measure the word overlap of two texts. Pure."""

from collections.abc import Iterable
from typing import Final
from unicodedata import normalize

from sentimotion.text.words import grapheme_spans, word_spans

ELLIPSIS: Final = "…"


def shorten(text: str, most_characters: int) -> str:
    """Shorten a text to its beginning and an ellipsis.

    :param most_characters: Maximum number of grapheme clusters. The cut is between two words if possible, and
        never inside a cluster among the first ``8 * most_characters`` code points.
    """
    # A grapheme cluster has no maximum length; bound the work on hostile text.
    beginning = text[: 8 * most_characters]
    spans = grapheme_spans(beginning)
    if len(spans) <= most_characters and len(beginning) == len(text):
        return text
    end = spans[min(most_characters, len(spans)) - 1].end
    words = [span for span in word_spans(beginning) if span.end <= end]
    # The last word may continue beyond the part examined.
    if words and words[-1].end == len(beginning) < len(text):
        words.pop()
    return beginning[: words[-1].end if words else end].rstrip() + ELLIPSIS


def shorten_name(name: str, most_characters: int) -> str:
    """Shorten a name in the middle, as names with the same beginning differ at the end.

    :param most_characters: Maximum number of grapheme clusters, at least 3. A cluster of more than
        ``8 * most_characters`` code points is cut.
    """
    # As in shorten: bound the work.
    first, last = name[: 8 * most_characters], name[-8 * most_characters :]
    spans = grapheme_spans(first)
    if len(spans) <= most_characters and len(first) == len(name):
        return name
    n_last = most_characters // 3
    ends = grapheme_spans(last)
    # Clusters of many marks: there are fewer of them in the parts examined.
    n_first, n_last = min(most_characters - n_last, len(spans)), min(n_last, len(ends))
    return first[: spans[n_first - 1].end] + ELLIPSIS + last[ends[-n_last].start :]


def word_keys(text: str) -> list[str]:
    """The words of a text, normalized by :func:`word_key`."""
    return [word_key(text[span.start : span.end]) for span in word_spans(text)]


def word_key(word: str) -> str:
    """Normalize a word to NFC and lower case, so that its spellings compare equal."""
    return normalize("NFC", word).casefold()


def overlap(one: Iterable[str], other: Iterable[str]) -> float:
    """Jaccard similarity of two sets of words, 0 to 1; 1 if both are empty."""
    mine, theirs = set(one), set(other)
    return len(mine & theirs) / len(mine | theirs) if mine or theirs else 1.0
