"""Render the sum of a score as a table with the cumulative sum in every row."""

from typing import Final

from markupsafe import Markup

from sentimotion.explanations.results import Explanation
from sentimotion.i18n.messages import Language, label_name, localize_digits, percent, say
from sentimotion.web.components.attribution_sum import marks_of, sum_rows
from sentimotion.web.learn.views import render_step

# In longer tables, the weakest words share a row.
MAX_WORDS: Final = 12


_NAMES: Final = {
    "blank": "learn_row_blank",
    "others": "learn_row_small",
    "marks": "learn_rest",
    "error": "receipt_error",
}


def render_sum_table(explanation: Explanation, language: Language) -> Markup:
    """Render step 5: the table and its completeness error."""
    share = explanation.relative_error
    return render_step(
        "receipt",
        language,
        label_name(explanation.label, language),
        explanation=explanation,
        rows=sum_rows(explanation, MAX_WORDS),
        names=_NAMES,
        marks=marks_of(explanation),
        error=_small(abs(explanation.convergence_delta), language),
        share=_below(percent(0.01, language), language) if share < 0.005 else percent(share, language),
    )


def _small(value: float, language: Language) -> str:
    """Format a number close to 0, with four decimals."""
    least = localize_digits("0.0001", language)
    return _below(least, language) if value < 0.0001 else localize_digits(f"{value:.4f}", language)


def _below(limit: str, language: Language) -> str:
    return say("learn_below", language, limit=limit)
