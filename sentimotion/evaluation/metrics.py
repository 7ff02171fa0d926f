"""Classification metrics as in the model card's tables. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.metrics import confusion_matrix, precision_recall_fscore_support

from sentimotion.labels import LABELS, Head


@dataclass(frozen=True, slots=True)
class LabelMetrics:
    """Precision, recall and F1 of one label, 0 to 1; ``support`` is the number of texts that have it."""

    label: str
    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Metrics of one head.

    ``macro_f1`` and ``weighted_f1`` are means over the labels that occur as true or predicted labels.
    ``confusion[i][j]`` is the number of texts with true label i and predicted label j.
    """

    head: Head
    n_texts: int
    accuracy: float
    macro_f1: float
    weighted_f1: float
    by_label: tuple[LabelMetrics, ...]
    confusion: tuple[tuple[int, ...], ...]

    def to_dict(self) -> dict[str, Any]:
        """Convert to plain values, for JSON."""
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

    :param head: The head whose labels they are.
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
            LabelMetrics(label, float(p), float(r), float(f), int(n))
            for label, p, r, f, n in zip(labels, precision, recall, f1, support, strict=True)
        ),
        confusion=tuple(tuple(int(count) for count in row) for row in matrix),
    )


def sampling_error(evaluation: Evaluation, resamples: int = 1000, seed: int = 0) -> float:
    """Standard error of the macro-F1 due to the sample of texts.

    Estimated by the bootstrap (Efron 1979). Texts are resampled with replacement; as the score depends on the
    confusion matrix only, its cells are resampled. A label missing from a resample counts as F1 0, so labels
    with very few texts make the error large. The variance between training runs is not included.

    :param evaluation: The metrics.
    :param resamples: Number of bootstrap resamples, at least 2.
    :param seed: Seed of the bootstrap.
    :returns: 0 to 1.
    """
    cells = np.array(evaluation.confusion, dtype=float)
    n_labels = len(cells)
    draws = np.random.default_rng(seed).multinomial(
        evaluation.n_texts, cells.ravel() / cells.sum(), size=resamples
    )
    matrices = draws.reshape(resamples, n_labels, n_labels)
    correct = np.diagonal(matrices, axis1=1, axis2=2)
    predicted_or_true = matrices.sum(axis=1) + matrices.sum(axis=2)
    f1 = 2 * correct / np.maximum(predicted_or_true, 1)
    occurring = cells.sum(axis=0) + cells.sum(axis=1) > 0
    return float(f1[:, occurring].mean(axis=1).std(ddof=1))


def render(evaluation: Evaluation, suffix: str = "") -> str:
    """Render the metrics as Markdown tables: overall, by label, confusion matrix.

    :param suffix: Text after the head's name in the heading, for another classifier than the model.
    """
    labels = LABELS[evaluation.head]
    lines = [
        f"## {evaluation.head}{suffix} ({evaluation.n_texts} texts)",
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
