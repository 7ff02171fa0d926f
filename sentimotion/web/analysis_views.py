"""What the tab Analyze shows of its results, as values for its components."""

from collections.abc import Mapping
from itertools import chain
from typing import Any

import gradio as gr

from sentimotion.deletion import Deletion
from sentimotion.errors import SentimotionError
from sentimotion.explanation import Explanation
from sentimotion.labels import HEADS, Head
from sentimotion.web.analysis import Analysis, Question, question_of
from sentimotion.web.card import show_decision, show_explanation
from sentimotion.web.explained import render_pull_apart
from sentimotion.web.reading_view import render_reading
from sentimotion.web.stability import Checks, render_stability
from sentimotion.web.strings import Language, say
from sentimotion.web.take import render_take
from sentimotion.web.views import render_error, render_notices


def show_results(
    language: Language,
    analysis: Analysis | None,
    error: SentimotionError | None,
    without: Deletion | None,
    checks: Checks | None,
    *values: Any,
) -> list[Any]:
    """The results at hand under the present thresholds, in the present language."""
    n_heads = len(HEADS)
    explanations: dict[Head, Explanation | None] = dict(zip(HEADS, values[n_heads:], strict=True))
    notices = ""
    if error is not None:
        notices = render_error(error, language)
    elif analysis is not None:
        notices = render_notices(analysis.encoded, language)
    shown = complete(explanations)
    return [
        notices,
        render_reading(analysis.encoded, language) if analysis else "",
        render_pull_apart(explanations, language),
        gr.update(value=say("check_stability", language), visible=shown is not None),
        render_take(language) if shown else "",
        render_stability(shown, checks, language) if shown and checks else "",
        *show_cards(language, analysis, without, values[:n_heads], explanations),
    ]


def show_cards(
    language: Language,
    analysis: Analysis | None,
    without: Deletion | None,
    thresholds: Any,
    explanations: Mapping[Head, Explanation | None],
) -> list[Any]:
    """Decision, chart and explanation of each head."""
    views: list[Any] = []
    for head, threshold in zip(HEADS, thresholds, strict=True):
        views += show_decision(head, analysis, threshold, language, without)
        views.append(show_explanation(analysis, explanations[head], language, 0.0, without))
    return views


def menu_values(analysis: Analysis | None, chosen: Mapping[Head, Question]) -> list[Any]:
    """Both menus of each head, as what is asked of it."""
    if analysis is None:
        return [gr.update(value=None), gr.update(value="")] * len(HEADS)
    questions = [question_of(analysis, chosen, head) for head in HEADS]
    return list(
        chain.from_iterable(
            (gr.update(value=question.label), gr.update(value=question.contrast or ""))
            for question in questions
        )
    )


def complete(explanations: Mapping[Head, Explanation | None]) -> dict[Head, Explanation] | None:
    """The explanations where every head has one."""
    found = {head: explanation for head, explanation in explanations.items() if explanation is not None}
    return found if len(found) == len(HEADS) else None
