"""Labels of public comments, kept without their texts."""

from hashlib import sha256

import pytest

from sentimotion.labels import LABELS
from sentimotion.tables.labeled_rows import LabeledRow
from sentimotion.training.data.comment_labels import LABELS_FILE, text_hash, with_labels, write_labels

LABELED = [
    ("train", LabeledRow("খাবারটা ভালো!", "positive", "happy", "x")),
    ("train", LabeledRow("একদম বাজে", "negative", "anger_disgust", "x", emotion_alternative="sadness")),
    ("dev", LabeledRow("কাল খেলা আছে।", "neutral", None, "x", sentiment_alternative="positive")),
]


@pytest.fixture
def path(tmp_path):
    write_labels(LABELED, tmp_path / "labels.csv")
    return tmp_path / "labels.csv"


def test_a_text_is_known_by_its_comparison_key():
    key = "খাবারটাভালো"
    assert text_hash("খাবারটা ভালো!") == sha256(key.encode()).hexdigest()[:16]
    assert text_hash("  খাবারটা, ভালো 😂") == text_hash("খাবারটা ভালো!")
    assert text_hash("খাবারটা ভাল") != text_hash("খাবারটা ভালো")


def test_who_has_the_texts_finds_the_labels(path):
    texts = ["এটা কেউ পড়েনি", "কাল খেলা আছে", "একদম বাজে", "খাবারটা ভালো"]
    assert with_labels(texts, "train", path) == [
        LabeledRow("একদম বাজে", "negative", "anger_disgust", "train_comments", emotion_alternative="sadness"),
        LabeledRow("খাবারটা ভালো", "positive", "happy", "train_comments"),
    ]
    assert with_labels(texts, "dev", path) == [
        LabeledRow("কাল খেলা আছে", "neutral", None, "dev_comments", sentiment_alternative="positive")
    ]


def test_each_text_comes_once(path):
    assert [row.text for row in with_labels(["একদম বাজে", "একদম বাজে!!"], "train", path)] == ["একদম বাজে"]


def test_no_text_is_in_the_file(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "split,hash,sentiment,emotion,sentiment_alternative,emotion_alternative"
    assert all(line.isascii() for line in lines)
    assert lines[1] == f"dev,{text_hash('কাল খেলা আছে')},neutral,,positive,"
    assert [line.partition(",")[0] for line in lines[1:]] == ["dev", "train", "train"]
    hashes = [line.split(",")[1] for line in lines[2:]]
    assert hashes == sorted(hashes)


def test_the_shipped_labels_are_labels():
    _, *lines = LABELS_FILE.read_text(encoding="ascii").splitlines()
    splits, hashes, *labels = zip(*(line.split(",") for line in lines), strict=True)
    assert set(splits) == {"train", "dev"}
    assert len(set(hashes)) == len(lines)  # no text is both trained on and measured by
    assert {len(one) for one in hashes} == {16}
    for column, head in zip(labels, ("sentiment", "emotion") * 2, strict=True):
        assert set(column) - {""} == set(LABELS[head])
