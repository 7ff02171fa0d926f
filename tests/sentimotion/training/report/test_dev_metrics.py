"""Scores on dev sets, beside TF-IDF."""

import pytest

from sentimotion.labels import LABELS
from sentimotion.tables.labeled_rows import LabeledRow
from sentimotion.text.encoding import Encoder
from sentimotion.training.report import dev_metrics as measuring
from sentimotion.training.report.dev_metrics import (
    NetworkPredictor,
    Score,
    comparison_table,
    measure,
    tfidf_predictor,
)
from tests.checkpoints import SENTENCES

ROWS = [LabeledRow(text, "positive", "happy", "toy") for text in ("ভালো দিন", "খুব ভালো", "ভালো খবর")]
ROWS += [LabeledRow(text, "negative", "anger_disgust", "toy") for text in ("বাজে দিন", "খুব বাজে", "বাজে খবর")]
ROWS += [LabeledRow("কাল দেখা হবে", None, "neutral", "toy"), LabeledRow("ঠিক আছে", "neutral", None, "toy")]


def test_measure(monkeypatch):
    monkeypatch.setattr(measuring, "MIN_ROWS", 7)
    asked = []

    def predict(texts, head):
        asked.append((head, len(texts)))
        return ["positive" if head == "sentiment" else "happy"] * len(texts)

    scores = measure({"toy": ROWS, "small": ROWS[:6]}, predict)
    assert asked == [("sentiment", 7), ("emotion", 7)]  # rows without a label are left out, small sets too
    assert [(score.dataset, score.head, score.rows) for score in scores] == [
        ("toy", "sentiment", 7),
        ("toy", "emotion", 7),
    ]
    assert scores[0].micro_f1 == pytest.approx(3 / 7)
    # Three of seven are found, all seven are said: F1 6/10 for that label, 0 for the two others.
    assert scores[0].macro_f1 == pytest.approx(0.6 / 3)
    assert scores[0].weighted_f1 == pytest.approx(3 / 7 * 0.6)
    assert scores[0].label_f1 == pytest.approx({"negative": 0.0, "neutral": 0.0, "positive": 0.6})


def test_the_network_is_asked_as_the_predictor_asks_it(bert_model):
    encoder = Encoder(bert_model.tokenizer, 512)
    texts = [*SENTENCES, "আজ", SENTENCES[0]]
    predict = NetworkPredictor(bert_model.network, encoder, 128)
    for head in LABELS:
        said = predict.top_labels(texts, head)
        tops = [prediction.decision(head).top_label for prediction in bert_model.predict_batch(texts)]
        assert said == tops


def test_tfidf_learns_words():
    predict = tfidf_predictor(ROWS * 3)
    assert predict(["ভালো", "বাজে"], "sentiment") == ["positive", "negative"]
    assert predict(["ভালো", "বাজে"], "emotion") == ["happy", "anger_disgust"]


def test_wins_and_losses_are_both_said():
    ours = [
        Score("a", "sentiment", 60, 0.7, 0.65, 0.02, 0.68, {}),
        Score("b", "emotion", 70, 0.5, 0.4, 0.03, 0.45, {}),
    ]
    theirs = [
        Score("a", "sentiment", 60, 0.6, 0.60, 0.02, 0.61, {}),
        Score("b", "emotion", 70, 0.6, 0.45, 0.03, 0.5, {}),
    ]
    table = comparison_table(ours, theirs).splitlines()
    assert table[2] == "| a | sentiment | 60 | 0.700 | 0.600 | 0.650 ± 0.020 | 0.600 | +5.0 | 0.680 | 0.610 |"
    assert table[3].endswith("| -5.0 | 0.450 | 0.500 |")
    assert len({line.count("|") for line in table}) == 1
