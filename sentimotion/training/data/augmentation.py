"""Text augmentation with spelling variants found in Bangla social media."""

import re
from collections.abc import Callable
from typing import Final

import numpy as np

from sentimotion.training.data.romanization import romanize

# Letters that sound alike and are confused in both directions.
_ALIKE: Final = ("িী", "ুূ", "নণ", "শসষ", "জয", "র\u09dc", "ঙং", "তৎ")
_OTHERS: Final = {letter: group.replace(letter, "") for group in _ALIKE for letter in group}
_PUNCTUATION: Final = re.compile(r"[।॥!?,.;:…'\"“”‘’]+")
_EMOJI: Final = re.compile(r"[\U0001F000-\U0001FAFF\u2600-\u27BF\u2764\uFE0F\u200D]+")
_LAST_LETTER: Final = re.compile(r"([\u09be-\u09cc]|[অ-ঔ]|[!?।])(?=\s|$)")
_NUKTA: Final = "\u09bc"
_YA_PHALA: Final = "\u09cdয"
_SWAP_SHARE: Final = 0.15
"""Probability that a letter with a similar-sounding counterpart is swapped."""


def vary(text: str, generator: np.random.Generator) -> str:
    """Apply one random augmentation; returns the text itself if the result would be blank.

    :param text: The text.
    :param generator: Random generator for the choice and the augmentation.
    """
    kinds: list[tuple[Callable[[str, np.random.Generator], str], float]] = [
        (swap_similar_letters, 0.35),
        (drop_punctuation, 0.25),
        (romanize_all, 0.2),
        (romanize_words, 0.1),
        (stretch, 0.05),
        (drop_emoji, 0.05),
    ]
    choice = generator.choice(len(kinds), p=[share for _, share in kinds])
    varied = kinds[choice][0](text, generator)
    return varied if varied.strip() else text


def swap_similar_letters(text: str, generator: np.random.Generator) -> str:
    """Replace some letters by similar-sounding ones (ি ী, ন ণ, শ ষ স)."""
    is_swapped = generator.random(len(text)) < _SWAP_SHARE
    return "".join(
        _OTHERS[letter][generator.integers(len(_OTHERS[letter]))]
        if is_swapped[index] and letter in _OTHERS and not _is_part_of_cluster(text, index)
        else letter
        for index, letter in enumerate(text)
    )


def _is_part_of_cluster(text: str, index: int) -> bool:
    """Whether a letter combines with its neighbors: য in য় (two code points) and in a ya-phala."""
    return text[index + 1 : index + 2] == _NUKTA or text[max(0, index - 1) : index + 1] == _YA_PHALA


def drop_punctuation(text: str, _generator: np.random.Generator) -> str:
    """Remove danda and other punctuation, as in most comments."""
    return " ".join(_PUNCTUATION.sub(" ", text).split())


def drop_emoji(text: str, _generator: np.random.Generator) -> str:
    """Remove emoji."""
    return _EMOJI.sub("", text)


def stretch(text: str, generator: np.random.Generator) -> str:
    """Repeat the last vowel of one word (ভালোোো)."""
    ends = list(_LAST_LETTER.finditer(text))
    if not ends:
        return text
    end = ends[generator.integers(len(ends))]
    return text[: end.end()] + end.group() * int(generator.integers(1, 5)) + text[end.end() :]


def romanize_all(text: str, _generator: np.random.Generator) -> str:
    """Romanize the whole text."""
    return romanize(text)


def romanize_words(text: str, generator: np.random.Generator) -> str:
    """Romanize some words."""
    words = text.split(" ")
    chosen = generator.random(len(words)) < 0.3
    return " ".join(romanize(word) if latin else word for word, latin in zip(words, chosen, strict=True))
