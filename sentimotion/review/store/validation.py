"""Normalize and validate names and notes before they are stored. Pure."""

from typing import Final
from unicodedata import category, normalize

from sentimotion.errors import InvalidReview

LONGEST_NAME: Final = 100
LONGEST_NOTE: Final = 10_000


def fold(text: str) -> str:
    """A text as names and duplicates are told by: composed (NFC), every run of white space one blank."""
    return " ".join(normalize("NFC", text).split())


def fold_name(name: str) -> str:
    """A name as it is kept and looked up: folded, and nothing invisible at its ends.

    Joiners within a name stay: they belong to Bangla words. At its ends they come from copying, and two names
    that look the same would be two.
    """
    folded = fold(name)
    seen = [place for place, character in enumerate(folded) if category(character) not in ("Cf", "Zs")]
    return folded[seen[0] : seen[-1] + 1] if seen else ""


def check_storable(text: str, what: str, longest: int) -> None:
    """Refuse a text that not every database can keep.

    :param text: As typed.
    :param what: What it is, for the message.
    :param longest: Characters at most.
    :raises InvalidReview: It is too long, or holds NUL (which PostgreSQL does not keep) or a lone surrogate.
    """
    if len(text) > longest:
        raise InvalidReview(f"the {what} has {len(text)} characters; at most {longest} are kept")
    if "\0" in text or any(category(character) == "Cs" for character in text):
        raise InvalidReview(f"the {what} holds a character that is no valid text; remove it")


def check_name(name: str, what: str) -> str:
    """A name as it is kept, see :func:`fold_name`.

    :param name: As typed. Joiners within it are welcome, control characters are not.
    :param what: Whose name, for the message.
    :raises InvalidReview: It is too long, or shows nothing, or holds what no database keeps.
    """
    folded = fold_name(name)
    check_storable(folded, what, LONGEST_NAME)
    if not folded or any(category(character) == "Cc" for character in folded):
        raise InvalidReview(f"the {what} is {folded!r}; give one that can be read")
    return folded
