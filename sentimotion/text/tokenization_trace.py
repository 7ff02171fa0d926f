"""Trace how the tokenizer read a text: pieces per word, and what was changed or dropped. Pure."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from sentimotion.text.normalization_diff import Change, Stretch, collect_changes
from sentimotion.text.words import NOT_SPACE, Span, word_spans

UNKNOWN_PIECES: Final = frozenset({"<unk>", "[UNK]"})
"""How the vocabularies that we know spell a piece that is not in them: Unigram's, WordPiece's."""
METASPACE: Final = "▁"
"""How SentencePiece spells the space before a word."""
_CONTINUES: Final = "##"


class TracedToken(Protocol):
    """What is needed of a token: :class:`sentimotion.text.encoding.Token` has it."""

    @property
    def piece(self) -> str:
        """As the vocabulary spells it."""

    @property
    def span(self) -> Span | None:
        """Where it comes from in the text; None for a special token."""


class TracedText(Protocol):
    """What is needed of an encoded text: :class:`sentimotion.text.encoding.EncodedText` has it."""

    @property
    def text(self) -> str:
        """As typed."""

    @property
    def tokens(self) -> Sequence[TracedToken]:
        """In order, special ones included."""

    @property
    def truncated_at(self) -> int | None:
        """The code point at which reading stopped, None where the whole text was read."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of the vocabulary.

    ``text`` is what it covers of the text as typed, white space aside: nothing, for a space of its own.
    """

    text: str
    vocabulary: str
    span: Span
    unknown: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A word, or what stands between words (punctuation), with its pieces in order.

    A word that shares a piece with the word before it may have none of its own.
    """

    text: str
    span: Span
    is_word: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class TokenizationTrace:
    """What the model read of a text.

    ``n_tokens`` counts special tokens too, as the model's limit does. ``unread`` is what was cut off, None
    where the whole text was read. ``more_changes`` is how many kinds of change are left out of ``changes``.
    """

    parts: tuple[Part, ...]
    changes: tuple[Change, ...]
    more_changes: int
    n_tokens: int
    unread: Span | None


def trace_tokenization(encoded: TracedText) -> TokenizationTrace:
    """Find out what the model read, by comparing the text with the pieces and their places.

    No tokenizer is asked and no rule of a normalizer repeated: what was changed is seen in what came out.

    :param encoded: A text as :class:`sentimotion.text.encoding.Encoder` gives it.
    """
    text = encoded.text
    end = len(text) if encoded.truncated_at is None else encoded.truncated_at
    pieces = [_piece(text, token.piece, token.span) for token in encoded.tokens if token.span is not None]
    changes, more = collect_changes(text, _stretches(pieces, end))
    unread = None if encoded.truncated_at is None else Span(end, len(text))
    return TokenizationTrace(_parts(text, pieces, end), changes, more, len(encoded.tokens), unread)


def _piece(text: str, vocabulary: str, span: Span) -> Piece:
    unknown = vocabulary in UNKNOWN_PIECES
    covered = "" if vocabulary == METASPACE else text[span.start : span.end].strip()
    return Piece(covered, vocabulary, span, unknown)


def _content(piece: Piece) -> str | None:
    """The letters that a piece stands for, a space for a metaspace; None where nobody knows."""
    if piece.unknown:
        return None
    # Typed number signs are pieces as well.
    if piece.vocabulary.startswith(_CONTINUES) and not piece.text.startswith("#"):
        return piece.vocabulary.removeprefix(_CONTINUES)
    return piece.vocabulary.replace(METASPACE, " ")


def _stretches(pieces: Sequence[Piece], end: int) -> list[Stretch]:
    """The text up to its end cut where no piece reaches over the cut, each part with what was made of it.

    What no piece covers belongs to the stretch before it: a sign that was joined to its letter counts there.
    """
    starts: list[int] = [0]
    contents: list[list[str | None]] = [[]]
    reach = 0
    for piece in pieces:
        # Pieces of one character (a ligature) come with the same or overlapping places.
        if piece.span.start >= reach and piece.span.start > starts[-1]:
            starts.append(piece.span.start)
            contents.append([])
        contents[-1].append(_content(piece))
        reach = max(reach, piece.span.end)
    return [
        Stretch(Span(start, stop), tuple(made))
        for start, stop, made in zip(starts, [*starts[1:], max(end, starts[-1])], contents, strict=True)
    ]


def _parts(text: str, pieces: Sequence[Piece], end: int) -> tuple[Part, ...]:
    words = [span for span in word_spans(text) if span.start < end]
    between: list[Span] = []
    position = 0
    for word in [*words, Span(end, end)]:
        between += [Span(*match.span()) for match in NOT_SPACE.finditer(text, position, word.start)]
        position = word.end
    of_words = frozenset(words)
    parts = sorted([*words, *between])
    pieces_of: dict[Span, list[Piece]] = {span: [] for span in parts}
    for piece in pieces:
        span = _word_of(piece.span, words) or _part_from(piece.span.start, parts)
        if span is not None:
            pieces_of[span].append(piece)
    return tuple(
        Part(text[span.start : span.end], span, is_word, tuple(pieces_of[span]))
        for span, is_word in ((span, span in of_words) for span in parts)
        if is_word or pieces_of[span]
    )


def _word_of(span: Span, words: Sequence[Span]) -> Span | None:
    """The word that a piece overlaps most, as attributions are counted; the first of two that it shares."""
    best, best_overlap = None, 0
    for word in words[bisect_right(words, span.start, key=_end) :]:
        if word.start >= span.end:
            break
        overlap = min(span.end, word.end) - max(span.start, word.start)
        if overlap > best_overlap:
            best, best_overlap = word, overlap
    return best


def _part_from(start: int, parts: Sequence[Span]) -> Span | None:
    """The part that a place lies in or before; the last one for what follows it."""
    if not parts:
        return None
    return parts[min(bisect_right(parts, start, key=_end), len(parts) - 1)]


def _end(span: Span) -> int:
    return span.end
