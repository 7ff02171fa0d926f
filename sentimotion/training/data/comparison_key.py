"""Normalized key under which two texts count as duplicates. Pure."""

from typing import Final
from unicodedata import normalize

import regex

_URL: Final = regex.compile(r"(?:https?://|www\.)\S+", regex.IGNORECASE)
# Marks by category, but parts of emoji: variation selectors and the keycap.
_EMOJI_MARK: Final = regex.compile(r"[\p{Variation_Selector}\u20e3]")
_OTHER: Final = regex.compile(r"[^\p{L}\p{M}\p{Nd}]")
_INVISIBLE: Final = regex.compile(r"[\p{White_Space}\p{Default_Ignorable_Code_Point}]")


def comparison_key(text: str) -> str:
    """Letters, marks and digits of a text, in NFC and lower case.

    URLs, white space, punctuation and emoji are ignored. If nothing else is left, punctuation and emoji are
    kept: ❤️ and 😡 are different texts.
    """
    kept = _EMOJI_MARK.sub("", _URL.sub(" ", normalize("NFC", text)))
    key = _OTHER.sub("", kept) or _INVISIBLE.sub("", kept)
    # Normalized again, as removing characters can make a letter and its mark adjacent.
    return normalize("NFC", key.lower())
