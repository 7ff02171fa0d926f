"""Find and undo mojibake: the UTF-8 of Bangla read in a one-byte encoding. Pure.

UTF-8 checks itself: a lead byte says how many bytes follow, and their values differ from those of other text.
Each misread character is therefore decoded on its own, and the text around it is unchanged. The library ftfy
does this too, but it also changes text for the legacy fonts of Bijoy, where Ã¨ is part of a Bangla word.
"""

from dataclasses import dataclass
from typing import Final

import regex

# Text misread twice, or three times.
_MAX_DEPTH: Final = 3
# Without any decoded character: pairs that begin a Bangla letter.
_MIN_FRAGMENTS: Final = 2


@dataclass(frozen=True, slots=True)
class Mojibake:
    """Mojibake in a text.

    :param repaired: The text with the misread characters decoded; None if some of their bytes are lost.
    """

    repaired: str | None


class _Misreading:
    """UTF-8 read in one encoding.

    :param encoding: Python's name of the encoding.
    :param signs: Pattern of decoded characters that prove the misreading.
    :param enough: Number of such characters.
    """

    def __init__(self, encoding: str, signs: str, enough: int) -> None:
        # Latin-1 has control characters where Windows-1252 has letters and signs, and both occur in one text.
        self._byte_of = {chr(byte): byte for byte in range(0x80, 0xA0)}
        for byte in range(0x80, 0x100):
            # Five bytes of Windows-1252 are undefined, and readers keep them as controls.
            self._byte_of[bytes([byte]).decode(encoding, "ignore") or chr(byte)] = byte
        two, three, four, tail = (
            self._any_of(*ends) for ends in ((0xC2, 0xDF), (0xE0, 0xEF), (0xF0, 0xF4), (0x80, 0xBF))
        )
        bangla = self._any_of(0xE0, 0xE0)
        letters, vowels = self._any_of(0xA6, 0xA6), self._any_of(0xA7, 0xA7)
        # Programs replace no-break spaces by spaces: a vowel sign or hasanta after it shows that it was ঠ.
        vowel_sign = f"{bangla}(?:{letters}{self._any_of(0xBC, 0xBF)}|{vowels}{self._any_of(0x80, 0x8D)})"
        self._byte_of[" "] = 0xA0
        self._character = regex.compile(
            f"{two}{tail}|{three}{tail}{{2}}|{four}{tail}{{3}}|{bangla}{letters} (?={vowel_sign})"
            # Text that was cut off within a character, at its end or its beginning.
            rf"|(?P<cut>(?<={tail})(?:{two}|{three}{tail}?|{four}{tail}{{0,2}})(?=[\r\n]|\Z)"
            rf"|\A(?:{letters}|{vowels}){tail}(?={bangla}(?:{letters}|{vowels})))"
        )
        self.fragment = regex.compile(f"{bangla}(?:{letters}|{vowels})")
        self._signs = regex.compile(signs)
        self._enough = enough

    def decode(self, text: str) -> tuple[str, bool]:
        """Decode all misread characters; also whether they prove that the text was misread so."""
        n_signs = 0

        def decoded(match: "regex.Match[str]") -> str:
            nonlocal n_signs
            typed: str = match[0]
            if match["cut"]:
                return ""
            try:
                character = bytes(map(self._byte_of.__getitem__, typed)).decode("utf-8")
            except UnicodeDecodeError:
                return typed
            n_signs += bool(self._signs.match(character))
            return character.removeprefix("\ufeff")  # a byte order mark

        repaired: str = self._character.sub(decoded, text)
        return repaired, n_signs >= self._enough

    def _any_of(self, first: int, last: int) -> str:
        characters = (
            regex.escape(character) for character, byte in self._byte_of.items() if first <= byte <= last
        )
        return f"[{''.join(characters)}]"


_BANGLA: Final = r"[\u0980-\u09ff\u0964\u0965]"
# Also quotation marks, dashes, joiners, the byte order mark and emoji: three or four bytes each.
_WESTERN: Final = _Misreading(
    "cp1252", rf"{_BANGLA}|[\u200b-\u200d\u2010-\u2027\ufeff\U0001f000-\U0001faff]", 1
)
# Mac OS, and the console of Windows. Signs of theirs are signs of legacy fonts too.
_MISREADINGS: Final = (_WESTERN, _Misreading("mac_roman", _BANGLA, 2), _Misreading("cp437", _BANGLA, 2))
# What these encodings make of lead bytes, those of Bangla at least: clean Bangla text has none of it.
_CANDIDATE = regex.compile(r"[\u00c2-\u00f4‡α]")


def find_mojibake(text: str) -> Mojibake | None:
    """Find Bangla that was read in Windows-1252, Latin-1, Mac Roman or code page 437.

    In the first two, also emoji, quotation marks and dashes.

    :param text: Any string.
    """
    if _CANDIDATE.search(text) is None:
        return None
    repaired, is_proven = text, False
    for _ in range(_MAX_DEPTH):
        decoded = [misreading.decode(repaired) for misreading in _MISREADINGS]
        proven = [result for result, has_proof in decoded if has_proof]
        if not proven and (is_proven or decoded[0][0] == repaired):
            break
        # Without proof, a text that was misread twice: the first decoding gives the letters of the second.
        repaired, is_proven = (proven[0], True) if proven else (decoded[0][0], False)
    if is_proven:
        is_whole = not any(misreading.fragment.search(repaired) for misreading in _MISREADINGS)
        return Mojibake(repaired if is_whole else None)
    return Mojibake(None) if len(_WESTERN.fragment.findall(text)) >= _MIN_FRAGMENTS else None
