"""Dates as the readers of each format return them."""

import csv
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from sentimotion.report.files import scored_records
from sentimotion.report.scored_rows import ReportColumns, read_scored
from sentimotion.report.summary import count_opinion
from sentimotion.tables.formula_guard import guard
from tests.sentimotion.scoring.scored import record

COLUMNS = ReportColumns(day="day")
MARCH_12 = date(2024, 3, 12)


def read_days(path):
    opinion = count_opinion(scored_records(path, COLUMNS), COLUMNS)
    assert opinion.n_read == opinion.total.n_rows
    return [(period.start, period.tally.n_rows) for period in opinion.periods], opinion.n_dateless


@pytest.mark.parametrize(
    ("value", "type_"),
    [
        (MARCH_12, pa.date32()),
        (datetime(2024, 3, 12, 22, 15), pa.timestamp("us")),
        (datetime(2024, 3, 12, 22, 15), pa.timestamp("ns")),
        (datetime(2024, 3, 12, 22, 15, tzinfo=UTC), pa.timestamp("ms", "UTC")),
        (1710212345, pa.int64()),
        (45363.42, pa.float64()),
        (Decimal("1710212345"), pa.decimal128(12, 0)),
        ("12 March 2024", pa.string()),
        ("12 March 2024", pa.dictionary(pa.int8(), pa.string())),
    ],
)
def test_parquet(tmp_path, value, type_):
    rows = pa.Table.from_pylist([record(), record()])
    table = rows.append_column("day", pa.array([value, None], type_))
    pq.write_table(table, tmp_path / "scored.parquet")
    assert read_days(tmp_path / "scored.parquet") == ([(MARCH_12, 1)], 1)


@pytest.mark.parametrize(
    "value", ["2024-03-12T10:15:00Z", 1710212345, 1710212345000.5, "১২ মার্চ ২০২৪", 20240312]
)
def test_json_lines(tmp_path, value):
    lines = [json.dumps(record(day=day)) for day in (value, None, "N/A")]
    (tmp_path / "scored.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert read_days(tmp_path / "scored.jsonl") == ([(MARCH_12, 1)], 2)


@pytest.mark.parametrize(
    "value", ["Tue Mar 12 10:15:00 +0000 2024", "12-Mar-24", "1710212345", "45363", "2024/03/12"]
)
def test_csv(tmp_path, value):
    rows = [record(day=day) for day in (value, "nan", "")]
    with (tmp_path / "scored.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert read_days(tmp_path / "scored.csv") == ([(MARCH_12, 1)], 2)


@pytest.mark.parametrize(
    "value", [datetime(2024, 3, 12), datetime(2024, 3, 12, 22, 15), MARCH_12, "12/Mar/2024", 45363.42]
)
def test_workbooks(tmp_path, value):
    book = Workbook()
    rows = [record(day=value), record(day=None)]
    for row in (list(rows[0]), *(list(row.values()) for row in rows)):
        book.active.append(row)
    book.save(tmp_path / "scored.xlsx")
    assert read_days(tmp_path / "scored.xlsx") == ([(MARCH_12, 1)], 1)


@pytest.mark.parametrize("text", ["=১+১", "-৫০ টাকা", "'উদ্ধৃতি'", "@সবাই", "আমি ভালো"])
def test_a_repaired_text_has_no_guard(tmp_path, text):
    rows = [record(repaired_text=guard(text)), record(repaired_text="")]
    with (tmp_path / "scored.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    lines = [json.dumps(record(repaired_text=one)) for one in (text, None)]
    (tmp_path / "scored.jsonl").write_text("\n".join(lines), encoding="utf-8")
    for name in ("scored.csv", "scored.jsonl"):
        read = [read_scored(row, ReportColumns()) for row in scored_records(tmp_path / name, ReportColumns())]
        assert [row.text for row in read] == [text, "ভালো লাগল"]


def test_only_the_columns_of_the_report_are_read(tmp_path):
    rows = [record(day="2024-03-12", area="ঢাকা", repaired_text=None, picture=b"a") for _ in range(2)]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "scored.parquet")
    columns = ReportColumns(day="day", group="area")
    records = list(scored_records(tmp_path / "scored.parquet", columns))
    assert {*records[0]} == {*rows[0]} - {"picture", "sentiment_confidence", "emotion_confidence"}
    read = read_scored(records[0], columns)
    assert (read.group, read.labels["emotion"]) == ("ঢাকা", "happy")
