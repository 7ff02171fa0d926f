"""Files become projects; every row is imported or reported."""

import json
import re
from dataclasses import replace
from types import SimpleNamespace

import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow.parquet import write_table

from sentimotion.errors import BlankText, DataError, InvalidReview, SentimotionError
from sentimotion.review.exchange import importing
from sentimotion.review.exchange.files import FileRow, ImportOptions, read_file
from sentimotion.review.exchange.import_checks import (
    BadRow,
    Duplicate,
    ImportReport,
    UnknownLabel,
    check_rows,
)
from sentimotion.review.exchange.importing import import_file
from sentimotion.review.exchange.scoring import checkpoint_name_of
from sentimotion.review.store.records import CheckpointName, ReviewSettings
from sentimotion.scoring.second_classifier import ClassifierPrediction
from sentimotion.tables.gold_labels import parse_label_map
from tests.checkpoints import change_tensors, copied
from tests.sentimotion.review.stub import StubModel, answer

TEXTS = ["বৃষ্টি থেমেছে।", "দাম বাড়ল,\nআবার!", 'সে বলল "না"', "=১+১ 😂", "র‍্যাব এল"]
COLUMNS = ImportOptions("comment", "nr", "mood", "feeling")
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
    with pytest.raises(DataError, match="no column text; its columns are nr, comment.*--text-column"):
        read_file(path, ImportOptions())
    with pytest.raises(DataError, match="--emotion-column"):
        read_file(path, ImportOptions("comment", emotion="emo"))
    with pytest.raises(
        DataError, match="no column number; its columns are nr, .*; choose one with --id-column"
    ):
        read_file(path, ImportOptions("comment", id="number"))
    with pytest.raises(DataError, match="no column mood.x; .* with --sentiment-column"):
        read_file(path, ImportOptions("comment", sentiment="mood.x"))


def test_a_bad_csv_row_affects_no_other_row(tmp_path):
    path = tmp_path / "texts.csv"
    path.write_bytes("text,id\nভালো,1\nএকা\n\nখারাপ,2,3\n".encode() + b"\xff\xfe,4\n" + "শেষ,5\n".encode())
    rows, report = check_rows("texts.csv", read_file(path, ImportOptions(id="id")), StubModel().encode)
    assert [(row.row, row.text, row.id) for row in rows] == [(2, "ভালো", "1"), (7, "শেষ", "5")]
    assert report.bad[:2] == (
        BadRow(3, "the row has 1 fields, the header 2"),
        BadRow(5, "the row has 3 fields, the header 2"),
    )
    assert report.bad[2].row == 6
    assert "not valid Unicode" in report.bad[2].reason
    assert (report.n_rows, report.n_items) == (5, 2)


def test_a_bad_json_line_affects_no_other_line(tmp_path):
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
        '{"text": "খ", "id": [1]}',
        '{"text": "গ", "id": true}',
        '{"text": "\u2028 এক লাইন", "id": "z"}',
        "[" * 100_000,
        '{"text": "ঘ", "id": "\\ud800"}',
        '{"text": "#NAME?", "id": 5}',
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows, report = check_rows("t", read_file(path, ImportOptions(id="id")), StubModel().encode)
    assert [(row.row, row.id) for row in rows] == [(1, "7"), (11, "z")]
    reasons = {
        2: "not valid JSON",
        3: "expected an object",
        5: "no column text",
        6: "the text is a int",
        7: "lone surrogate",
        8: "NUL",
        9: "type list",
        10: "type bool",
        12: "nested too deep",
        13: "the id is not valid Unicode",
        14: "an error of a spreadsheet",
    }
    assert [bad.row for bad in report.bad] == list(reasons)
    for bad in report.bad:
        assert reasons[bad.row] in bad.reason


def test_parquet_of_other_types(tmp_path):
    path = tmp_path / "texts.parquet"
    table = pyarrow.table(
        {
            "text": pyarrow.array(["ক", None, "খ"]).dictionary_encode(),
            "id": pyarrow.array([10, 11, 12], pyarrow.int16()),
        }
    )
    write_table(table, path)
    assert read_file(path, ImportOptions(id="id")) == [
        FileRow(1, "ক", "10"),
        FileRow(2, "", problem="the text is missing"),
        FileRow(3, "খ", "12"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("texts.xlsx", b"", "not a workbook"),
        ("texts.ods", b"", "a workbook; save it as .xlsx"),
        ("texts.csv", b"", "the file is empty"),
        ("texts.csv", b"text\n", "the file has no rows"),
        ("texts.csv", b"text,text\na,b\n", "more than one column text"),
        ("texts.jsonl", b"", "the file has no rows"),
        ("texts.jsonl", b'[{"text": "x"}]', "one JSON array"),
        ("texts.parquet", b"PAR1 not", "cannot be read as a Parquet file"),
    ],
)
def test_files_that_cannot_be_read(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SentimotionError, match=message):
        read_file(path, ImportOptions())


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(DataError, match="cannot be read"):
        read_file(tmp_path / "none.csv", ImportOptions())


def test_duplicates_in_other_spellings_are_reported():
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


