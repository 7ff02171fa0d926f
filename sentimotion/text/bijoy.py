"""Find text encoded for a legacy Bangla font, such as SutonnyMJ of Bijoy. Pure.

Such fonts show Latin letters and signs of Windows-1252 as Bangla: Avwg is আমি.
"""

from typing import Final

import regex

from sentimotion.text.words import LATIN_LETTER, NOT_SPACE, Span, has_bangla

# Of the words in Latin letters: short ones do not show what they are.
_BIJOY_SHARE: Final = 0.4
# Addresses, names of files and of functions mix letters and signs in other ways.
_ADDRESS = regex.compile(r"https?:|www\.|[@/\\=<>]|^#|\.[a-z]{2,4}\b|_\w+_|\(\)")
_OPENING: Final = "`'\"*(["
_CLOSING: Final = "`'\"*)],.:;"
# Signs that are parts of letters in these fonts: ে before one (‡ †), যফলা ¨, রেফ ©, স্ ¯, ব ¦, and so on. Signs
# that other text has between letters (quotation marks, dashes, accented letters) are not listed.
_FONT_SIGN: Final = r"[†‡‰¨©ª¬®¯¤¦§«±²³´µ¶·¸¹¼½¾×÷~^`|Š›œžŸ]"
_BIJOY_MARKS: Final = (
    (2, regex.compile(rf"[†‡][A-Za-z`]|(?<![\p{{L}}\p{{N}}])[‰¯][A-Za-z]|[A-Za-z]{_FONT_SIGN}+[A-Za-z]")),
    (1, regex.compile(r"[A-Za-z][¨©ª¤¦§¶‡†³µ²`~&]{1,2}(?![A-Za-z])")),
    # v is া and w is ি: v occurs before consonants and at the end, w before most letters.
    (1, regex.compile(r"(?<=[A-Za-z])v[bcdfgjklmnpqtwxzA-Z]")),
    (1, regex.compile(r"(?<![A-Za-z])(?:Av[a-z]*[bgcKZRwi]|[BCDFGHKLMNPQRTUVWXYZ]v[A-Za-z])|^[^|]*[a-z]\|$")),
    (1, regex.compile(r"[bcdfgjklmnpqstz]v[bcdfgjklmnpqstwxz]")),
    (1, regex.compile(r"(?<=[A-Za-z]{2})v(?![A-Za-z])|(?<![A-Za-z])[bgKZhRIGZ]v(?![A-Za-z])")),
    (1, regex.compile(r"(?<![A-Za-z])w[bcdfgjklmnpqtvxzA-Z]|[a-z]w[gjqvcbZKRP]|vw[a-zA-Z]")),
    # Capitals are other letters (Z is ত, K is ক), at any place in a word.
    (1, regex.compile(r"[a-z][GHIKLMNPQRTUVWXYZ](?![a-z]{2})|[a-z][KLMZ][a-z]")),
)
_IS_BIJOY: Final = 2


def find_bijoy_words(text: str) -> list[Span]:
    """The words encoded for a legacy font, if enough of the words in Latin letters look so.

    :param text: Any string.
    """
    if LATIN_LETTER.search(text) is None:
        return []
    found, total, n_latin = [], 0.0, 0
    for match in NOT_SPACE.finditer(text):
        if LATIN_LETTER.search(match[0]) and not has_bangla(match[0]):
            n_latin += 1
            score = min(_IS_BIJOY, _bijoy_score(match[0]))
            total += score / _IS_BIJOY
            if score == _IS_BIJOY:
                found.append(Span(*match.span()))
    # Among Bangla, one word may be a name or a code.
    enough = 2 if has_bangla(text) else 1
    return found if len(found) >= enough and total >= _BIJOY_SHARE * n_latin else []


def _bijoy_score(word: str) -> int:
    opened = word.lstrip(_OPENING)
    closed = opened.rstrip(_CLOSING)
    if len(word) > len(opened) > len(closed):
        word = closed
    if _ADDRESS.search(word):
        return 0
    return sum(weight for weight, mark in _BIJOY_MARKS if mark.search(word))
