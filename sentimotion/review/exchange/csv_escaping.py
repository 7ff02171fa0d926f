"""Escape CSV cells that a spreadsheet would evaluate as formulas, and restore them. Pure.

Rule for text columns: a cell that begins with one of = + - @, their full-width forms, a tab, a line break or
an apostrophe is prefixed by an apostrophe. Reading removes one leading apostrophe. As a leading apostrophe is
itself escaped, every text is restored exactly.
"""

from typing import Final

from sentimotion.review.exchange.export_rows import Kind, Value

_RISKY: Final = tuple("=+-@＝＋－＠\t\r\n")
_MARK: Final = "'"


def neutralize(text: str) -> str:
    """Escape a text for a CSV cell."""
    return _MARK + text if text.startswith((*_RISKY, _MARK)) else text


def restore(cell: str) -> str:
    """Restore the text of a cell written by :func:`neutralize`."""
    return cell.removeprefix(_MARK)


def to_cell(value: Value, kind: Kind) -> str:
    """Convert a value to a cell; a missing value is an empty cell."""
    if value is None:
        return ""
    if kind == "bool":
        return "true" if value else "false"
    if kind in ("text", "optional"):
        return neutralize(str(value))
    return repr(value)


def from_cell(cell: str, kind: Kind) -> Value:
    """Restore the value of a cell written by :func:`to_cell`."""
    if kind == "text":
        return restore(cell)
    if cell == "":
        return None
    if kind == "bool":
        return cell == "true"
    if kind == "int":
        return int(cell)
    return float(cell) if kind == "float" else restore(cell)
