"""Exported files hold every field unchanged, whatever annotators typed."""

import csv
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sentimotion.errors import DataError, InvalidReview
from sentimotion.labels import HEADS, LABELS
from sentimotion.review.exchange import exporting
from sentimotion.review.exchange.argilla import argilla_records
from sentimotion.review.exchange.export_rows import COLUMNS, export_rows
from sentimotion.review.exchange.exporting import export, from_cell, read_export, to_cell
from sentimotion.review.exchange.files import ImportOptions
from sentimotion.review.exchange.importing import import_file
from sentimotion.review.exchange.label_studio import LABELING, label_studio_tasks
from sentimotion.review.store.records import (
    CheckpointName,
    Item,
    Project,
    ProjectContents,
    ReviewSettings,
    Verdict,
)
from sentimotion.tables.formula_guard import restore
from tests.sentimotion.review.stub import SEEN, StubModel

MADE = datetime(2026, 5, 1, 12, 30, 5, 123456, tzinfo=UTC)
NASTY = (
    '=HYPERLINK("http://x")',
    "+৮৮০ ১৭",
    "-১+১",
    "@সবাই",
    "\tট্যাব",
    "\rফেরা",
    "\r\nদুই\rলাইন\n",
    "'উদ্ধৃতি'",
    "''",
    "＝পূর্ণ প্রস্থ",
    'সে বলল, "না", তাই;',
    "র‍্যাব ক্‌ষ 👨‍👩‍👧‍👦 😮‍💨",
    "\ufeffচিহ্ন",
    "\u2028\u2029\x85\x0b\x0c",
    "null",
    "NaN",
    "true",
    "",
    " ",
    "12",
    "<script>alert(1)</script>",
)
# Everything that a database keeps: all but NUL and lone surrogates.
texts = st.sampled_from(NASTY) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20
)
names = texts.filter(bool)
checkpoints = st.builds(CheckpointName, names, texts, texts, texts)
probability = st.floats(0, 1)


@st.composite
def contents(draw):
    """A project with two items and what was decided on the first."""
    project = Project(
        1, draw(names), ReviewSettings(emotion_threshold=draw(probability)), draw(checkpoints), MADE, 2, 0
    )
    items = [
        Item(
            10 + place,
            1,
            place,
            draw(st.integers(1, 2**31 - 1)),
            draw(st.none() | names),
            draw(names),
            draw(st.none() | st.sampled_from(LABELS["sentiment"])),
            draw(st.none() | st.sampled_from(LABELS["emotion"])),
            tuple(draw(probability) for _ in range(3)),
            tuple(draw(probability) for _ in range(6)),
            draw(st.booleans()),
            draw(st.booleans()),
            draw(checkpoints),
            draw(st.none() | names),
            draw(st.none() | probability),
        )
        for place in range(2)
    ]
    verdicts = [
        Verdict(
            100 + place,
            50 + place % 2,
            10,
            place % 2,
            f"জন {place % 2}",
            draw(st.sampled_from(["decide", "skip"])),
            draw(st.none() | st.sampled_from(LABELS["sentiment"])),
            draw(st.none() | st.sampled_from(LABELS["emotion"])),
            draw(texts),
            draw(st.booleans()),
            draw(checkpoints),
            draw(st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))),
        )
        for place in range(draw(st.integers(0, 4)))
    ]
    return ProjectContents(project, tuple(items), tuple(verdicts), frozenset(draw(st.sets(st.just(50)))))


@pytest.mark.parametrize("extension", ["csv", "jsonl", "parquet"])
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(contents=contents())
def test_every_field_is_read_back_unchanged(tmp_path, extension, contents):
    path = tmp_path / f"out.{extension}"
    export(contents, path, overwrite=True)
    rows = export_rows(contents)
    assert read_export(path) == rows
    assert all(list(row) == list(COLUMNS) for row in rows)
    assert [type(value) for row in read_export(path) for value in row.values()] == [
        type(value) for row in rows for value in row.values()
    ]


@pytest.mark.parametrize(
    ("value", "kind", "cell"),
    [
        (None, "optional", ""),
        (None, "int", ""),
        (True, "bool", "true"),
        (False, "bool", "false"),
        (-3, "int", "-3"),
        (1e-7, "float", "1e-07"),
        ("=ক", "text", "'=ক"),
        ("'", "optional", "''"),
    ],
)
def test_cells(value, kind, cell):
    assert to_cell(value, kind) == cell
    back = from_cell(restore(cell), kind)
    assert (back, type(back)) == (value, type(value))


