"""The export buttons, and the file that each requests from the server."""

from collections.abc import Mapping
from html import escape

from sentimotion.explanations.results import Explanation
from sentimotion.i18n.messages import Language, say
from sentimotion.labels import Head
from sentimotion.web.analyze.export_files import report_csv, report_html, report_json
from sentimotion.web.components.slides import ANALYSIS, render_present
from sentimotion.web.session.analysis import Analysis


def render_export_buttons(text: str, language: Language) -> str:
    """Render the buttons: present, copy link, and export files. Handled by scripts and browser events.

    :param text: The analyzed text, for the link; the text box may already hold another one.
    """
    messages = {name: say(f"link_{name}", language) for name in ("copied", "shown")} | {"text": text}
    buttons = [
        render_present(ANALYSIS, language),
        _button("copy-link", "", say("copy_link", language), messages),
        *(
            _button("file", kind, say(key, language))
            for kind, key in (("html", "save_report"), ("json", "save_json"), ("csv", "save_csv"))
        ),
    ]
    name = escape(say("take_along", language))
    return (
        f'<div class="take" lang="{language}" role="group" aria-label="{name}">{"".join(buttons)}'
        '<span role="status"></span></div>'
    )


def _button(name: str, value: str, text: str, words: Mapping[str, str] | None = None) -> str:
    """Render a button, identified by a data attribute, with its messages in further attributes."""
    more = "".join(f' data-{key}="{escape(word)}"' for key, word in (words or {}).items())
    return f'<button type="button" class="quiet-button" data-{name}="{value}"{more}>{escape(text)}</button>'


def file_of(
    kind: object,
    analysis: Analysis,
    explanations: Mapping[Head, Explanation],
    thresholds: Mapping[Head, float],
    language: Language,
) -> dict[str, str] | None:
    """Create a file for the browser to save: name, media type and content; None for an unknown kind."""
    if kind == "html":
        return _file("html", "text/html", report_html(analysis, explanations, thresholds, language))
    if kind == "json":
        return _file("json", "application/json", report_json(analysis, explanations))
    if kind == "csv":
        # With a byte order mark, so that spreadsheets detect UTF-8.
        return _file("csv", "text/csv", "\ufeff" + report_csv(explanations))
    return None


def _file(ending: str, media_type: str, content: str) -> dict[str, str]:
    return {"name": f"sentimotion.{ending}", "type": media_type, "content": content}
