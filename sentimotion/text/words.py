"""Words, grapheme clusters and scripts. All offsets are code points in the text as typed. Pure."""

from typing import Final, NamedTuple

import regex

from sentimotion.text.markup import MARKUP

DANDA_NUMERATOR: Final = r"\u09f7(?<![\u09f4-\u09f6\u09f8\u09f9]\u09f7)(?![\u09f4-\u09f6\u09f8\u09f9])"
"""Pattern of ৷ typed for a danda. Beside another currency numerator (৷৹: four annas) it is one itself."""

# A word is a run of grapheme clusters that begin with a letter, mark, number or one of the joiners that are
# used within Bangla words. An apostrophe or hyphen joins two such runs, as do a soft hyphen and a word
# joiner, which are invisible and come from web pages; a dot or comma joins only digits (৩.৫).
# Numbers are digits and also ½, Ⅳ, the superscript of মি² and the numerators of annas. Enclosed ones (①) mark
# items of a list: each is a separate word, as an emoji cluster is; # * © ® ™ are emoji only before a
# variation selector. Punctuation, HTML entities and HTML tags are in no word.
_EXTENDERS = r"[\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=SpacingMark}]*"
_ENCLOSED = (
    r"\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3220-\u3229\u3248-\u324f\u3251-\u325f\u3280-\u3289\u32b1-\u32bf"
    r"\U0001f100-\U0001f10c"
)
_RUN = (
    rf"(?:(?=[[\p{{L}}\p{{M}}\p{{N}}\u200c\u200d]--[\u09f7{_ENCLOSED}]])\X"
    rf"|(?!{DANDA_NUMERATOR})\u09f7{_EXTENDERS})"
)
_EMOJI = rf"(?=[{_ENCLOSED}]|[#*©®™]\uFE0F|(?![©®™])[\p{{Extended_Pictographic}}\p{{Emoji_Modifier}}])\X"
# A flag is spelled out because \X looks back at all flags before it to know which letters pair up: 25 s for a
# text of 100,000. Matching from the front they simply pair up in turn.
_FLAG = rf"\p{{Regional_Indicator}}{{1,2}}{_EXTENDERS}"
# Other characters are matched too, one cluster at a time, so that no word begins within a cluster.
_WORD = regex.compile(
    rf"(?P<word>{_FLAG}|{_EMOJI}|{_RUN}+(?:(?:['’\-\u00ad\u2060]|(?<=\p{{Nd}})[.,](?=\p{{Nd}})){_RUN}+)*)"
    rf"|{MARKUP}{_EXTENDERS}|\X",
    regex.V1,
)
JOINERS: Final = "\u200c\u200d"
"""Zero width non-joiner and joiner: invisible, they change the shape of the letters beside them."""
NOT_SPACE = regex.compile(r"\S+")
"""A run of characters other than white space."""
_JOINERS = regex.compile(rf"[{JOINERS}]+")
_GRAPHEME = regex.compile(rf"{_FLAG}|\X")
_LETTERS = regex.compile(r"[\p{L}\p{M}]++")
_BANGLA_LETTERS = regex.compile(r"[[\p{L}\p{M}]&&\p{Script=Bengali}]++", regex.V1)
_LATIN_LETTERS = regex.compile(r"[[\p{L}\p{M}]&&\p{Script=Latin}]++", regex.V1)
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
    :returns: Spans that never begin or end within a grapheme cluster. Joiners alone are not a word.
    """
    return [
        Span(*match.span())
        for match in _WORD.finditer(text)
        if match["word"] is not None and not _JOINERS.fullmatch(match["word"])
    ]


def grapheme_spans(text: str) -> list[Span]:
    """Extended grapheme clusters (Unicode UAX #29): what a reader sees as single characters."""
    return [Span(*match.span()) for match in _GRAPHEME.finditer(text)]


def script_shares(text: str) -> ScriptShares:
    """Shares of Bangla, Latin and other scripts among the letters and vowel signs of a text."""
    n_letters, n_bangla, n_latin = (
        sum(map(len, pattern.findall(text))) for pattern in (_LETTERS, _BANGLA_LETTERS, _LATIN_LETTERS)
    )
    if not n_letters:
        return ScriptShares(0.0, 0.0, 0.0)
    bangla, latin = n_bangla / n_letters, n_latin / n_letters
    return ScriptShares(bangla, latin, max(0.0, 1.0 - bangla - latin))


def has_bangla(text: str) -> bool:
    """Whether a text has a Bangla letter, vowel sign or digit."""
    return _BANGLA.search(text) is not None
