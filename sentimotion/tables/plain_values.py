"""Convert values of any format to plain values for CSV and JSON. Pure."""

import base64
import json
import math
from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from sentimotion.tables.columns import Kind


def as_json(value: Any) -> Any:
    """Convert a value for JSON: dates in ISO 8601, bytes in base64, NaN and infinity as null."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {storable(str(key)): as_json(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(one) for one in value]
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return str(value)  # Decimal, UUID


def as_text(value: Any) -> str:
    """Convert a value to a CSV field: text unchanged, null as empty, JSON for the rest."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, float):  # most cells of a scored file
        return float.__repr__(value) if math.isfinite(value) else ""
    plain = as_json(value)
    return plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)


def kind_of(value: Any) -> str | None:
    """Type of a JSON value: ``text``, ``integer``, ``number``, ``truth``, ``other``, or None for null."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "truth"
    if isinstance(value, int):
        return "integer" if -(2**63) <= value < 2**63 else "other"
    if isinstance(value, float):
        return "number"
    return "text" if isinstance(value, str) else "other"


def column_kind(found: set[str]) -> Kind:
    """Type of a column whose values have the types of :func:`kind_of`; mixed ones are written as text."""
    if found == {"integer"}:
        return "integer"
    if found == {"truth"}:
        return "truth"
    return "number" if found in ({"number"}, {"number", "integer"}) else "text"


def storable(text: str) -> str:
    r"""Escape invalid Unicode in a text: a stray byte as ``\x80``, half a pair as ``\ud800``.

    Files are read so that a stray byte survives (surrogateescape); most formats cannot hold it.
    """
    if text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text):
        return text
    return "".join(
        f"\\x{ord(character) - 0xDC00:02x}"
        if "\udc80" <= character <= "\udcff"
        else f"\\u{ord(character):04x}"
        if "\ud800" <= character <= "\udfff"
        else character
        for character in text
    )
