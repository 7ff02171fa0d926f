"""What is measured of a finished model, and the card that says it."""

import json
from dataclasses import asdict, replace

import numpy as np
import pytest
import torch
from scipy.special import softmax

from sentimotion.inference.predictor import Probabilities
from sentimotion.labels import HEADS, LABELS
from sentimotion.tables.labeled_rows import LabeledRow
from sentimotion.text.encoding import Encoder
from sentimotion.training.fit.calibration import fit_temperatures, fold_temperatures
from sentimotion.training.fit.recipe import RECIPE, Stage
from sentimotion.training.report import dev_metrics as measuring
from sentimotion.training.report.card_tables import decision_table, label_rows_list, score_table
from sentimotion.training.report.dev_metrics import NetworkPredictor, Score, measure
from sentimotion.training.report.measurements import (
    DecisionAccuracy,
    _decision_accuracies,
    measure_checkpoint,
    reliabilities,
)
from sentimotion.training.report.model_card import render_card
from sentimotion.training.report.robustness import EVERYDAY_FILE, read_checks, read_groups, read_page_groups
from tests.checkpoints import SENTENCES

ROWS = [
    LabeledRow(text, sentiment, emotion, "toy")
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


def report_of(predict, tests=None, public=None, probes=((), ())):
    tfidf_score = Score("toy", "sentiment", 5, 0.4, 0.3, 0.1, 0.35, {"positive": 0.3})
    return measure_checkpoint(
        predict,
        SETS,
        public or {},
        tests or {},
        lambda sets: [tfidf_score] * len(measure(sets, predict.top_labels)),
        probes,
        {"sentiment": 1.25, "emotion": 0.8},
        reliabilities(ROWS, predict),
    )


def test_report(predict):
    report = report_of(predict, public={"other": ROWS[:2]})
    assert [(score.dataset, score.head, score.rows) for score in report.scores] == [
        ("toy", "sentiment", 5),
        ("toy", "emotion", 6),
    ]
    assert [(score.dataset, score.head, score.rows) for score in report.public_scores] == [
        ("other", "sentiment", 2),
        ("other", "emotion", 2),
    ]
    assert len(report.tfidf) == 2
    assert report.test_scores == report.test_tfidf == ()
    assert [(one.dataset, one.head) for one in report.decisions] == [("toy", "sentiment"), ("toy", "emotion")]
    for head in HEADS:
        assert 0 <= report.held_out[head].ece <= 1
    assert report.after == report.before  # nothing was folded in here
    assert report.kept["sentiment"][0].share == 1.0
    assert 0.55 in [kept.threshold for kept in report.kept["sentiment"]]
    assert 0.60 in [kept.threshold for kept in report.kept["emotion"]]
    assert sum(rate.checks for rate in report.pass_rates) == len(read_checks())
    everyday = sum(rate.checks for rate in report.everyday_pass_rates)
    assert everyday == len(read_checks(EVERYDAY_FILE)) == 60
    assert len(report.spreads) == len(read_groups())
    assert len(report.page_spreads) == len(read_page_groups())
    for uses in (*report.spreads.values(), *report.page_spreads.values()):
        assert list(uses) == ["all names", "inserted", "held back"]
        assert all(len(spreads) == 9 for spreads in uses.values())


class Says:
    """Gives texts the probabilities that a test wants."""

    def __init__(self, sentiment):
        self.sentiment = sentiment

    def __call__(self, texts):
        return [Probabilities(self.sentiment[text], (1.0, 0.0, 0.0, 0.0, 0.0, 0.0)) for text in texts]


def test_decisions_at_the_edge_of_the_threshold():
    """0.55 itself is certain enough; below it a head says neutral, which is right now and then."""
    predict = Says({"at": (0.0, 0.45, 0.55), "below": (0.0, 0.46, 0.54), "neutral": (0.51, 0.0, 0.49)})
    rows = [LabeledRow("at", "positive", None, "toy"), LabeledRow("below", "positive", None, "toy")]
    rows += [LabeledRow("neutral", "neutral", None, "toy"), LabeledRow("unlabelled", None, None, "toy")]
    assert list(_decision_accuracies({"one": rows[:1], "toy": rows, "none": rows[3:]}, predict)) == [
        DecisionAccuracy("one", "sentiment", 1.0, 1.0),
        # By top label "at" and "below" are right, under the threshold "at" and "neutral".
        DecisionAccuracy("toy", "sentiment", pytest.approx(2 / 3), pytest.approx(2 / 3)),
    ]


FACTS = {
    "recipe": asdict(RECIPE),
    "rows": {"train_comments": 27000, "written": 7000, "others": 90000},
    "label_rows": {head: dict.fromkeys(LABELS[head], 3) for head in HEADS},
    "starting_encoder": {"name": "some encoder", "sha256": "abc"},
    "steps": 12,
    "minutes": 3.4,
    "machine": "2 CPU threads",
}


@pytest.mark.parametrize("tests", [{}, {"toy_test": ROWS}])
def test_card(network, predict, tests):
    probe = Score("public_toy", "sentiment", 5, 0.612, 0.587, 0.1, 0.6, {"positive": 0.6})
    report = report_of(predict, tests, {"public_toy": ROWS}, ([probe], []))
    json.dumps(FACTS, allow_nan=False)  # they go into the config
    card = render_card(network, FACTS, report)
    assert ("### Public test sets" in card) == bool(tests)
    assert ("No test set was evaluated." in card) == (not tests)
    assert "KhondokerIslam/SentNoB" in card
    served = report.public_scores[0]
    assert (
        f"| public_toy | sentiment | 5 | {served.micro_f1:.3f} | 0.612 | {served.macro_f1:.3f} | 0.587 |"
        in card
    )
    assert f"| public_toy | emotion | 6 | {report.public_scores[1].micro_f1:.3f} |  |" in card
    for rate in (*report.pass_rates, *report.everyday_pass_rates):
        assert f"| {rate.capability} | {rate.passed} | {rate.checks} |" in card
    for head in HEADS:
        assert f"### {head.capitalize()}\n\nExpected calibration error {report.before[head].ece:.3f}" in card
        held_out = report.held_out[head]
        interval = f"(95% interval {held_out.low:.3f} to {held_out.high:.3f})"
        assert f"{head} {held_out.ece:.3f} {interval}" in card
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


def test_the_card_says_how_the_labels_came_about(network, predict):
    card = " ".join(render_card(network, FACTS, report_of(predict)).split())
    assert "**No human annotator has confirmed the labels yet.**" in card
    assert "94.6% (sentiment, kappa 0.91) and 95.1% (emotion, kappa 0.93)" in card
    assert "27000 comments, reviews and headlines from public sets, and 7000 sentences written" in card
    assert "90000 more texts of the public sets and unlabeled comments" in card
    assert "- sentiment: negative 3, neutral 3, positive 3" in card
    assert "some encoder (SHA-256 `abc`)" in card
    assert "TF-IDF is words 1-2 and characters 2-5 with balanced logistic regression" in card
    assert "| set | head | rows | accuracy | TF-IDF | macro-F1 | TF-IDF |" in card
    assert "20% of a labeled row's target is the prediction of TF-IDF" in card
    assert "Public dev sets" not in card  # there were none


def test_the_card_tells_the_recipe(network, predict):
    recipe = replace(
        RECIPE,
        folds=7,
        teacher_share=0.4,
        tfidf_share=0.1,
        teacher=Stage(epochs=1, learning_rate=2e-5, batch_size=33),
        finish=Stage(epochs=6, learning_rate=3e-5, masked_texts=0.25, masked_shares=(0.1, 0.9)),
    )
    card = " ".join(render_card(network, FACTS | {"recipe": asdict(recipe)}, report_of(predict)).split())
    assert "7 teachers, each on all folds of the labeled rows except one: 1 epoch in batches of 33" in card
    assert "learning rate 2e-05" in card
    assert (
        "for a labeled row they have weight 40%, are predicted by the teacher that was not trained on it, and"
        in card
    )
    assert "The labeled rows once more: 6 epochs in batches of 48, learning rate 3e-05" in card
    assert "In 25% of the texts of every epoch, tokens are masked with a probability drawn" in card
    assert "drawn uniformly from 0.1 to 0.9, with unchanged labels" in card
    assert "10% of a labeled row's target" in card


def test_score_table():
    scores = [Score("toy", "sentiment", 7, 0.5, 0.25, 0.1, 0.3333, {"positive": 0.75})]
    assert score_table(scores).splitlines() == [
        "| set | head | rows | accuracy | macro-F1 | weighted F1 |",
        "| --- | --- | --- | --- | --- | --- |",
        "| toy | sentiment | 7 | 0.500 | 0.250 | 0.333 |",
    ]


def test_decision_table():
    assert decision_table([DecisionAccuracy("toy", "emotion", 0.75, 0.5)]).splitlines() == [
        "| set | head | top-label accuracy | decision accuracy |",
        "| --- | --- | --- | --- |",
        "| toy | emotion | 0.750 | 0.500 |",
    ]


def test_label_rows_list():
    counts = {"sentiment": {"negative": 2, "positive": 1}, "emotion": {"fear": 0}}
    assert label_rows_list(counts) == "- sentiment: negative 2, positive 1\n- emotion: fear 0"
