"""Limits on texts and on the sequence length."""

from typing import Any, Final

from sentimotion.errors import BlankText, InvalidMaxLength, InvalidText

MIN_LENGTH: Final = 8
MAX_LENGTH: Final = 512
DEFAULT_LENGTH: Final = 128


def check_text(text: object) -> None:
    """Refuse what is no text that a model can read.

    :raises BlankText: The text holds nothing but white space.
    :raises InvalidText: It is not a string, or no valid Unicode.
    """
    if not isinstance(text, str):
        raise InvalidText(f"the text is a {type(text).__name__}, expected a string")
    if not text.strip():
        raise BlankText("the text is empty; give at least one word")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InvalidText(
            f"the text is not valid Unicode at code point {error.start} (a lone surrogate); remove it"
        ) from error


def check_max_length(max_length: Any) -> None:
    """Refuse a max_length that is not a whole number from 8 to 512.

    :raises InvalidMaxLength: Naming the value.
    """
    is_whole = isinstance(max_length, int) and not isinstance(max_length, bool)
    if not is_whole or not MIN_LENGTH <= max_length <= MAX_LENGTH:
        raise InvalidMaxLength(
            f"max_length is {max_length!r}, expected a whole number from {MIN_LENGTH} to {MAX_LENGTH}"
        )
