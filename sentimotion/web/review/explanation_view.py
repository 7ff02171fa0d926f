"""Explain the model's labels after the annotator's decision is saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from sentimotion.errors import SentimotionError
from sentimotion.explanations.results import Explanation
from sentimotion.i18n.messages import Language
from sentimotion.labels import HEADS, Head
from sentimotion.templating import render_template
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


def render_explaining(task: "Task", explaining: float | SentimotionError, language: Language) -> Markup:
    """Render the progress, 0 to 1, or why there are no explanations."""
    if isinstance(explaining, SentimotionError):
        below = render_error(explaining, language)
    else:
        below = render_template(
            "web/score/progress.html", key="review_coloring", value=explaining, language=language
        )
    return Markup('<div class="review-colors" data-assignment="{}">{}</div>').format(
        task.assignment_id, below
    )


def render_desk_explanation(desk: Desk, shown: ShownExplanation, language: Language) -> Markup:
    """Render both heads' predictions with highlighted words, below the desk.

    The browser shows it only while the desk shows the same text.
    """
    task = desk.task
    assert task is not None, "there is a text"
    item, settings = task.item, desk.project.settings
    heads = [
        (
            render_decision(head, item.decision(head, settings), item.probabilities(head), language),
            render_explanation(shown.explanations[head], language),
        )
        for head in HEADS
    ]
    return render_template(
        "web/review/explanation.html", language=language, task=task, page=shown.page, heads=heads
    )
