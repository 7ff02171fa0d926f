"""Find and replace names of groups, parties, religions, genders, districts and persons.

Replacing a name by others of its kind in training keeps the model from learning labels of names. The lists
are in names.json, by kind. A third of each kind's names is held back, that is never inserted, so that
evaluation can distinguish names that occurred in training from names that did not.

Not listed are countries, names that are also common words (জন, ভোলা, আলো), and ইসলাম alone, which is part of
many persons' names. The replaced text is grammatical, but not necessarily true.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final
from unicodedata import normalize

import numpy as np

from sentimotion.text.words import Span
from sentimotion.training.data.name_endings import BANGLA_ENDING, LATIN_ENDING, fit_ending
from sentimotion.training.data.romanization import NUKTA_LETTERS

NAMES_FILE: Final = Path(__file__).resolve().with_name("names.json")

HELD_BACK_SEED: Final = 34
"""The first seed that holds back a quarter to a half of each kind and of each list in the evaluation."""

_FULL_NAMES: Final = "full names"
_FIRST_NAMES: Final = "first names"

# Characters of words; in re, \w does not include Bangla vowel signs.
_WORD: Final = r"\w\u0980-\u09ff\u200c\u200d"
_LINK: Final = r"https?://\S+|www\.\S+|[#@]\S+"
_ALIKE: Final = {"ি": "ী", "ু": "ূ", "ন": "ণ"}


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a kind, with its spellings; the first spelling in each script is used for insertion."""

    kind: str
    spellings: tuple[str, ...]

    def spelling(self, latin: bool) -> str | None:
        """The spelling for insertion in Latin or Bangla script; None if it has none."""
        return next((one for one in self.spellings if one[-1].isascii() == latin), None)


@dataclass(frozen=True, slots=True)
class FoundName:
    """A name in a text: its span without the ending, the span of the ending, and its kind.

    ``key`` is the same for all spellings of a listed name.
    """

    span: Span
    ending: Span
    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class NameLists:
    """Contents of the file: names by kind, surnames of full names, and phrases that are not names."""

    kinds: dict[str, tuple[Name, ...]]
    surnames: tuple[str, ...]
    no_names: tuple[str, ...]


@cache
def read_names(path: Path = NAMES_FILE) -> NameLists:
    """Load the name lists."""
    found = json.loads(path.read_text(encoding="utf-8"))
    kinds = {
        kind: tuple(Name(kind, (name,) if isinstance(name, str) else tuple(name)) for name in names)
        for kind, names in found["kinds"].items()
    }
    return NameLists(kinds, tuple(found["surnames"]), tuple(found["no names"]))


