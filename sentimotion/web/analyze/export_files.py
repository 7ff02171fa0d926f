"""Export an analysis as self-contained HTML, as JSON, or as a CSV of its words, and the buttons for it."""

import csv
import io
import json
from collections.abc import Mapping

from markupsafe import Markup

from sentimotion.assets import ASSETS
from sentimotion.checkpoints.version import named
from sentimotion.explanations.results import Explanation
from sentimotion.i18n.messages import Language, percent, say
from sentimotion.inference.decisions import decide
from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.tables.formula_guard import guard
from sentimotion.templating import embedded_style, render_template
from sentimotion.web.analyze.state import AnalyzeState
from sentimotion.web.components.decision import render_decision
from sentimotion.web.components.explanation import render_explanation
from sentimotion.web.frontend import page_style
from sentimotion.web.session.analysis import Analysis
from sentimotion.web.session.state import Event, SavedFile


def render_export_buttons(text: str, language: Language) -> Markup:
    """Render the buttons: present, copy link, and export files. Handled by scripts and browser events.

    :param text: The analyzed text, for the link; the text box may already hold another one.
    """
    return render_template("web/analyze/export_buttons.html", language=language, text=text)


def export_file(language: Language, state: AnalyzeState, event: Event) -> SavedFile | None:
    """Make the file of the kind that the event names; None if it is unknown, or nothing is explained."""
    analysis, shown = state.analysis, state.complete_explanations()
    if analysis is None or shown is None:
        return None
    match event.data.get("kind"):
        case "html":
            return _file("html", "text/html", report_html(analysis, shown, state.thresholds, language))
        case "json":
            return _file("json", "application/json", report_json(analysis, shown))
        case "csv":
            # With a byte order mark, so that spreadsheets detect UTF-8.
            return _file("csv", "text/csv", "\ufeff" + report_csv(shown))
    return None


def _file(ending: str, media_type: str, content: str) -> SavedFile:
    return SavedFile(f"sentimotion.{ending}", media_type, content.encode("utf-8", "backslashreplace"))


def report_json(analysis: Analysis, explanations: Mapping[Head, Explanation]) -> str:
    """Serialize the prediction and the explanations as JSON."""
    values = {
        "text": analysis.prediction.text,
        "prediction": analysis.prediction.to_dict(),
        "explanations": {head: explanation.to_dict() for head, explanation in explanations.items()},
    }
    return json.dumps(values, ensure_ascii=False, indent=2, allow_nan=False)


def report_csv(explanations: Mapping[Head, Explanation]) -> str:
    """One row per word and head; words that a spreadsheet would evaluate as formulas are guarded."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(["head", "label", "contrast", "word", "start", "end", "attribution"])
    for head, explanation in explanations.items():
        for word in explanation.words:
            label, contrast = explanation.label, explanation.contrast or ""
            word_cell = guard(word.text)
            writer.writerow([head, label, contrast, word_cell, word.start, word.end, word.attribution])
    return file.getvalue()


def report_html(
    analysis: Analysis,
    explanations: Mapping[Head, Explanation],
    thresholds: Mapping[Head, float],
    language: Language,
) -> Markup:
    """Render the result as a self-contained HTML page with style and font, without scripts.

    :param analysis: The text and both heads' probabilities.
    :param explanations: By head; may lack some.
    :param thresholds: By head, 0 to 1.
    :param language: Language of everything except the text.
    """
    prediction = analysis.prediction
    cards = []
    for head in HEADS:
        probabilities, threshold = prediction.probabilities.of(head), thresholds[head]
        explanation = explanations.get(head)
        cards.append(
            (
                render_decision(head, decide(head, probabilities, threshold), probabilities, language),
                list(zip(LABELS[head], probabilities, strict=True)),
                threshold,
                "" if explanation is None else render_explanation(explanation, language),
            )
        )
    return render_template(
        "web/analyze/export.html",
        language=language,
        # The page's style sheet uses variables of Gradio's theme; the second style sheet defines them.
        style=embedded_style(
            page_style(), (ASSETS / "css" / "report" / "report.css").read_text(encoding="utf-8")
        ),
        cards=cards,
        model=say(
            "report_model",
            language,
            source=named(prediction.checkpoint, prediction.checkpoint_version),
            thresholds=", ".join(percent(thresholds[head], language) for head in HEADS),
        ),
    )
