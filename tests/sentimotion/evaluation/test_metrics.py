"""The model card's tables, against values computed by hand."""

import json

import pytest

from sentimotion.evaluation.metrics import LabelMetrics, evaluate, render, sampling_error
from sentimotion.labels import LABELS

# true: 3 negative, 2 neutral, 5 positive
TRUTH = ["negative"] * 3 + ["neutral"] * 2 + ["positive"] * 5
SAID = [
    *("negative", "negative", "positive"),
    *("negative", "neutral"),
    *("positive", "positive", "positive", "positive", "neutral"),
]


def test_by_hand():
    tables = evaluate("sentiment", TRUTH, SAID)
    assert tables.n_texts == 10
    assert tables.accuracy == pytest.approx(0.7)
    # negative: 2 of 3 said, 2 of 3 found; neutral: 1 of 2, 1 of 2; positive: 4 of 5, 4 of 5
    f1 = (2 / 3, 1 / 2, 4 / 5)
    assert [row.f1 for row in tables.by_label] == pytest.approx(f1)
    assert [row.precision for row in tables.by_label] == pytest.approx(f1)
    assert [row.recall for row in tables.by_label] == pytest.approx(f1)
    assert [row.support for row in tables.by_label] == [3, 2, 5]
    assert [row.label for row in tables.by_label] == list(LABELS["sentiment"])
    assert tables.macro_f1 == pytest.approx(sum(f1) / 3)
    assert tables.weighted_f1 == pytest.approx((3 * f1[0] + 2 * f1[1] + 5 * f1[2]) / 10)
    assert tables.confusion == ((2, 0, 1), (1, 1, 0), (0, 1, 4))


def test_precision_and_recall_are_not_mixed_up():
    # Said fear four times, right once; of two fears one found.
    tables = evaluate("emotion", ["fear", "happy", "happy", "happy", "fear"], ["fear"] * 4 + ["happy"])
    fear = tables.by_label[LABELS["emotion"].index("fear")]
    assert fear == LabelMetrics("fear", 1 / 4, 1 / 2, pytest.approx(1 / 3), 2)
    assert tables.confusion[5] == (0, 1, 0, 0, 0, 1)
    assert tables.confusion[1] == (0, 0, 0, 0, 0, 3)


def test_labels_that_occur_nowhere_do_not_lower_the_means():
    tables = evaluate("emotion", ["happy", "fear", "happy"], ["happy", "fear", "fear"])
    # happy: precision 1, recall 1/2, F1 2/3; fear: precision 1/2, recall 1, F1 2/3
    assert tables.macro_f1 == pytest.approx(2 / 3)
    assert tables.weighted_f1 == pytest.approx(2 / 3)
    absent = tables.by_label[LABELS["emotion"].index("surprise")]
    assert absent == LabelMetrics("surprise", 0.0, 0.0, 0.0, 0)
    assert len(tables.by_label) == len(tables.confusion) == 6


def test_a_label_that_is_only_predicted_does():
    tables = evaluate("emotion", ["happy", "happy"], ["happy", "fear"])
    assert tables.macro_f1 == pytest.approx((2 / 3 + 0) / 2)
    assert tables.weighted_f1 == pytest.approx(2 / 3)  # by true labels, of which none is fear
    assert tables.accuracy == 0.5


def test_all_right_and_all_wrong():
    right = evaluate("sentiment", ["neutral"], ["neutral"])
    assert (right.accuracy, right.macro_f1, right.weighted_f1) == (1.0, 1.0, 1.0)
    wrong = evaluate("sentiment", ["neutral"], ["positive"])
    assert (wrong.accuracy, wrong.macro_f1, wrong.weighted_f1) == (0.0, 0.0, 0.0)


def test_json():
    values = json.loads(json.dumps(evaluate("sentiment", TRUTH, SAID).to_dict(), allow_nan=False))
    assert set(values) == {
        "n_texts",
        "accuracy",
        "macro_f1",
        "weighted_f1",
        "by_label",
        "labels",
        "confusion",
    }
    assert values["labels"] == list(LABELS["sentiment"])
    assert values["by_label"]["neutral"] == {"precision": 0.5, "recall": 0.5, "f1": 0.5, "support": 2}
    assert values["confusion"] == [[2, 0, 1], [1, 1, 0], [0, 1, 4]]


def test_tables_as_markdown():
    lines = render(evaluate("sentiment", TRUTH, SAID)).splitlines()
    assert lines[0] == "## sentiment (10 texts)"
    assert "| 0.7000 | 0.6556 | 0.7000 |" in lines
    assert "| neutral | 0.5000 | 0.5000 | 0.5000 | 2 |" in lines
    assert "| positive | 0 | 1 | 4 |" in lines
    tables = [line for line in lines if line.startswith("|")]
    assert all(line.endswith("|") for line in tables)
    # header, rule and rows of one table have as many columns
    assert [line.count("|") for line in tables] == [4] * 3 + [6] * 5 + [5] * 5


def test_sampling_error_is_that_of_a_proportion_where_the_score_is_one():
    """Two labels, equally frequent and equally well found: macro-F1 is about the accuracy."""
    truth = ["negative"] * 200 + ["positive"] * 200
    said = ["negative"] * 160 + ["positive"] * 40 + ["positive"] * 160 + ["negative"] * 40
    tables = evaluate("sentiment", truth, said)
    assert sampling_error(tables) == pytest.approx((0.8 * 0.2 / 400) ** 0.5, rel=0.1)
    assert sampling_error(tables) == sampling_error(tables)


def test_no_sampling_error_where_all_is_right():
    assert sampling_error(evaluate("sentiment", ["positive"] * 9, ["positive"] * 9)) == 0.0
