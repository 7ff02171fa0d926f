"""Class weights, and batches bucketed by length."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.errors import DataError
from sentimotion.rows import Row
from sentimotion.training.dataset import (
    bucketed_batches,
    class_weights,
    fingerprint,
    label_counts,
    read_sets,
    read_training_data,
    read_unlabelled,
    sample_rows,
    with_neutral_emotion,
)
from sentimotion.training.recipe import UNLABELLED, Recipe


def write(path, *lines):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["text,sentiment,emotion", *lines]) + "\n", encoding="utf-8")


def test_a_folder_of_training_data(tmp_path):
    write(tmp_path / "train" / "b.csv", "এক,positive,")
    write(tmp_path / "train" / "a.csv", "দুই,,fear")
    write(tmp_path / "dev" / "b.csv", "তিন,negative,")
    write(tmp_path / "dev" / "mubase.csv", "চার,neutral,")  # its own train file is not to be had
    training, development = read_training_data(tmp_path)
    assert [(row.text, row.source) for row in training] == [("দুই", "a"), ("এক", "b"), ("চার", "mubase")]
    assert {name: [row.text for row in rows] for name, rows in development.items()} == {"b": ["তিন"]}
    assert read_sets(tmp_path / "test") == {}
    assert read_unlabelled(tmp_path) == []
    (tmp_path / "unlabelled").mkdir()
    (tmp_path / "unlabelled" / "c.txt").write_text("পাঁচ\n\n  ছয় \n", encoding="utf-8")
    assert read_unlabelled(tmp_path) == [
        Row("পাঁচ", None, None, UNLABELLED),
        Row("ছয়", None, None, UNLABELLED),
    ]


def test_no_training_data(tmp_path):
    with pytest.raises(DataError, match="no CSV file there"):
        read_training_data(tmp_path)


def test_neutral_sentiment_taken_for_neutral_emotion():
    rows = [
        Row("a", "neutral", None, "toy"),
        Row("b", "neutral", "fear", "toy"),
        Row("c", "positive", None, "toy"),
        Row("d", "neutral", None, "other"),
    ]
    assert [row.emotion for row in with_neutral_emotion(rows, ("toy",))] == ["neutral", "fear", None, None]


def test_what_an_epoch_takes():
    recipe = Recipe(
        epochs=3,
        unlabelled_epochs=1,
        mask_shares=(0.2, 0.0),
        source_weights={"a": 2.0},
        last_epoch_weights={"b": 0.5},
    )
    assert [recipe.mask_share(epoch) for epoch in range(3)] == [0.2, 0.0, 0.0]
    assert recipe.weights_of_sources(0) == {"a": 2.0, UNLABELLED: 1.0}
    assert recipe.weights_of_sources(1) == {"a": 2.0, UNLABELLED: 0.0}
    assert recipe.weights_of_sources(2) == {"b": 0.5, UNLABELLED: 0.0}


def test_counts_leave_rows_without_a_label_out():
    rows = [
        Row("a", "positive", None, "toy"),
        Row("b", "positive", "fear", "toy"),
        Row("c", None, "fear", "toy"),
    ]
    assert label_counts(rows, "sentiment").tolist() == [0, 0, 2]
    assert label_counts(rows, "emotion").tolist() == [0, 0, 0, 0, 0, 2]


@pytest.mark.parametrize(
    ("counts", "power", "expected"),
    [
        ([10, 40], 0, [1, 1]),
        ([10, 40], 1, [2.5, 0.625]),  # both classes then weigh 25
        ([16, 64], 0.5, [80 / 48, 40 / 48]),  # 1/4 to 1/8, the mean over 80 rows being 1
        ([5, 0, 5], 1, [1, 0, 1]),
    ],
)
def test_class_weights(counts, power, expected):
    assert class_weights(np.array(counts), power) == pytest.approx(np.array(expected))


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=6).filter(any), st.floats(0, 1))
def test_the_mean_weight_of_a_row_is_1(counts, power):
    weights = class_weights(np.array(counts), power)
    assert (weights * counts).sum() / sum(counts) == pytest.approx(1)
    assert [weight > 0 for weight in weights] == [count > 0 for count in counts]


def test_a_head_without_any_label_weighs_nothing():
    assert class_weights(np.zeros(6, dtype=int), 0.5).tolist() == [0] * 6


@given(st.lists(st.integers(1, 200), max_size=300), st.integers(1, 40), st.integers(0, 9))
def test_each_index_comes_once(lengths, batch_size, seed):
    batches = bucketed_batches(lengths, batch_size, seed)
    assert sorted(index for batch in batches for index in batch) == list(range(len(lengths)))
    assert all(1 <= len(batch) <= batch_size for batch in batches)
    assert len(batches) == -(-len(lengths) // batch_size)
    assert batches == bucketed_batches(lengths, batch_size, seed)


def test_batches_differ_between_epochs_and_hold_texts_of_like_length():
    lengths = [1 + 7 * i % 100 for i in range(1000)]
    one, other = (bucketed_batches(lengths, 10, seed) for seed in (1, 2))
    assert one != other
    spread = [max(lengths[i] for i in batch) - min(lengths[i] for i in batch) for batch in one]
    assert sum(spread) / len(spread) < 10  # in order of arrival it would be about 60
    firsts = [lengths[batch[0]] for batch in one]
    assert firsts != sorted(firsts)


def test_sources_are_taken_as_often_as_their_weights_say():
    rows = [
        Row(str(index), None, None, source) for source in ("twice", "half", "once") for index in range(1000)
    ]
    sources = [rows[index].source for index in sample_rows(rows, {"twice": 2.0, "half": 0.5}, seed=3)]
    assert sources.count("twice") == 2000
    assert sources.count("once") == 1000
    assert 430 < sources.count("half") < 570
    assert sample_rows(rows, {}, seed=3) == list(range(3000))
    assert sample_rows(rows, {"half": 0.5}, seed=3) == sample_rows(rows, {"half": 0.5}, seed=3)


def test_other_data_has_another_fingerprint():
    row = Row("ভালো", "positive", None, "toy")
    assert fingerprint([row]) == fingerprint([Row("ভালো", "positive", None, "toy")])
    others = [[], [row, row], [Row("ভালো", None, "positive", "toy")], [Row("ভালো", "positive", None, "joy")]]
    assert len({fingerprint(rows) for rows in [[row], *others]}) == 5
