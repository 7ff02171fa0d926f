"""Refuse a file whose content is of another type than its name says."""

from pathlib import Path
from typing import Final

from sentimotion.errors import DataError

_SIGNATURES: Final = (
    (b"PK\x03\x04", "a zip archive, as spreadsheets (.xlsx) are", ".xlsx"),
    (b"\xd0\xcf\x11\xe0", "an old or encrypted Office file; save it as .xlsx without a password", None),
    (b"PAR1", "a Parquet file", ".parquet"),
    (b"\x1f\x8b", "compressed by gzip; unpack it", None),
    (b"BZh", "compressed by bzip2; unpack it", None),
    (b"\x28\xb5\x2f\xfd", "compressed by zstd; unpack it", None),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it", None),
    (b"Rar!", "a RAR archive; unpack it", None),
    (b"%PDF-", "a PDF; export its table as CSV", None),
    (b"SQLite format 3", "a SQLite database; export its table as CSV", None),
)
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
        head = file.read(512)
    for signature, what, suffix in _SIGNATURES:
        if head.startswith(signature):
            hint = "" if suffix is None else f"; name it {path.stem}{suffix}"
            raise DataError(f"{path}: named {path.suffix}, but it is {what}{hint}")
    start = head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n").lower()
    for beginning, what in _TEXT_STARTS:
        if start.startswith(beginning):
            raise DataError(f"{path}: named {path.suffix}, but it is {what}")
