"""Evaluate the TF-IDF baseline on the same texts as the model."""

from collections.abc import Sequence
from pathlib import Path

from sentimotion.evaluation.metrics import Evaluation, evaluate
from sentimotion.labels import HEADS
from sentimotion.tables.labeled_rows import LabeledRow
from sentimotion.training.data.dataset import read_training_data
from sentimotion.training.data.known_texts import drop_known
from sentimotion.training.report.dev_metrics import tfidf_predictor


def evaluate_tfidf(rows: Sequence[LabeledRow], folder: Path) -> list[Evaluation]:
    """Train TF-IDF with logistic regression on a folder's rows, and evaluate it.

    :param rows: The evaluation rows; training rows with the same text (see comparison_key) are dropped.
    :param folder: Training data as for ``python -m sentimotion train``.
    :returns: One evaluation for each head that has labels in ``rows``.
    :raises DataError: If the folder cannot be read.
    """
    data = read_training_data(folder, report=lambda _: None)
    training, _ = drop_known(data.labeled, {"evaluated": [row.text for row in rows]})
    heads = [head for head in HEADS if any(row.label(head) is not None for row in rows)]
    predict = tfidf_predictor(training, heads)
    evaluations = []
    for head in heads:
        labeled = [row for row in rows if row.label(head) is not None]
        predicted = predict([row.text for row in labeled], head)
        evaluations.append(evaluate(head, [str(row.label(head)) for row in labeled], predicted))
    return evaluations
