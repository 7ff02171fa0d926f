"""Uploaded files: which are accepted and which refused; scoring gives the predictions of the model."""

import csv
import io
import json
import tempfile
from pathlib import Path
from threading import Event

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from sentimotion.errors import (
    ColumnError,
    ContentTooLarge,
    DataError,
    FileTooLarge,
    ScoringError,
    SentimotionError,
    TooManyRows,
)
from sentimotion.labels import HEADS
from sentimotion.model import SentimotionModel
from sentimotion.report.scored_rows import Unscored
from sentimotion.web.score import scoring, upload
from sentimotion.web.score.scoring import ReportFile, report_on, score
from sentimotion.web.score.upload import check_size, inspect_file, read_upload, write_upload
from sentimotion.web.session.background import Work
from tests.checkpoints import SENTENCES
from tests.sentimotion.web.score.hostile_files import parquet


@pytest.fixture(autouse=True, scope="module")
def no_temporary_files(tmp_path_factory):
    """No file is left in the temporary folder."""
    folder = tmp_path_factory.mktemp("temporary")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(folder))
        yield
    assert list(folder.iterdir()) == []


def csv_bytes(rows, delimiter=","):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode("utf-8")


ROWS = [
    ["id", "মন্তব্য", "sentiment"],
    *([str(n), text, "positive"] for n, text in enumerate(SENTENCES)),
    ["9", " ", ""],
]


def as_format(ending):
    records = [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]
    if ending == "csv":
        return csv_bytes(ROWS)
    if ending == "jsonl":
        return "\n".join(json.dumps(record) for record in records).encode()
    sink = io.BytesIO()
    if ending == "xlsx":
        book = Workbook()
        for row in ROWS:
            book.active.append(row)
        book.save(sink)
        return sink.getvalue()
    pq.write_table(pa.Table.from_pylist([record | {"n": 1} for record in records]), sink)
    return sink.getvalue()


def result_of(events):
    *_, last = events
    assert not isinstance(last, float)
    return last


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet", "xlsx"])
def test_upload_scoring_and_report(bert_model, ending):
    file = read_upload(f"C:\\My Files\\মতামত.{ending}", as_format(ending))
    assert (file.name, file.n_rows, file.text_column) == (f"মতামত.{ending}", len(ROWS) - 1, "মন্তব্য")
    assert set(file.text_columns) == {"id", "মন্তব্য", "sentiment"}
    scored = result_of(score(bert_model, file, file.text_column, Event()))
    # The file has a column "sentiment"; it is not overwritten.
    assert scored.columns.prefix == "model_"
    # Workbooks are read but not written.
    assert scored.name == f"মতামত-scored.{'csv' if ending == 'xlsx' else ending}"
    assert (scored.opinion.n_read, scored.opinion.n_errors) == (len(ROWS) - 1, 1)
    assert scored.preview[-1] is Unscored.ERROR
    assert [row.text for row in scored.preview[:-1]] == list(SENTENCES)
    predictions = bert_model.predict_batch(SENTENCES)
    for row, prediction in zip(scored.preview[:-1], predictions, strict=True):
        for head in HEADS:
            assert row.labels[head] == prediction.decision(head).label
            assert row.probabilities[head] == pytest.approx(prediction.probabilities.of(head), abs=1e-6)
    # Scored again, the added columns get another prefix.
    again = read_upload(scored.name, scored.content)
    assert result_of(score(bert_model, again, "মন্তব্য", Event())).columns.prefix == "model2_"
    report = result_of(report_on(bert_model, scored, None, "id", 2, "bn", Event()))
    assert report.name == "মতামত-scored-report.html"
    assert '<section class="groups">' in report.html


