"""Escape CSV cells that a spreadsheet would evaluate as formulas, and restore them. Pure.

The rule, for columns of text: a cell that begins with one of = + - @, their full-width forms, a tab, a line
break or an apostrophe gets an apostrophe in front. Reading takes one apostrophe away from a cell that begins
with one. Since a cell with an apostrophe of its own gets a second one, every text comes back as it was.
"""

from typing import Final

from sentimotion.review.exchange.export_rows import Kind, Value

_RISKY: Final = tuple("=+-@＝＋－＠\t\r\n")
_MARK: Final = "'"


def neutralize(text: str) -> str:
    """A text as its cell."""
    return _MARK + text if text.startswith((*_RISKY, _MARK)) else text


def restore(cell: str) -> str:
    """A cell of :func:`neutralize` as its text."""
    return cell.removeprefix(_MARK)


def to_cell(value: Value, kind: Kind) -> str:
    """A value as a cell; what is missing is empty."""
    if value is None:
        return ""
    if kind == "bool":
        return "true" if value else "false"
    if kind in ("text", "optional"):
        return neutralize(str(value))
    return repr(value)


def from_cell(cell: str, kind: Kind) -> Value:
    """The value of a cell of :func:`to_cell`."""
    if kind == "text":
        return restore(cell)
    if cell == "":
        return None
    if kind == "bool":
        return cell == "true"
    if kind == "int":
        return int(cell)
    return float(cell) if kind == "float" else restore(cell)
