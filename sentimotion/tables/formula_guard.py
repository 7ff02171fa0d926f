"""Guard cells of CSV files that a spreadsheet would evaluate as formulas, and restore them. Pure.

A cell that begins with one of = + - @, their full-width forms, a tab, a line break or an apostrophe is
prefixed by an apostrophe. Reading removes one leading apostrophe. As a leading apostrophe is itself guarded,
every text is restored exactly.
"""

from collections.abc import Sequence
from typing import Final

_RISKY: Final = tuple("=+-@＝＋－＠\t\r\n")
_MARK: Final = "'"

# The first columns of review's export and of the page's words, in the order in which they are written.
_REVIEW_EXPORT: Final = ("project", "item", "position", "row", "external_id", "text", "gold_sentiment")
_WORDS_EXPORT: Final = ("head", "label", "contrast", "word", "start", "end", "attribution")


def guard(text: str) -> str:
    """Guard a text for a CSV cell."""
    return _MARK + text if text.startswith((*_RISKY, _MARK)) else text


def restore(cell: str) -> str:
    """Restore the text of a cell written by :func:`guard`."""
    return cell.removeprefix(_MARK)


def is_guarded(header: Sequence[str]) -> bool:
    """Whether a CSV file with this header was exported by us, with guarded cells.

    Scored again, such a file has more columns at its end.
    """
    return any(tuple(header[: len(names)]) == names for names in (_REVIEW_EXPORT, _WORDS_EXPORT))
