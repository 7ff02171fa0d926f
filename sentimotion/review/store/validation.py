"""Normalize and validate names and notes before they are stored. Pure."""

from typing import Final
from unicodedata import category, normalize

import regex

from sentimotion.errors import InvalidReview

LONGEST_NAME: Final = 100
LONGEST_NOTE: Final = 10_000
MOST_DECISIONS: Final = 100
"""Decisions and skips of an annotator on one item, all of which are kept."""

# Joiners are visible in Bangla, where they are next to a hasanta: they choose the form of a conjunct.
_UNSEEN: Final = regex.compile(
    r"(?<!\u09cd)[\u200c\u200d](?!\u09cd)|(?![\u200c\u200d])\p{Cf}|\p{Variation_Selector}"
)


def fold(text: str) -> str:
    """Normalize a text for comparing names and duplicates: NFC, with runs of white space as one space."""
    return " ".join(normalize("NFC", text).split())


def fold_name(name: str) -> str:
    """Normalize a name for storage and display: folded, without invisible characters at its ends.

    Joiners within a name are kept, as they belong to Bangla words. At its ends they come from copying and
    would make names differ that look the same.
    """
    folded = fold(name)
    seen = [place for place, character in enumerate(folded) if category(character) not in ("Cf", "Zs")]
    return folded[seen[0] : seen[-1] + 1] if seen else ""


def name_key(name: str) -> str:
    """Key of a name; spellings with the same key are the same name.

    Case, width, white space, invisible characters, the two codes of a letter such as য়, and dots at the end
    make no difference.
    """
    folded = normalize("NFKC", normalize("NFKC", fold_name(name)).casefold())
    key = " ".join(_UNSEEN.sub("", folded).split())
    # Keyboards of phones end a word with a dot.
    return key.rstrip(".\u0964 ") or key


def check_storable(text: str, what: str, longest: int) -> None:
    """Check that every supported database can store a text.

    :param text: The text as typed.
    :param what: Description of the text, for the message.
    :param longest: Maximum number of characters.
    :raises InvalidReview: If it is too long, or contains NUL (which PostgreSQL cannot store) or a lone
        surrogate.
    """
    if len(text) > longest:
        raise InvalidReview(f"the {what} has {len(text)} characters; at most {longest} are kept")
    if "\0" in text or any(category(character) == "Cs" for character in text):
        raise InvalidReview(f"the {what} contains an invalid character; remove it")


def check_name(name: str, what: str) -> str:
    """Normalize and check a name, see :func:`fold_name`.

    :param name: The name as typed. Joiners within it are allowed, control characters are not.
    :param what: Description of the name, for the message.
    :raises InvalidReview: If it is too long, has no visible characters, or cannot be stored.
    """
    folded = fold_name(name)
    check_storable(folded, what, LONGEST_NAME)
    if not folded or any(category(character) == "Cc" for character in folded):
        raise InvalidReview(
            f"the {what} is {folded!r}; give one with visible characters and no control characters"
        )
    return folded
