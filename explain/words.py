"""Sum token attributions to words by their character offsets. Needs no model."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

Span = tuple[int, int]  # start and end in code points, end exclusive


@dataclass(frozen=True)
class WordTotals:
    """Attributions summed by word.

    ``words`` has one total per word. ``other`` is the total of all tokens outside words (spaces, punctuation,
    special tokens). ``token_words`` has the index of each token's word, or None.
    """

    words: tuple[float, ...]
    other: float
    token_words: tuple[int | None, ...]


def sum_to_words(
    word_spans: Sequence[Span], token_spans: Sequence[Span | None], attributions: Sequence[float]
) -> WordTotals:
    """Add each token's attribution to the word it overlaps most.

    The words and ``other`` add up to the sum of the tokens. Token spans may come in any order, be empty,
    include spaces, or be equal for several tokens (bytes of one character). For n words and m tokens this
    takes m log n steps, and one for each pair of different span and word that overlap (at most n + m pairs
    where different spans are disjoint, as a tokenizer's are).

    >>> sum_to_words([(0, 3), (4, 7)], [None, (0, 2), (2, 3), (3, 7), (7, 8)], [0.0, 1.0, 2.0, 4.0, 8.0])
    WordTotals(words=(3.0, 4.0), other=8.0, token_words=(None, 0, 0, 1, None))

    :param word_spans: Spans of the words, in text order, not overlapping.
    :param token_spans: Span of each token in the same text; None for a special token.
    :param attributions: One number per token.
    :returns: The totals; a token that overlaps two words equally counts for the first.
    :raises ValueError: If the numbers of token spans and attributions differ, a span ends before it starts,
        or words overlap or are out of order.
    """
    if len(token_spans) != len(attributions):
        raise ValueError(f"{len(token_spans)} token spans for {len(attributions)} attributions")
    _check_spans(word_spans, token_spans)
    word_ends = [end for _, end in word_spans]
    # Tokens with the same span have the same word: each different span is looked up once.
    word_of_span = {
        span: _word_of(span, word_spans, word_ends) for span in set(token_spans) if span is not None
    }
    token_words = tuple(None if span is None else word_of_span[span] for span in token_spans)

    parts: list[list[float]] = [[] for _ in word_spans]
    outside: list[float] = []
    for word, attribution in zip(token_words, attributions, strict=True):
        (outside if word is None else parts[word]).append(attribution)
    return WordTotals(tuple(map(math.fsum, parts)), math.fsum(outside), token_words)


def _word_of(span: Span, word_spans: Sequence[Span], word_ends: Sequence[int]) -> int | None:
    start, end = span
    best, best_overlap = None, 0
    # The first word that ends after the token's start; all before it lie wholly to the left.
    for word in range(bisect_right(word_ends, start), len(word_spans)):
        word_start, word_end = word_spans[word]
        if word_start >= end:
            break
        overlap = min(end, word_end) - max(start, word_start)
        if overlap > best_overlap:
            best, best_overlap = word, overlap
    return best


def _check_spans(word_spans: Sequence[Span], token_spans: Sequence[Span | None]) -> None:
    for kind, spans in (("word", word_spans), ("token", token_spans)):
        for index, span in enumerate(spans):
            if span is not None and span[0] > span[1]:
                raise ValueError(f"{kind} span {index} ends before it starts: {span}")
    for index in range(1, len(word_spans)):
        if word_spans[index][0] < word_spans[index - 1][1]:
            raise ValueError(
                f"word span {index} {word_spans[index]} starts before the end of the one before it, "
                f"{word_spans[index - 1]}; words must be in text order and may not overlap"
            )
