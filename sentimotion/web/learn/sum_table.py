"""Table of a score's parts: baseline + words + rest = score, exact as displayed."""

from collections.abc import Sequence
from dataclasses import dataclass
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
from sentimotion.web.learn.lesson import by_strength
from sentimotion.web.learn.views import paragraph, render_step

# A longer receipt is not read: the smallest words share a row.
MAX_WORDS: Final = 12
# Where the change is smaller, a share of it says nothing; so the engine has it too.
_SMALLEST_CHANGE: Final = 0.1


@dataclass(frozen=True, slots=True)
class SumRow:
    """A line of the receipt: what, how far it moves the score, and the sum so far; in hundredths."""

    name: str
    is_word: bool
    hundredths: int
    sum_so_far: int


def sum_rows(explanation: Explanation, language: Language) -> list[SumRow]:
    """The lines between the blank's score and the text's, all rounded to the two digits that are shown.

    Rounding alone may spoil a sum, and so may the method's error. Both stand in a row of their own, which
    makes the column end at the score as it is shown, digit for digit.

    :returns: The blank, the words in the order of the text, punctuation, error and rounding.
    """
    words = explanation.words
    large = set(by_strength(explanation)[:MAX_WORDS] if len(words) > MAX_WORDS else range(len(words)))
    parts: list[tuple[str, bool, float]] = [
        (say("learn_row_blank", language), False, explanation.baseline_score)
    ]
    parts += [(words[index].text, True, words[index].attribution) for index in sorted(large)]
    if small := [word.attribution for index, word in enumerate(words) if index not in large]:
        name = say("learn_row_small", language, words=count(len(small), language))
        parts.append((name, False, sum(small)))
    parts.append((say("learn_rest", language), False, explanation.other))
    rows, total = [], 0
    for name, is_word, value in parts:
        total += in_hundredths(value)
        rows.append(SumRow(name, is_word, in_hundredths(value), total))
    score = in_hundredths(explanation.score)
    rows.append(SumRow(say("learn_row_error", language), False, score - total, score))
    return rows


def in_hundredths(value: float) -> int:
    """A number as it is shown with two decimals, without the point."""
    return int(f"{value:.2f}".replace(".", ""))


def render_sum_table(explanation: Explanation, language: Language) -> str:
    """Step 5: the receipt as a table, and what is missing on it."""
    label = label_name(explanation.label, language)
    rows = sum_rows(explanation, language)
    body = "".join(map(_table_row, rows, [language] * len(rows), [index == 0 for index in range(len(rows))]))
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


def _table_row(row: SumRow, language: Language, is_first: bool) -> str:
    name = f'<span lang="bn">{escape(row.name)}</span>' if row.is_word else escape(row.name)
    value = decimal(row.hundredths / 100, language) if is_first else signed(row.hundredths / 100, language)
    kind = "word-row" if row.is_word else "other-row"
    return (
        f'<tr class="{kind}" data-hundredths="{row.hundredths}"><th scope="row">{name}</th>'
        f"<td>{escape(value)}</td><td>{escape(decimal(row.sum_so_far / 100, language))}</td></tr>"
    )


def _error(explanation: Explanation, language: Language) -> str:
    change = explanation.score - explanation.baseline_score
    error = abs(explanation.convergence_delta)
    share = error / max(abs(change), _SMALLEST_CHANGE)
    return say(
        "learn_error",
        language,
        change=signed(change, language),
        error=_small(error, language),
        share=below(percent(0.01, language), language) if share < 0.005 else percent(share, language),
        steps=count(explanation.n_steps, language),
    )


def _small(value: float, language: Language) -> str:
    """A number close to 0, with four decimals."""
    least = localize_digits("0.0001", language)
    return below(least, language) if value < 0.0001 else localize_digits(f"{value:.4f}", language)


def below(limit: str, language: Language) -> str:
    """That a number is less than a limit, in words."""
    return say("learn_below", language, limit=limit)


def strongest_words(explanation: Explanation, number: int = 3) -> Sequence[int]:
    """Indexes of the words that moved the score most, toward or away."""
    return by_strength(explanation)[:number]
