"""The export buttons, and the file that each requests from the server."""

from collections.abc import Mapping

from markupsafe import Markup

from sentimotion.explanations.results import Explanation
from sentimotion.i18n.messages import Language
from sentimotion.labels import Head
from sentimotion.templating import render_template
from sentimotion.web.analyze.export_files import report_csv, report_html, report_json
from sentimotion.web.session.analysis import Analysis
from sentimotion.web.session.state import SavedFile


def render_export_buttons(text: str, language: Language) -> Markup:
    """Render the buttons: present, copy link, and export files. Handled by scripts and browser events.

    :param text: The analyzed text, for the link; the text box may already hold another one.
    """
    return render_template("web/analyze/export_buttons.html", language=language, text=text)


def file_of(
    kind: object,
    analysis: Analysis,
    explanations: Mapping[Head, Explanation],
    thresholds: Mapping[Head, float],
    language: Language,
) -> SavedFile | None:
    """Create a file for the browser to save; None for an unknown kind."""
    if kind == "html":
        return _file("html", "text/html", report_html(analysis, explanations, thresholds, language))
    if kind == "json":
        return _file("json", "application/json", report_json(analysis, explanations))
    if kind == "csv":
        # With a byte order mark, so that spreadsheets detect UTF-8.
        return _file("csv", "text/csv", "\ufeff" + report_csv(explanations))
    return None


def _file(ending: str, media_type: str, content: str) -> SavedFile:
    return SavedFile(f"sentimotion.{ending}", media_type, content.encode("utf-8", "backslashreplace"))
