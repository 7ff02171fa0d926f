"""Guideline labels of public comments, keyed by text hash because the texts may not be redistributed.

``comment_labels.csv`` has one row per comment: its split (train or dev), the hash of its comparison key, and
its labels. The texts themselves are in the public sets; their labels are looked up by the hash.
"""

import csv
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Final, Literal

from sentimotion.tables.labeled_rows import LabeledRow
from sentimotion.training.data.comparison_key import comparison_key

LABELS_FILE: Final = Path(__file__).resolve().parent / "comment_labels.csv"
LABEL_COLUMNS: Final = ("sentiment", "emotion", "sentiment_alternative", "emotion_alternative")

Split = Literal["train", "dev"]


def text_hash(text: str) -> str:
    """First 64 bits of the SHA-256 of a text's comparison key, in hexadecimal."""
    return sha256(comparison_key(text).encode()).hexdigest()[:16]


def with_labels(texts: Iterable[str], split: Split, path: Path = LABELS_FILE) -> list[LabeledRow]:
    """Look up the labels of texts.

    :param texts: Texts of the public sets.
    :param split: Which split of the file to use.
    :param path: The file of labels.
    :returns: One row for each text that has labels, without duplicates.
    """
    with path.open(encoding="utf-8", newline="") as file:
        labels = {row["hash"]: row for row in csv.DictReader(file) if row["split"] == split}
    rows = []
    for text in texts:
        if (found := labels.pop(text_hash(text), None)) is not None:
            rows.append(
                LabeledRow(
                    text, source=f"{split}_comments", **{name: found[name] or None for name in LABEL_COLUMNS}
                )
            )
    return rows


def write_labels(rows: Iterable[tuple[Split, LabeledRow]], path: Path = LABELS_FILE) -> None:
    """Write labeled comments to a file of labels, sorted by split and hash."""
    lines = {
        (split, text_hash(row.text)): [getattr(row, name) or "" for name in LABEL_COLUMNS]
        for split, row in rows
    }
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("split", "hash", *LABEL_COLUMNS))
        writer.writerows([*key, *labels] for key, labels in sorted(lines.items()))
