"""Metrics on each development set, compared with the TF-IDF baseline."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import torch

from sentimotion.evaluation.metrics import evaluate, sampling_error
from sentimotion.inference.network import JointClassifier
from sentimotion.inference.predictor import Probabilities, predict_probabilities
from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.tables.labeled_rows import LabeledRow
from sentimotion.text.encoding import Encoder
from sentimotion.training.fit.tfidf import fit_tfidf

# Minimum number of labels; results on smaller sets are too noisy.
MIN_ROWS = 50

LabelPredictor = Callable[[list[str], Head], list[str]]
"""Returns the labels of one head for texts."""


@dataclass(frozen=True, slots=True)
class Score:
    """F1 of one head on one set, 0 to 1, as computed by ``python -m sentimotion evaluate``.

    Micro-F1 equals accuracy, as each text has one label per head. Macro and weighted F1 are means over the
    labels that occur as true or predicted labels.
    """

    dataset: str
    head: Head
    rows: int
    micro_f1: float
    macro_f1: float
    macro_f1_error: float
    """Standard error of macro_f1 due to the sample of texts."""
    weighted_f1: float
    label_f1: Mapping[str, float]
    """F1 by label, for labels that occur in the set."""


class NetworkPredictor:
    """Predict the probabilities of both heads, and cache them by text.

    :param network: The network, in eval mode; must not change while this is in use.
    :param encoder: Its tokenizer.
    :param max_length: Maximum number of tokens.
    :param dtype: Precision of the matrix products.
    """

    def __init__(
        self,
        network: JointClassifier,
        encoder: Encoder,
        max_length: int,
        dtype: torch.dtype = torch.float32,
    ) -> None:
        self._network, self._encoder, self._max_length, self._dtype = network, encoder, max_length, dtype
        self._cache: dict[str, Probabilities] = {}

    def __call__(self, texts: Sequence[str]) -> list[Probabilities]:
        """Predict texts; one result per text, in order."""
        new = [text for text in dict.fromkeys(texts) if text not in self._cache]
        encoded = [self._encoder.encode(text, self._max_length) for text in new]
        if encoded:
            found = predict_probabilities(self._network, encoded, self._dtype)
            self._cache.update(zip(new, found, strict=True))
        return [self._cache[text] for text in texts]

    def top_labels(self, texts: list[str], head: Head) -> list[str]:
        """Predict the most probable labels of texts, without thresholds."""
        return [found.top_label(head) for found in self(texts)]


def tfidf_predictor(rows: Sequence[LabeledRow], heads: Iterable[Head] = HEADS) -> LabelPredictor:
    """Fit the TF-IDF baseline: words 1-2 and characters 2-5, class-balanced logistic regression."""
    models = {head: fit_tfidf(rows, head) for head in heads}

    def predict(texts: list[str], head: Head) -> list[str]:
        return [LABELS[head][index] for index in models[head].predict(texts)]

    return predict


def measure(datasets: Mapping[str, Sequence[LabeledRow]], predict: LabelPredictor) -> list[Score]:
    """Score predictions on every set and head with at least MIN_ROWS labels.

    :param datasets: Rows by the name of their set.
    :param predict: The classifier.
    """
    scores = []
    for name, rows in datasets.items():
        for head in HEADS:
            labeled = [row for row in rows if row.label(head) is not None]
            if len(labeled) < MIN_ROWS:
                continue
            predicted = predict([row.text for row in labeled], head)
            tables = evaluate(head, [str(row.label(head)) for row in labeled], predicted)
            by_label = {row.label: row.f1 for row in tables.by_label if row.support}
            scores.append(
                Score(
                    name,
                    head,
                    len(labeled),
                    tables.accuracy,
                    tables.macro_f1,
                    sampling_error(tables),
                    tables.weighted_f1,
                    by_label,
                )
            )
    return scores


def comparison_table(model: Sequence[Score], tfidf: Sequence[Score]) -> str:
    """Markdown table of the model and TF-IDF, one row per set and head, with the difference in macro-F1."""
    lines = [
        "| set | head | rows | accuracy | TF-IDF | macro-F1 | TF-IDF | difference | weighted F1 | TF-IDF |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for ours, theirs in zip(model, tfidf, strict=True):
        points = 100 * (ours.macro_f1 - theirs.macro_f1)
        lines.append(
            f"| {ours.dataset} | {ours.head} | {ours.rows} | {ours.micro_f1:.3f} | {theirs.micro_f1:.3f}"
            f" | {ours.macro_f1:.3f} ± {ours.macro_f1_error:.3f} | {theirs.macro_f1:.3f} | {points:+.1f}"
            f" | {ours.weighted_f1:.3f} | {theirs.weighted_f1:.3f} |"
        )
    return "\n".join(lines)
