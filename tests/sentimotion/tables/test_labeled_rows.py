"""Labeled texts from files of rows."""

from dataclasses import FrozenInstanceError

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import torch

from sentimotion.errors import BlankText, DataError
from sentimotion.tables.checked_rows import left_out
from sentimotion.tables.gold_labels import parse_label_map
from sentimotion.tables.labeled_rows import NO_LABEL, LabeledRow, read_folder, read_labeled, read_rows
from sentimotion.tables.options import TableOptions


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


def test_alternatives_of_a_parquet_file(tmp_path):
    """Of such a file only the columns that are used are read."""
    path = tmp_path / "toy.parquet"
    table = {"text": ["ভালো"], "emotion": ["happy"], "emotion_alternative": ["surprise"], "note": ["x"]}
    pq.write_table(pa.table(table), path)
    assert read_labeled(path).rows == (
        LabeledRow("ভালো", None, "happy", "toy", emotion_alternative="surprise"),
    )


def test_a_text_that_marks_a_missing_value_is_none(tmp_path):
    path = write(tmp_path / "a.csv", "text,sentiment,emotion\nnan,positive,\nভালো,NaN,None\n#NAME?,,\n")
    assert read_rows(path) == [LabeledRow("ভালো", None, None, "a")]


def test_labels_in_any_spelling(tmp_path):
    path = write(
        tmp_path / "a.csv", "text,sentiment,emotion\nভালো, Positive ,আনন্দ\nনা,NEGATIVE,anger/disgust\n"
    )
    assert read_rows(path) == [
        LabeledRow("ভালো", "positive", "happy", "a"),
        LabeledRow("না", "negative", "anger_disgust", "a"),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            "text,sentiment\nভালো,positive\n",
            "expected the columns text, sentiment, emotion, each once",
        ),
        (
            "Text,Sentiment,Emotion\nx,,\n",
            "no column text; its columns are Text, .*; expected the columns text",
        ),
        ("text,sentiment,emotion,text\nx,,,\n", "more than one column text; .*; expected the columns text"),
        ("", "the file is empty"),
        (
            "text,sentiment,emotion\nx,good,\n",
            "column sentiment: found 'good' [(]row 2[)], expected negative, neutral, positive or nothing$",
        ),
        (
            "text,sentiment,emotion\nx,,\ny,,joy\n",
            "column emotion: found 'joy' [(]row 3[)], expected neutral, happy",
        ),
        (
            "text,sentiment,emotion,sentiment_alternative\nx,,,\ny,positive,,happy\n",
            "column sentiment_alternative: found 'happy' [(]row 3[)], expected negative, neutral, positive",
        ),
        (
            "text,sentiment,emotion,emotion_alternative\nx,,fear,awe\n",
            "column emotion_alternative: found 'awe' [(]row 2[)], expected neutral, happy",
        ),
        ("text,sentiment,emotion\nx,1,\ny,1,\n", "found '1' [(]2 rows, the first is 2[)]"),
        ("text,sentiment,emotion\n", "no row with a text"),
        ("text,sentiment,emotion\n ,positive,\n", "no row with a text"),
        ('text,sentiment,emotion\n"open,,\n', "row 2: the line is not valid CSV"),
        ("text,sentiment,emotion\nভালো\n", "row 2: the row has 1 fields, the header 3"),
        ("text,sentiment,emotion\n" + "x" * 100_001 + ",,\n", "row 2: the text has 100001 characters"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, content, message):
    path = write(tmp_path / "bad.csv", content)
    with pytest.raises(DataError, match=message) as caught:
        read_rows(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_byte_that_is_not_utf8(tmp_path):
    (tmp_path / "bad.csv").write_bytes(b"text,sentiment,emotion\n\xff\xfe,,\n")
    with pytest.raises(DataError, match="row 2: the text is not valid Unicode"):
        read_rows(tmp_path / "bad.csv")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32-le", "utf-8-sig"])
def test_other_encodings(tmp_path, encoding):
    path = write(tmp_path / "a.csv", "text,sentiment,emotion\nভালো,,happy\n", encoding)
    assert read_rows(path) == [LabeledRow("ভালো", None, "happy", "a")]


def test_no_file(tmp_path):
    (tmp_path / "folder.csv").mkdir()
    for name in ("nowhere.csv", "folder.csv"):
        with pytest.raises(DataError, match=f"{name}: cannot be read: "):
            read_rows(tmp_path / name)


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


ROWS = "text,sentiment,emotion\nভালো,positive,happy\n"


def test_evaluation_leaves_out_what_cannot_be_read(tmp_path):
    path = write(tmp_path / "a.csv", ROWS + 'না\n,neutral,\n"খোলা,,\nnan,,\nখারাপ,negative,fear\n')
    labeled = read_labeled(path)
    assert labeled.rows == (
        LabeledRow("ভালো", "positive", "happy", "a"),
        LabeledRow("খারাপ", "negative", "fear", "a"),
    )
    assert labeled.numbers == (2, 7)
    assert [(bad.row, bad.reason) for bad in labeled.left_out] == [
        (3, "the row has 1 fields, the header 3"),
        (4, "the text is empty; give at least one word"),
        (5, "the line is not valid CSV: unexpected end of data"),
        (6, "no text: nan marks a missing value"),
    ]
    assert left_out(labeled.left_out, most=1) == (
        "4 rows left out: row 3: the row has 1 fields, the header 3; and 3 more"
    )
    assert left_out(labeled.left_out[1:2]) == (
        "1 row left out: row 4: the text is empty; give at least one word"
    )


def test_texts_that_a_model_cannot_read_are_left_out(tmp_path):
    def check(text):
        if text == "\u200d":
            raise BlankText("nothing to read")

    labeled = read_labeled(write(tmp_path / "a.csv", ROWS + "\u200d,positive,\nx,,\n,,\n")).readable(check)
    assert [row.text for row in labeled.rows] == ["ভালো", "x"]
    assert labeled.numbers == (2, 4)
    assert [(bad.row, bad.reason[:4]) for bad in labeled.left_out] == [(3, "noth"), (5, "the ")]


def test_other_formats_and_columns(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"body": {"text": "ভালো"}, "stars": 5}\n{"body": {"text": "না"}, "stars": 1.0, "mood": "ভয়"}\n',
        encoding="utf-8",
    )
    options = TableOptions("body.text")
    columns = {"sentiment": "stars", "emotion": "mood"}
    label_map = parse_label_map(["5=positive", "sentiment:1=negative"])
    assert read_labeled(path, options, columns, label_map).rows == (
        LabeledRow("ভালো", "positive", None, "a"),
        LabeledRow("না", "negative", "fear", "a"),
    )
    with pytest.raises(DataError, match="found '5' [(]row 1[)], '1' [(]row 2[)].*--label-map 5=positive"):
        read_labeled(path, options, columns)
    with pytest.raises(DataError, match="no column joy; its columns are body, stars, mood; .*--emotion"):
        read_labeled(path, options, columns | {"emotion": "joy"})


