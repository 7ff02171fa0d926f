"""Files become projects, and no row goes without a word."""

import json
import re
from dataclasses import replace
from types import SimpleNamespace

import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow.parquet import write_table

from sentimotion.errors import BlankText, DataError, InvalidReview
from sentimotion.review.exchange import importing
from sentimotion.review.exchange.files import FileRow, ImportColumns, read_file
from sentimotion.review.exchange.import_checks import BadRow, Duplicate, ImportReport, check_rows
from sentimotion.review.exchange.importing import import_file
from sentimotion.review.exchange.scoring import checkpoint_name_of
from sentimotion.review.store.records import CheckpointName, ReviewSettings
from sentimotion.scoring.second_classifier import ClassifierPrediction
from tests.checkpoints import change_tensors, copied
from tests.sentimotion.review.stub import StubModel, answer

TEXTS = ["বৃষ্টি থেমেছে।", "দাম বাড়ল,\nআবার!", 'সে বলল "না"', "=১+১ 😂", "র‍্যাব এল"]
COLUMNS = ImportColumns("comment", "nr", "mood", "feeling")
ROWS = [
    {"nr": "a1", "comment": TEXTS[0], "mood": "positive", "feeling": "happy", "more": "x"},
    {"nr": "a2", "comment": TEXTS[1], "mood": "negative", "feeling": None, "more": "y"},
    {"nr": None, "comment": TEXTS[2], "mood": None, "feeling": "surprise", "more": ""},
    {"nr": "a4", "comment": TEXTS[3], "mood": None, "feeling": None, "more": ""},
    {"nr": "a5", "comment": TEXTS[4], "mood": "neutral", "feeling": "neutral", "more": ""},
]


def write_rows(path, rows=ROWS):
    if path.suffix == ".csv":
        lines = [list(rows[0]), *([row[key] or "" for key in rows[0]] for row in rows)]
        text = "\r\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines)
        path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    elif path.suffix == ".jsonl":
        path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    else:
        write_table(pyarrow.Table.from_pylist(rows), path)
    return path


@pytest.mark.parametrize("extension", ["csv", "jsonl", "parquet"])
def test_each_kind_of_file(tmp_path, extension):
    rows = read_file(write_rows(tmp_path / f"texts.{extension}"), COLUMNS)
    first = {"csv": 2, "jsonl": 1, "parquet": 1}[extension]
    assert rows == [
        FileRow(first + place, row["comment"], row["nr"], row["mood"], row["feeling"])
        for place, row in enumerate(ROWS)
    ]


@pytest.mark.parametrize("extension", ["csv", "jsonl", "parquet"])
def test_a_missing_column_is_named(tmp_path, extension):
    path = write_rows(tmp_path / f"texts.{extension}")
    with pytest.raises(DataError, match="no column 'text'; its columns are nr, comment.*--text-column"):
        read_file(path, ImportColumns())
    with pytest.raises(DataError, match="--emotion-column"):
        read_file(path, ImportColumns("comment", emotion="emo"))


def test_bad_csv_rows_spoil_themselves_only(tmp_path):
    path = tmp_path / "texts.csv"
    path.write_bytes("text,id\nভালো,1\nএকা\n\nখারাপ,2,3\n".encode() + b"\xff\xfe,4\n" + "শেষ,5\n".encode())
    rows, report = check_rows("texts.csv", read_file(path, ImportColumns(id="id")), StubModel().encode)
    assert [(row.row, row.text, row.id) for row in rows] == [(2, "ভালো", "1"), (7, "শেষ", "5")]
    assert report.bad[:3] == (
        BadRow(3, "1 cell, expected 2 as in the header"),
        BadRow(4, "an empty line, expected 2 as in the header"),
        BadRow(5, "3 cells, expected 2 as in the header"),
    )
    assert report.bad[3].row == 6
    assert "not valid Unicode" in report.bad[3].reason
    assert (report.n_rows, report.n_items) == (6, 2)


