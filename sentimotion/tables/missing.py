"""Cells that mark a missing value or hold a spreadsheet's error instead of a text. Pure."""

from typing import Final

import regex

# Written by pandas, R, databases and spreadsheets. "na" and "Na" are left out: romanized, they are the Bangla
# word for "no".
_MISSING: Final = frozenset(
    [
        "nan",
        "NaN",
        "NAN",
        "Nan",
        "-nan",
        "-NaN",
        "None",
        "none",
        "NONE",
        "null",
        "NULL",
        "Null",
        "nil",
        "NIL",
        "NA",
        "N/A",
        "n/a",
        "N/a",
        "#N/A",
        "#NA",
        "<NA>",
        "NaT",
        "NULL.",
        "(null)",
        "(NULL)",
        "\\N",
        "undefined",
    ]
)
_ERRORS: Final = regex.compile(
    r"#(?:NAME\?|VALUE!|REF!|DIV/0!|NUM!|NULL!|ERROR!|SPILL!|CALC!|BLOCKED!|CONNECT!|FIELD!|GETTING_DATA"
    r"|UNKNOWN!|BUSY!|PYTHON!|EXTERNAL!)|Err:\d{3}",
    regex.IGNORECASE,
)
_LONGEST: Final = 24
_INVISIBLE: Final = regex.compile(r"[\s\p{Cf}]+")


def why_missing(text: str) -> str | None:
    """The reason why a cell holds no text, or None if it does.

    :param text: The cell.
    """
    if len(text) > _LONGEST:
        return None
    cell = _INVISIBLE.sub("", text)
    if cell in _MISSING:
        return f"no text: {cell} marks a missing value"
    if _ERRORS.fullmatch(cell):
        return f"no text: {cell} is an error of a spreadsheet"
    return None


def is_missing(text: str) -> bool:
    """Whether a cell is blank, marks a missing value or holds a spreadsheet's error."""
    return not _INVISIBLE.sub("", text) or why_missing(text) is not None
