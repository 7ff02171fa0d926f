"""UTF-8, UTF-16 and UTF-32 with and without a byte order mark."""

import codecs

import pytest

from sentimotion.tables.encodings import Encoding, detect_encoding
from sentimotion.tables.lines import decoded_lines, starts_with_mark

TEXTS = ("text,id\nভালো,1\n", "মতামত\nখুব ভালো লাগল। আবার আসব!\n", "id;text\r\n১;বাজে 😊\r\n", "a\nb\n")
MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


@pytest.mark.parametrize("name", MARKS)
@pytest.mark.parametrize("text", TEXTS)
def test_every_encoding_with_and_without_mark(tmp_path, name, text):
    for mark in (b"", MARKS[name]):
        content = mark + text.encode(name)
        assert detect_encoding(content) == Encoding(name, mark)
        path = tmp_path / "in.csv"
        path.write_bytes(content)
        with path.open("rb") as file:
            assert "".join(decoded_lines(file, path)) == text
        assert starts_with_mark(path) is bool(mark)


@pytest.mark.parametrize("content", [b"", b"\xff", b"a\0b\n", b"text\n\xe0\xa6\n", b"\0" * 40, b"caf\xe9\n"])
def test_anything_else_is_read_as_utf_8(content):
    assert detect_encoding(content).name == "utf-8"
