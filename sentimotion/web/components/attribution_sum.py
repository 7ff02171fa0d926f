"""The sum of a score in displayed digits: baseline score + words + other tokens = score. Pure."""

import math
from dataclasses import dataclass
from typing import Final, Literal

from sentimotion.explanations.results import Explanation

MAX_MARKS: Final = 6
"""Marks that are named in their row."""
RowKind = Literal["blank", "word", "others", "marks", "error"]


@dataclass(frozen=True, slots=True)
class SumRow:
    """A row of the sum: its attribution and the cumulative sum, both in hundredths.

    ``words`` are indexes of the explanation's words: one if ``kind`` is ``"word"``, the weakest ones if it is
    ``"others"``, none otherwise.
    """

    kind: RowKind
    words: tuple[int, ...]
    hundredths: int
    sum_so_far: int


def sum_rows(explanation: Explanation, max_words: int) -> list[SumRow]:
    """Rows from the baseline score to the score, all rounded to the two displayed decimals.

    Each number is rounded independently, as on the rest of the page. The last row contains the rounding error
    and the completeness error, so that the displayed numbers add up to the displayed score exactly.

    :param explanation: The explanation.
    :param max_words: Number of words with their own row, the strongest; the others share one.
    :returns: The baseline, the words in text order, the other words, punctuation, and the errors.
    """
    words = explanation.words
    order = by_strength(explanation)
    parts: list[tuple[RowKind, tuple[int, ...], float]] = [("blank", (), explanation.baseline_score)]
    parts += [("word", (index,), words[index].attribution) for index in sorted(order[:max_words])]
    if others := tuple(sorted(order[max_words:])):
        parts.append(("others", others, math.fsum(words[index].attribution for index in others)))
    parts.append(("marks", (), explanation.other))
    rows, total = [], 0
    for kind, indexes, value in parts:
        total += in_hundredths(value)
        rows.append(SumRow(kind, indexes, in_hundredths(value), total))
    score = in_hundredths(explanation.score)
    rows.append(SumRow("error", (), score - total, score))
    return rows


def by_strength(explanation: Explanation) -> list[int]:
    """Indexes of the words by decreasing absolute attribution; ties are in text order."""
    words = explanation.words
    return sorted(range(len(words)), key=lambda index: -abs(words[index].attribution))


def shares(explanation: Explanation) -> list[float]:
    """Each word's attribution as a share of the strongest one, -1 to 1."""
    strongest = max((abs(word.attribution) for word in explanation.words), default=0.0) or 1.0
    return [word.attribution / strongest for word in explanation.words]


def marks_of(explanation: Explanation) -> str:
    """What stands outside the words, each mark once, as the text has them; at most MAX_MARKS of them."""
    found = [
        explanation.text[token.start : token.end].strip()
        for token in explanation.tokens
        if token.word is None and token.start is not None
    ]
    marks = list(dict.fromkeys(filter(None, found)))
    return " ".join([*marks[:MAX_MARKS], *["…"][: len(marks) > MAX_MARKS]])


def in_hundredths(value: float) -> int:
    """Round a number to two decimals, as displayed, and return it in hundredths."""
    return int(f"{value:.2f}".replace(".", ""))