def test_a_report_waits_between_texts_while_visitors_explain(bert_model, monkeypatch):
    file = read_upload("a.csv", csv_bytes([["text"], *([text] for text in SENTENCES[:4])]))
    scored = result_of(score(bert_model, file, "text", Event()))
    happened = []
    explain_heads = SentimotionModel.explain_heads

    def watched(model, *arguments, **options):
        happened.append("explained")
        return explain_heads(model, *arguments, **options)

    monkeypatch.setattr(SentimotionModel, "explain_heads", watched)
    monkeypatch.setattr(scoring, "gives_way", lambda *_: happened.append("waited"))
    result_of(report_on(bert_model, scored, None, None, 3, "en", Event()))
    assert happened.count("explained") >= 2
    before = [earlier for earlier, now in zip(happened, happened[1:], strict=False) if now == "explained"]
    assert happened[0] == "waited"
    assert set(before) == {"waited"}


def test_a_report_takes_no_thread_of_explanations(bert_model, monkeypatch):
    """While one waits, both threads are free, and nothing waits for it."""
    file = read_upload("a.csv", csv_bytes([["text"], *([text] for text in SENTENCES[:4])]))
    scored = result_of(score(bert_model, file, "text", Event()))
    waits, goes_on = Event(), Event()
    monkeypatch.setattr(scoring, "gives_way", lambda *_: (waits.set(), goes_on.wait(60)))
    report = report_on(bert_model, scored, None, None, 3, "en", Event())
    # Until it waits.
    first = next(report)
    assert waits.wait(60)
    assert not Work.is_any_going_on()
    others = [Work(lambda _: "answered") for _ in range(2)]
    assert [[*other.events(Event())] for other in others] == [["answered"]] * 2
    goes_on.set()
    assert first == 0.0
    assert isinstance([*report][-1], ReportFile)


def test_progress_and_cancellation(bert_model):
    file = read_upload("a.csv", csv_bytes([["text"], *([text] for text in SENTENCES * 20)]))
    steps = [event for event in score(bert_model, file, "text", Event()) if isinstance(event, float)]
    assert len(steps) == -(-len(SENTENCES) * 20 // 32) + 1
    assert steps == sorted(steps)
    assert steps[-1] == 1
    canceled, seen = Event(), []
    for event in score(bert_model, file, "text", canceled):
        canceled.set()
        seen.append(event)
    assert len(seen) == 1


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("a.txt", b"text\nx\n", ScoringError),
        ("a", b"text\nx\n", ScoringError),
        ("a.csv", b"", DataError),
        ("a.csv", b"text\n", DataError),
        ("a.csv", b"text,text\na,b\n", ColumnError),
        ("a.xlsx", b"PK\x03\x04", DataError),
        ("a.jsonl", b"\n", DataError),
        ("a.jsonl", b"[1]\n", DataError),
        ("a.parquet", b"PAR1", DataError),
        ("a.csv", b"x" * (5 * 1024 * 1024 + 1), FileTooLarge),
        ("a.csv", b"text\n" + b"x\n" * 2001, TooManyRows),
    ],
)
def test_refused_files(name, content, error):
    with pytest.raises(error):
        read_upload(name, content)


def test_files_at_the_limits_are_accepted():
    full = b"text\n" + b"x\n" * 2000
    assert read_upload("a.csv", full).n_rows == 2000
    full = full.replace(b"text\n", b"text," + b"y" * (5 * 1024 * 1024 - len(full) - 1) + b"\n", 1)
    assert len(full) == 5 * 1024 * 1024
    check_size(len(full))
    with pytest.raises(FileTooLarge):
        check_size(len(full) + 1)


def test_parquet_without_texts():
    sink = io.BytesIO()
    pq.write_table(pa.table({"n": [1, 2]}), sink)
    with pytest.raises(ColumnError, match="no column holds texts"):
        read_upload("a.parquet", sink.getvalue())


def test_parquet_with_lists():
    sink = io.BytesIO()
    pq.write_table(pa.table({"text": ["ক"] * 500, "tags": [["a", "b"]] * 500}), sink)
    assert read_upload("a.parquet", sink.getvalue()).text_column == "text"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiter(delimiter):
    file = read_upload("a.csv", csv_bytes([["id", "text"], ["1", "ভালো, বেশ; ভালো"]], delimiter))
    assert (file.columns, file.delimiter) == (("id", "text"), delimiter)


