"""Render a project's figures as HTML tables; a missing figure shows its reason."""

from typing import TYPE_CHECKING

from markupsafe import Markup

from sentimotion.i18n.messages import Language, head_name, label_name, say
from sentimotion.labels import Head
from sentimotion.templating import render_template

if TYPE_CHECKING:
    from sentimotion.review.figures.figures import Figures


def render_figures(figures: "Figures", language: Language) -> Markup:
    """Render progress, the effect of explanations, and agreement and confusion for each head."""
    return render_template("web/review/figures.html", language=language, figures=figures, cell_name=cell_name)


def cell_name(head: Head, human: str, model: str, language: Language) -> str:
    """Describe a cell of the confusion matrix."""
    return say(
        "review_cell",
        language,
        head=head_name(head, language),
        human=label_name(human, language),
        model=label_name(model, language),
    )