def test_the_same_text_with_another_gold_label_is_marked():
    rows = [
        FileRow(2, "ক", None, "positive"),
        FileRow(3, "ক", None, "positive"),
        FileRow(4, " ক", None, "negative"),
        FileRow(5, "ক", None, "positive", "happy"),
        FileRow(6, "ক"),
    ]
    _, report = check_rows("f.csv", rows, lambda _: None)
    assert [(one.row, one.has_other_label) for one in report.duplicates] == [
        (3, False),
        (4, True),
        (5, True),
        (6, True),
    ]
    assert "row 3: same text as row 2\n" in report.render()
    assert "row 4: same text as row 2, with another gold label\n" in report.render()


def gold(tmp_path, cells, **options):
    """Rows of a CSV file with a text for each cell of its column ``gold``, as they are read."""
    path = tmp_path / "gold.csv"
    lines = [f'লেখা {number},"{cell}"' for number, cell in enumerate(cells)]
    path.write_text("\n".join(["text,gold", *lines]), encoding="utf-8")
    return read_file(path, ImportOptions(sentiment="gold", **options))


def test_gold_labels_as_data_sets_have_them(tmp_path):
    cells = ["Positive", "nan", "", " NEUTRAL ", "None", "NA", "নেতিবাচক", "#N/A", "neg"]
    rows, report = check_rows("gold.csv", gold(tmp_path, cells), StubModel().encode)
    assert [row.sentiment for row in rows] == [
        *("positive", None, None, "neutral", None),
        *(None, "negative", None, None),
    ]
    assert (report.n_items, report.bad) == (9, ())
    assert report.unknown_labels == (UnknownLabel("sentiment", "neg", 1, 10),)
    assert report.render() == (
        "gold.csv: 9 rows, 9 imported\n"
        "1 unknown gold label, left empty:\n"
        "  sentiment 'neg' in 1 row, the first is 10; say what it means with --label-map sentiment:neg=LABEL"
    )


def test_numbers_as_gold_labels_are_asked_for_once_and_before_any_scoring(tmp_path):
    cells = ["1", "0", "1.0", "-1", "good", "১"]
    with pytest.raises(DataError) as caught:
        gold(tmp_path, cells)
    assert str(caught.value) == (
        f"{tmp_path / 'gold.csv'}, column gold: found '1' (3 rows, the first is 2), '0' (row 3), "
        "'-1' (row 5), expected negative, neutral, positive or nothing; name the label of each value, "
        "such as --label-map 1=positive (no label: nothing after =)"
    )
    label_map = parse_label_map(["1=positive", "0=", "-1=negative"])
    rows = gold(tmp_path, cells, label_map=label_map)
    assert [row.sentiment for row in rows] == ["positive", None, "positive", "negative", None, "positive"]
    assert rows[4].unknown == (("sentiment", "good"),)


def test_ids(tmp_path):
    path = tmp_path / "ids.jsonl"
    values = ["12.0", "13", '"12.0"', "1.5", "NaN", "null", '" a\u200b"', '"None"', '""', "1e400", "-0.0"]
    lines = [f'{{"text": "লেখা {number}", "id": {value}}}' for number, value in enumerate(values)]
    path.write_text("\n".join(lines), encoding="utf-8")
    expected = ["12", "13", "12.0", "1.5", None, None, "a", None, None, None, "0"]
    assert [row.id for row in read_file(path, ImportOptions(id="id"))] == expected


def test_nested_keys(tmp_path):
    path = tmp_path / "nested.jsonl"
    row = {"snippet": {"text": "ভালো", "by": {"id": 7.0}, "gold": "Happy"}}
    path.write_text(json.dumps(row), encoding="utf-8")
    options = ImportOptions("snippet.text", "snippet.by.id", emotion="snippet.gold")
    assert read_file(path, options) == [FileRow(1, "ভালো", "7", None, "happy")]


def test_a_report_of_an_older_version():
    values = ImportReport("f.csv", 2, 1, (), (Duplicate(3, 2, "id"),)).to_dict()
    del values["unknown_labels"]
    del values["duplicates"][0]["has_other_label"]
    assert ImportReport.of(values) == ImportReport("f.csv", 2, 1, (), (Duplicate(3, 2, "id"),))


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
            st.sampled_from([None, "positive"]),
            st.none(),
            st.sampled_from([None, None, "broken"]),
            st.sampled_from([(), (("sentiment", "sad"),)]),
        ),
        max_size=12,
    )
)
def test_every_row_is_imported_or_reported(rows):
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
    assert text.startswith("f.csv: 30 rows, 1 imported\n25 bad rows, left out:\n  row 2: blank\n")
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
        options=COLUMNS,
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
        import_file(store, path, "আধা", StubModel, options=COLUMNS, **options)
    monkeypatch.undo()
    assert store.projects() == []
    assert import_file(store, path, "আধা", StubModel, options=COLUMNS).n_items == 5


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
def test_invalid_settings(options, message):
    with pytest.raises(InvalidReview, match=message):
        ReviewSettings(**options)


def test_the_real_model_can_score(store, tmp_path, bert_model):
    path = write_rows(tmp_path / "texts.parquet")
    project = import_file(store, path, "সত্যি", lambda: bert_model, options=COLUMNS)
    for item in store.contents(project.name).items:
        prediction = bert_model.predict_batch(TEXTS)[TEXTS.index(item.text)]
        assert item.sentiment_probabilities == prediction.probabilities.sentiment
        assert item.decision("emotion", project.settings) == prediction.emotion
    assert project.checkpoint.source == bert_model.info.source


def test_weights_without_a_commit_are_identified_by_their_content(tmp_path, bert_folder):
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