def test_text_column():
    rows = [["id", "title", "body"], ["1", "শিরোনাম", "একটি অনেক বড় মন্তব্য"], ["2", "", "আরেকটি"]]
    assert read_upload("a.csv", csv_bytes(rows)).text_column == "body"
    assert read_upload("a.csv", csv_bytes([["a", "b"], ["x", "y"]])).text_column == "a"


def test_missing_column(bert_model):
    file = read_upload("a.csv", b"text\nx\n")
    with pytest.raises(ColumnError):
        list(score(bert_model, file, "other", Event()))


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.csv", "a\0b.csv", ".csv", "নাম" * 200 + ".csv", "C:\\x\\a.CSV"]
)
def test_file_names_have_no_folders(name):
    file = read_upload(name, b"text\nx\n")
    assert not set("/\\\0") & set(file.name)
    assert Path(file.name).suffix.lower() == ".csv" or file.name.endswith(".csv")
    assert len(file.name) < 80


@pytest.mark.parametrize(
    ("name", "content", "n_characters"),
    [
        ("a.csv", b"text\nabcd\nef\n", 6),
        ("a.csv", "id,text\n1,কখ\n2,গ\n".encode(), 5),
        ("a.jsonl", b'{"text": "ab", "n": 100}\n{"text": null, "n": 7}', 6),
        ("a.jsonl", b'{"text": "ab", "tags": ["c"]}', 7),
        ("a.parquet", parquet(pa.table({"text": ["abc", None], "n": [10, 200]})), 8),
    ],
)
def test_length_of_all_values(tmp_path, monkeypatch, name, content, n_characters):
    path = write_upload(tmp_path, name, content)
    monkeypatch.setattr(upload, "MAX_CHARACTERS", n_characters)
    assert inspect_file(path).n_rows > 0
    monkeypatch.setattr(upload, "MAX_CHARACTERS", n_characters - 1)
    with pytest.raises(ContentTooLarge):
        inspect_file(path)


def test_nested_text_column(bert_model):
    lines = ['{"id": "১", "snippet": {"text": "খুব ভালো লাগল"}}', '{"id": "২", "snippet": {"text": "একদম বাজে"}}']
    file = read_upload("a.jsonl", "\n".join(lines).encode())
    assert (file.columns, file.text_columns) == (("id", "snippet"), ("id", "snippet.text"))
    assert file.text_column == "snippet.text"
    scored = result_of(score(bert_model, file, "snippet.text", Event()))
    assert [row.text for row in scored.preview] == ["খুব ভালো লাগল", "একদম বাজে"]


@given(st.binary(max_size=200), st.sampled_from(["csv", "jsonl", "parquet", "xlsx"]))
def test_random_bytes_are_a_file_or_an_error(content, ending):
    with tempfile.TemporaryDirectory() as folder:
        try:
            file = inspect_file(write_upload(Path(folder), f"a.{ending}", content))
        except SentimotionError:
            return
    assert file.n_rows > 0


@pytest.mark.parametrize(
    ("content", "header", "n_rows"),
    [
        ("খুব ভালো লাগল\nএকদম বাজে\n", False, 2),
        ("1,ভালো\n2,বাজে\n3,চলে\n", False, 3),
        ("text\nভালো\nবাজে\n", True, 2),
        ("id;মতামত\n1;ভালো\n", True, 1),
        ("আবার আসব না।\nভালো\n", False, 2),
    ],
)
def test_first_row_that_may_be_a_text(content, header, n_rows):
    file = read_upload("a.csv", content.encode())
    assert (file.header, file.is_header_doubtful, file.n_rows) == (header, not header, n_rows)
    other = read_upload("a.csv", content.encode(), header=not header)
    assert (other.header, other.is_header_doubtful) == (not header, True)
    assert other.n_rows == n_rows + (1 if header else -1)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "utf-8-sig"])
def test_encodings_and_delimiters(encoding):
    for content in ("sep=;\nid;text\n1;ভালো\n", "Survey of March\n\nid,text\n1,ভালো\n", "id\ttext\n1\tভালো\n"):
        file = read_upload("a.csv", content.encode(encoding))
        assert (file.columns, file.text_column, file.n_rows) == (("id", "text"), "text", 1)
