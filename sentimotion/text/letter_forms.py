"""Letters with two encodings: words that the vocabulary has in the other one. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import regex

from sentimotion.text.tokenization_trace import UNKNOWN_PIECES, TracedText
from sentimotion.text.words import word_spans

MAX_WORDS: Final = 20
"""Unknown words that are looked up in their other forms."""
TWO_PARTS: Final = {
    "\u09df": "\u09af\u09bc",  # য়
    "\u09dc": "\u09a1\u09bc",  # ড়
    "\u09dd": "\u09a2\u09bc",  # ঢ়
    "\u09cb": "\u09c7\u09be",  # ো
    "\u09cc": "\u09c7\u09d7",  # ৌ
}
"""Letters and signs with one code point, and their other encoding with two."""
_ONE_PART: Final = {parts: letter for letter, parts in TWO_PARTS.items()}
_LETTER = regex.compile("|".join([*TWO_PARTS, *_ONE_PART]))


@dataclass(frozen=True, slots=True)
class KnownForm:
    """An unknown word, and the same word in the encoding that the vocabulary has.

    :param typed: The word as typed.
    :param known: The word in the other encoding.
    :param letters: Each letter that differs, as typed and in the other encoding.
    """

    typed: str
    known: str
    letters: tuple[tuple[str, str], ...]


def other_forms(text: str) -> tuple[str, ...]:
    """The text with each two-form letter as one code point, and as two, where these differ from the text."""
    forms = (_replace(_ONE_PART, text), _replace(TWO_PARTS, text))
    return tuple(form for form in forms if form != text)


def find_known_forms(encoded: TracedText, encode: Callable[[str], TracedText]) -> tuple[KnownForm, ...]:
    """The unknown words of a text that the vocabulary has in another encoding, each once.

    :param encoded: The encoded text.
    :param encode: Encodes a text with the same vocabulary; called for ``MAX_WORDS`` words at most.
    """
    unknown = [token.span for token in encoded.tokens if token.span and token.piece in UNKNOWN_PIECES]
    if not unknown or _LETTER.search(encoded.text) is None:
        return ()
    words: dict[str, None] = {}
    at = 0
    for word in word_spans(encoded.text):
        while at < len(unknown) and unknown[at].end <= word.start:
            at += 1
        if at < len(unknown) and unknown[at].start < word.end:
            words[encoded.text[slice(*word)]] = None
    candidates = [word for word in words if _LETTER.search(word)]
    found = (_known_form(word, encode) for word in candidates[:MAX_WORDS])
    return tuple(form for form in found if form is not None)


def _known_form(word: str, encode: Callable[[str], TracedText]) -> KnownForm | None:
    for form in other_forms(word):
        if not any(token.piece in UNKNOWN_PIECES for token in encode(form).tokens if token.span):
            letters = zip(_LETTER.findall(word), _LETTER.findall(form), strict=True)
            return KnownForm(word, form, tuple(dict.fromkeys(pair for pair in letters if pair[0] != pair[1])))
    return None


def _replace(forms: Mapping[str, str], text: str) -> str:
    replaced: str = _LETTER.sub(lambda match: forms.get(match[0], match[0]), text)
    return replaced
