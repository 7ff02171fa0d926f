"""Normalized key under which two texts count as duplicates. Pure."""

from typing import Final
from unicodedata import normalize

import regex

_URL: Final = regex.compile(r"(?:https?://|www\.)\S+", regex.IGNORECASE)
# Variation selectors and the keycap are marks by category, but parts of emoji.
_EMOJI_MARK: Final = regex.compile(r"[\p{Variation_Selector}\u20e3]")
_OTHER: Final = regex.compile(r"[^\p{L}\p{M}\p{Nd}]")
_INVISIBLE: Final = regex.compile(r"[\p{White_Space}\p{Default_Ignorable_Code_Point}]")


def comparison_key(text: str) -> str:
    """What of a text tells it from others: composed (NFC), in lower case, its letters, marks and digits.

    URLs, white space, punctuation and emoji are no part of it. A text that has nothing else keeps them, URLs
    and white space apart: ❤️ is another text than 😡.
    """
    kept = _EMOJI_MARK.sub("", _URL.sub(" ", normalize("NFC", text)))
    key = _OTHER.sub("", kept) or _INVISIBLE.sub("", kept)
    # Again, since a letter and its mark may meet only now.
    return normalize("NFC", key.lower())
