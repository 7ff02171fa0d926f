"""Romanize Bangla as commonly typed on phones."""

from typing import Final

from sentimotion.text.words import JOINERS

# As commonly typed, not a scholarly scheme: no diacritics, aspirates with h, the same letter for both i's.
_CONSONANTS = {
    **{"ক": "k", "খ": "kh", "গ": "g", "ঘ": "gh", "ঙ": "ng"},
    **{"চ": "ch", "ছ": "ch", "জ": "j", "ঝ": "jh", "ঞ": "n"},
    **{"ট": "t", "ঠ": "th", "ড": "d", "ঢ": "dh", "ণ": "n"},
    **{"ত": "t", "থ": "th", "দ": "d", "ধ": "dh", "ন": "n"},
    **{"প": "p", "ফ": "f", "ব": "b", "ভ": "bh", "ম": "m"},
    **{"য": "j", "র": "r", "ল": "l", "শ": "sh", "ষ": "sh", "স": "s", "হ": "h", "ৎ": "t"},
}
# Letters with a nukta: one code point each, two in normalized text.
NUKTA_LETTERS: Final = {"\u09a1\u09bc": "\u09dc", "\u09a2\u09bc": "\u09dd", "\u09af\u09bc": "\u09df"}
_CONSONANTS |= {"\u09dc": "r", "\u09dd": "rh", "\u09df": "y"}
_LATIN_VOWELS: Final = ("a", "i", "i", "u", "u", "ri", "e", "oi", "o", "ou")
_VOWELS: Final = {"অ": "o", **dict(zip("আইঈউঊঋএঐওঔ", _LATIN_VOWELS, strict=True))}
_SIGNS: Final = dict(zip("ািীুূৃেৈোৌ", _LATIN_VOWELS, strict=True))
_MARKS: Final = {"ং": "ng", "ঃ": "", "ঁ": "", "।": ".", "\u09bc": ""}
_DIGITS: Final = {chr(0x09E6 + digit): str(digit) for digit in range(10)}
_HASANTA: Final = "\u09cd"
_YA: Final = "য"
_NO_JOINERS: Final = str.maketrans("", "", JOINERS)
_INHERENT: Final = "o"


def romanize(text: str) -> str:
    """Replace Bangla letters by Latin ones; everything else is unchanged.

    The inherent vowel is written as o, except where it is usually silent: at the end of a word, and before a
    consonant with a vowel sign (জানতে, jante).
    """
    text = text.translate(_NO_JOINERS)
    for pair, letter in NUKTA_LETTERS.items():
        text = text.replace(pair, letter)
    romanized: list[str] = []
    for index, character in enumerate(text):
        if character == _YA and text[:index].endswith(_HASANTA):
            _spell_ya_phala(text, index, romanized)
        elif character in _CONSONANTS:
            romanized.append(_CONSONANTS[character] + _vowel_after(text, index))
        else:
            for table in (_VOWELS, _SIGNS, _MARKS, _DIGITS):
                if character in table:
                    character = table[character]
                    break
            romanized.append("" if character == _HASANTA else character)
    return "".join(romanized)


def _spell_ya_phala(text: str, index: int, romanized: list[str]) -> None:
    """Append a ya-phala: it doubles the consonant (জন্য, jonno), or changes the vowel at the start of a word.

    :param romanized: The romanized characters so far; the doubled consonant is changed in place.
    """
    last = max(position for position, part in enumerate(romanized) if part or position == 0)
    starts_word = last == 0 or not _is_bangla(text[last - 1])
    following = text[index + 1 : index + 2]
    if starts_word:
        # ব্যথা, betha; ব্যাংক, bangk: a vowel sign is written by itself.
        romanized.append("" if following in _SIGNS else "e")
    else:
        romanized[last] = romanized[last][:1] + romanized[last]
        # After a cluster the inherent vowel is pronounced, also at the end of a word.
        romanized.append("" if following in _SIGNS or following == _HASANTA else _INHERENT)


def _vowel_after(text: str, index: int) -> str:
    """The inherent vowel of a consonant; empty if another vowel or none is pronounced."""
    following = text[index + 1] if index + 1 < len(text) else " "
    if following in _SIGNS or following == _HASANTA:
        return ""
    starts_word = index == 0 or not _is_bangla(text[index - 1])
    if not _is_bangla(following):
        # Silent after খ in লেখ, pronounced in the word ক and after a cluster (গল্প, golpo).
        in_cluster = index > 0 and text[index - 1] == _HASANTA
        return _INHERENT if starts_word or in_cluster else ""
    has_own_vowel = index + 2 < len(text) and text[index + 2] in _SIGNS
    if following in _CONSONANTS and has_own_vowel and not starts_word:
        return ""
    return _INHERENT


def _is_bangla(character: str) -> bool:
    return "\u0980" <= character <= "\u09ff" and character not in _DIGITS
