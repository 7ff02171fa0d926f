"""Export an analysis as self-contained HTML, as JSON, or as a CSV of its words."""

import csv
import io
import json
from base64 import b64encode
from collections.abc import Mapping
from html import escape

from sentimotion.assets import ASSETS
from sentimotion.checkpoints.version import named
from sentimotion.explanations.results import Explanation
from sentimotion.i18n.messages import Language, label_name, percent, say
from sentimotion.inference.decisions import decide
from sentimotion.label_colors import LABEL_COLORS
from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.tables.formula_guard import guard
from sentimotion.web.components.decision import render_decision
from sentimotion.web.components.explanation import render_explanation
from sentimotion.web.frontend import page_style
from sentimotion.web.session.analysis import Analysis


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
) -> str:
    """Render the result as a self-contained HTML page with style and font, without scripts.

    :param analysis: The text and both heads' probabilities.
    :param explanations: By head; may lack some.
    :param thresholds: By head, 0 to 1.
    :param language: Language of everything except the text.
    """
    font = b64encode((ASSETS / "fonts" / "NotoSansBengali-wght.woff2").read_bytes()).decode("ascii")
    face = (
        '@font-face { font-family: "Noto Sans Bengali"; font-weight: 100 900;'
        f' src: url("data:font/woff2;base64,{font}") format("woff2"); }}'
    )
    # The page's style sheet uses variables of Gradio's theme; the second style sheet defines them.
    style = page_style() + (ASSETS / "report.css").read_text(encoding="utf-8")
    title = say("report_title", language)
    shown = ", ".join(f"{percent(thresholds[head], language)}" for head in HEADS)
    prediction = analysis.prediction
    source = named(prediction.checkpoint, prediction.checkpoint_version)
    model = say("report_model", language, source=source, thresholds=shown)
    cards = "".join(
        _card(analysis, head, explanations.get(head), thresholds[head], language) for head in HEADS
    )
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">'
        f"<title>{escape(title)}</title><style>{face}{style}</style></head><body>"
        f'<main class="gradio-container"><h1>{escape(title)}</h1>{cards}'
        f"<p>{escape(model)}</p><p>{escape(say('report_caution', language))}</p></main></body></html>"
    )


def _card(
    analysis: Analysis, head: Head, explanation: Explanation | None, threshold: float, language: Language
) -> str:
    probabilities = analysis.prediction.probabilities.of(head)
    decision = render_decision(head, decide(head, probabilities, threshold), probabilities, language)
    rows = "".join(
        f'<tr style="--label-color:{LABEL_COLORS[label]}">'
        f'<th scope="row">{escape(label_name(label, language))}</th>'
        f'<td class="number">{escape(percent(share, language))}</td><td class="track">'
        f'<i style="width:{share:.2%}"></i><b style="left:{threshold:.2%}"></b></td></tr>'
        for label, share in zip(LABELS[head], probabilities, strict=True)
    )
    words = render_explanation(explanation, language) if explanation else ""
    return f'<section class="card">{decision}<table class="bars">{rows}</table>{words}</section>'
