"""Render the review desk as HTML."""

from markupsafe import Markup

from sentimotion.errors import SentimotionError
from sentimotion.i18n.messages import Language
from sentimotion.review.store.validation import LONGEST_NOTE
from sentimotion.templating import render_template
from sentimotion.web.components.decision import render_error
from sentimotion.web.components.text_quality_view import render_warnings
from sentimotion.web.review.desk import Desk


def render_welcome(language: Language, n_projects: int, notice: SentimotionError | None = None) -> Markup:
    """Render the desk before an annotator has started.

    :param language: Language of the page.
    :param n_projects: Number of projects to choose from.
    :param notice: Reason why starting failed.
    """
    return render_template(
        "web/review/welcome.html",
        language=language,
        n_projects=n_projects,
        error="" if notice is None else render_error(notice, language),
    )


def render_desk(desk: Desk, language: Language) -> Markup:
    """Render the text, both heads' labels, and the available actions."""
    return render_template(
        "web/review/desk.html",
        language=language,
        desk=desk,
        error="" if desk.notice is None else render_error(desk.notice, language),
        warnings="" if desk.task is None else render_warnings(desk.task.item.text, language),
        longest_note=LONGEST_NOTE,
    )
