"""Refuse a file whose content is of another type than its name says."""

from pathlib import Path
from typing import Final

from sentimotion.errors import DataError

# Long enough that no name of a column begins so: a table may begin with "PAR1" or "BZh".
_SIGNATURES: Final = (
    (b"PK\x03\x04", "a zip archive, as spreadsheets (.xlsx) are", ".xlsx"),
    (b"\xd0\xcf\x11\xe0", "an old or encrypted Office file; save it as .xlsx without a password", None),
    (b"PAR1\x15", "a Parquet file", ".parquet"),
    (b"\x1f\x8b", "compressed by gzip; unpack it", None),
    *((b"BZh%d1AY&SY" % level, "compressed by bzip2; unpack it", None) for level in range(1, 10)),
    (b"\x28\xb5\x2f\xfd", "compressed by zstd; unpack it", None),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it", None),
    (b"Rar!\x1a\x07", "a RAR archive; unpack it", None),
    (b"%PDF-", "a PDF; export its table as CSV", None),
    (b"SQLite format 3", "a SQLite database; export its table as CSV", None),
)
_HEAD_BYTES: Final = 512
_TEXT_STARTS: Final = (
    ("<!doctype html", "an HTML page; save its table as .xlsx or CSV"),
    ("<html", "an HTML page; save its table as .xlsx or CSV"),
    ("<?xml", "an XML file; save it as .xlsx or CSV"),
    ("{\\rtf", "an RTF document; save its text as CSV"),
)


def check_text_content(path: Path) -> None:
    """Check that a CSV or JSONL file is text.

    :raises DataError: If it is a spreadsheet, an archive, a database or a document.
    """
    with path.open("rb") as file:
        found = _other_type(file.read(_HEAD_BYTES))
    if found is not None:
        what, suffix = found
        hint = "" if suffix is None else f"; name it {path.stem}{suffix}"
        raise DataError(f"{path}: named {path.suffix}, but it is {what}{hint}")


def is_taken_for_text(head: bytes) -> bool:
    """Whether :func:`check_text_content` accepts a file that begins so."""
    return _other_type(head[:_HEAD_BYTES]) is None


def _other_type(head: bytes) -> tuple[str, str | None] | None:
    """What a file is that begins so, and the suffix of its type, if that can be read; None for text."""
    for signature, what, suffix in _SIGNATURES:
        if head.startswith(signature):
            return what, suffix
    start = head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n").lower()
    return next(((what, None) for beginning, what in _TEXT_STARTS if start.startswith(beginning)), None)