@pytest.mark.parametrize(("column", "other"), [("sentiment", "emotion"), ("emotion", "sentiment")])
@pytest.mark.parametrize("is_parquet", [False, True])
def test_one_column_of_labels_is_enough(tmp_path, column, other, is_parquet):
    path, label = tmp_path / "a.csv", {"sentiment": "positive", "emotion": "happy"}[column]
    if is_parquet:
        path = path.with_suffix(".parquet")
        pq.write_table(pa.table({"text": ["ভালো"], column: [label]}), path)
    else:
        write(path, f"text,{column}\nভালো,{label}\n")
    labeled = read_labeled(path)
    assert labeled.missing == (other,)
    assert [row.label(column) for row in labeled.rows] == [label]
    assert [row.label(other) for row in labeled.rows] == [None]
    # A column that is named must be there.
    with pytest.raises(DataError, match="no column mine"):
        read_labeled(path, columns={column: "mine", other: other})
    with pytest.raises(FrozenInstanceError):
        labeled.missing = ()


def test_both_columns_of_labels_leave_none_missing(tmp_path):
    assert read_labeled(write(tmp_path / "a.csv", ROWS)).missing == ()


def test_no_column_of_labels(tmp_path):
    path = write(tmp_path / "a.csv", "text,mood\nভালো,happy\n")
    with pytest.raises(DataError) as caught:
        read_labeled(path)
    assert str(caught.value) == (
        f"{path}: no column sentiment or emotion; its columns are text, mood; "
        "name one with --sentiment-column or --emotion-column"
    )
