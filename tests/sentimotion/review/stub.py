"""A model with known answers, and projects made with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

from sentimotion.errors import SentimotionError
from sentimotion.inference.decisions import decide
from sentimotion.inference.predictor import Prediction, Probabilities
from sentimotion.labels import DEFAULT_THRESHOLDS, HEADS, LABELS
from sentimotion.review.exchange.importing import import_file
from sentimotion.review.store.records import CheckpointName, Project, ReviewSettings
from sentimotion.review.store.store import Store
from sentimotion.text.limits import check_text

SEEN = CheckpointName("stub", "0123abc", "main", "stub-1 (2026-11-26)")


def spread(head, top, probability):
    """Probabilities of a head: so much for one label, the rest shared by the others."""
    labels = LABELS[head]
    rest = (1 - probability) / (len(labels) - 1)
    return tuple(probability if label == top else rest for label in labels)


def answer(sentiment="neutral", emotion="neutral", *, sure=0.9, sure_emotion=None):
    return Probabilities(
        spread("sentiment", sentiment, sure), spread("emotion", emotion, sure_emotion or sure)
    )


def answer_by_hash(text):
    """Any probabilities, the same for the same text."""
    digest = sha256(text.encode()).digest()
    values = [digest[place] + 1 for place in range(9)]
    return Probabilities(
        tuple(value / sum(values[:3]) for value in values[:3]),
        tuple(value / sum(values[3:]) for value in values[3:]),
    )


@dataclass
class StubModel:
    """Answers by text; others by hash."""

    answers: Mapping[str, Probabilities] = field(default_factory=dict)
    info: SimpleNamespace = field(
        default_factory=lambda: SimpleNamespace(
            source="stub", commit="0123abc", checkpoint_version="stub-1 (2026-11-26)"
        )
    )
    batches: list[int] = field(default_factory=list)

    def encode(self, text):
        check_text(text)

    def predict_batch(self, texts: Sequence[str]) -> list[Prediction]:
        self.batches.append(len(texts))
        predictions = []
        for index, text in enumerate(texts):
            try:
                self.encode(text)
            except SentimotionError as error:
                raise error.at(index) from None
            probabilities = self.answers.get(text) or answer_by_hash(text)
            decisions = [decide(head, probabilities.of(head), DEFAULT_THRESHOLDS[head]) for head in HEADS]
            predictions.append(Prediction(text, probabilities, *decisions, None, "stub"))
        return predictions


def make_project(
    store: Store,
    folder: Path,
    texts: Sequence[str] | int,
    name="প্রকল্প",
    model: StubModel | None = None,
    **settings,
) -> Project:
    """A project of these texts, or of so many."""
    texts = [f"লেখা {number}" for number in range(texts)] if isinstance(texts, int) else texts
    path = folder / "texts.csv"
    lines = ['"' + text.replace('"', '""') + '"' for text in texts]
    path.write_text("\n".join(["text", *lines]) + "\n", encoding="utf-8", newline="")
    settings = ReviewSettings(**{"order": ("random",), **settings})
    return import_file(store, path, name, lambda: model or StubModel(), settings=settings)
