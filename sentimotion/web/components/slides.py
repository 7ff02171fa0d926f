"""Slides for presentation mode: which parts of the page each one shows. assets/stage.js displays them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final, Literal

from sentimotion.i18n.messages import Language, say
from sentimotion.labels import HEADS

Part = str | tuple[tuple[str, ...], ...]
"""A CSS selector, of which the page's first match is meant; or columns beside each other, of selectors."""


@dataclass(frozen=True, slots=True)
class Slide:
    """What stands under each other on one screen; left out while the page does not have all of it.

    A table or list that is too long for a screen goes on on further ones. ``look`` is a class for the style
    sheet. ``along`` selects a slider: the slide is then shown once for each of its places.
    """

    parts: tuple[Part, ...]
    look: Literal["", "lesson"] = ""
    along: str = ""


def render_present(slides: Sequence[Slide], language: Language) -> str:
    """The button that shows slides; what the browser has to say stands on it.

    :param slides: In order, of what is on the page when it is pressed.
    """
    deck = [{"parts": slide.parts, "look": slide.look, "along": slide.along} for slide in slides]
    words = "".join(
        f' data-{name}="{escape(say(f"present_{name}", language))}"' for name in ("next", "previous", "close")
    )
    return (
        f'<button type="button" class="quiet-button" lang="{language}"'
        f' data-present="{escape(json.dumps(deck))}"{words}>{escape(say("present", language))}</button>'
    )


def _of_head(head: str) -> tuple[Slide, ...]:
    """One head of an analysis: its decision, its words, and the sum that they make."""
    card = f"#head-{head}"
    title, sentence = f"{card} .decision h2", f"{card} .explanation[data-label] .sentence"
    return (
        Slide((f"{card} .decision", f"{card} .chart")),
        Slide((title, sentence, f"{card} .legend")),
        Slide((title, f"{card} table.waterfall")),
    )


ANALYSIS: Final = (
    *(slide for head in HEADS for slide in _of_head(head)),
    Slide(("#heads .sentence", "#between [data-pulls-apart]")),
)
