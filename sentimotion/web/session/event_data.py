"""Read event data sent by the browser. The data is untrusted."""

import re


def whole_number(text: str | None) -> int | None:
    """Parse a number from 0 to 999,999 from a hidden field; None if it is not one."""
    return int(text) if text and re.fullmatch("[0-9]{1,6}", text) else None
