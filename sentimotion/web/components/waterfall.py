"""Render the sum of a score as a waterfall: bars from the baseline score to the score."""

from typing import Final

from markupsafe import Markup

from explain import DEFAULT_TOLERANCE
from sentimotion.explanations.results import Explanation
from sentimotion.i18n.messages import Language, count, decimal, percent, say, signed
from sentimotion.templating import render_template
from sentimotion.web.components.attribution_sum import SumRow, marks_of, sum_rows

# Number of words with their own row; the others share one, so that a long text fits on a screen.
MAX_WORD_ROWS: Final = 8


def render_waterfall(explanation: Explanation, language: Language) -> Markup:
    """Render the waterfall as a table, with the completeness error."""
    rows = sum_rows(explanation, MAX_WORD_ROWS)
    score = rows[-1].sum_so_far
    ends = [0, *(row.sum_so_far for row in rows)]
    low, high = min(ends), max(ends)
    width = (high - low) or 1

    def bar(kind: str, name: str, number: str, start: int, end: int) -> dict[str, str]:
        left, right = sorted(((start - low) / width, (end - low) / width))
        return {
            "kind": kind,
            "name": name,
            "lang": "bn" if kind == "word" else language,
            "number": number,
            "sign": "toward" if end >= start else "away",
            "left": f"{left:.2%}",
            "width": f"{max(right - left, 0.004):.2%}",
        }

    bars = [
        bar(
            row.kind,
            _name(row, explanation, language),
            (decimal if row.kind == "blank" else signed)(row.hundredths / 100, language),
            row.sum_so_far - row.hundredths,
            row.sum_so_far,
        )
        for row in rows
    ]
    return render_template(
        "web/components/waterfall.html",
        language=language,
        explanation=explanation,
        bars=[*bars, bar("score", say("receipt_score", language), decimal(score / 100, language), 0, score)],
        error_percent=_small_percent(explanation.relative_error, language),
        limit=percent(DEFAULT_TOLERANCE, language),
    )


def _name(row: SumRow, explanation: Explanation, language: Language) -> str:
    if row.kind == "word":
        return explanation.words[row.words[0]].text
    if row.kind == "others" and len(row.words) > 1:
        return say("receipt_others", language, count=count(len(row.words), language))
    name = say("receipt_one_other" if row.kind == "others" else f"receipt_{row.kind}", language)
    return f"{name}: {marks}" if row.kind == "marks" and (marks := marks_of(explanation)) else name


def _small_percent(share: float, language: Language) -> str:
    """Format a percentage; below ten percent with one decimal."""
    return percent(share, language, decimals=1 if share < 0.1 else 0)
