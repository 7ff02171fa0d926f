"""Find misplaced Bangla vowel signs and hasantas, and repair them. Pure.

A sign is encoded after its letter, whichever side of the letter it is displayed on. Texts converted from
legacy fonts have the signs of the left side (ি ে ৈ) before their letter instead: in visual order.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

import regex

from sentimotion.text.words import JOINERS, NOT_SPACE, Span

SignFault = Literal[
    "visual_order",  # a sign of the left side before its letter
    "parted_sign",  # a space between a letter and its sign
    "stray_sign",  # a sign or hasanta without a letter before it
    "double_sign",  # two vowel signs, or two hasantas, on one letter
    "late_sign",  # after a chandrabindu, which comes last; or a nukta, which comes first, after a sign
    "split_letter",  # অ and া for আ
]

SignOrder = Literal["typed", "visual", "unknown"]


@dataclass(frozen=True, slots=True)
class Misplaced:
    """One misplaced sign.

    :param span: Position of the sign.
    :param repair: The part of the text to replace, and its replacement; None if no repair is certain.
    """

    fault: SignFault
    span: Span
    repair: tuple[Span, str] | None = None


_CONSONANTS: Final = "\u0995-\u09b9\u09ce\u09dc\u09dd\u09df\u09f0\u09f1"
_LEFT_SIGNS: Final = "\u09bf\u09c7\u09c8"
_CHANDRABINDU, _NUKTA, _HASANTA, _AA, _AU_MARK, _E = (
    "\u0981",
    "\u09bc",
    "\u09cd",
    "\u09be",
    "\u09d7",
    "\u09c7",
)

# A consonant, or several joined by hasantas.
_CLUSTER = regex.compile(
    rf"[{_CONSONANTS}]{_NUKTA}?(?:[{JOINERS}]*{_HASANTA}[{JOINERS}]*[{_CONSONANTS}]{_NUKTA}?)*"
)
_VISUAL = regex.compile(rf"([{_LEFT_SIGNS}])({_CLUSTER.pattern})")
# In a text in logical order, some sign of the left side ends a word or is followed by something else than a
# letter; in visual order none is, and ো is two signs.
_LOGICAL = regex.compile(
    rf"(?<=[{_CONSONANTS}{_NUKTA}])[{_LEFT_SIGNS}](?![{JOINERS}]*[{_CONSONANTS}]|[{_AA}{_AU_MARK}])|[\u09cb\u09cc]"
)
# Signs that cannot belong to a word before them; after া it may be ো with its two signs swapped.
_EVIDENT = regex.compile(
    rf"(?:(?<!(?!\u09f7)[\p{{L}}\p{{M}}\p{{N}}{JOINERS}])(?<![{_CONSONANTS}{_NUKTA}][ \u00a0])"
    rf"|(?<=[\u0985-\u0994\u09bf-\u09c4\u09c7\u09c8]{_CHANDRABINDU}?)|(?<={_AA}{_CHANDRABINDU})"
    rf"|(?<={_AA})(?!{_E}))[{_LEFT_SIGNS}]{_CLUSTER.pattern}"
)
_LEFT_SIGN = regex.compile(rf"[{_LEFT_SIGNS}]")
_LETTER = regex.compile(rf"[\u0985-\u0994{_CONSONANTS}]")
_PARTED = regex.compile(rf"(?<=[{_CONSONANTS}]{_NUKTA}?)[ \u00a0]")
_KINDS: Final = {
    "letter": regex.compile(
        rf"[{_CONSONANTS}\u09e6-\u09ef]|[\p{{L}}\p{{N}}--\p{{Script=Bengali}}]|\u25cc", regex.V1
    ),
    "vowel": regex.compile(r"[\u0985-\u0994\u09e0\u09e1]"),
    "sign": regex.compile(r"[\u09be-\u09c4\u09c7\u09c8\u09cb\u09cc\u09d7\u09e2\u09e3]"),
    "hasanta": regex.compile(_HASANTA),
    "nukta": regex.compile(_NUKTA),
    "chandrabindu": regex.compile(_CHANDRABINDU),
    "mark": regex.compile(r"[\u0982\u0983]|[\p{M}--\p{Script=Bengali}]", regex.V1),
    "invisible": regex.compile(r"\p{Cf}"),
}
# A sign, hasanta or nukta that may be misplaced. Most texts have none, and are not checked further.
_CANDIDATE = regex.compile(
    rf"{_KINDS['sign'].pattern}(?<![{_CONSONANTS}{_NUKTA}].)"
    rf"|{_HASANTA}(?<![{_CONSONANTS}{_NUKTA}\u0985-\u0994].)|{_NUKTA}(?<![{_CONSONANTS}].)"
)
_WHOLE: Final = frozenset({_E + _AA, _E + _AU_MARK})
"""ো and ৌ typed as two signs, which is canonically the same text."""
_PASSES: Final = 3
# Mention of the sign itself: ি-কার, ‘া’.
_NAMED = regex.compile(r"[\s\-]*(?:কার|ফলা|চিহ্ন)|\s*['\"’”)\],/]")
_PHALA: Final = rf"{_HASANTA}[{_CONSONANTS}]{_NUKTA}?"
# What comes before a chandrabindu.
_CARRIED = regex.compile(rf"{_CHANDRABINDU}((?:{_PHALA})*{_KINDS['sign'].pattern}?)")
# A sign typed within a cluster: প্রতে্যক.
_WITHIN = regex.compile(rf"([{_LEFT_SIGNS}])((?:{_PHALA})+)(?!{_KINDS['sign'].pattern})")


def misplaced_signs(text: str, order: SignOrder | None = None) -> Iterator[Misplaced]:
    """The misplaced signs, in order.

    Avoiding false alarms matters more than finding everything: ো typed as ে and া, a sign after a Latin letter
    or a digit (Facebookে), and a mention of a sign (ি-কার) are accepted.

    :param order: Result of :func:`sign_order`, if already known.
    """
    if _CANDIDATE.search(text) is None:
        return
    last, previous = "none", ""
    order = order or sign_order(text)
    for index, character in enumerate(text):
        kind = _kind(character)
        if kind == "invisible":
            continue
        if kind in ("sign", "hasanta", "nukta"):
            fault = _fault(text, index, kind, last, previous, order)
            if fault is not None:
                yield fault
        # A nukta does not change what may follow.
        if kind != "nukta":
            last, previous = kind, character


@lru_cache(maxsize=1024)
def _kind(character: str) -> str:
    return next((name for name, pattern in _KINDS.items() if pattern.match(character)), "none")


def sign_order(text: str) -> SignOrder:
    """Whether the signs of the left side are after their letters (``typed``) or before them (``visual``).

    In a text in visual order, a good part of the words with such a sign can only be in that order; a text in
    logical order may have one or two such words by mistake.
    """
    if _LOGICAL.search(text):
        return "typed"
    evident = len(_EVIDENT.findall(text))
    with_left_sign = sum(1 for word in NOT_SPACE.findall(text) if _LEFT_SIGN.search(word))
    if evident and (evident >= with_left_sign or (evident > 1 and 3 * evident >= with_left_sign)):
        return "visual"
    return "unknown"


def repair_signs(text: str) -> str:
    """Repair the signs whose repair is certain; returns the text unchanged if that would add faults."""
    typed, order = text, sign_order(text)
    if order == "visual":
        order = "typed"
        text = _VISUAL.sub(r"\2\1", text).replace(_E + _AA, "\u09cb").replace(_E + _AU_MARK, "\u09cc")
    # One repair may reveal another fault: a hasanta between two equal signs. The order is not determined
    # again, since a repaired text does not show it.
    for _ in range(_PASSES):
        text, before = _repair_once(text, order), text
        if text == before:
            break
    return text if text == typed or _count_faults(text) <= _count_faults(typed) else typed


def _count_faults(text: str) -> int:
    return sum(1 for _ in misplaced_signs(text))


def _repair_once(text: str, order: SignOrder) -> str:
    position, parts = 0, []
    for found in misplaced_signs(text, order):
        if found.repair is not None and found.repair[0].start >= position:
            span, replacement = found.repair
            parts += [text[position : span.start], replacement]
            position = span.end
    return "".join([*parts, text[position:]])


def _fault(text: str, index: int, kind: str, last: str, previous: str, order: SignOrder) -> Misplaced | None:
    """The fault of a sign, hasanta or nukta, given the character before it; None if it is well placed."""
    if last == "none":
        return _without_letter(text, index, order)
    if last == "chandrabindu" and kind != "nukta":
        # If the letter already has a sign, this one belongs to the next letter: হাঁিট is হাঁটি in visual order.
        if _KINDS["sign"].match(text[index - 2 : index - 1]) and (moved := _before_its_letter(text, index)):
            return Misplaced("visual_order", Span(index, index + 1), moved)
        carried = _CARRIED.match(text, index - 1)
        swap = carried and (Span(*carried.span()), carried[1] + _CHANDRABINDU)
        return Misplaced("late_sign", Span(index, index + 1), swap)
    if kind == "sign":
        return _second_sign(text, index, last, previous)
    here = Span(index, index + 1)
    if kind == "nukta":
        swap = (Span(index - 1, index + 1), _NUKTA + previous)
        return Misplaced("late_sign", here, swap) if last == "sign" and text[index - 1] == previous else None
    if last == "hasanta":
        return Misplaced("double_sign", here, (here, ""))
    if last == "sign":
        within = _WITHIN.match(text, index - 1)
        swap = (Span(*within.span()), within[2] + within[1]) if within else (here, "")
        return Misplaced("late_sign" if within else "stray_sign", here, swap)
    return None


def _without_letter(text: str, index: int, order: SignOrder) -> Misplaced | None:
    """The fault of a sign, hasanta or nukta at the beginning of a word."""
    here = Span(index, index + 1)
    if _NAMED.match(text, index + 1):
        return None
    is_left, is_parted = text[index] in _LEFT_SIGNS, index and _PARTED.match(text, index - 1)
    if is_parted and (not is_left or order == "typed"):
        return Misplaced("parted_sign", here, (Span(index - 1, index), ""))
    if moved := _before_its_letter(text, index):
        # If the order is unknown, the sign may also belong to the letter before the space.
        return Misplaced("visual_order", here, None if is_parted and order == "unknown" else moved)
    # The letter of the sign is probably lost, and unknown.
    is_doubtful = text[index] != _HASANTA and _LETTER.match(text, index + 1)
    return Misplaced("stray_sign", here, None if is_doubtful else (here, ""))


def _second_sign(text: str, index: int, last: str, previous: str) -> Misplaced | None:
    """The fault of a vowel sign that does not follow a consonant."""
    here, sign = Span(index, index + 1), text[index]
    if last == "letter" or previous + sign in _WHOLE:
        return None
    if sign == previous or (previous, sign) == ("আ", _AA):
        return Misplaced("double_sign", here, (here, ""))
    if (previous, sign) == ("অ", _AA):
        # Not with a joiner or a nukta between them, which is no typing habit.
        is_next = text[index - 1] == previous
        return Misplaced("split_letter", here, (Span(index - 1, index + 1), "আ") if is_next else None)
    if last == "mark":
        return Misplaced("stray_sign", here)
    # ভােট may be ভোট with its two signs swapped, so it does not show visual order.
    if (previous, sign) != (_AA, _E) and (moved := _before_its_letter(text, index)):
        return Misplaced("visual_order", here, moved)
    return Misplaced("double_sign", here)


def _before_its_letter(text: str, index: int) -> tuple[Span, str] | None:
    """Move a sign of the left side behind the cluster after it; None if it does not belong there."""
    cluster = _CLUSTER.match(text, index + 1) if text[index] in _LEFT_SIGNS else None
    if cluster is None:
        return None
    following = text[cluster.end() : cluster.end() + 1]
    # If the cluster already has a sign, this one does not belong to it, unless both form one sign, or the
    # other sign belongs to the next cluster.
    belongs_here = text[index] + following in _WHOLE or _VISUAL.match(text, cluster.end())
    if _KINDS["sign"].match(following) and not belongs_here:
        return None
    return Span(index, cluster.end()), cluster[0] + text[index]