@pytest.fixture
def reviewed(store, tmp_path):
    """A project of nasty texts, some of them decided, as the database gives it back."""
    path = tmp_path / "in.jsonl"
    lines = [
        json.dumps({"text": text, "id": f"=id{place}"}) for place, text in enumerate(NASTY) if text.strip()
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    project = import_file(
        store, path, "=প্রকল্প", StubModel, options=ImportOptions(id="id"), settings=ReviewSettings(overlap=2)
    )
    rahima, karim = store.join(project.id, "@রহিমা"), store.join(project.id, "করিম")
    for place, note in enumerate(NASTY[:6]):
        task = store.take(rahima.id)
        store.decide(
            task.assignment_id, "negative", "fear" if place % 2 else None, checkpoint=SEEN, note=note
        )
        store.show_explanation(task.assignment_id)
        if place < 2:
            store.decide(task.assignment_id, "neutral", None, checkpoint=SEEN)
    task = store.take(karim.id)
    store.skip(task.assignment_id, checkpoint=SEEN, note="?")
    return store.contents("=প্রকল্প")


@pytest.mark.parametrize("extension", ["csv", "jsonl", "parquet"])
def test_from_the_database_to_a_file_and_back(reviewed, tmp_path, extension):
    path = tmp_path / f"out.{extension}"
    export(reviewed, path)
    rows = read_export(path)
    assert rows == export_rows(reviewed)
    # "null" and "NaN" mark missing values and are left out.
    assert {row["text"] for row in rows} == {
        text for text in NASTY if text.strip() and text not in ("null", "NaN")
    }
    assert {row["note"] for row in rows} >= set(NASTY[:6]) | {"?"}
    assert sum(row["decision"] is not None for row in rows) == 9
    # One verdict of each annotator on an item holds, and rows without a verdict say so.
    assert sum(row["holds"] is True for row in rows) == 7
    assert sum(row["explained"] is True for row in rows) == 8
    assert [row["position"] for row in rows] == sorted(row["position"] for row in rows)
    assert {row["position"] for row in rows} == {item.position for item in reviewed.items}
    first = rows[0]
    assert datetime.fromisoformat(first["made"]) == reviewed.verdicts[0].made
    assert (first["annotator"], first["seen_commit"]) == ("@রহিমা", SEEN.commit)
    assert {row["checkpoint_version"] for row in rows} == {"stub-1 (2026-11-26)"}
    seen = {(row["decision"] is not None, row["seen_version"]) for row in rows}
    assert seen == {(True, "stub-1 (2026-11-26)"), (False, "")}


def test_no_cell_is_a_formula(reviewed, tmp_path):
    path = tmp_path / "out.csv"
    export(reviewed, path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for line in csv.reader(file) for cell in line]
    assert any(cell.startswith("'=") for cell in cells)
    assert not [cell for cell in cells if re.match(r"[=+\-@＝＋－＠\t\r\n]", cell)]


def test_label_studio(reviewed, tmp_path):
    path = tmp_path / "tasks.json"
    export(reviewed, path)
    tasks = json.loads(path.read_text(encoding="utf-8"))
    assert [task["data"]["text"] for task in tasks] == [item.text for item in reviewed.items]
    interface = ET.fromstring(LABELING)
    controls = {control.get("name"): control for control in interface if control.get("toName") == "text"}
    assert interface.find("Text").get("value") == "$text"
    results = [
        one
        for task in tasks
        for answer in (*task["predictions"], *task["annotations"])
        for one in answer["result"]
    ]
    for one in results:
        control = controls[one["from_name"]]
        assert one["to_name"] == "text"
        if one["type"] == "choices":
            assert control.tag == "Choices"
            (choice,) = one["value"]["choices"]
            assert choice in [option.get("value") for option in control]
        else:
            assert (one["type"], control.tag) == ("textarea", "TextArea")
            assert one["value"]["text"][0] in NASTY + ("?",)
    (prediction,) = tasks[0]["predictions"]
    assert prediction["model_version"] == "stub@0123abc"
    assert {task["meta"]["checkpoint_version"] for task in tasks} == {"stub-1 (2026-11-26)"}
    assert 0 <= prediction["score"] <= 1
    assert [one["from_name"] for one in prediction["result"]] == list(HEADS)
    # The changed mind holds; the first one stays in the history.
    assert tasks[0]["annotations"][0]["result"][0]["value"] == {"choices": ["neutral"]}
    assert [row["sentiment"] for row in tasks[0]["meta"]["verdicts"]][:2] == ["negative", "neutral"]
    skipped = [one for task in tasks for one in task["annotations"] if one["was_cancelled"]]
    assert len(skipped) == 1
    for task in tasks:
        assert len(task["data"]["annotators"]) == len(task["annotations"])


def test_argilla(reviewed, tmp_path):
    path = tmp_path / "records.jsonl"
    user = UUID("01234567-89ab-cdef-0123-456789abcdef")
    export(reviewed, path, "argilla", users={"@রহিমা": user})
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]
    assert [record["fields"]["text"] for record in records] == [item.text for item in reviewed.items]
    assert [record["id"] for record in records] == [item.external_id for item in reviewed.items]
    assert {record["metadata"]["checkpoint_version"] for record in records} == {"stub-1 (2026-11-26)"}
    first = records[0]
    for head in HEADS:
        decision = reviewed.items[0].decision(head, reviewed.project.settings)
        assert first["suggestions"][head] == {
            "value": decision.label,
            "score": decision.confidence,
            "agent": "stub@0123abc",
        }
    draft = {"value": "neutral", "user_id": str(user), "status": "draft"}
    assert first["responses"] == {"sentiment": [draft]}
    # The fourth was decided in both heads.
    statuses = {one["status"] for ones in records[3]["responses"].values() for one in ones}
    assert statuses == {"submitted"}
    assert first["metadata"]["annotators"][0] == "@রহিমা"
    assert first["metadata"]["human_emotion"][0] == "-"
    for record in records:
        assert all(isinstance(value, str | int | list) for value in record["metadata"].values())
    assert all(record["responses"] == {} for record in argilla_records(reviewed))


