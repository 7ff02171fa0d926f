"""Guideline labels of public comments, keyed by text hash because the texts may not be redistributed.

``comment_labels.csv`` holds a line for each comment: whether it is for training or for dev, the hash of its
comparison key, and its labels. Who has the public sets has the texts, and finds the labels by the hash.
"""

import csv
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Final, Literal

from sentimotion.tables.labelled_rows import LabeledRow
from sentimotion.training.data.comparison_key import comparison_key

LABELS_FILE: Final = Path(__file__).resolve().parent / "comment_labels.csv"
LABEL_COLUMNS: Final = ("sentiment", "emotion", "sentiment_alternative", "emotion_alternative")

Split = Literal["train", "dev"]


def text_hash(text: str) -> str:
    """The first 64 bits of the SHA-256 of a text's comparison key, in hexadecimal."""
    return sha256(comparison_key(text).encode()).hexdigest()[:16]


def with_labels(texts: Iterable[str], split: Split, path: Path = LABELS_FILE) -> list[LabeledRow]:
    """The texts that have labels in the file, each once, with these.

    :param texts: Of the public sets.
    :param split: Which part of the file.
    :param path: The file of labels.
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
    """Write the file of labels from labelled comments, in the order of their hashes."""
    lines = {
        (split, text_hash(row.text)): [getattr(row, name) or "" for name in LABEL_COLUMNS]
        for split, row in rows
    }
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("split", "hash", *LABEL_COLUMNS))
        writer.writerows([*key, *labels] for key, labels in sorted(lines.items()))
