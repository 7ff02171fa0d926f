"""Pure: texts that people type, as they are kept."""

from typing import Final
from unicodedata import category, normalize

from sentimotion.errors import InvalidReview

LONGEST_NAME: Final = 100
LONGEST_NOTE: Final = 10_000


def fold(text: str) -> str:
    """A text as names and duplicates are told by: composed (NFC), every run of white space one blank."""
    return " ".join(normalize("NFC", text).split())


def check_kept(text: str, what: str, longest: int) -> None:
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
    """A name as it is kept: folded.

    :param name: As typed. Joiners are welcome, they belong to Bangla words; control characters are not.
    :param what: Whose name, for the message.
    :raises InvalidReview: It is too long, or shows nothing, or holds what no database keeps.
    """
    folded = fold(name)
    check_kept(folded, what, LONGEST_NAME)
    categories = {category(character) for character in folded}
    if "Cc" in categories or not categories - {"Cf", "Zs"}:
        raise InvalidReview(f"the {what} is {folded!r}; give one that can be read")
    return folded