def held_back_names(lists: NameLists, seed: int = HELD_BACK_SEED) -> frozenset[str]:
    """Choose the names that are held back.

    These are a third of each kind, rounded down: the names with the lowest hashes of seed and name. Names
    that contain another listed name are held back together with it, such as হিন্দু ধর্ম with হিন্দু.

    :param lists: The name lists.
    :param seed: Seed of the choice.
    :returns: The first spellings of these names.
    """
    own = {name.spellings[0]: kind for kind, names in lists.kinds.items() for name in names}
    parts = {one: [word for word in one.split() if word in own and word != one] for one in own}
    held: set[str] = set()
    for kind in lists.kinds:
        alone = [one for one in own if own[one] == kind and not parts[one]]
        ranked = sorted(alone, key=lambda one: sha256(f"{seed} {one}".encode()).digest())
        held.update(ranked[: len(ranked) // 3])
    return frozenset(held | {one for one in own if held.intersection(parts[one])})


def is_held_back(word: str) -> bool:
    """Whether a listed name is held back.

    :param word: One of its spellings.
    :raises KeyError: If it is not listed.
    """
    return _tables().names[_key(word)].spellings[0] in _tables().held_back


def find_names(text: str) -> list[FoundName]:
    """Find the names in a text: whole words, with or without an ending, in order and not overlapping.

    The longest possible name is found. Links, hashtags and mentions are skipped.
    """
    return [
        _as_found(match, group)
        for match in _tables().pattern.finditer(text)
        for group in ("bangla", "full", "latin")
        if match[group]
    ]


def _as_found(match: re.Match[str], group: str) -> FoundName:
    ending = Span(*match.span("latin_ending" if group == "latin" else "ending"))
    key = _key(match[group])
    name = _tables().names.get(key)
    if name is None:
        return FoundName(Span(*match.span(group)), ending, _FULL_NAMES, key)
    return FoundName(Span(*match.span(group)), ending, name.kind, name.spellings[0])


def replace_names(text: str, generator: np.random.Generator, share: float = 1.0) -> str:
    """Replace every name in a text by another one of its kind; endings are adapted.

    Equal names have the same replacement; different names have different ones, if the kind has enough names.

    :param text: The text.
    :param generator: Random generator. Replacements are drawn uniformly from names that are not held back.
    :param share: Probability that a text with names is changed, 0 to 1.
    """
    found = find_names(text)
    if not found or generator.random() >= share:
        return text
    others: dict[tuple[str, bool], str | None] = {}
    parts, end = [], 0
    for one in found:
        old = text[one.span.start : one.span.end]
        latin = old[-1].isascii()
        if (one.key, latin) not in others:
            others[one.key, latin] = _draw(one, latin, set(others.values()), generator)
        new = others[one.key, latin]
        if new is None:
            continue
        ending = fit_ending(text[one.ending.start : one.ending.end], new)
        parts += [text[end : one.span.start], _cased_as(old, new), ending]
        end = one.ending.end
    return "".join([*parts, text[end:]])


def _draw(found: FoundName, latin: bool, used: set[str | None], generator: np.random.Generator) -> str | None:
    """Draw another name of the kind, preferably an unused one; None if there is no other."""
    others = [spelling for spelling, key in _tables().inserted[found.kind, latin] if key != found.key]
    free = [one for one in others if one not in used] or others
    return free[generator.integers(len(free))] if free else None


def _cased_as(old: str, new: str) -> str:
    if old.isupper():
        return new.upper()
    return new.title() if old[0].isupper() else new


@dataclass(frozen=True, slots=True)
class _Tables:
    names: dict[str, Name]
    held_back: frozenset[str]
    inserted: dict[tuple[str, bool], list[tuple[str, str]]]
    """By kind and whether it is in Latin script: pairs of the inserted and the first spelling."""
    pattern: re.Pattern[str]


@cache
def _tables() -> _Tables:
    lists = read_names()
    held_back = held_back_names(lists)
    names = {_key(one): name for kind in lists.kinds.values() for name in kind for one in name.spellings}
    inserted = {
        (kind, latin): [
            (spelling, name.spellings[0])
            for name in found
            if name.spellings[0] not in held_back and (spelling := name.spelling(latin)) is not None
        ]
        for kind, found in lists.kinds.items()
        for latin in (False, True)
    }
    return _Tables(names, held_back, inserted, _compile(lists))


def _compile(lists: NameLists) -> re.Pattern[str]:
    words = [one for names in lists.kinds.values() for name in names for one in name.spellings]
    firsts = [one for name in lists.kinds[_FIRST_NAMES] for one in name.spellings]
    bangla = [word for word in words if not word[-1].isascii()]
    latin = [word for word in words if word[-1].isascii()]
    full = f"{_any_of(firsts)}(?: {_any_of(lists.surnames)}){{1,2}}"
    return re.compile(
        rf"{_LINK}|(?<![{_WORD}])(?:{_any_of(lists.no_names)}{BANGLA_ENDING}(?![{_WORD}])"
        rf"|(?:(?P<full>{full})|(?P<bangla>{_any_of(bangla)}))(?P<ending>{BANGLA_ENDING})(?![{_WORD}])"
        rf"|(?i:(?P<latin>{_any_of(latin)})(?P<latin_ending>{LATIN_ENDING})(?![{_WORD}])))"
    )


def _any_of(words: Iterable[str]) -> str:
    """Pattern for any of the words, longest first; grouped by their first letter, which makes it faster."""
    by_letter: dict[str, list[str]] = {}
    for word in sorted(set(words), key=len, reverse=True):
        by_letter.setdefault(word[0], []).append(_as_pattern(word[1:]))
    branches = [f"{re.escape(letter)}(?:{'|'.join(rest)})" for letter, rest in by_letter.items()]
    return f"(?:{'|'.join(branches)})"


def _as_pattern(word: str) -> str:
    """Pattern for the typed variants of a word: long or short vowels, decomposed nukta, missing spaces."""
    pattern = re.escape(normalize("NFC", word)).replace(r"\ ", " ?")
    for short, long in _ALIKE.items():
        pattern = re.sub(f"[{short}{long}]", f"[{short}{long}]", pattern)
    for pair, letter in NUKTA_LETTERS.items():
        pattern = pattern.replace(pair, f"(?:{letter}|{pair})")
    return pattern


def _key(word: str) -> str:
    """Key that is equal for all variants that match :func:`_as_pattern` of a word."""
    word = normalize("NFC", word).replace(" ", "").lower()
    for short, long in _ALIKE.items():
        word = word.replace(long, short)
    return word
