"""Slides for presentation mode: which parts of the page each one shows. assets/js/stage.js displays them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from markupsafe import Markup

from sentimotion.i18n.messages import Language, say
from sentimotion.labels import HEADS

Part = str | tuple[tuple[str, ...], ...]
"""A CSS selector, of which the first match is shown, or side-by-side columns of selectors."""


@dataclass(frozen=True, slots=True)
class Slide:
    """Parts shown below each other on one screen; skipped while the page lacks any of them.

    A table or list that is too long continues on further screens. ``look`` is a CSS class. ``along`` selects
    a slider: the slide is then shown once for each of its positions.
    """

    parts: tuple[Part, ...]
    look: Literal["", "lesson"] = ""
    along: str = ""


def render_present(slides: Sequence[Slide], language: Language) -> Markup:
    """Render the button that starts presentation mode; its attributes hold the text that the browser needs.

    :param slides: The slides in order; each shows the page's contents at the time of the click.
    """
    deck = [{"parts": slide.parts, "look": slide.look, "along": slide.along} for slide in slides]
    texts = {name: say(f"present_{name}", language) for name in ("next", "previous", "close")}
    return Markup(
        '<button type="button" class="quiet-button" lang="{}" data-present="{}"'
        ' data-next="{next}" data-previous="{previous}" data-close="{close}">{}</button>'
    ).format(language, json.dumps(deck), say("present", language), **texts)


def _of_head(head: str) -> tuple[Slide, ...]:
    """Slide of one head: its decision, its highlighted words, and their waterfall."""
    card = f"#head-{head}"
    title, sentence = f"{card} .decision h2", f"{card} .explanation[data-label] .sentence"
    return (
        Slide((f"{card} .decision", f"{card} .chart")),
        Slide((title, sentence, f"{card} .legend", f"{card} .chance")),
        Slide((title, f"{card} table.waterfall")),
    )


ANALYSIS: Final = (
    *(slide for head in HEADS for slide in _of_head(head)),
    Slide(("#heads .sentence", "#between [data-pulls-apart]")),
    *(Slide((f"#chance [data-tested={head}]",)) for head in HEADS),
    *(Slide((f"#together [data-together={head}]",)) for head in HEADS),
    *(Slide((f"#changes [data-changes={head}]",)) for head in HEADS),
    *(Slide((f"#stability [data-compared={head}]",)) for head in HEADS),
)