def test_bad_json_lines_spoil_themselves_only(tmp_path):
    path = tmp_path / "texts.jsonl"
    lines = [
        '{"text": "ভালো", "id": 7}',
        "{broken",
        '["a list"]',
        "",
        '{"id": 3}',
        '{"text": 5}',
        '{"text": "\\ud800"}',
        '{"text": "শূন্য\\u0000"}',
        '{"text": "খ", "id": 1.5}',
        '{"text": "গ", "id": true}',
        '{"text": "\u2028 এক লাইন", "id": "z"}',
        "[" * 100_000,
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows, report = check_rows("t", read_file(path, ImportColumns(id="id")), StubModel().encode)
    assert [(row.row, row.id) for row in rows] == [(1, "7"), (11, "z")]
    assert [bad.row for bad in report.bad] == [2, 3, 4, 5, 6, 7, 8, 9, 10, 12]
    reasons = {bad.row: bad.reason for bad in report.bad}
    for row, reason in {2: "no JSON", 3: "no object", 4: "empty line", 5: "no text", 6: "type int"}.items():
        assert reason in reasons[row]
    for row, reason in {7: "lone surrogate", 8: "NUL", 9: "type float", 10: "type bool"}.items():
        assert reason in reasons[row]


def test_parquet_of_other_types(tmp_path):
    path = tmp_path / "texts.parquet"
    table = pyarrow.table(
        {
            "text": pyarrow.array(["ক", None, "খ"]).dictionary_encode(),
            "id": pyarrow.array([10, 11, 12], pyarrow.int16()),
        }
    )
    write_table(table, path)
    assert read_file(path, ImportColumns(id="id")) == [
        FileRow(1, "ক", "10"),
        FileRow(2, "", problem="no text"),
        FileRow(3, "খ", "12"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("texts.xlsx", b"", "ends in '.xlsx', expected one of .csv"),
        ("texts.csv", b"", "no column 'text'; its columns are none"),
        ("texts.csv", b"text\n", "the file has no rows"),
        ("texts.csv", b"text,text\na,b\n", "two columns are called 'text'"),
        ("texts.csv", b'text\n"a"b\n', "line 2: not valid CSV"),
        ("texts.jsonl", b"", "the file has no rows"),
        ("texts.parquet", b"PAR1 not", "not a Parquet file"),
    ],
)
def test_files_that_cannot_be_read(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DataError, match=message):
        read_file(path, ImportColumns())


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(DataError, match="cannot be read"):
        read_file(tmp_path / "none.csv", ImportColumns())


def test_duplicates_are_told_whatever_their_spelling():
    rows = [
        FileRow(2, "ভালো  লাগে", "a"),
        FileRow(3, " ভালো লাগে\n", "b"),
        FileRow(4, "অন্য", "a"),
        FileRow(5, "সু\u09af\u09bc", "c"),
        FileRow(6, "সু\u09df", "d"),
        FileRow(7, "অন্য", "e"),
    ]
    kept, report = check_rows("f.csv", rows, lambda _: None)
    assert [row.row for row in kept] == [2, 5, 7]
    assert report.duplicates == (Duplicate(3, 2, "text"), Duplicate(4, 2, "id"), Duplicate(6, 5, "text"))


def test_gold_labels_that_do_not_exist():
    rows = [FileRow(2, "ক", None, "happy"), FileRow(3, "খ", None, None, "positive"), FileRow(4, "গ")]
    kept, report = check_rows("f.csv", rows, lambda _: None)
    assert [row.row for row in kept] == [4]
    assert report.bad[0] == BadRow(
        2, "sentiment 'happy' is not one of negative, neutral, positive (or empty)"
    )
    assert "emotion 'positive' is not one of" in report.bad[1].reason


def raise_blank(text):
    if text == "\u200d":
        raise BlankText("nothing\nto read")


@given(
    st.lists(
        st.builds(
            FileRow,
            st.integers(1, 99),
            st.sampled_from(["ক", "ক ", "খ", "\u200d", "\0"]) | st.text(max_size=3),
            st.none() | st.sampled_from("ab"),
            st.sampled_from([None, "positive", "sad"]),
            st.none(),
            st.sampled_from([None, None, "broken"]),
        ),
        max_size=12,
    )
)
def test_every_row_is_accounted_for(rows):
    kept, report = check_rows("f", rows, raise_blank)
    assert report.n_rows == len(rows) == len(kept) + len(report.bad) + len(report.duplicates)
    assert report.n_items == len(kept)
    numbers = [row.row for row in kept] + [one.row for one in (*report.bad, *report.duplicates)]
    assert sorted(numbers) == sorted(row.row for row in rows)
    assert all("\n" not in bad.reason for bad in report.bad)
    assert ImportReport.of(json.loads(json.dumps(report.to_dict()))) == report


def test_the_report_as_text():
    report = ImportReport(
        "f.csv", 30, 1, tuple(BadRow(n, "blank") for n in range(2, 27)), (Duplicate(28, 2, "id"),)
    )
    text = report.render()
    assert text.startswith("f.csv: 30 rows, 1 imported\n25 bad, left out:\n  row 2: blank\n")
    assert "and 5 more\n1 duplicate, left out:\n  row 28: same id as row 2" in text


def test_a_file_becomes_a_project(store, tmp_path):
    path = write_rows(tmp_path / "texts.csv")
    sure = StubModel({TEXTS[0]: answer("negative", "fear", sure=0.95)})
    settings = ReviewSettings(order=("disagreement",), random_share=0, seed=4, overlap=2)
    progress = []
    project = import_file(
        store,
        path,
        " মন্তব্য   ২ ",
        lambda: sure,
        columns=COLUMNS,
        settings=settings,
        revision="main",
        open_second=Second,
        on_progress=lambda *done: progress.append(done),
    )
    assert project == store.project("মন্তব্য ২")
    assert project.settings == replace(settings, second="second/detector")
    assert project.checkpoint == CheckpointName("stub", "0123abc", "main", "stub-1 (2026-11-26)")
    assert store.import_report(project.name) == ImportReport("texts.csv", 5, 5, (), ())
    assert progress == [(0, 5), (5, 5)]
    items = store.contents(project.name).items
    assert [item.position for item in items] == [0, 1, 2, 3, 4]
    assert items[0].text == TEXTS[0]
    assert (items[0].gold_sentiment, items[0].gold_emotion) == ("positive", "happy")
    by_text = {item.text: item for item in items}
    assert set(by_text) == set(TEXTS)
    for text, item in by_text.items():
        expected = sure.predict_batch([text])[0].probabilities
        assert item.sentiment_probabilities == expected.sentiment
        assert item.emotion_probabilities == expected.emotion
        assert (item.second_label, item.second_score) == ("abuse", len(text) / 100)
        assert item.checkpoint == project.checkpoint
    assert store.items([items[2].id, items[0].id]) == [items[0], items[2]]


def test_scoring_goes_in_chunks(store, tmp_path):
    model, progress = StubModel(), []
    path = tmp_path / "many.csv"
    path.write_text("text\n" + "\n".join(f"লেখা {n}" for n in range(600)), encoding="utf-8")
    project = import_file(store, path, "অনেক", lambda: model, on_progress=lambda *done: progress.append(done))
    assert model.batches == [256, 256, 88]
    assert progress == [(0, 600), (256, 600), (512, 600), (600, 600)]
    assert project.n_items == 600
    assert sum(item.is_random for item in store.contents("অনেক").items) == 120


class Second:
    source = "second/detector"

    def classify(self, texts):
        return [ClassifierPrediction("abuse", len(text) / 100) for text in texts]


class Stopped(Exception):
    pass


@pytest.mark.parametrize("when", ["scoring", "storing"])
def test_an_import_that_fails_leaves_nothing(store, tmp_path, monkeypatch, when):
    path = write_rows(tmp_path / "texts.csv")

    def stop(*_):
        raise Stopped

    options = {"on_progress": stop} if when == "scoring" else {}
    if when == "storing":
        monkeypatch.setattr(importing, "project_record", stop)
    with pytest.raises(Stopped):
        import_file(store, path, "আধা", StubModel, columns=COLUMNS, **options)
    monkeypatch.undo()
    assert store.projects() == []
    assert import_file(store, path, "আধা", StubModel, columns=COLUMNS).n_items == 5


def test_names_of_projects(make):
    make(1, name="এক")
    with pytest.raises(InvalidReview, match="a project 'এক' already exists"):
        make(1, name=" এক ")
    for name in ("", "\n", "x" * 101, "a\x1b[31m", "\u200c"):
        with pytest.raises(InvalidReview, match="project's name"):
            make(1, name=name)


def test_two_imports_of_one_name_at_once(store, make, monkeypatch):
    make(1, name="এক")
    monkeypatch.setattr(importing, "check_free_name", lambda _store, name: name)
    with pytest.raises(InvalidReview, match="another import created the project"):
        make(2, name="এক")
    assert store.project("এক").n_items == 1


def test_a_file_without_a_good_row(store, tmp_path):
    path = tmp_path / "texts.csv"
    path.write_text('text\n" "\n', encoding="utf-8")
    with pytest.raises(DataError, match="no row can be used; the first: row 2, the text is empty"):
        import_file(store, path, "শূন্য", StubModel)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"random_share": 1.5}, "random share"),
        ({"random_share": float("nan")}, "random share"),
        ({"overlap": 0}, "overlap"),
        ({"lease": 0}, "lease"),
        ({"order": ("best",)}, "'best'"),
    ],
)
def test_settings_that_cannot_be(options, message):
    with pytest.raises(InvalidReview, match=message):
        ReviewSettings(**options)


def test_the_real_model_can_score(store, tmp_path, bert_model):
    path = write_rows(tmp_path / "texts.parquet")
    project = import_file(store, path, "সত্যি", lambda: bert_model, columns=COLUMNS)
    for item in store.contents(project.name).items:
        prediction = bert_model.predict_batch(TEXTS)[TEXTS.index(item.text)]
        assert item.sentiment_probabilities == prediction.probabilities.sentiment
        assert item.decision("emotion", project.settings) == prediction.emotion
    assert project.checkpoint.source == bert_model.info.source


def test_weights_without_a_commit_are_known_by_their_content(tmp_path, bert_folder):
    folder = copied(bert_folder, tmp_path / "mine")
    model = SimpleNamespace(info=SimpleNamespace(source=str(folder), commit=None, checkpoint_version=None))
    before = checkpoint_name_of(model)
    assert before.source == str(folder)
    assert re.fullmatch("sha256:[0-9a-f]{12}", before.commit)
    assert before.version == ""
    assert checkpoint_name_of(model) == before
    change_tensors(folder, lambda tensors: tensors["sentiment_head.bias"].add_(1))
    after = checkpoint_name_of(model)
    assert after.commit != before.commit
    assert not after.has_weights_of(before)
