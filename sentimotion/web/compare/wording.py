"""Format changes, words and lists for the Compare tab. Pure; does not import gradio."""

from collections.abc import Sequence
from typing import Final

from sentimotion.explanations.counterfactuals import MAX_ALTERNATIVE_LENGTH, MAX_ALTERNATIVES, Alternatives
from sentimotion.i18n.messages import Language, count, percent, say
from sentimotion.text.words import grapheme_spans

_SHOWN_LENGTH: Final = 24
_SHOWN_WORDS: Final = 3


def shorten_word(word: str) -> str:
    """Shorten a word to quote it in a sentence, at a grapheme boundary."""
    line = " ".join(word.split())
    spans = grapheme_spans(line)
    return line if len(spans) <= _SHOWN_LENGTH else line[: spans[_SHOWN_LENGTH - 1].end] + "…"


def points(number: int, language: Language) -> str:
    """Format a difference of percentages, such as ``43 percentage points``."""
    return say("point" if number == 1 else "points", language, count=count(number, language))


def shown_points(one: float, other: float) -> int:
    """Difference of two probabilities in points, computed from the displayed percentages.

    :returns: Negative if ``other`` is lower.
    """
    return _shown_percent(other) - _shown_percent(one)


def _shown_percent(share: float) -> int:
    return int(percent(share, "en").removesuffix("%"))


def skipped_lines(alternatives: Alternatives, original: str, language: Language) -> list[str]:
    """Describe the skipped lines of a list of alternatives; one sentence per cause."""
    lines = []
    if alternatives.has_original:
        lines.append(say("swap_itself", language, word=shorten_word(original)))
    if alternatives.n_blank:
        lines.append(say("swap_blank", language, count=count(alternatives.n_blank, language)))
    for key, words, limit in (
        ("swap_repeated", alternatives.repeated, 0),
        ("swap_too_long", alternatives.too_long, MAX_ALTERNATIVE_LENGTH),
        ("swap_beyond", alternatives.beyond, MAX_ALTERNATIVES),
    ):
        if words:
            said = say(key, language, limit=count(limit, language), words=_few(words, language))
            lines.append(said)
    return lines


def _few(words: Sequence[str], language: Language) -> str:
    """The first words of a list, and the number of further ones."""
    named = ", ".join(f"“{shorten_word(word)}”" for word in words[:_SHOWN_WORDS])
    more = len(words) - _SHOWN_WORDS
    return named if more <= 0 else say("swap_and_more", language, words=named, count=count(more, language))
