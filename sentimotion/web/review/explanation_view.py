"""Explain the model's labels after the annotator's decision is saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from sentimotion.errors import SentimotionError
from sentimotion.explanations.results import Explanation
from sentimotion.i18n.messages import LANGUAGES, Language, percent, say
from sentimotion.labels import HEADS, Head
from sentimotion.web.components.decision import render_decision, render_error
from sentimotion.web.components.explanation import render_explanation
from sentimotion.web.review.desk import Desk

if TYPE_CHECKING:
    from sentimotion.review.store.records import CheckpointName, Task


@dataclass(frozen=True, slots=True)
class ShownExplanation:
    """Explanations of one text; ``page`` is their checkpoint if it differs from that of the labels."""

    assignment: int
    explanations: Mapping[Head, Explanation]
    page: "CheckpointName | None"


def labels_to_explain(desk: Desk) -> dict[Head, str]:
    """The most probable label of each head."""
    assert desk.task is not None, "there is a text"
    item, settings = desk.task.item, desk.project.settings
    return {head: item.decision(head, settings).top_label for head in HEADS}


def render_explanation_progress(task: "Task", done: float) -> str:
    """Render the progress in both languages; the style sheet shows the page's language."""
    lines = "".join(
        f'<span lang="{language}" class="in-{language}">'
        f"{escape(say('review_coloring', language, percent=percent(done, language)))}</span>"
        for language in LANGUAGES
    )
    meter = f'<progress max="1" value="{done:.3f}"></progress>{lines}'
    return (
        f'<div class="review-colors" data-assignment="{task.assignment_id}">'
        f'<label class="meter" aria-busy="true">{meter}</label></div>'
    )


def render_explanation_error(task: "Task", error: SentimotionError, language: Language) -> str:
    """Render the reason why there are no explanations."""
    wrong = render_error(error, language)
    return f'<div class="review-colors" data-assignment="{task.assignment_id}">{wrong}</div>'


def render_desk_explanation(desk: Desk, shown: ShownExplanation, language: Language) -> str:
    """Render both heads' predictions with highlighted words, below the desk.

    The browser shows it only while the desk shows the same text.
    """
    task = desk.task
    assert task is not None, "there is a text"
    notice = ""
    if shown.page is not None:
        names = {"labels": task.item.checkpoint.shown, "page": shown.page.shown}
        notice = f'<p class="notice">{escape(say("review_other_weights", language, **names))}</p>'
    heads = "".join(
        '<section class="card">'
        + str(
            render_decision(
                head, task.item.decision(head, desk.project.settings), task.item.probabilities(head), language
            )
        )
        + str(render_explanation(shown.explanations[head], language))
        + "</section>"
        for head in HEADS
    )
    return (
        f'<div class="review-colors" lang="{language}" data-assignment="{task.assignment_id}" data-shown>'
        f"<h2>{escape(say('review_colors', language))}</h2>{notice}"
        f'<div class="review-color-heads">{heads}</div></div>'
    )
