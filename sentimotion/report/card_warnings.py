"""Extract the warnings from a model card in Markdown. Pure."""

import re
from dataclasses import dataclass
from typing import Final

# Headings of sections about limits and misuse.
_WARNING: Final = re.compile(
    r"out.of.scope|limit|bias|risk|caution|warning|caveat|ethic|not for|misuse", re.I
)
# Each pattern takes time in proportion to the text: no two parts of one match the same characters.
_HEADING: Final = re.compile(r"#{1,6}\s+(\S.*)")
_LINK: Final = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_BULLET: Final = re.compile(r"\s*[-*+]\s+(.*)")
# A card is untrusted text; only the beginning of a long one is used.
_MOST_SECTIONS: Final = 6
_MOST_POINTS: Final = 20
_MOST_CHARACTERS: Final = 600
_MOST_READ: Final = 200_000
# Of a line, and of the lines of a paragraph, before markup is removed.
_LONGEST: Final = 4 * _MOST_CHARACTERS


@dataclass(frozen=True, slots=True)
class CardSection:
    """A section of a card: its heading, and its paragraphs and list items as plain text."""

    title: str
    points: tuple[str, ...]


def card_warnings(markdown: str) -> tuple[CardSection, ...]:
    """Extract the sections with warnings, in order.

    Tables, code and images are skipped; a subsection is a section of its own.

    :param markdown: The card, with or without front matter.
    """
    sections: list[tuple[str, list[str]]] = []
    fenced = in_paragraph = False
    for line in (line[:_LONGEST] for line in markdown[:_MOST_READ].splitlines()):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        if fenced or line.lstrip().startswith(("```", "~~~", "|", "![", "<")):
            in_paragraph = False
        elif heading := _HEADING.fullmatch(line):
            sections.append((_plain(heading[1].rstrip().rstrip("#")), []))
            in_paragraph = False
        elif not line.strip():
            in_paragraph = False
        elif sections:
            _add_line(sections[-1][1], line, in_paragraph)
            in_paragraph = True
    return tuple(
        CardSection(title, tuple(_plain(point)[:_MOST_CHARACTERS] for point in points[:_MOST_POINTS]))
        for title, points in sections
        if points and _WARNING.search(title)
    )[:_MOST_SECTIONS]


def _add_line(points: list[str], line: str, in_paragraph: bool) -> None:
    """Start a list item or paragraph, or continue one."""
    bullet = _BULLET.fullmatch(line)
    if in_paragraph and points and not bullet:
        if len(points[-1]) < _LONGEST:
            points[-1] += " " + line.strip()
    else:
        points.append((bullet[1] if bullet else line).strip())


def _plain(text: str) -> str:
    """Remove Markdown markup; a link becomes its text."""
    text = _LINK.sub(r"\1", text)
    return re.sub(r"\*\*|__|`", "", text).strip()
