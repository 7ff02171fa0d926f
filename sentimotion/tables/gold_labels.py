"""Gold labels as data sets write them: in any case, in Bangla, as numbers, or missing. Pure."""

import argparse
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from unicodedata import normalize

import regex

from sentimotion.errors import DataError, InvalidRequest
from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.tables.missing import is_missing
from sentimotion.tables.plain_values import as_text, storable

BANGLA_NAMES: Final[Mapping[str, str]] = {
    "negative": "নেতিবাচক",
    "neutral": "নিরপেক্ষ",
    "positive": "ইতিবাচক",
    "happy": "আনন্দ",
    "anger_disgust": "রাগ/বিতৃষ্ণা",
    "sadness": "দুঃখ",
    "surprise": "বিস্ময়",
    "fear": "ভয়",
}
"""The labels as the page names them in Bangla."""

# The page's English name where it is another word, and a common Bangla name.
_MORE_NAMES: Final[Mapping[str, tuple[str, ...]]] = {"happy": ("happiness",), "anger_disgust": ("রাগ/ঘৃণা",)}

LabelMap = Mapping[Head, Mapping[str, str | None]]
"""For each head, the labels of values as folded by :func:`fold_value`; None means no label."""

NO_MAP: Final[LabelMap] = {head: {} for head in HEADS}

_NUMBER: Final = regex.compile(r"[+\-\u2212]?\p{Nd}{1,20}(?:\.\p{Nd}{0,20})?")
_INVISIBLE: Final = regex.compile(r"\p{Cf}+")
# anger_disgust, anger/disgust and Anger - Disgust are the same label.
_BETWEEN_WORDS: Final = regex.compile(r"[\s_/\-]+")
_LONGEST_SHOWN: Final = 60
_MOST_SHOWN: Final = 20
_EXAMPLES: Final[Mapping[Head, str]] = {"sentiment": "positive", "emotion": "happy"}


@dataclass(frozen=True, slots=True)
class GoldLabel:
    """The label of a cell, None if it has none. ``unknown`` is the cell if it is no label of its head."""

    label: str | None = None
    unknown: str | None = None


def fold_value(cell: str) -> str:
    """Fold a cell for comparison: case, white space, width, invisible characters, forms of numbers.

    :returns: A number without a trailing ``.0``, a text in lower case with ``_`` between words; empty if
        nothing is left.
    """
    folded = _INVISIBLE.sub("", normalize("NFKC", normalize("NFKC", cell).casefold())).strip()
    if _NUMBER.fullmatch(folded):
        number = Decimal(folded.replace("\u2212", "-"))
        # By its value: 1.0 is 1, and -0 is 0.
        return format(number.normalize() if number else Decimal(0), "f")
    words: str = _BETWEEN_WORDS.sub("_", folded)
    return words.strip("_")


_LABEL_OF: Final[Mapping[Head, Mapping[str, str]]] = {
    head: {
        fold_value(name): label
        for label in LABELS[head]
        for name in (label, BANGLA_NAMES[label], *_MORE_NAMES.get(label, ()))
    }
    for head in HEADS
}


def read_gold_label(value: object, head: Head, label_map: LabelMap = NO_MAP) -> GoldLabel:
    """Read the gold label of a cell.

    Case, white space and width do not matter, and the page's names are labels too. A blank cell and a marker
    of a missing value mean that there is no label.

    :param value: The cell: a text, or a value of JSON, Parquet or a workbook.
    :param head: Whose label it is.
    :param label_map: Labels of other values; it takes precedence.
    """
    cell = as_text(value)
    folded = fold_value(cell)
    if folded in label_map[head]:
        return GoldLabel(label_map[head][folded])
    if folded in _LABEL_OF[head]:
        return GoldLabel(_LABEL_OF[head][folded])
    # In any case: as a label, "na" is not the Bangla word for "no".
    if not folded or is_missing(cell) or is_missing(cell.upper()):
        return GoldLabel()
    if is_number(folded):
        return GoldLabel(unknown=folded)
    shown = storable(" ".join(cell.split()))
    return GoldLabel(unknown=shown if len(shown) <= _LONGEST_SHOWN else shown[:_LONGEST_SHOWN] + "...")


