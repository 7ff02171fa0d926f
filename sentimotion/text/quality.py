"""Detect text that the model cannot read well, and correct it where the correction is certain. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import regex

from sentimotion.text.bijoy import find_bijoy_words
from sentimotion.text.latin_script import latin_language
from sentimotion.text.lookalikes import LookalikeKind, find_lookalikes, replace_lookalikes
from sentimotion.text.markup import decode_markup, find_markup
from sentimotion.text.mojibake import Mojibake, find_mojibake
from sentimotion.text.vowel_signs import SignFault, misplaced_signs, repair_signs
from sentimotion.text.words import NOT_SPACE, Span, has_bangla, script_shares, word_spans

QualityIssueKind = (
    Literal["mojibake", "damaged", "bijoy", "romanized", "english", "no_bangla", "markup"]
    | LookalikeKind
    | SignFault
)
MAX_PLACES: Final = 3
"""Places that are given for an issue; all are counted."""
# With fewer Bangla letters than this share, the other letters decide.
_MOSTLY_OTHER: Final = 0.3
# The replacement character, which readers put in place of bytes they cannot decode, and halves of characters.
_DAMAGED = regex.compile(r"[\ufffd\ud800-\udfff]")
_OTHER_LETTER = regex.compile(r"[\p{L}--\p{Script=Bengali}]", regex.V1)


@dataclass(frozen=True, slots=True)
class QualityIssue:
    """One kind of problem in a text.

    :param kind: A stable code; sentimotion/text/README.md lists them.
    :param places: The first ``MAX_PLACES`` words that show it; empty if it concerns the whole text.
    :param count: Number of all such places; 0 if it concerns the whole text.
    """

    kind: QualityIssueKind
    places: tuple[Span, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True)
class QualityReport:
    """All issues of a text.

    :param issues: The most serious first; each kind once, and at most one of ``bijoy``, ``romanized``,
        ``english`` and ``no_bangla``.
    :param suggestion: The corrected text, to be offered and never applied unasked; None if no correction is
        certain.
    """

    issues: tuple[QualityIssue, ...]
    suggestion: str | None


def find_quality_issues(text: str) -> QualityReport:
    """Check a text for problems and correct what can be corrected. Takes time linear in its length.

    Avoiding false alarms matters more than finding everything.

    :param text: Any string; a blank one has no issues.
    """
    mojibake = find_mojibake(text)
    issues = _issues(text, mojibake)
    return QualityReport(issues, _suggestion(text, issues, mojibake))


def text_warnings(text: str) -> tuple[QualityIssueKind, ...]:
    """The kinds of issues of a text, the most serious first; empty if there are none.

    :param text: Any string.
    """
    return tuple(issue.kind for issue in _issues(text, find_mojibake(text)))


def _issues(text: str, mojibake: Mojibake | None) -> tuple[QualityIssue, ...]:
    if not text.strip():
        return ()
    markup = [Span(*span) for span in find_markup(text)]
    issues = [] if mojibake is None else [QualityIssue("mojibake")]
    issues += _grouped("damaged", text, [Span(*match.span()) for match in _DAMAGED.finditer(text)])
    # Misread Bangla consists of Latin letters and signs.
    if mojibake is None and (script := _script(text, decode_markup(text) if markup else text)) is not None:
        issues.append(script)
    if markup:
        issues.append(QualityIssue("markup", tuple(markup[:MAX_PLACES]), len(markup)))
    lookalikes: dict[LookalikeKind, list[Span]] = {}
    for found in find_lookalikes(text):
        lookalikes.setdefault(found.kind, []).append(found.span)
    for kind, spans in lookalikes.items():
        issues += _grouped(kind, text, spans)
    return (*issues, *_sign_faults(text))


def _suggestion(text: str, issues: tuple[QualityIssue, ...], mojibake: Mojibake | None) -> str | None:
    corrected = text if mojibake is None else mojibake.repaired
    if not issues or corrected is None:
        return None
    corrected = repair_signs(replace_lookalikes(decode_markup(corrected)))
    is_lost = not corrected.strip() or (has_bangla(text) and not has_bangla(corrected))
    return None if is_lost or corrected == text else corrected


def _grouped(kind: QualityIssueKind, text: str, spans: Sequence[Span]) -> list[QualityIssue]:
    """The issue of a kind; its places are extended to the white space around them. Empty without spans."""
    places: list[Span] = []
    for span in spans:
        if len(places) < MAX_PLACES and not (places and span.start < places[-1].end):
            run = next(match for match in NOT_SPACE.finditer(text) if match.end() > span.start)
            places.append(Span(*run.span()))
    return [QualityIssue(kind, tuple(places), len(spans))] if spans else []


def _script(text: str, decoded: str) -> QualityIssue | None:
    """What the letters are if not Bangla.

    :param text: As typed.
    :param decoded: Without HTML entities and tags.
    """
    if _OTHER_LETTER.search(text) is None and has_bangla(text):
        return None
    if bijoy := find_bijoy_words(text):
        return QualityIssue("bijoy", tuple(bijoy[:MAX_PLACES]), len(bijoy))
    shares = script_shares(decoded)
    if shares.bangla < _MOSTLY_OTHER and shares.latin > shares.other:
        language = latin_language(decoded)
        if language == "romanized" or (language == "english" and not has_bangla(decoded)):
            return QualityIssue(language)
    return None if has_bangla(decoded) else QualityIssue("no_bangla")


def _sign_faults(text: str) -> list[QualityIssue]:
    faults = list(misplaced_signs(text))
    words = word_spans(text) if faults else []
    places: dict[SignFault, list[Span]] = {}
    counts: dict[SignFault, int] = {}
    at = 0
    for found in faults:
        while at < len(words) and words[at].end <= found.span.start:
            at += 1
        inside = at < len(words) and words[at].start <= found.span.start
        # For Unicode, a sign after a space is part of the space's cluster: the word begins after the sign.
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
    return [QualityIssue(fault, tuple(places[fault]), counts[fault]) for fault in order]
