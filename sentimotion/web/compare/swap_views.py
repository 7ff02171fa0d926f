"""Component values of the word swap."""

from dataclasses import dataclass
from itertools import chain
from typing import Any

import gradio as gr

from sentimotion.errors import SentimotionError
from sentimotion.explanations.counterfactuals import MAX_ALTERNATIVE_LENGTH, MAX_ALTERNATIVES
from sentimotion.i18n.messages import Language, count, say
from sentimotion.labels import DEFAULT_THRESHOLDS, HEADS
from sentimotion.text.encoding import EncodedText
from sentimotion.web.compare.comparison import Swapped
from sentimotion.web.compare.tables import render_ranges
from sentimotion.web.compare.views import (
    render_chosen,
    render_missing_input,
    render_swap_summary,
    render_words,
)
from sentimotion.web.compare.wording import shorten_word
from sentimotion.web.components.charts import strip_chart
from sentimotion.web.components.decision import render_error, render_notices
from sentimotion.web.components.progress_bar import Stopped, render_halted


@dataclass(frozen=True, slots=True)
class Missing:
    """A missing input; ``key`` is the message that asks for it."""

    key: str


Answer = Swapped | SentimotionError | Missing | Stopped | None


def show_swap_words(
    language: Language,
    encoded: EncodedText | None,
    error: SentimotionError | None,
    word: int | None,
) -> list[Any]:
    """Render the sentence's error, the visibility of the choice, the word buttons, and the chosen word."""
    if encoded is None:
        notice = render_error(error, language) if error else ""
        return [notice, gr.update(visible=False), "", ""]
    return [
        render_notices(encoded, language),
        gr.update(visible=True),
        render_words(encoded, word, language),
        render_chosen(encoded, word, language),
    ]


def show_answer(language: Language, answer: Answer) -> list[Any]:
    """Clear the progress bar.

    Render the summary, the visibility of the charts, and chart and table of each head.
    """
    if isinstance(answer, Swapped) and answer.probabilities:
        views: list[Any] = ["", render_swap_summary(answer, language), gr.update(visible=True)]
        for head in HEADS:
            shares = [probabilities.of(head) for probabilities in answer.probabilities]
            threshold = DEFAULT_THRESHOLDS[head]
            views += [
                strip_chart(head, list(map(shorten_word, answer.words)), shares, threshold, language),
                render_ranges(head, answer, language),
            ]
        return views
    summary = ""
    if isinstance(answer, Swapped):
        summary = render_swap_summary(answer, language)
    elif isinstance(answer, Missing):
        summary = render_missing_input(answer.key, language)
    elif isinstance(answer, Stopped):
        summary = render_halted("swap_stopped", language)
    elif answer is not None:
        summary = render_error(answer, language)
    return ["", summary, gr.update(visible=False), *chain.from_iterable((gr.skip(), "") for _ in HEADS)]


def list_label(language: Language) -> str:
    """Label of the box for alternatives, including its limits."""
    limits = {"lines": count(MAX_ALTERNATIVES, language), "length": count(MAX_ALTERNATIVE_LENGTH, language)}
    return say("swap_alternatives", language, **limits)
