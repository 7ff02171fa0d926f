"""Render a project's figures as HTML: tables, and precision and recall by threshold as a chart and a table.

A missing figure shows its reason.
"""

from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from sentimotion.i18n.messages import Language, head_name, label_name, percent, say
from sentimotion.labels import Head
from sentimotion.templating import render_template

if TYPE_CHECKING:
    from sentimotion.review.figures.figures import Figures


WANTED: Final = 0.9
"""The wanted precision at first."""


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


def render_wanted(wanted: float, language: Language) -> Markup:
    """Render the slider of the wanted precision."""
    return render_template("web/review/wanted.html", language=language, wanted=wanted)


def render_curves(figures: "Figures", language: Language) -> Markup:
    """Render, for each head, the threshold that reaches the wanted precision, and the curves."""
    return render_template(
        "web/review/curves.html", language=language, heads=figures.heads, threshold=_threshold
    )


def _threshold(value: float, language: Language) -> str:
    """Format a threshold in steps of 0.1%, with a decimal only if it has one."""
    return percent(value, language, decimals=0 if round(value, 2) == round(value, 3) else 1)
