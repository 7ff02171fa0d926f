"""Labelled texts from CSV files, as spreadsheets write them."""

import csv
from dataclasses import FrozenInstanceError

import pytest
import torch

from sentimotion.errors import DataError
from sentimotion.tables.labeled_rows import NO_LABEL, LabeledRow, read_folder, read_rows


def write(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


def test_rows_in_order_with_absent_labels(tmp_path):
    path = write(
        tmp_path / "toy.csv",
        "text,sentiment,emotion,source_label\r\n"
        "ভালো,positive,happy,x\r\n"
        '"দুই\nলাইন, ""উদ্ধৃতি""", ,fear,\r\n'
        "না,negative,,y\r\n"
        ",positive,happy,\r\n"
        " \t,neutral,,\r\n",
    )
    rows = read_rows(path)
    assert rows == [
        LabeledRow("ভালো", "positive", "happy", "toy"),
        LabeledRow('দুই\nলাইন, "উদ্ধৃতি"', None, "fear", "toy"),
        LabeledRow("না", "negative", None, "toy"),
    ]
    assert [row.label_index("sentiment") for row in rows] == [2, NO_LABEL, 0]
    assert [row.label_index("emotion") for row in rows] == [1, 5, NO_LABEL]
    assert rows[1].label("emotion") == "fear"


def test_a_byte_order_mark_and_columns_in_any_order(tmp_path):
    path = write(tmp_path / "excel.csv", "emotion,text,id,sentiment\nhappy,ভালো,7,positive\n", "utf-8-sig")
    assert read_rows(path) == [LabeledRow("ভালো", "positive", "happy", "excel")]


def test_alternatives_are_read_where_there_are_such_columns(tmp_path):
    path = write(
        tmp_path / "toy.csv",
        "text,sentiment,emotion,sentiment_alternative,emotion_alternative\n"
        "ভালো,positive,happy,neutral,\n"
        "না,negative,fear, ,sadness\n",
    )
    rows = read_rows(path)
    assert rows == [
        LabeledRow("ভালো", "positive", "happy", "toy", sentiment_alternative="neutral"),
        LabeledRow("না", "negative", "fear", "toy", emotion_alternative="sadness"),
    ]
    assert [rows[0].alternative(head) for head in ("sentiment", "emotion")] == ["neutral", None]
    assert [rows[1].alternative(head) for head in ("sentiment", "emotion")] == [None, "sadness"]


def test_one_of_the_alternative_columns_is_enough(tmp_path):
    path = write(tmp_path / "toy.csv", "text,sentiment,emotion,emotion_alternative\nনা,,fear,sadness\n")
    assert read_rows(path) == [LabeledRow("না", None, "fear", "toy", emotion_alternative="sadness")]


def test_short_rows_have_no_label(tmp_path):
    assert read_rows(write(tmp_path / "a.csv", "text,sentiment,emotion\nভালো\n")) == [
        LabeledRow("ভালো", None, None, "a")
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            "text,sentiment\nভালো,positive\n",
            "no column emotion; expected the columns text, sentiment, emotion",
        ),
        ("Text,Sentiment,Emotion\nx,,\n", "no column text, sentiment, emotion"),
        ("", "no column text, sentiment, emotion"),
        (
            "text,sentiment,emotion\nx,good,\n",
            "line 2: sentiment 'good' is not one of negative, neutral, positive",
        ),
        ("text,sentiment,emotion\nx,,\ny,,joy\n", "line 3: emotion 'joy' is not one of neutral, happy"),
        (
            "text,sentiment,emotion,sentiment_alternative\nx,,,\ny,positive,,happy\n",
            "line 3: sentiment_alternative 'happy' is not one of negative, neutral, positive",
        ),
        (
            "text,sentiment,emotion,emotion_alternative\nx,,fear,awe\n",
            "line 2: emotion_alternative 'awe' is not one of neutral, happy",
        ),
        ("text,sentiment,emotion\n", "no row with a text"),
        ("text,sentiment,emotion\n ,positive,\n", "no row with a text"),
        ('text,sentiment,emotion\n"open,,\n', "cannot be read as a UTF-8 CSV file"),
        ("text,sentiment,emotion\n" + "x" * 200_000 + ",,\n", "cannot be read as a UTF-8 CSV file"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, content, message):
    path = write(tmp_path / "bad.csv", content)
    with pytest.raises(DataError, match=message) as caught:
        read_rows(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "content", [b"text,sentiment,emotion\n\xff\xfe,,\n", "text,sentiment,emotion\nx,,\n".encode("utf-16")]
)
def test_other_encodings(tmp_path, content):
    (tmp_path / "bad.csv").write_bytes(content)
    with pytest.raises(DataError, match="cannot be read as a UTF-8 CSV file"):
        read_rows(tmp_path / "bad.csv")


def test_no_file(tmp_path):
    for path in (tmp_path / "nowhere.csv", tmp_path):
        with pytest.raises(DataError, match="cannot be read"):
            read_rows(path)


def test_folders_are_read_in_the_order_of_names(tmp_path):
    for name in ("b", "a"):
        write(tmp_path / f"{name}.csv", f"text,sentiment,emotion\n{name},,\n")
    write(tmp_path / "notes.txt", "nothing")
    assert [row.source for row in read_folder(tmp_path)] == ["a", "b"]
    for folder in (tmp_path / "nowhere", tmp_path / "notes.txt"):
        with pytest.raises(DataError, match="no CSV file found"):
            read_folder(folder)


def test_no_label_is_what_torch_passes_over():
    assert NO_LABEL == torch.nn.CrossEntropyLoss().ignore_index == -100


def test_a_row_stays_as_it_is():
    with pytest.raises(FrozenInstanceError):
        LabeledRow("ভালো", None, None, "a").text = "না"


def test_a_text_without_end_is_refused(tmp_path):
    """Whatever the limit of Python's reader is, which other readers of this process may have raised."""
    limit = csv.field_size_limit(10**6)
    try:
        for length in (131_071, 131_072):
            (row,) = read_rows(write(tmp_path / "a.csv", f"text,sentiment,emotion\n{'x' * length},,\n"))
            assert len(row.text) == length
        with pytest.raises(DataError, match="line 2 holds a text of more than 131072 characters"):
            read_rows(write(tmp_path / "a.csv", f"text,sentiment,emotion\n{'x' * 131_073},,\n"))
    finally:
        csv.field_size_limit(limit)
