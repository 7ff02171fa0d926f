"""Lines of a UTF-8, UTF-16 or UTF-32 file, of bounded length. Invalid UTF-8 is kept as surrogate escapes."""

import io
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from sentimotion.errors import DataError
from sentimotion.tables.encodings import HEAD_BYTES, Encoding, detect_encoding
from sentimotion.tables.plain_values import storable

LONGEST_LINE: Final = 1 << 24
"""Maximum bytes of a line or characters of a field. Longer ones mean an unclosed quote or another format."""


def decoded_lines(file: BinaryIO, path: Path) -> Generator[str]:
    r"""Yield lines with their line ends (``\n``, ``\r\n`` or ``\r``), without the byte order mark.

    :param file: Open at its start.
    :param path: For errors.
    :raises DataError: If a line is too long, or the file is not valid UTF-16 or UTF-32.
    """
    encoding = detect_encoding(file.read(HEAD_BYTES))
    file.seek(len(encoding.mark))
    lines = _utf8_lines(file) if encoding.name == "utf-8" else _other_lines(file, path, encoding)
    for number, line in enumerate(lines, start=1):
        if len(line) >= LONGEST_LINE and not line.endswith(("\n", "\r")):
            raise DataError(
                f"{path}, line {number}: longer than {LONGEST_LINE} bytes; expected one row per line"
            )
        yield line


def _utf8_lines(file: BinaryIO) -> Iterator[str]:
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            yield line.decode("latin-1")  # as many characters as bytes; refused by its length
            return
        text = line.decode("utf-8", "surrogateescape")
        if "\r" in text:
            yield from _split(text)
        else:
            yield text


def _other_lines(file: BinaryIO, path: Path, encoding: Encoding) -> Iterator[str]:
    reader = io.TextIOWrapper(file, encoding.name, errors="surrogatepass", newline="")
    try:
        while line := reader.readline(LONGEST_LINE):
            # Half of a surrogate pair, which UTF-8 cannot hold.
            yield storable(line)
    except UnicodeDecodeError as error:
        name = encoding.name.rpartition("-")[0].upper()
        raise DataError(f"{path}: not valid {name} ({error.reason}); save it as UTF-8") from error
    finally:
        reader.detach()  # who opened the file closes it


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
    """Whether a file begins with a byte order mark of any encoding."""
    with path.open("rb") as file:
        return detect_encoding(file.read(4)).mark != b""
