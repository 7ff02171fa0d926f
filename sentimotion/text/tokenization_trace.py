"""Trace how the tokenizer read a text: pieces per word, and what was changed or dropped. Pure."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from sentimotion.text.normalization_diff import Change, Stretch, collect_changes
from sentimotion.text.words import NOT_SPACE, Span, word_spans

UNKNOWN_PIECES: Final = frozenset({"<unk>", "[UNK]"})
"""The unknown piece of Unigram and of WordPiece vocabularies."""
METASPACE: Final = "▁"
"""The mark of SentencePiece for the space before a word."""
_CONTINUES: Final = "##"


class TracedToken(Protocol):
    """A token, such as :class:`sentimotion.text.encoding.Token`."""

    @property
    def piece(self) -> str:
        """The piece in the vocabulary."""

    @property
    def span(self) -> Span | None:
        """Its span in the text; None for a special token."""


class TracedText(Protocol):
    """An encoded text, such as :class:`sentimotion.text.encoding.EncodedText`."""

    @property
    def text(self) -> str:
        """As typed."""

    @property
    def tokens(self) -> Sequence[TracedToken]:
        """All tokens in order, special ones included."""

    @property
    def truncated_at(self) -> int | None:
        """The code point at which the text was truncated, or None."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of the vocabulary.

    ``text`` is the part of the text as typed that it covers, without white space; empty for a piece that is a
    space.
    """

    text: str
    vocabulary: str
    span: Span
    unknown: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A word, or the characters between two words (punctuation), with its pieces in order.

    A word that shares a piece with the word before it may have no pieces.
    """

    text: str
    span: Span
    is_word: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class TokenizationTrace:
    """The tokens of a text by word, and the differences from the text as typed.

    ``n_tokens`` includes special tokens. ``unread`` is the truncated part, or None. ``more_changes`` is the
    number of changes that are left out of ``changes``.
    """

    parts: tuple[Part, ...]
    changes: tuple[Change, ...]
    more_changes: int
    n_tokens: int
    unread: Span | None


def trace_tokenization(encoded: TracedText) -> TokenizationTrace:
    """Compare a text with its pieces and their spans.

    The tokenizer and the rules of its normalizer are not needed: the pieces show what was changed.

    :param encoded: A text encoded by :class:`sentimotion.text.encoding.Encoder`.
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
    """The text of a piece, with a space for a metaspace; None for an unknown piece."""
    if piece.unknown:
        return None
    # Number signs in a text are pieces too.
    if piece.vocabulary.startswith(_CONTINUES) and not piece.text.startswith("#"):
        return piece.vocabulary.removeprefix(_CONTINUES)
    return piece.vocabulary.replace(METASPACE, " ")


def _stretches(pieces: Sequence[Piece], end: int) -> list[Stretch]:
    """Divide the text up to ``end`` into parts that no piece overlaps, each with the contents of its pieces.

    Characters that no piece covers belong to the part before them, such as a sign composed with its letter.
    """
    starts: list[int] = [0]
    contents: list[list[str | None]] = [[]]
    reach = 0
    for piece in pieces:
        # Pieces of one character (a ligature) have the same or overlapping spans.
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
    """The word that a piece overlaps most, as in attributions; the first of two with equal overlap."""
    best, best_overlap = None, 0
    for word in words[bisect_right(words, span.start, key=_end) :]:
        if word.start >= span.end:
            break
        overlap = min(span.end, word.end) - max(span.start, word.start)
        if overlap > best_overlap:
            best, best_overlap = word, overlap
    return best


def _part_from(start: int, parts: Sequence[Span]) -> Span | None:
    """The part that contains or follows a position; the last part if none does."""
    if not parts:
        return None
    return parts[min(bisect_right(parts, start, key=_end), len(parts) - 1)]


def _end(span: Span) -> int:
    return span.end
