"""Component values of the Analyze tab, computed from its results."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import gradio as gr

from sentimotion.errors import SentimotionError
from sentimotion.explanations.results import Explanation
from sentimotion.explanations.word_deletion import Deletion
from sentimotion.i18n.messages import Language, say
from sentimotion.labels import HEADS, Head
from sentimotion.web.analyze.export_buttons import render_export_buttons
from sentimotion.web.analyze.head_card import show_decision, show_explanation
from sentimotion.web.analyze.stability import Checks, render_stability
from sentimotion.web.analyze.tokenization_view import render_trace
from sentimotion.web.components.decision import render_error, render_notices
from sentimotion.web.components.explanation import render_opposed_words
from sentimotion.web.session.analysis import Analysis, Question, question_of


def show_results(
    language: Language,
    analysis: Analysis | None,
    error: SentimotionError | None,
    without: Deletion | None,
    checks: Checks | None,
    *values: Any,
) -> list[Any]:
    """Render the current results for the given thresholds and language.

    :param values: One threshold per head, then one explanation or None per head.
    :returns: Values of :func:`show_prediction`, of :func:`show_words`, and the comparison of methods.
    """
    n_heads = len(HEADS)
    explanations: dict[Head, Explanation | None] = dict(zip(HEADS, values[n_heads:], strict=True))
    shown = complete(explanations)
    return [
        *show_prediction(language, analysis, error, without, *values[:n_heads]),
        *show_words(language, analysis, without, explanations),
        render_stability(shown, checks, language) if shown and checks else "",
    ]


def show_prediction(
    language: Language,
    analysis: Analysis | None,
    error: SentimotionError | None,
    without: Deletion | None,
    *thresholds: float,
) -> list[Any]:
    """Render the prediction: notices, tokenization trace, and decision and chart of each head."""
    notices = ""
    if error is not None:
        notices = render_error(error, language)
    elif analysis is not None:
        notices = render_notices(analysis.encoded, language)
    return [
        notices,
        render_trace(analysis.encoded, language, analysis.known_forms) if analysis else "",
        *show_decisions(language, analysis, without, thresholds),
    ]


def show_words(
    language: Language,
    analysis: Analysis | None,
    without: Deletion | None,
    explanations: Mapping[Head, Explanation | None],
    done: float = 0.0,
) -> list[Any]:
    """Render the explanations of each head, words with opposite effects, and the export buttons.

    :param done: Progress of missing explanations, 0 to 1.
    """
    shown = complete(explanations)
    return [
        *(show_explanation(analysis, explanations[head], language, done, without) for head in HEADS),
        render_opposed_words(explanations, language),
        gr.update(value=say("check_stability", language), visible=shown is not None),
        render_export_buttons(analysis.prediction.text, language) if shown and analysis else "",
    ]


def show_decisions(
    language: Language, analysis: Analysis | None, without: Deletion | None, thresholds: Sequence[float]
) -> list[Any]:
    """Render the decision and chart of each head."""
    return list(
        chain.from_iterable(
            show_decision(head, analysis, threshold, language, without)
            for head, threshold in zip(HEADS, thresholds, strict=True)
        )
    )


def show_cards(
    language: Language,
    analysis: Analysis | None,
    without: Deletion | None,
    thresholds: Sequence[float],
    explanations: Mapping[Head, Explanation | None],
) -> list[Any]:
    """Render decision and chart of each head, then the explanation of each head."""
    return [
        *show_decisions(language, analysis, without, thresholds),
        *(show_explanation(analysis, explanations[head], language, 0.0, without) for head in HEADS),
    ]


def menu_values(analysis: Analysis | None, chosen: Mapping[Head, Question]) -> list[Any]:
    """Values of both menus of each head, for its question."""
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
    """The explanations if every head has one, otherwise None."""
    found = {head: explanation for head, explanation in explanations.items() if explanation is not None}
    return found if len(found) == len(HEADS) else None
