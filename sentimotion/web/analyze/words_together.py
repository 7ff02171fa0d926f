"""Which words work together: the strongest pairs as arcs over the sentence."""

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup

from sentimotion.explanations.interactions import Interactions, WordPair
from sentimotion.i18n.messages import Language
from sentimotion.labels import Head
from sentimotion.templating import render_template
from sentimotion.text.words import grapheme_spans

_MOST_PAIRS: Final = 3
# What shows as 0.00 is not drawn.
_LEAST: Final = 0.005
# Up to so many characters the sentence has room on one line of a card, and of a page; see analyze.css.
_SHORT, _MEDIUM = 50, 85


def strongest_pairs(found: Interactions) -> list[WordPair]:
    """The pairs that are drawn: the three strongest, without those that are 0."""
    return [pair for pair in found.pairs[:_MOST_PAIRS] if abs(pair.interaction) >= _LEAST]


def render_together(found: Mapping[Head, Interactions], language: Language) -> Markup:
    """Render each head's sentence with its strongest pairs as arcs, and the pairs in words.

    Each word has two columns of a grid, so that an arc can begin and end in the middle of a word, however
    wide it is; where there is no room, the words are rows and the arcs stand beside them.
    """
    return render_template(
        "web/analyze/words_together.html",
        language=language,
        found=found,
        # Called by the template.
        pieces_of=_pieces,
        length_of=_length,
        strongest_pairs=strongest_pairs,
        arc_of=_arc,
    )


def _pieces(found: Interactions) -> list[str]:
    """The text as far as it is read, cut before each word but the first: punctuation stays with a word."""
    starts = [0, *(span.start for span in found.words[1:])]
    ends = [*starts[1:], len(found.text)]
    return [found.text[start:end].strip() for start, end in zip(starts, ends, strict=True)]


def _length(text: str) -> str:
    n_characters = len(grapheme_spans(text))
    return "short" if n_characters <= _SHORT else "medium" if n_characters <= _MEDIUM else "long"


def _arc(pair: WordPair, strongest: WordPair) -> dict[str, object]:
    """Where an arc begins and ends, in lines of the grid; how far it reaches; its strength, 0 to 1."""
    first, second = pair.words
    return {
        "direction": "toward" if pair.interaction > 0 else "away",
        "start": 2 * first + 2,
        "end": 2 * second + 2,
        "reach": second - first,
        "strength": f"{abs(pair.interaction / strongest.interaction):.2f}",
    }
