"""Detect the Unicode encoding of a text file from its first bytes. Pure."""

import codecs
from dataclasses import dataclass
from typing import Final

import regex

HEAD_BYTES: Final = 1 << 16
"""Number of bytes that are inspected."""

# UTF-32's mark begins with UTF-16's, so it comes first.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WITHOUT_MARK: Final = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_EXPECTED: Final = regex.compile(r"[\t\r\n -~\p{Script=Bengali}\u0964\u0965]")
# Read in the wrong byte order, Bangla becomes Chinese, Ethiopic or nothing at all.
_LEAST_EXPECTED: Final = 0.7


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec, and the byte order mark at the beginning of the file (empty if there is none)."""

    name: str
    mark: bytes = b""


def detect_encoding(head: bytes) -> Encoding:
    """Detect UTF-8, UTF-16 or UTF-32, with or without a byte order mark.

    Other encodings cannot hold Bangla; their bytes are read as UTF-8 with errors.

    :param head: The first HEAD_BYTES of the file, or fewer.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Encoding(name, mark)
    if b"\0" in head:
        for name in _WITHOUT_MARK:
            if _share_expected(head, name) >= _LEAST_EXPECTED:
                return Encoding(name)
    return Encoding("utf-8")


def _share_expected(head: bytes, name: str) -> float:
    """Share of characters that a table of Bangla texts consists of; 0 if the bytes are not valid."""
    try:
        text = codecs.getincrementaldecoder(name)().decode(head)
    except UnicodeDecodeError:
        return 0.0
    return len(_EXPECTED.findall(text)) / max(1, len(text))