def test_a_record_without_an_id_has_one(make, store):
    make(1)
    (record,) = argilla_records(store.contents("প্রকল্প"))
    assert record["id"] == f"item-{store.contents('প্রকল্প').items[0].id}"
    assert label_studio_tasks(store.contents("প্রকল্প"))[0]["annotations"] == []


def test_ids_of_records_are_unique(reviewed):
    own, other, third = reviewed.items[:3]
    items = (
        replace(own, external_id=None),
        replace(other, external_id=f"item-{own.id}"),
        replace(third, external_id=f"_item-{own.id}"),
    )
    ids = [record["id"] for record in argilla_records(replace(reviewed, items=items))]
    assert ids == [f"__item-{own.id}", f"item-{own.id}", f"_item-{own.id}"]


def test_argilla_users_are_found_however_their_names_are_typed():
    item = Item(1, 1, 0, 2, "a", "লেখা", None, None, (1.0, 0, 0), (1.0, 0, 0, 0, 0, 0), False, True, SEEN)
    said = Verdict(1, 1, 1, 1, "জ\u09af\u09bc", "decide", "neutral", "fear", "", False, SEEN, MADE)
    project = Project(1, "ক", ReviewSettings(), SEEN, MADE, 1, 0)
    contents = ProjectContents(project, (item,), (said,), frozenset())
    user = UUID("01234567-89ab-cdef-0123-456789abcdef")
    (record,) = argilla_records(contents, {" জ\u09df\u200c": user})
    assert record["responses"]["emotion"][0]["user_id"] == str(user)


def test_an_existing_file_is_replaced_only_on_request(reviewed, tmp_path):
    path = tmp_path / "out.csv"
    path.write_text("mine")
    with pytest.raises(DataError, match="already exists; .* --overwrite"):
        export(reviewed, path)
    assert path.read_text() == "mine"
    export(reviewed, path, overwrite=True)
    assert read_export(path)
    assert [one.name for one in tmp_path.glob("out.csv*")] == ["out.csv"]


@pytest.mark.parametrize("extension", ["csv", "jsonl", "parquet", "json"])
def test_an_export_that_fails_leaves_nothing(reviewed, tmp_path, monkeypatch, extension):
    path = tmp_path / f"out.{extension}"
    path.write_text("mine")
    before = set(tmp_path.iterdir())

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exporting.os, "fsync", full)
    with pytest.raises(DataError, match="cannot be written: .*No space left"):
        export(reviewed, path, overwrite=True)
    assert path.read_text() == "mine"
    assert set(tmp_path.iterdir()) == before


def test_unknown_formats(reviewed, tmp_path):
    with pytest.raises(InvalidReview, match="'.xlsx'; expected an extension of .csv"):
        export(reviewed, tmp_path / "out.xlsx")
    with pytest.raises(InvalidReview, match="excel"):
        export(reviewed, tmp_path / "out.csv", "excel")
    with pytest.raises(DataError, match="cannot be written"):
        export(reviewed, tmp_path / "nowhere" / "out.csv")
    for name, content in (("a.csv", "x,y\n1,2\n"), ("a.jsonl", "{}"), ("a.parquet", "no"), ("a.txt", "")):
        (tmp_path / name).write_text(content)
        with pytest.raises(DataError):
            read_export(tmp_path / name)
