"""Lines of a UTF-8 file, of bounded length; invalid bytes are kept as surrogate escapes. Pure."""

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from sentimotion.errors import DataError

LONGEST_LINE: Final = 1 << 24
"""Maximum bytes of a line or characters of a field. Longer ones mean an unclosed quote or another format."""

_OTHER_ENCODINGS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decoded_lines(file: BinaryIO, path: Path, universal: bool = False) -> Iterator[str]:
    r"""Yield lines with their line ends, without the byte order mark.

    :param file: Open at its start.
    :param path: For errors.
    :param universal: Whether a lone ``\r`` ends a line too.
    :raises DataError: If a line is too long or the file is UTF-16.
    """
    number = 0
    while line := file.readline(LONGEST_LINE):
        number += 1
        if number == 1:
            if line.startswith(_OTHER_ENCODINGS):
                raise DataError(f"{path}: the file is UTF-16; save it as UTF-8")
            line = line.removeprefix(codecs.BOM_UTF8)
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            raise DataError(
                f"{path}, line {number}: longer than {LONGEST_LINE} bytes; expected one row per line in UTF-8"
            )
        text = line.decode("utf-8", "surrogateescape")
        if universal and "\r" in text:
            yield from _split(text)
        else:
            yield text


def _split(text: str) -> Iterator[str]:
    r"""At ``\r``, ``\n`` and ``\r\n``, only (str.splitlines splits at more)."""
    start = 0
    while (at := text.find("\r", start)) >= 0:
        end = at + 2 if text.startswith("\n", at + 1) else at + 1
        yield text[start:end]
        start = end
    if start < len(text):
        yield text[start:]


def starts_with_mark(path: Path) -> bool:
    """Whether a file begins with UTF-8's byte order mark."""
    with path.open("rb") as file:
        return file.read(3) == codecs.BOM_UTF8
