"""Read the version of a checkpoint: a short name and a date. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

LONGEST: Final = 80
"""Maximum number of characters of a version."""


def read_version(value: object) -> str | None:
    """The version that a checkpoint's config names, as one line.

    :param value: ``{"name": "everyday-1", "date": "2026-11-26"}``, the same without a date, a string, or
        None.
    :returns: Such as ``"everyday-1 (2026-11-26)"``: at most ``LONGEST`` characters, all of them printable,
        the first a letter or digit, so that no spreadsheet evaluates it as a formula. None for None.
    :raises ValueError: It is not one of these.
    """
    if value is None:
        return None
    version = _of_parts(value) if isinstance(value, Mapping) else value
    if not isinstance(version, str):
        raise ValueError("it is neither a string nor an object")
    if not version:
        raise ValueError("it is empty")
    if len(version) > LONGEST:
        raise ValueError(f"it has {len(version)} characters, expected at most {LONGEST}")
    # No line breaks, invisible characters, direction marks or lone surrogates.
    if not version.isprintable():
        raise ValueError("it contains a non-printable character")
    if not version[0].isalnum():
        raise ValueError("it begins with neither a letter nor a digit")
    return version


def named(source: str, version: str | None) -> str:
    """A checkpoint's name for display, such as ``embedded, everyday-1 (2026-11-26)``.

    :param source: Where it comes from.
    :param version: None or empty if it has none.
    """
    return f"{source}, {version}" if version else source


def _of_parts(parts: Mapping[str, Any]) -> str:
    name, day = parts.get("name"), parts.get("date")
    if not isinstance(name, str):
        raise ValueError("its name is not a string")
    if day is None:
        return name
    if not isinstance(day, str):
        raise ValueError("its date is not a string")
    try:
        return f"{name} ({date.fromisoformat(day)})"
    except ValueError:
        raise ValueError("its date is not in the form 2026-11-26") from None
