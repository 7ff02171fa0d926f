"""Text augmentation with spelling variants found in Bangla social media."""

import re
from collections.abc import Callable
from typing import Final

import numpy as np

from sentimotion.training.data.romanization import romanize

# Letters that sound alike and are mixed up in both directions.
_ALIKE: Final = ("িী", "ুূ", "নণ", "শসষ", "জয", "র\u09dc", "ঙং", "তৎ")
_OTHERS: Final = {letter: group.replace(letter, "") for group in _ALIKE for letter in group}
_MARKS: Final = re.compile(r"[।॥!?,.;:…'\"“”‘’]+")
_EMOJI: Final = re.compile(r"[\U0001F000-\U0001FAFF\u2600-\u27BF\u2764\uFE0F\u200D]+")
_LAST_LETTER: Final = re.compile(r"([\u09be-\u09cc]|[অ-ঔ]|[!?।])(?=\s|$)")
_NUKTA: Final = "\u09bc"
_YA_PHALA: Final = "\u09cdয"
_MIXED_UP: Final = 0.15
"""Share of the letters that sound like another one which are swapped, in a text that has such slips."""


def vary(text: str, generator: np.random.Generator) -> str:
    """One random variant of a text; the text itself where the variant would be blank.

    :param generator: Decides which, and where.
    """
    kinds: list[tuple[Callable[[str, np.random.Generator], str], float]] = [
        (mix_up_letters, 0.35),
        (drop_marks, 0.25),
        (romanize_all, 0.2),
        (romanize_words, 0.1),
        (stretch, 0.05),
        (drop_emoji, 0.05),
    ]
    choice = generator.choice(len(kinds), p=[share for _, share in kinds])
    varied = kinds[choice][0](text, generator)
    return varied if varied.strip() else text


def mix_up_letters(text: str, generator: np.random.Generator) -> str:
    """Swap some letters for others that sound alike (ি ী, ন ণ, শ ষ স)."""
    slips = generator.random(len(text)) < _MIXED_UP
    return "".join(
        _OTHERS[letter][generator.integers(len(_OTHERS[letter]))]
        if slips[index] and letter in _OTHERS and not _is_part_of_another(text, index)
        else letter
        for index, letter in enumerate(text)
    )


def _is_part_of_another(text: str, index: int) -> bool:
    """Whether a letter makes another one with its neighbors: য in য় (two code points) and in a ya-phala."""
    return text[index + 1 : index + 2] == _NUKTA or text[max(0, index - 1) : index + 1] == _YA_PHALA


def drop_marks(text: str, _generator: np.random.Generator) -> str:
    """Leave out danda and other marks, as most comments do."""
    return " ".join(_MARKS.sub(" ", text).split())


def drop_emoji(text: str, _generator: np.random.Generator) -> str:
    """Leave out emoji."""
    return _EMOJI.sub("", text)


def stretch(text: str, generator: np.random.Generator) -> str:
    """Hold the last vowel of one word (ভালোোো)."""
    ends = list(_LAST_LETTER.finditer(text))
    if not ends:
        return text
    end = ends[generator.integers(len(ends))]
    return text[: end.end()] + end.group() * int(generator.integers(1, 5)) + text[end.end() :]


def romanize_all(text: str, _generator: np.random.Generator) -> str:
    """The whole text in Latin letters."""
    return romanize(text)


def romanize_words(text: str, generator: np.random.Generator) -> str:
    """Some words in Latin letters."""
    words = text.split(" ")
    chosen = generator.random(len(words)) < 0.3
    return " ".join(romanize(word) if latin else word for word, latin in zip(words, chosen, strict=True))
