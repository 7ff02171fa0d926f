"""Render the sum of a score as a table with the cumulative sum in every row."""

from collections.abc import Sequence
from html import escape
from typing import Final

from sentimotion.explanations.results import Explanation
from sentimotion.i18n.messages import (
    Language,
    count,
    decimal,
    label_name,
    localize_digits,
    percent,
    say,
    signed,
)
from sentimotion.web.components.attribution_sum import SumRow, by_strength, sum_rows
from sentimotion.web.learn.views import paragraph, render_step

# In longer tables, the weakest words share a row.
MAX_WORDS: Final = 12


def render_sum_table(explanation: Explanation, language: Language) -> str:
    """Render step 5: the table and its completeness error."""
    label = label_name(explanation.label, language)
    body = "".join(_table_row(row, explanation, language) for row in sum_rows(explanation, MAX_WORDS))
    columns = "".join(
        f'<th scope="col">{escape(say(key, language))}</th>'
        for key in ("learn_column_part", "learn_column_value", "learn_column_sum")
    )
    score = decimal(explanation.score, language)
    table = (
        f'<table class="figures" data-label="{explanation.label}"><thead><tr>{columns}</tr></thead>'
        f'<tbody>{body}</tbody><tfoot><tr><th scope="row">{escape(say("learn_row_score", language))}</th>'
        f"<td></td><td><strong>{escape(score)}</strong></td></tr></tfoot></table>"
    )
    warning = (
        ""
        if explanation.converged
        else f'<p class="warning" role="status">{escape(say("not_converged", language))}</p>'
    )
    return render_step(
        "receipt",
        language,
        f"{paragraph('learn_receipt_text', language)}{table}"
        f'<p class="fact">{escape(_error(explanation, language))}</p>{warning}'
        f"{paragraph('learn_score', language, label=label)}",
    )


def _table_row(row: SumRow, explanation: Explanation, language: Language) -> str:
    if row.kind == "word":
        name = f'<span lang="bn">{escape(explanation.words[row.words[0]].text)}</span>'
    else:
        name = escape(say(_NAMES[row.kind], language, words=count(len(row.words), language)))
    show = decimal if row.kind == "blank" else signed
    kind = "word-row" if row.kind == "word" else "other-row"
    return (
        f'<tr class="{kind}" data-hundredths="{row.hundredths}"><th scope="row">{name}</th>'
        f"<td>{escape(show(row.hundredths / 100, language))}</td>"
        f"<td>{escape(decimal(row.sum_so_far / 100, language))}</td></tr>"
    )


_NAMES: Final = {
    "blank": "learn_row_blank",
    "others": "learn_row_small",
    "marks": "learn_rest",
    "error": "receipt_error",
}


def _error(explanation: Explanation, language: Language) -> str:
    change = explanation.score - explanation.baseline_score
    error = abs(explanation.convergence_delta)
    share = explanation.relative_error
    return say(
        "learn_error",
        language,
        change=signed(change, language),
        error=_small(error, language),
        share=below(percent(0.01, language), language) if share < 0.005 else percent(share, language),
        steps=count(explanation.n_steps, language),
    )


def _small(value: float, language: Language) -> str:
    """Format a number close to 0, with four decimals."""
    least = localize_digits("0.0001", language)
    return below(least, language) if value < 0.0001 else localize_digits(f"{value:.4f}", language)


def below(limit: str, language: Language) -> str:
    """Format that a number is below a limit."""
    return say("learn_below", language, limit=limit)


def strongest_words(explanation: Explanation, number: int = 3) -> Sequence[int]:
    """Indexes of the words with the largest absolute attributions."""
    return by_strength(explanation)[:number]