def is_number(unknown: str) -> bool:
    """Whether an unknown value is a number, whose meaning nobody can guess."""
    return _NUMBER.fullmatch(unknown) is not None


def add_label_option(command: argparse.ArgumentParser) -> None:
    """Add the option ``--label-map``, see :func:`parse_label_map`."""
    command.add_argument(
        "--label-map",
        action="append",
        default=[],
        metavar="VALUE=LABEL",
        help="the label of a value in a gold column, such as 1=positive or emotion:1=happy; 1= for no label;"
        " can be repeated",
    )


def parse_label_map(given: Iterable[str]) -> LabelMap:
    """Parse options such as ``1=positive``, ``1=`` (no label) or ``emotion:1=happy``.

    Without the name of a head, a label belongs to the heads that have it. A map of one head takes precedence.

    :raises InvalidRequest: If an option has another form, names an unknown label, or contradicts another.
    """
    general: dict[Head, dict[str, str | None]] = {head: {} for head in HEADS}
    of_head: dict[Head, dict[str, str | None]] = {head: {} for head in HEADS}
    for option in given:
        value, equals, name = option.rpartition("=")
        prefix, colon, rest = value.partition(":")
        named = [head for head in HEADS if colon and fold_value(prefix) == head]
        folded, label = fold_value(rest if named else value), fold_value(name)
        if not equals or not folded:
            raise InvalidRequest(
                f"--label-map is {option!r}, expected VALUE=LABEL such as 1=positive, or VALUE= for no label"
            )
        heads = [head for head in named or HEADS if not label or label in _LABEL_OF[head]]
        if not heads:
            labels = "; ".join(f"{head}: {', '.join(LABELS[head])}" for head in named or HEADS)
            raise InvalidRequest(f"--label-map is {option!r}, but {name!r} is no label; expected {labels}")
        for head in heads:
            mapped, read = (of_head if named else general)[head], _LABEL_OF[head].get(label)
            if mapped.setdefault(folded, read) != read:
                raise InvalidRequest(
                    f"--label-map gives {folded!r} two {head} labels; give one, such as {head}:{folded}=LABEL"
                )
    return {head: general[head] | of_head[head] for head in HEADS}


@dataclass(slots=True)
class _Occurrences:
    first_row: int
    count: int = 0


class UnknownLabels:
    """Gathers the values of a file's gold columns that are no labels."""

    def __init__(self) -> None:
        self._found: dict[tuple[Head, str], dict[str, _Occurrences]] = {}

    def add(self, head: Head, column: str, value: str, row: int) -> None:
        """Count a value, as :class:`GoldLabel` has it, in a row of a head's column."""
        found = self._found.setdefault((head, column), {})
        found.setdefault(value, _Occurrences(row)).count += 1

    def refuse(self, source: str, *, can_be_mapped: bool) -> None:
        """Raise an error that names all values with their counts, if there are any.

        :param source: The file.
        :param can_be_mapped: Whether the caller has the option ``--label-map``.
        :raises DataError: If there is an unknown value.
        """
        if not self._found:
            return
        is_one_head = len({head for head, _ in self._found}) == 1
        problems, examples = [], {}
        for (head, column), values in self._found.items():
            by_count = sorted(values.items(), key=lambda item: -item[1].count)
            shown = ", ".join(_shown(value, occurrences) for value, occurrences in by_count[:_MOST_SHOWN])
            more = ", ..." * (len(by_count) > _MOST_SHOWN)
            expected = f"{', '.join(LABELS[head])} or nothing"
            problems.append(f"column {storable(column)}: found {shown}{more}, expected {expected}")
            prefix = "" if is_one_head else f"{head}:"
            examples[head] = f"--label-map {prefix}{by_count[0][0]}={_EXAMPLES[head]}"
        mapped = " ".join(examples.values())
        hint = f"; name the label of each value, such as {mapped} (no label: nothing after =)"
        raise DataError(f"{source}, {'; '.join(problems)}{hint * can_be_mapped}")


def _shown(value: str, occurrences: _Occurrences) -> str:
    if occurrences.count == 1:
        return f"{value!r} (row {occurrences.first_row})"
    return f"{value!r} ({occurrences.count} rows, the first is {occurrences.first_row})"
