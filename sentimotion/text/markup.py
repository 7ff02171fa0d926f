"""HTML entities and tags left in exported texts: find and decode them. Pure."""

from html import unescape
from html.entities import name2codepoint
from typing import Final

import regex

# Tags that begin or end a line, and tags within a line. Nothing else in angle brackets is a tag (<3, a < b).
_BLOCK_TAGS: Final = (
    "address article aside blockquote body br center dd div dl dt figcaption figure footer form h1 h2 h3 h4"
    " h5 h6 head header hr html li main nav ol option p pre section select table tbody td textarea tfoot th"
    " thead title tr ul"
)
_INLINE_TAGS: Final = (
    "a abbr audio b bdi bdo big button cite code del em embed font i iframe img input ins kbd label link mark"
    " meta nobr o:p path q s samp script small source span strike strong style sub sup svg tt u var video wbr"
)
_ATTRIBUTE: Final = r"""\s++[a-z:-]++\s*+=\s*+(?:"[^"<>]*+"|'[^'<>]*+'|[^\s"'<>]++)"""
# Names of HTML 4 and &apos;, as exports write them. The look ahead spares trying each at every ampersand.
_NAMES: Final = "|".join([*name2codepoint, "apos"])
_ENTITY: Final = rf"&(?:\#[0-9]{{1,7}}|\#[xX][0-9A-Fa-f]{{1,6}}|(?=[A-Za-z0-9]{{2,8}};)(?:{_NAMES}));"
_TAG: Final = (
    rf"<(?i:/?(?:{'|'.join(f'{_BLOCK_TAGS} {_INLINE_TAGS}'.split())})(?:{_ATTRIBUTE})*+\s*+/?|!--[^<>]*+)>"
)
MARKUP: Final = rf"(?:{_ENTITY}|{_TAG})"
"""Pattern of one entity or tag. An entity ends with a semicolon: AT&T and R&D are text."""

_MARKUP = regex.compile(MARKUP)
_BLOCK_TAG = regex.compile(rf"</?(?:{'|'.join(_BLOCK_TAGS.split())})\b", regex.IGNORECASE)
# Exports that escape twice write &amp;quot; for a quotation mark.
_MAX_DEPTH: Final = 3


def find_markup(text: str) -> list[tuple[int, int]]:
    """The entities and tags of a text, in order, as (start, end)."""
    if "<" not in text and "&" not in text:
        return []
    return [match.span() for match in _MARKUP.finditer(text)]


def decode_markup(text: str) -> str:
    """Decode entities and remove tags; a tag that begins or ends a line becomes a line break.

    A no-break space becomes a space. What stands for no character, such as ``&#0;``, is left unchanged.
    """
    for _ in range(_MAX_DEPTH):
        decoded = _MARKUP.sub(_decode, text)
        if decoded == text:
            break
        text = decoded.strip("\n")
    return text


def _decode(match: "regex.Match[str]") -> str:
    typed = match[0]
    if typed.startswith("<"):
        return "\n" if _BLOCK_TAG.match(typed) else ""
    character = unescape(typed)
    if character == "\u00a0":
        return " "
    return typed if character in ("", "\ufffd") else character
