"""Classification metrics as in the model card's tables. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.metrics import confusion_matrix, precision_recall_fscore_support

from sentimotion.labels import LABELS, Head


@dataclass(frozen=True, slots=True)
class LabelTable:
    """One label's row: precision, recall and F1, 0 to 1, and how many texts truly have it."""

    label: str
    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One head's tables.

    Macro and weighted F1 are means over the labels that occur, truly or as predicted; a label that occurs
    in neither has no F1 to speak of. ``confusion[i][j]`` counts texts of true label i that were called j.
    """

    head: Head
    n_texts: int
    accuracy: float
    macro_f1: float
    weighted_f1: float
    by_label: tuple[LabelTable, ...]
    confusion: tuple[tuple[int, ...], ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain values, for JSON."""
        return {
            "n_texts": self.n_texts,
            "accuracy": self.accuracy,
            "macro_f1": self.macro_f1,
            "weighted_f1": self.weighted_f1,
            "by_label": {
                row.label: {
                    "precision": row.precision,
                    "recall": row.recall,
                    "f1": row.f1,
                    "support": row.support,
                }
                for row in self.by_label
            },
            "labels": list(LABELS[self.head]),
            "confusion": [list(row) for row in self.confusion],
        }


def evaluate(head: Head, truth: Sequence[str], predicted: Sequence[str]) -> Evaluation:
    """Compare predicted labels with true ones.

    :param head: Whose labels.
    :param truth: True labels, at least one.
    :param predicted: Predicted labels, in the same order.
    """
    labels = LABELS[head]
    occurring = [label for label in labels if label in set(truth) | set(predicted)]
    precision, recall, f1, support = precision_recall_fscore_support(
        truth, predicted, labels=labels, zero_division=0.0
    )
    means = {
        average: float(
            precision_recall_fscore_support(
                truth, predicted, labels=occurring, average=average, zero_division=0.0
            )[2]
        )
        for average in ("macro", "weighted")
    }
    matrix = confusion_matrix(truth, predicted, labels=labels)
    return Evaluation(
        head=head,
        n_texts=len(truth),
        accuracy=float(matrix.trace() / matrix.sum()),
        macro_f1=means["macro"],
        weighted_f1=means["weighted"],
        by_label=tuple(
            LabelTable(label, float(p), float(r), float(f), int(n))
            for label, p, r, f, n in zip(labels, precision, recall, f1, support, strict=True)
        ),
        confusion=tuple(tuple(int(count) for count in row) for row in matrix),
    )


def sampling_error(evaluation: Evaluation, resamples: int = 1000, seed: int = 0) -> float:
    """Standard error of the macro-F1 from drawing these texts and not others like them.

    By the bootstrap (Efron 1979): texts are drawn anew with replacement, which for a score that depends on
    the confusion matrix alone is drawing its cells. A label that a draw leaves out counts 0 in it, so that
    one of very few texts makes the error large. It says nothing of other runs of the training.

    :param evaluation: The tables.
    :param resamples: How often, at least 2.
    :param seed: Of the draws.
    :returns: 0 to 1.
    """
    cells = np.array(evaluation.confusion, dtype=float)
    n_labels = len(cells)
    draws = np.random.default_rng(seed).multinomial(
        evaluation.n_texts, cells.ravel() / cells.sum(), size=resamples
    )
    matrices = draws.reshape(resamples, n_labels, n_labels)
    correct = np.diagonal(matrices, axis1=1, axis2=2)
    said_or_true = matrices.sum(axis=1) + matrices.sum(axis=2)
    f1 = 2 * correct / np.maximum(said_or_true, 1)
    occurring = cells.sum(axis=0) + cells.sum(axis=1) > 0
    return float(f1[:, occurring].mean(axis=1).std(ddof=1))


def render(evaluation: Evaluation, whose: str = "") -> str:
    """The tables as Markdown: overall, by label, confusion matrix.

    :param whose: What the heading says after the head's name, if not the model's.
    """
    labels = LABELS[evaluation.head]
    lines = [
        f"## {evaluation.head}{whose} ({evaluation.n_texts} texts)",
        "",
        "| accuracy | macro-F1 | weighted F1 |",
        "|---|---|---|",
        f"| {evaluation.accuracy:.4f} | {evaluation.macro_f1:.4f} | {evaluation.weighted_f1:.4f} |",
        "",
        "| label | precision | recall | F1 | texts |",
        "|---|---|---|---|---|",
        *(
            f"| {row.label} | {row.precision:.4f} | {row.recall:.4f} | {row.f1:.4f} | {row.support} |"
            for row in evaluation.by_label
        ),
        "",
        "| true \\ predicted | " + " | ".join(labels) + " |",
        "|---|" + "---|" * len(labels),
        *(
            f"| {label} | " + " | ".join(str(count) for count in row) + " |"
            for label, row in zip(labels, evaluation.confusion, strict=True)
        ),
    ]
    return "\n".join(lines)
