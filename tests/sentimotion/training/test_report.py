"""What is measured of a finished model, and the card that says it."""

import json
from dataclasses import asdict

import numpy as np
import pytest
import torch
from scipy.special import softmax

from sentimotion.encoding import Encoder
from sentimotion.labels import HEADS, LABELS
from sentimotion.rows import Row
from sentimotion.training import measure as measuring
from sentimotion.training.calibrate import fit_temperatures, fold_temperatures
from sentimotion.training.card import render_card
from sentimotion.training.measure import NetworkPredictor, Score, measure
from sentimotion.training.recipe import Recipe
from sentimotion.training.report import reliabilities, write_report
from sentimotion.training.robustness import read_checks, read_groups, read_page_groups
from tests.checkpoints import SENTENCES

ROWS = [
    Row(text, sentiment, emotion, "toy")
    for text, sentiment, emotion in zip(
        SENTENCES,
        ("positive", "negative", None, "negative", "neutral", None, "positive"),
        ("happy", "anger_disgust", "neutral", "fear", "surprise", None, "happy"),
        strict=True,
    )
]
SETS = {"toy": ROWS}


@pytest.fixture
def network(bert_folder):
    """A network that a test may change."""
    from sentimotion import load

    return load(bert_folder, device="cpu").network


@pytest.fixture
def predict(network, bert_model):
    return NetworkPredictor(network, Encoder(bert_model.tokenizer, 128), 128)


@pytest.fixture(autouse=True)
def small_sets(monkeypatch):
    monkeypatch.setattr(measuring, "MIN_ROWS", 1)


def test_folding_divides_the_logits(network):
    input_ids = torch.tensor([[0, 7, 8, 9, 2]])
    before = network(input_ids=input_ids)
    fold_temperatures(network, {"sentiment": 2.0, "emotion": 0.5})
    after = network(input_ids=input_ids)
    assert torch.allclose(after.sentiment, before.sentiment / 2.0)
    assert torch.allclose(after.emotion, before.emotion / 0.5)


def test_calibrated_is_what_the_temperature_says(network, predict):
    temperatures = fit_temperatures(ROWS, predict)
    found = {head: [p.of(head) for p in predict(SENTENCES)] for head in HEADS}
    fold_temperatures(network, temperatures)
    again = NetworkPredictor(network, predict._encoder, 128)
    for head in HEADS:
        expected = softmax(np.log(found[head]) / temperatures[head], axis=-1)
        assert np.allclose([p.of(head) for p in again(SENTENCES)], expected, atol=1e-5)
        assert log_likelihood(again, head) > log_likelihood(predict, head)
        assert reliabilities(ROWS, again)[head].accuracy == reliabilities(ROWS, predict)[head].accuracy


def log_likelihood(predict, head):
    """Of the rows' labels."""
    found = predict([row.text for row in ROWS])
    return sum(
        np.log(p.of(head)[row.label_index(head)])
        for row, p in zip(ROWS, found, strict=True)
        if row.label(head) is not None
    )


def report_of(predict, tests):
    floor_score = Score("toy", "sentiment", 5, 0.4, 0.3, 0.1, 0.35, {"positive": 0.3})
    temperatures = {"sentiment": 1.25, "emotion": 0.8}
    return write_report(
        predict,
        SETS,
        tests,
        lambda sets: [floor_score] * len(measure(sets, predict.top_labels)),
        temperatures,
        reliabilities(ROWS, predict),
    )


def test_report(predict):
    report = report_of(predict, {})
    assert [(score.dataset, score.head, score.rows) for score in report.scores] == [
        ("toy", "sentiment", 5),
        ("toy", "emotion", 6),
    ]
    assert report.test_scores == report.test_floor == ()
    assert report.after == report.before  # nothing was folded in here
    assert report.kept["sentiment"][0].share == 1.0
    assert 0.55 in [kept.threshold for kept in report.kept["sentiment"]]
    assert 0.60 in [kept.threshold for kept in report.kept["emotion"]]
    assert sum(rate.checks for rate in report.pass_rates) == len(read_checks())
    assert len(report.spreads) == len(read_groups())
    assert len(report.page_spreads) == len(read_page_groups())
    for uses in (*report.spreads.values(), *report.page_spreads.values()):
        assert list(uses) == ["all names", "inserted", "held back"]
        assert all(len(spreads) == 9 for spreads in uses.values())


@pytest.mark.parametrize("tests", [{}, {"toy_test": ROWS}])
def test_card(network, predict, tests):
    report = report_of(predict, tests)
    facts = {
        "recipe": asdict(Recipe()),
        "rows": {"sentnob": 10, "toy": 7},
        "label_rows": {head: dict.fromkeys(LABELS[head], 3) for head in HEADS},
        "rows_taken_for_neutral_emotion": 4,
        "steps": 12,
        "minutes": 3.4,
        "machine": "2 CPU threads",
    }
    json.dumps(facts, allow_nan=False)  # they go into the config
    card = render_card(network, facts, report)
    assert ("Measured once" in card) == bool(tests)
    assert ("No test set was looked at." in card) == (not tests)
    assert "KhondokerIslam/SentNoB" in card
    assert "| toy |  | not known | 7 |" in card
    for rate in report.pass_rates:
        assert f"| {rate.capability} | {rate.passed} | {rate.checks} |" in card
    for head in HEADS:
        assert f"### {head.capitalize()}\n\nExpected calibration error {report.before[head].ece:.3f}" in card
    for kind, uses in (report.spreads | report.page_spreads).items():
        assert f"By {kind}:\n" in card
        for names, spreads in uses.items():
            one = spreads[0]
            assert f"| sentiment | negative | {names} | {one.mean:.3f} | {one.largest:.3f} |" in card
    assert card.index("By parties:") < card.index("### The page's templates") < card.index("By genders:")
    # Every table is whole: as many cells in each of its lines.
    for block in card.split("\n\n"):
        if block.startswith("|"):
            assert len({line.count("|") for line in block.splitlines()}) == 1, block
