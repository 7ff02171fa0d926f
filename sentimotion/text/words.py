"""Words, grapheme clusters and scripts. All offsets are code points in the text as typed. Pure."""

from typing import Final, NamedTuple

import regex

# A word is a run of grapheme clusters that begin with a letter, mark, digit or one of the joiners that stand
# inside Bangla words; an apostrophe or hyphen between two such runs binds them, as a soft hyphen and a word
# joiner do, which are not seen and come along from web pages, and a dot or comma only between digits (৩.৫).
# An emoji cluster is a word of its own; # * © ® ™ are emoji only where a variation selector makes them so.
# Punctuation lies in no word.
_RUN = r"(?:(?=[\p{L}\p{M}\p{N}\u200c\u200d])\X)"
_EMOJI = r"(?=[#*©®™]\uFE0F|(?![©®™])[\p{Extended_Pictographic}\p{Emoji_Modifier}])\X"
# A flag is spelled out because \X looks back at all flags before it to know which letters pair up: 25 s for a
# text of 100,000. Matching from the front they simply pair up in turn.
_FLAG = r"\p{Regional_Indicator}{1,2}[\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=SpacingMark}]*"
# What is no word is matched too, a whole cluster at a time, so that no word begins within one.
_WORD = regex.compile(
    rf"(?P<word>{_FLAG}|{_EMOJI}|{_RUN}+(?:(?:['’\-\u00ad\u2060]|(?<=\p{{Nd}})[.,](?=\p{{Nd}})){_RUN}+)*)|\X"
)
JOINERS: Final = "\u200c\u200d"
"""Zero width non-joiner and joiner: they shape the letters beside them, and are not seen."""
NOT_SPACE = regex.compile(r"\S+")
"""A run of text between white space."""
_JOINERS = regex.compile(rf"[{JOINERS}]+")
_GRAPHEME = regex.compile(rf"{_FLAG}|\X")
_LETTER_OR_MARK = regex.compile(r"[\p{L}\p{M}]")
_BANGLA = regex.compile(r"\p{Script=Bengali}")
LATIN_LETTER = regex.compile(r"\p{Script=Latin}")


class Span(NamedTuple):
    """A part of a text: ``text[start:end]``."""

    start: int
    end: int


class ScriptShares(NamedTuple):
    """Shares of a text's letters and vowel signs by script, each 0 to 1; all 0 where there are no letters."""

    bangla: float
    latin: float
    other: float


def word_spans(text: str) -> list[Span]:
    """The words of a text, in order, not overlapping.

    :param text: Any string.
    :returns: Spans that never begin or end inside a grapheme cluster. Joiners alone are no word.
    """
    return [
        Span(*match.span())
        for match in _WORD.finditer(text)
        if match["word"] is not None and not _JOINERS.fullmatch(match["word"])
    ]


def grapheme_spans(text: str) -> list[Span]:
    """What a reader takes for single characters: extended grapheme clusters (Unicode UAX #29)."""
    return [Span(*match.span()) for match in _GRAPHEME.finditer(text)]


def script_shares(text: str) -> ScriptShares:
    """How much of a text is Bangla, Latin, and anything else, counted in letters and vowel signs."""
    letters = _LETTER_OR_MARK.findall(text)
    if not letters:
        return ScriptShares(0.0, 0.0, 0.0)
    bangla = sum(1 for letter in letters if _BANGLA.match(letter)) / len(letters)
    latin = sum(1 for letter in letters if LATIN_LETTER.match(letter)) / len(letters)
    return ScriptShares(bangla, latin, max(0.0, 1.0 - bangla - latin))


def has_bangla(text: str) -> bool:
    """Whether any letter, vowel sign or digit of the text is Bangla."""
    return _BANGLA.search(text) is not None
