"""Pure: the receipt of a score, blank + words + the rest = score, which adds up as it is shown."""

import math
from dataclasses import dataclass
from typing import Literal

from sentimotion.explanations.results import Explanation

RowKind = Literal["blank", "word", "others", "marks", "error"]


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A line: how far it moves the score, and the sum so far, both in hundredths.

    ``words``: indexes of the explanation's words that it stands for, one where ``kind`` is ``"word"``,
    several of the smallest where it is ``"others"``.
    """

    kind: RowKind
    words: tuple[int, ...]
    hundredths: int
    sum_so_far: int


def receipt_rows(explanation: Explanation, most_words: int) -> list[ReceiptRow]:
    """The lines between the blank's score and the text's, all rounded to the two digits that are shown.

    Each number is rounded by itself, as it is everywhere else on the page. Rounding alone may then spoil the
    sum, and so may the method's error: both stand in a row of their own, which makes the column end at the
    score as it is shown, digit for digit.

    :param most_words: Words with a row of their own, the strongest; the others share one.
    :returns: The blank, the words in the order of the text, the others, punctuation, error and rounding.
    """
    words = explanation.words
    order = by_strength(explanation)
    parts: list[tuple[RowKind, tuple[int, ...], float]] = [("blank", (), explanation.baseline_score)]
    parts += [("word", (index,), words[index].attribution) for index in sorted(order[:most_words])]
    if others := tuple(sorted(order[most_words:])):
        parts.append(("others", others, math.fsum(words[index].attribution for index in others)))
    parts.append(("marks", (), explanation.other))
    rows, total = [], 0
    for kind, indexes, value in parts:
        total += in_hundredths(value)
        rows.append(ReceiptRow(kind, indexes, in_hundredths(value), total))
    score = in_hundredths(explanation.score)
    rows.append(ReceiptRow("error", (), score - total, score))
    return rows


def by_strength(explanation: Explanation) -> list[int]:
    """Indexes of the words, the one that moved the score most first; of equal ones the first in the text."""
    words = explanation.words
    return sorted(range(len(words)), key=lambda index: -abs(words[index].attribution))


def in_hundredths(value: float) -> int:
    """A number as it is shown with two decimals, without the point."""
    return int(f"{value:.2f}".replace(".", ""))
