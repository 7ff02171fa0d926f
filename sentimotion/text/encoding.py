"""Encode a text to token ids with offsets into the text."""

from dataclasses import dataclass

from tokenizers import Tokenizer
from transformers import PreTrainedTokenizerBase

from sentimotion.errors import BlankText
from sentimotion.text.limits import DEFAULT_LENGTH, check_max_length, check_text
from sentimotion.text.quality import find_quality_issues
from sentimotion.text.words import Span


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its piece in the vocabulary, and its span in the text (None for a special token)."""

    id: int
    piece: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class EncodedText:
    """A text as input of the model, special tokens included.

    ``truncated_at`` is the code point at which the text was truncated, or None. If ``text`` is a repaired
    text, ``typed_text`` is the text before the repair, otherwise None.
    """

    text: str
    tokens: tuple[Token, ...]
    truncated_at: int | None
    typed_text: str | None = None

    @property
    def repaired_text(self) -> str | None:
        """The text if it was repaired, otherwise None."""
        return None if self.typed_text is None else self.text

    @property
    def input_ids(self) -> list[int]:
        """Token ids, in order."""
        return [token.id for token in self.tokens]


class Encoder:
    """Encodes texts with a fast tokenizer.

    It uses a copy of the tokenizer that never truncates or pads: transformers sets both on the shared
    tokenizer at each call, which two threads cannot do at once ("Already borrowed").

    :param tokenizer: A fast transformers tokenizer.
    :param max_positions: Maximum number of tokens of the model.
    """

    def __init__(self, tokenizer: PreTrainedTokenizerBase, max_positions: int) -> None:
        self._backend = Tokenizer.from_str(tokenizer.backend_tokenizer.to_str())
        self._backend.no_truncation()
        self._backend.no_padding()
        # "[SEP]" in a text is three letters and two brackets, not a special token.
        self._backend.encode_special_tokens = True
        self._special_ids = frozenset(tokenizer.all_special_ids)
        self._unknown = (tokenizer.unk_token_id, tokenizer.unk_token)
        self._max_positions = max_positions

    def encode(self, text: str, max_length: int = DEFAULT_LENGTH, *, repair: bool = False) -> EncodedText:
        """Encode one text, truncated to max_length tokens.

        :param text: The text as typed.
        :param max_length: Maximum number of tokens, special tokens included, 8 to 512.
        :param repair: Whether to encode the correction of :func:`find_quality_issues` instead, if it has one.
        :raises BlankText: If the text consists of white space, or of zero-width and control characters that
            the tokenizer drops.
        :raises InvalidText: If it is not a string, or not valid Unicode.
        :raises InvalidMaxLength: If max_length is not a whole number from 8 to 512.
        """
        check_text(text)
        check_max_length(max_length)
        typed_text = None
        if repair and (suggestion := find_quality_issues(text).suggestion) is not None:
            text, typed_text = suggestion, text
        encoding = self._backend.encode(text)
        tokens = [
            Token(token_id, piece, None) if special else self._token_of_text(token_id, piece, Span(*offsets))
            for token_id, piece, offsets, special in zip(
                encoding.ids, encoding.tokens, encoding.offsets, encoding.special_tokens_mask, strict=True
            )
        ]
        if all(token.span is None for token in tokens):
            raise BlankText("the text contains only characters that the tokenizer drops; add a word")
        limit = min(max_length, self._max_positions)
        if len(tokens) <= limit:
            return EncodedText(text, tuple(tokens), None, typed_text)
        last = tokens[-1]
        kept = [*tokens[: limit - 1], last] if last.span is None else tokens[:limit]
        truncated_at = max(token.span.end for token in kept if token.span)
        return EncodedText(text, tuple(kept), truncated_at, typed_text)

    def _token_of_text(self, token_id: int, piece: str, span: Span) -> Token:
        # A Unigram vocabulary lists "</s>" among its pieces, and matches a typed one even so.
        if token_id in self._special_ids:
            token_id, piece = self._unknown
        return Token(token_id, piece, span)
