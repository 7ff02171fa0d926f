"""Detect text that the model cannot read well: other scripts, legacy fonts, broken Bangla. Pure."""

from dataclasses import dataclass
from typing import Final, Literal

import regex

from sentimotion.text.latin_script import latin_language
from sentimotion.text.vowel_signs import SignFault, misplaced_signs, repair_signs
from sentimotion.text.words import LATIN_LETTER, NOT_SPACE, Span, has_bangla, script_shares, word_spans

QualityIssueKind = Literal["romanized", "english", "no_bangla", "bijoy", "mojibake"] | SignFault
MAX_PLACES: Final = 3
"""Places that are given for an issue; all are counted."""
# With fewer Bangla letters than this, what the other letters are decides.
_MOSTLY_OTHER: Final = 0.3
# Of the words in Latin letters: short ones do not show what they are.
_BIJOY_SHARE: Final = 0.4


@dataclass(frozen=True, slots=True)
class QualityIssue:
    """What is wrong, or looks so, with a text.

    :param places: The first words that show it; none where it is the whole text.
    :param count: Of all such places; 0 for the whole text.
    """

    kind: QualityIssueKind
    places: tuple[Span, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True)
class QualityReport:
    """All issues of a text, the heaviest first: at most one about its script, one per sign fault.

    :param suggestion: The text mended, to be offered and never taken in silence; None where there is no way
        that is beyond doubt.
    """

    found: tuple[QualityIssue, ...]
    suggestion: str | None


def find_quality_issues(text: str) -> QualityReport:
    """Look at a text before a model reads it. It takes one pass or few, however long the text.

    Few false alarms count more than finding all.

    :param text: Any string, also a blank one, about which there is nothing to say.
    """
    if not text.strip():
        return QualityReport((), None)
    if (restored := _undo_mojibake(text)) is not None:
        return QualityReport((QualityIssue("mojibake"),), restored)
    script = _script(text)
    faults = _sign_faults(text)
    mended = repair_signs(text) if faults else text
    suggestion = mended if mended != text and has_bangla(mended) else None
    return QualityReport((*([script] if script else []), *faults), suggestion)


def _script(text: str) -> QualityIssue | None:
    if bijoy := _bijoy_words(text):
        return QualityIssue("bijoy", tuple(bijoy[:MAX_PLACES]), len(bijoy))
    shares = script_shares(text)
    if shares.bangla < _MOSTLY_OTHER and shares.latin > shares.other:
        language = latin_language(text)
        if language == "romanized" or (language == "english" and not has_bangla(text)):
            return QualityIssue(language)
    return None if has_bangla(text) else QualityIssue("no_bangla")


def _sign_faults(text: str) -> tuple[QualityIssue, ...]:
    words = word_spans(text)
    places: dict[SignFault, list[Span]] = {}
    counts: dict[SignFault, int] = {}
    at = 0
    for found in misplaced_signs(text):
        while at < len(words) and words[at].end <= found.span.start:
            at += 1
        inside = at < len(words) and words[at].start <= found.span.start
        # A sign after a space belongs to the space, as Unicode sees it: the word begins behind it.
        is_before = at < len(words) and words[at].start == found.span.end
        place = (
            words[at] if inside else Span(found.span.start, words[at].end if is_before else found.span.end)
        )
        if found.fault == "parted_sign" and at:
            place = Span(words[at - 1].start, place.end)
        known = places.setdefault(found.fault, [])
        counts[found.fault] = counts.get(found.fault, 0) + 1
        if len(known) < MAX_PLACES and place not in known:
            known.append(place)
    order = sorted(places, key=lambda fault: -counts[fault])
    return tuple(QualityIssue(fault, tuple(places[fault]), counts[fault]) for fault in order)


# --- Bijoy: fonts such as SutonnyMJ show Latin letters and signs of Windows-1252 as Bangla (Avwg: আমি).

# Addresses, names of files and of functions mix letters and signs in other ways.
_ADDRESS = regex.compile(r"https?:|www\.|[@/\\=<>]|^#|\.[a-z]{2,4}\b|_\w+_|\(\)")
_OPENING: Final = "`'\"*(["
_CLOSING: Final = "`'\"*)],.:;"
# Signs that stand for parts of letters: ে before one (‡ †), যফলা ¨, রেফ ©, স্ ¯, ব ¦, and so on. What ordinary
# text puts between letters (quotation marks, dashes, accented letters) is left out.
_FONT_SIGN: Final = r"[†‡‰¨©ª¬®¯¤¦§«±²³´µ¶·¸¹¼½¾×÷~^`|Š›œžŸ]"
_BIJOY_MARKS: Final = (
    (2, regex.compile(rf"[†‡][A-Za-z`]|(?<![\p{{L}}\p{{N}}])[‰¯][A-Za-z]|[A-Za-z]{_FONT_SIGN}+[A-Za-z]")),
    (1, regex.compile(r"[A-Za-z][¨©ª¤¦§¶‡†³µ²`~&]{1,2}(?![A-Za-z])")),
    # v is া and w ি: v stands before consonants and at the end, w before most letters.
    (1, regex.compile(r"(?<=[A-Za-z])v[bcdfgjklmnpqtwxzA-Z]")),
    (1, regex.compile(r"(?<![A-Za-z])(?:Av[a-z]*[bgcKZRwi]|[BCDFGHKLMNPQRTUVWXYZ]v[A-Za-z])|^[^|]*[a-z]\|$")),
    (1, regex.compile(r"[bcdfgjklmnpqstz]v[bcdfgjklmnpqstwxz]")),
    (1, regex.compile(r"(?<=[A-Za-z]{2})v(?![A-Za-z])|(?<![A-Za-z])[bgKZhRIGZ]v(?![A-Za-z])")),
    (1, regex.compile(r"(?<![A-Za-z])w[bcdfgjklmnpqtvxzA-Z]|[a-z]w[gjqvcbZKRP]|vw[a-zA-Z]")),
    # Capitals are letters of their own (Z is ত, K is ক) and stand anywhere.
    (1, regex.compile(r"[a-z][GHIKLMNPQRTUVWXYZ](?![a-z]{2})|[a-z][KLMZ][a-z]")),
)
_IS_BIJOY: Final = 2


def _bijoy_words(text: str) -> list[Span]:
    """The words in an old font's encoding, where enough of the words that are not Bangla look so."""
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


# --- Mojibake: the UTF-8 of Bangla read as Windows-1252. Undone without doubt, since UTF-8 checks itself.

_MISREAD = regex.compile("à[¦§].")
_MISREAD_LETTERS: Final = 2


def _undo_mojibake(text: str) -> str | None:
    if len(_MISREAD.findall(text)) < _MISREAD_LETTERS:
        return None
    try:
        restored = b"".join(map(_byte, text)).decode("utf-8")
    except UnicodeError:
        return None
    return restored if has_bangla(restored) else None


def _byte(character: str) -> bytes:
    """Of Windows-1252; five of its bytes have no character and are kept as the control of that number."""
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")
