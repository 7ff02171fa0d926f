"""Training data from a folder, how often sources are taken, and batches bucketed by length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.errors import DataError
from sentimotion.tables.labeled_rows import LabeledRow, read_rows
from sentimotion.training.data.comparison_key import comparison_key
from sentimotion.training.data.dataset import (
    DEV_WRITTEN_FILE,
    WRITTEN_FILE,
    bucketed_batches,
    fingerprint,
    label_counts,
    read_sets,
    read_training_data,
    read_unlabeled,
)
from tests.sentimotion.training.conftest import write_rows


@pytest.fixture
def folder(tmp_path):
    """The public sets: two to train on, one of which has a dev file, and mubase."""
    folder = tmp_path / "data"
    write_rows(folder / "train" / "b.csv", ("এক", "positive", ""), ("সাত", "negative", ""))
    write_rows(folder / "train" / "a.csv", ("দুই", "", "fear"))
    write_rows(folder / "dev" / "b.csv", ("তিন", "negative", ""), ("আট", "positive", ""))
    write_rows(folder / "dev" / "mubase.csv", ("চার", "neutral", ""))  # its own train file is not to be had
    (folder / "unlabelled").mkdir()
    (folder / "unlabelled" / "c.txt").write_text("পাঁচ\n\n  ছয় \n\u200b\u200d\r\nপাঁচ।\n", encoding="utf-8")
    return folder


WRITTEN = [("লেখা এক", "positive", "happy"), ("লেখা দুই", "negative", "fear", "neutral", "sadness")]
DEV_WRITTEN = [("লেখা তিন", "neutral", "neutral")]
COMMENTS = [
    ("train", LabeledRow("এক", "negative", "sadness", "")),
    ("train", LabeledRow("পাঁচ", "neutral", "neutral", "")),
    ("train", LabeledRow("চার", "positive", "happy", "")),
    ("dev", LabeledRow("তিন", "positive", "surprise", "")),
]


def test_labels_of_public_texts_are_found_by_hash(folder, shipped):
    shipped(WRITTEN, DEV_WRITTEN, COMMENTS)
    found = read_training_data(folder, report=lambda _: None)
    assert list(found.labeled) == [
        LabeledRow("লেখা এক", "positive", "happy", "written"),
        LabeledRow("লেখা দুই", "negative", "fear", "written", "neutral", "sadness"),
        LabeledRow("এক", "negative", "sadness", "train_comments"),
        LabeledRow("চার", "positive", "happy", "train_comments"),
        LabeledRow("পাঁচ", "neutral", "neutral", "train_comments"),
    ]
    # Without what is labeled, each once; the public sets' own labels are not used.
    assert found.others == ("দুই", "সাত", "ছয়")
    assert found.development == {
        "dev_comments": [LabeledRow("তিন", "positive", "surprise", "dev_comments")],
        "dev_written": [LabeledRow("লেখা তিন", "neutral", "neutral", "dev_written")],
    }
    assert found.public == {
        "b": [LabeledRow("তিন", "negative", None, "b"), LabeledRow("আট", "positive", None, "b")]
    }


def test_a_folder_with_the_labeled_comments_themselves(folder, shipped):
    shipped(WRITTEN, DEV_WRITTEN, COMMENTS)
    guideline = folder / "guideline"
    write_rows(guideline / "train_comments.csv", ("এক", "neutral", "neutral"), ("তিন", "positive", "happy"))
    write_rows(guideline / "train_written.csv", ("লেখা এক!", "positive", "happy"))
    write_rows(guideline / "dev_comments.csv", ("আট", "positive", "happy"))
    lines = []
    found = read_training_data(folder, report=lines.append)
    # What is measured by is not learned from, and a text counts once: as it is written.
    assert [(row.text, row.sentiment, row.source) for row in found.labeled] == [
        ("লেখা এক", "positive", "written"),
        ("লেখা দুই", "negative", "written"),
        ("এক", "neutral", "train_comments"),
    ]
    assert list(found.development) == ["dev_comments"]
    assert found.others == ("দুই", "সাত", "চার", "পাঁচ", "ছয়")
    assert lines[0] == (
        "labeled rows dropped because their text occurs in: "
        "dev 1, test 0, robustness 0, groups 0, page 0; 4 kept"
    )


def test_other_sets(folder):
    assert read_sets(folder / "test") == {}
    assert list(read_sets(folder / "dev")) == ["b", "mubase"]
    assert read_unlabeled(folder / "train") == []
    assert read_unlabeled(folder) == ["পাঁচ", "ছয়", "\u200b\u200d", "পাঁচ।"]
    (folder / "unlabelled" / "c.txt").write_text("এক\u2028দুই\x85তিন\n", encoding="utf-8")
    assert read_unlabeled(folder) == ["এক\u2028দুই\x85তিন"]


def test_no_training_data(tmp_path):
    with pytest.raises(DataError, match="no CSV file found"):
        read_training_data(tmp_path)


def test_the_shipped_sentences_are_labeled_for_both_heads():
    for path in (WRITTEN_FILE, DEV_WRITTEN_FILE):
        rows = read_rows(path)
        assert all(row.sentiment and row.emotion for row in rows)
        assert len({comparison_key(row.text) for row in rows}) == len(rows)


def test_counts_leave_rows_without_a_label_out():
    rows = [
        LabeledRow("a", "positive", None, "toy"),
        LabeledRow("b", "positive", "fear", "toy"),
        LabeledRow("c", None, "fear", "toy"),
    ]
    assert label_counts(rows, "sentiment").tolist() == [0, 0, 2]
    assert label_counts(rows, "emotion").tolist() == [0, 0, 0, 0, 0, 2]


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


def test_other_data_has_another_fingerprint():
    row = LabeledRow("ভালো", "positive", None, "toy")
    assert fingerprint([row]) == fingerprint([LabeledRow("ভালো", "positive", None, "toy")])
    others = [
        [],
        [row, row],
        [LabeledRow("ভালো", None, "positive", "toy")],
        [LabeledRow("ভালো", "positive", None, "joy")],
    ]
    others.append([LabeledRow("ভালো", "positive", None, "toy", "neutral")])
    assert len({fingerprint(rows) for rows in [[row], *others]}) == 6
