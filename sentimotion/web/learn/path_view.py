"""Render the integration path as HTML with a slider from the baseline to the text.

Everything that the slider shows is written into the page once, so moving it needs no server request:
assets/js/path.js selects the entry of a point.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from math import fsum

from markupsafe import Markup

from sentimotion.explanations.integration_path import TextWalk
from sentimotion.explanations.results import Explanation
from sentimotion.i18n.messages import Language, decimal, label_name, percent, say, signed, term
from sentimotion.templating import render_template
from sentimotion.web.components.highlight import FAINT, render_highlight
from sentimotion.web.learn.views import render_step


def render_path(walk: TextWalk, language: Language) -> Markup:
    """Render step 4 above its chart."""
    explanation = walk.explanation
    return render_step("path", language, label_name(explanation.label, language), explanation=explanation)


def render_path_slider(walk: TextWalk, language: Language) -> Markup:
    """Render step 4 below its chart, with the slider at the baseline."""
    explanation, frames = walk.explanation, path_frames(walk, language)
    return render_template(
        "web/learn/path_slider.html",
        language=language,
        explanation=explanation,
        frames=frames,
        data=json.dumps(frames, ensure_ascii=False),
        last=len(walk.points) - 1,
        highlight=render_highlight(_emptied(explanation), language),
    )


def path_frames(walk: TextWalk, language: Language) -> dict[str, list[str]]:
    """Texts shown at each point, by name, and the data for the script.

    ``said`` is the point and its score; ``blank``, ``gathered`` (the words), ``rest``, ``sum`` and ``score``
    are the terms of the sum. ``drawn`` is JSON for the script: position on the path, score, and for each word
    its relative strength from -1 to 1, its attribution, and its tooltip.
    """
    blank = walk.explanation.baseline_score
    name = label_name(walk.explanation.label, language)
    strongest = max((abs(value) for row in walk.words for value in row), default=0.0)
    gathered = [fsum(row) for row in walk.words]
    sums = [blank + words + rest for words, rest in zip(gathered, walk.other, strict=True)]
    return {
        "said": [
            say("learn_path_at", language, share=percent(point, language), score=decimal(score, language))
            for point, score in zip(walk.points, walk.scores, strict=True)
        ],
        "blank": [decimal(blank, language)] * len(walk.points),
        "gathered": [term(value, language) for value in gathered],
        "rest": [term(value, language) for value in walk.other],
        "sum": [f"= {decimal(value, language)}" for value in sums],
        "score": [decimal(score, language) for score in walk.scores],
        "drawn": [
            json.dumps(
                [
                    point,
                    score,
                    _strengths(row, strongest),
                    [round(value, 6) for value in row],
                    [f"{signed(value, language)} · {name}" for value in row],
                ],
                ensure_ascii=False,
            )
            for point, score, row in zip(walk.points, walk.scores, walk.words, strict=True)
        ],
    }


def _strengths(row: Sequence[float], strongest: float) -> list[float]:
    shares = [value / strongest if strongest else 0.0 for value in row]
    return [round(share, 3) if abs(share) >= FAINT else 0.0 for share in shares]


def _emptied(explanation: Explanation) -> Explanation:
    """The explanation at the baseline: all attributions are zero."""
    return replace(explanation, words=tuple(replace(word, attribution=0.0) for word in explanation.words))
