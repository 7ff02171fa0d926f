"""Limits on texts and on the sequence length."""

from typing import Any, Final

from sentimotion.errors import BlankText, InvalidMaxLength, InvalidText

MIN_LENGTH: Final = 8
MAX_LENGTH: Final = 512
DEFAULT_LENGTH: Final = 128


def check_text(text: object) -> None:
    """Check that a value is a text that the model can read.

    :raises BlankText: If the text consists of white space only.
    :raises InvalidText: If it is not a string, or not valid Unicode.
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
    """Check that max_length is a whole number from 8 to 512.

    :raises InvalidMaxLength: If not; the message names the value.
    """
    is_whole = isinstance(max_length, int) and not isinstance(max_length, bool)
    if not is_whole or not MIN_LENGTH <= max_length <= MAX_LENGTH:
        raise InvalidMaxLength(
            f"max_length is {max_length!r}, expected a whole number from {MIN_LENGTH} to {MAX_LENGTH}"
        )
