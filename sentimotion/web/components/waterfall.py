"""Waterfall of a score: baseline + words + rest = score, rounded so that the sum is exact."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from sentimotion.explanations.results import Explanation
from sentimotion.i18n.messages import Language, count, decimal, percent, say, signed

# Words with their own row; the others share one, so that a long text fits on a screen.
_MAX_WORDS = 8
_PLACES = 2
# The default tolerance of ``explain``, which sentimotion uses.
_TOLERANCE = 0.01


@dataclass(frozen=True, slots=True)
class WaterfallRow:
    """One row: ``text`` in the language ``lang``, its rounded ``value``, and the start and end of its bar."""

    kind: str
    text: str
    lang: str
    value: float
    start: float
    end: float


def waterfall_rows(explanation: Explanation, language: Language) -> list[WaterfallRow]:
    """List the rows: baseline, strongest words in text order, other words, tokens outside words.

    Values are rounded to two decimals such that they add up to the rounded sum.
    """
    words = explanation.words
    order = sorted(range(len(words)), key=lambda index: -abs(words[index].attribution))
    shown = sorted(order[:_MAX_WORDS])
    rest = [words[index].attribution for index in order[_MAX_WORDS:]]
    parts: list[tuple[str, str, str, float]] = [
        ("blank", say("receipt_blank", language), language, explanation.baseline_score)
    ]
    parts += [("part", words[index].text, "bn", words[index].attribution) for index in shown]
    if rest:
        name = (
            say("receipt_one_other", language)
            if len(rest) == 1
            else say("receipt_others", language, count=count(len(rest), language))
        )
        parts.append(("others", name, language, math.fsum(rest)))
    parts.append(("marks", say("receipt_marks", language), language, explanation.other))
    values = rounded_to_sum([value for *_, value in parts], _PLACES)
    rows, at = [], 0.0
    for (kind, text, lang, _), value in zip(parts, values, strict=True):
        rows.append(WaterfallRow(kind, text, lang, value, at, at + value))
        at += value
    return rows


def rounded_to_sum(values: Sequence[float], places: int) -> list[float]:
    """Round numbers such that they add up to their rounded sum (largest remainders; each within one unit).

    :param values: Finite numbers.
    :param places: Decimals to keep.
    """
    unit = 10.0**-places
    whole = [math.floor(value / unit) for value in values]
    # Round in decimal as displayed: in binary, 0.005 / 0.01 may be slightly below one half.
    missing = round(round(math.fsum(values), places) / unit) - sum(whole)
    by_remainder = sorted(range(len(values)), key=lambda i: whole[i] - values[i] / unit)
    for index in by_remainder[:missing]:
        whole[index] += 1
    return [number / 10**places for number in whole]


def render_waterfall(explanation: Explanation, language: Language) -> str:
    """Render the waterfall as a table, with the completeness error; the user's text is escaped."""
    rows = waterfall_rows(explanation, language)
    total = rows[-1].end
    ends = [0.0, explanation.score, *(row.end for row in rows)]
    low, high = min(ends), max(ends)
    width = (high - low) or 1.0

    def line(kind: str, text: str, lang: str, number: str, start: float, end: float) -> str:
        left, right = sorted(((start - low) / width, (end - low) / width))
        sign = "toward" if end >= start else "away"
        return (
            f'<tr class="{kind}"><th scope="row" lang="{lang}">{escape(text)}</th>'
            f'<td class="number">{escape(number)}</td><td class="track" aria-hidden="true">'
            f'<i class="{sign}" style="left:{left:.2%};width:{max(right - left, 0.004):.2%}"></i></td></tr>'
        )

    body = "".join(
        line(
            row.kind,
            row.text,
            row.lang,
            decimal(row.value, language) if row.kind == "blank" else signed(row.value, language),
            row.start,
            row.end,
        )
        for row in rows
    )
    ends_of_table = [("sum", "receipt_sum", total), ("score", "receipt_score", explanation.score)]
    body += "".join(
        line(kind, say(key, language), language, decimal(value, language), 0.0, value)
        for kind, key, value in ends_of_table
    )
    error = say(
        "receipt_error",
        language,
        error=decimal(abs(explanation.convergence_delta), language),
        percent=_small_percent(relative_error(explanation), language),
        limit=percent(_TOLERANCE, language),
    )
    return (
        f'<table class="waterfall"><caption class="visually-hidden">{escape(say("receipt_table", language))}'
        f"</caption><tbody>{body}</tbody></table><p>{escape(error)}</p>"
    )


def relative_error(explanation: Explanation) -> float:
    """Absolute completeness error relative to the change of the score, or to 0.1 if that is larger."""
    change = max(abs(explanation.score - explanation.baseline_score), 0.1)
    return abs(explanation.convergence_delta) / change


def _small_percent(share: float, language: Language) -> str:
    """Format a percentage with one decimal."""
    return f"{decimal(100 * share, language)[:-1]}\u00a0%" if share < 0.1 else percent(share, language)
