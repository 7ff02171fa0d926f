"""Find characters typed in place of others that look the same, and replace them. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import regex

from sentimotion.text.letter_forms import TWO_PARTS
from sentimotion.text.words import DANDA_NUMERATOR, JOINERS, Span

LookalikeKind = Literal[
    "danda_lookalike",  # ৷ (currency numerator four) or a vertical bar for the danda
    "colon_for_visarga",  # a colon for the visarga in a word or an abbreviation: দু:খ, মো: রহিম
    "foreign_sign",  # a Devanagari sign or digit, or the letter o for a zero, in a Bangla word or number
    "khanda_ta",  # ত and a hasanta for ৎ, as texts were encoded before Unicode 4.1
]


@dataclass(frozen=True, slots=True)
class Lookalike:
    """One place: the part of the text to replace, and by what."""

    kind: LookalikeKind
    span: Span
    replacement: str


_LETTER: Final = r"[\u0981-\u09e3\u09f0\u09f1\u09fc\u09fe]"
_DIGIT: Final = r"[\u09e6-\u09ef]"
_NO_WORD_BEFORE: Final = rf"(?<!(?!\u09f7)[\p{{L}}\p{{M}}\p{{N}}{JOINERS}])"
_NO_WORD_AFTER: Final = rf"(?!(?!\u09f7)[\p{{L}}\p{{M}}\p{{N}}{JOINERS}])"

# --- Danda.

_NUMERATORS = regex.compile(f"(?:{DANDA_NUMERATOR})++")
_BAR: Final = r"[|｜│]"
_CLOSING: Final = r"['\"’”)]"
_BARS = regex.compile(
    rf"(?<={_LETTER}{_CLOSING}?){_BAR}{{1,2}}+(?=\s|\Z|{_CLOSING}|{_LETTER}|{_DIGIT})"
    rf"|(?<={_DIGIT}{_CLOSING}?){_BAR}{{1,2}}+(?=\s|\Z)"
)
_ANY_BAR = regex.compile(_BAR)
_LINE = regex.compile(r"[^\r\n]++")
_TABLE_ROW = regex.compile(rf"(?:^|\s){_BAR}")
_MIN_CELLS: Final = 3

# --- Visarga: beginnings of the words that have one inside; abbreviations that end with one: titles before
# a name, and blessings in parentheses. A colon after another word is a colon.

_VISARGA: Final = "\u0983"
_COLON: Final = "[:\uff1a\ua789\u02d0\u2236]"
_ANY_COLON = regex.compile(_COLON)
_VISARGA_WORDS: Final = """
দুঃখ দুঃস দুঃশ নিঃশ নিঃস নিঃক্ষ আন্তঃ পুনঃ প্রাতঃ স্বতঃ অধঃ অতঃপর ইতঃপূর্ব
অন্তঃসত্ত্ব অন্তঃসার অন্তঃস্থ অন্তঃপুর অন্তঃকরণ অন্তঃকোন্দল অন্তঃকলহ অন্তঃসলিল অন্তঃক্ষর অন্তঃস্রাব
মনঃপূত মনঃকষ্ট মনঃক্ষুণ্ন মনঃক্ষুন্ন মনঃপীড়া মনঃসংযোগ মনঃসমীক্ষ মনঃপ্রাণ
বহিঃপ্রকাশ বহিঃশত্রু বহিঃবিশ্ব বহিঃস্থ বহিঃশুল্ক শিরঃপীড়া বক্ষঃস্থল রজঃস্রাব তেজঃপুঞ্জ
বয়ঃসন্ধি বয়ঃপ্রাপ্ত বয়ঃক্রম বয়ঃজ্যেষ্ঠ বয়ঃকনিষ্ঠ পয়ঃনিষ্কাশন পয়ঃপ্রণালী উচ্চৈঃস্বর চতুঃসীমা চতুঃপার্শ্ব
"""

_TITLES: Final = "মো মোসা মোছা মোহা মুহা ডা"
_BLESSINGS: Final = "সা স রা আ রহ র"


def _any_form(text: str) -> str:
    """Pattern of a text in which each letter with two encodings has either of them."""
    for letter, parts in TWO_PARTS.items():
        text = text.replace(parts, letter).replace(letter, f"(?:{letter}|{parts})")
    return text


def _visarga_stems() -> str:
    stems = (_any_form(word).split(_VISARGA) for word in _VISARGA_WORDS.split())
    return "|".join(f"{before}(?={_COLON}{after})" for before, after in stems)


_NEXT_LETTER: Final = r"[\u0985-\u09b9\u09dc-\u09df]"
_VISARGA_COLON = regex.compile(
    rf"{_NO_WORD_BEFORE}(?:{_visarga_stems()})(?P<typed>{_COLON})(?={_NEXT_LETTER})"
    rf"|{_NO_WORD_BEFORE}(?:{'|'.join(map(_any_form, _TITLES.split()))})(?P<typed>{_COLON})"
    rf"(?=[ \u00a0]?{_NEXT_LETTER})"
    rf"|(?<=\()(?:{'|'.join(_BLESSINGS.split())})(?P<typed>{_COLON})(?=\))"
)

# --- Signs of other scripts. The blocks of Devanagari and Bangla have the same order.

_TO_BANGLA: Final = 0x80
_ANY_FOREIGN_SIGN = regex.compile(rf"[\u0901-\u0963\u0966-\u096f]|[oO](?<={_DIGIT}.)")
_FOREIGN_SIGN = regex.compile(
    rf"(?<={_LETTER})[\u0901-\u0903\u093c\u093e-\u0943\u0947\u0948\u094b-\u094d]"
    rf"|(?<={_DIGIT})(?:[\u0966-\u096f]++|[oO]++(?={_DIGIT}))|(?<![\u0966-\u096f])[\u0966-\u096f]++(?={_DIGIT})"
)

# --- Khanda ta.

_TA: Final = "\u09a4\u09cd"
_KHANDA_TA: Final = "\u09ce"
# With a joiner it is ৎ, except before consonants with which ত forms a conjunct. Without one, it is ৎ before
# consonants with which it forms none.
_WITHIN_WORD = regex.compile(
    r"(?<=[\u0985-\u09b9\u09dc-\u09df\u09be-\u09cc\u0981\u09bc])"
    rf"{_TA}(?:\u200d(?![তথনবমযরল])|\u200c?(?=[কখপফস]))"
)
# Bare ত্ at the end of other words may be a choice of the writer; ৎ is the spelling of these.
_ENDINGS: Final = """
অকস্মা অর্থা অস আত্মসা ঈষ উদ্ভি উপনিষ কদাচি কিঞ্চি কিয় ক্বচি জগ তড়ি তৎক্ষণা তত্ক্ষণা ধূলিসা নস্যা পরিষ পশ্চা
বিদ্যু বৃহ ভবিষ্য ভূমিসা মহ যকৃ শর স সাক্ষা সুহৃ হঠা হৃ
"""
_AT_END = regex.compile(
    rf"{_NO_WORD_BEFORE}(?:{'|'.join(_any_form(ending) for ending in _ENDINGS.split())})"
    rf"(?P<typed>{_TA}\u200c?){_NO_WORD_AFTER}"
)


def find_lookalikes(text: str) -> Iterator[Lookalike]:
    """The characters that stand for others, by kind, and in order within a kind.

    :param text: Any string.
    """
    for find in (_dandas, _visargas, _foreign_signs, _khanda_tas):
        yield from find(text)


def replace_lookalikes(text: str) -> str:
    """Replace all of them."""
    position, parts = 0, []
    for found in sorted(find_lookalikes(text), key=lambda one: one.span):
        if found.span.start >= position:
            parts += [text[position : found.span.start], found.replacement]
            position = found.span.end
    return "".join([*parts, text[position:]])


def _dandas(text: str) -> Iterator[Lookalike]:
    found = [Span(*match.span()) for match in _NUMERATORS.finditer(text)] if "\u09f7" in text else []
    if _ANY_BAR.search(text):
        for line in _LINE.finditer(text):
            if not _is_table_row(line[0]):
                found += [Span(*match.span()) for match in _BARS.finditer(text, line.start(), line.end())]
    for span in sorted(found):
        n_signs = span.end - span.start
        yield Lookalike("danda_lookalike", span, "\u0965" if n_signs == 2 else "\u0964" * n_signs)


def _is_table_row(line: str) -> bool:
    """Whether bars separate columns: spaces before them, or single words between them."""
    if _TABLE_ROW.search(line):
        return True
    cells = [cell for cell in _ANY_BAR.split(line) if cell.strip()]
    return len(cells) >= _MIN_CELLS and not any(" " in cell.strip() for cell in cells)


def _visargas(text: str) -> Iterator[Lookalike]:
    if _ANY_COLON.search(text) is None:
        return
    for match in _VISARGA_COLON.finditer(text):
        yield Lookalike("colon_for_visarga", Span(*match.span("typed")), _VISARGA)


def _foreign_signs(text: str) -> Iterator[Lookalike]:
    if _ANY_FOREIGN_SIGN.search(text) is None:
        return
    for match in _FOREIGN_SIGN.finditer(text):
        replacement = "".join(
            "\u09e6" if character in "oO" else chr(ord(character) + _TO_BANGLA) for character in match[0]
        )
        yield Lookalike("foreign_sign", Span(*match.span()), replacement)


def _khanda_tas(text: str) -> Iterator[Lookalike]:
    if _TA not in text:
        return
    spans = [match.span() for match in _WITHIN_WORD.finditer(text)]
    spans += [match.span("typed") for match in _AT_END.finditer(text)]
    for span in sorted(spans):
        yield Lookalike("khanda_ta", Span(*span), _KHANDA_TA)
