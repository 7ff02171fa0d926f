"""Parquet: columns keep their types, and what is added has its own."""

import datetime
import decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sentimotion.errors import ColumnError, DataError
from sentimotion.tables.chunks import CHUNK_ROWS
from sentimotion.tables.columns import added_columns, failed
from sentimotion.tables.options import TableOptions
from sentimotion.tables.parquet_table import ParquetReader, ParquetWriter
from tests.sentimotion.scoring.stub_engine import stub_scores

TYPES = {
    "text": (pa.string(), ["ক", None, "গ\nঘ"]),
    "large": (pa.large_string(), ["a", "b", None]),
    "word": (pa.dictionary(pa.int8(), pa.string()), ["x", "y", "x"]),
    "tiny": (pa.int8(), [1, -2, None]),
    "exact": (pa.decimal128(9, 2), [decimal.Decimal("1.10"), None, decimal.Decimal("2.00")]),
    "when": (pa.timestamp("ns", "Asia/Dhaka"), [1, None, 3]),
    "day": (pa.date32(), [datetime.date(2026, 1, 2), None, None]),
    "bytes": (pa.binary(), [b"\xff", b"", None]),
    "list": (pa.list_(pa.struct([("a", pa.float32())])), [[{"a": 0.5}], [], None]),
    "nothing": (pa.null(), [None, None, None]),
}


@pytest.fixture
def table():
    return pa.table(
        {name: pa.array(values, type_) for name, (type_, values) in TYPES.items()},
    ).replace_schema_metadata({"maker": "me"})


def write(path, table, **options):
    pq.write_table(table, path, **options)
    return ParquetReader(path, TableOptions())


def joined(writer, parts, path):
    with path.open("wb") as file:
        writer.join(iter(parts), file.write)
    with pq.ParquetFile(path) as file:
        return file.read()


def scores_of(chunk):
    return [failed("no") if text is None else stub_scores(text) for text in chunk.texts]


def test_types_and_values_stay(tmp_path, table):
    reader = write(tmp_path / "in.parquet", table)
    survey = reader.survey()
    assert survey.n_rows == 3
    writer = ParquetWriter(survey.columns, added_columns(), schema=reader.schema)
    (chunk,) = reader.chunks()
    assert chunk.texts == ["ক", None, "গ\nঘ"]
    assert chunk.problems == [None, "the text is missing", None]
    out = joined(writer, [writer.part(chunk, scores_of(chunk))], tmp_path / "out.parquet")
    assert out.select(table.column_names).cast(table.schema).equals(table)
    assert [out.schema.field(name).type for name in table.column_names] == [
        table.schema.field(name).type for name in table.column_names
    ]
    assert out.schema.metadata[b"maker"] == b"me"
    assert out.schema.field("sentiment").type == pa.string()
    assert out.schema.field("emotion_fear").type == pa.float64()
    assert out.schema.field("truncated").type == pa.bool_()
    assert out.column("error").to_pylist() == [None, "no", None]
    assert out.column("emotion_fear").to_pylist()[0] == stub_scores("ক")["emotion_fear"]


def test_many_chunks(tmp_path):
    texts = [f"বাক্য {index}" for index in range(40 * CHUNK_ROWS // 2)]
    reader = write(tmp_path / "in.parquet", pa.table({"text": texts}), row_group_size=700)
    writer = ParquetWriter(reader.survey().columns, added_columns(), schema=reader.schema)
    chunks = list(reader.chunks())
    assert max(len(chunk.texts) for chunk in chunks) <= CHUNK_ROWS
    parts = [writer.part(chunk, scores_of(chunk)) for chunk in chunks]
    out = joined(writer, parts, tmp_path / "out.parquet")
    assert out.column("text").to_pylist() == texts
    with pq.ParquetFile(tmp_path / "out.parquet") as file:
        assert file.num_row_groups == -(-len(parts) // 16)


def test_long_texts_make_short_chunks(tmp_path):
    reader = write(tmp_path / "in.parquet", pa.table({"text": ["ক" * 100_000] * 7}))
    assert [len(chunk.texts) for chunk in reader.chunks()] == [3, 3, 1]
    assert [chunk.batch.num_rows for chunk in reader.chunks()] == [3, 3, 1]


def test_large_rows_make_short_chunks(tmp_path):
    pictures = [bytes([index]) * 2_000_000 for index in range(60)]
    table = pa.table({"text": ["ক"] * 60, "picture": pictures})
    reader = write(tmp_path / "in.parquet", table, use_dictionary=False, compression="none")
    chunks = list(reader.chunks())
    assert [len(chunk.texts) for chunk in chunks] == [8] * 7 + [4]
    writer = ParquetWriter(reader.survey().columns, added_columns(), schema=reader.schema)
    out = joined(writer, [writer.part(chunk, scores_of(chunk)) for chunk in chunks], tmp_path / "out.parquet")
    assert out.column("picture").to_pylist() == pictures
    with pq.ParquetFile(tmp_path / "out.parquet") as file:
        assert file.num_row_groups == 2  # of five chunks, 80 MB


def test_days_that_python_does_not_have(tmp_path):
    end_of_time = pa.array([253402300799], pa.timestamp("s", "Asia/Dhaka"))  # 9999-12-31 23:59:59 UTC
    table = pa.table(
        {
            "text": ["ক"],
            "until": end_of_time,
            "day": pa.array([10**7], pa.date32()),
            "inside": pa.array([[2**40]], pa.list_(pa.timestamp("s"))),
        }
    )
    (chunk,) = write(tmp_path / "in.parquet", table).chunks()
    (row,) = chunk.rows()
    assert row.values["until"].startswith("10000-01-01 05:59:59")
    assert row.values["day"] == "29349-01-26"
    assert row.values["inside"] == "<value out of range>"


def test_text_that_is_no_utf8(tmp_path):
    bad = pa.array([b"\xe0\xa6\x95", b"\xe0\xa6", None], pa.binary()).view(pa.string())
    reader = write(tmp_path / "in.parquet", pa.table({"text": bad}))
    (chunk,) = reader.chunks()
    assert chunk.texts == ["ক", None, None]
    assert "not valid Unicode" in chunk.problems[1]
    assert [row.values["text"] for row in chunk.rows()] == ["ক", "\udce0\udca6", None]


@pytest.mark.parametrize(
    "type_", [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())]
)
def test_any_type_of_text_is_read(tmp_path, type_):
    reader = write(
        tmp_path / "in.parquet", pa.table({"text": pa.array(["ক", None, "ক"], pa.string()).cast(type_)})
    )
    assert reader.survey().n_rows == 3
    (chunk,) = reader.chunks()
    assert chunk.texts == ["ক", None, "ক"]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (pa.table({"body": ["ক"]}), "no column text; its columns are body"),
        (pa.table({"text": [1]}), "the column text holds int64, expected texts"),
        (pa.table([["a"], ["b"], ["c"]], ["text", "x", "x"]), "more than one column x"),
    ],
)
def test_files_that_are_refused(tmp_path, table, message):
    with pytest.raises(ColumnError) as error:
        write(tmp_path / "in.parquet", table).survey()
    assert message in str(error.value)


@pytest.mark.parametrize("content", [b"", b"text\n", b"PAR1" + bytes(50) + b"PAR1"])
def test_what_is_no_parquet_is_refused(tmp_path, content):
    path = tmp_path / "in.parquet"
    path.write_bytes(content)
    with pytest.raises(DataError, match="cannot be read as a Parquet file"):
        ParquetReader(path, TableOptions()).survey()


def test_a_damaged_middle_is_an_error(tmp_path):
    path = tmp_path / "in.parquet"
    write(path, pa.table({"text": [f"বাক্য {index}" for index in range(5000)]}), compression="zstd")
    content = bytearray(path.read_bytes())
    content[200:1200] = bytes(1000)
    path.write_bytes(content)
    reader = ParquetReader(path, TableOptions())
    with pytest.raises(DataError, match="cannot be read as a Parquet file"):
        list(reader.chunks())


WIDE = pa.table(
    {
        "id": [1, 2],
        "user": [{"id": 7, "name": "ক"}, {"id": 8, "name": "খ"}],
        "user.city": ["ঢাকা", "সিলেট"],
        "text": ["ভালো", "মন্দ"],
        "picture": [b"a" * 100_000, b"b" * 100_000],
    }
)


@pytest.mark.parametrize(
    ("columns", "read"),
    [
        (None, ["id", "user", "user.city", "text", "picture"]),
        ([], ["text"]),
        (["id", "text"], ["id", "text"]),
        (["user.id"], ["user", "text"]),
        (["picture", "no such column"], ["text", "picture"]),
        (["user.name", "id"], ["id", "user", "text"]),
    ],
)
def test_only_the_columns_that_are_needed_are_read(tmp_path, columns, read):
    pq.write_table(WIDE, tmp_path / "in.parquet")
    reader = ParquetReader(tmp_path / "in.parquet", TableOptions(), columns)
    assert [column.name for column in reader.survey().columns] == WIDE.schema.names
    (chunk,) = reader.chunks()
    assert chunk.texts == ["ভালো", "মন্দ"]
    expected = [{name: row[name] for name in read} for row in WIDE.to_pylist()]
    assert [row.values for row in chunk.rows()] == expected


def test_a_damaged_column_that_is_not_needed_does_no_harm(tmp_path):
    path = tmp_path / "in.parquet"
    pq.write_table(WIDE, path, compression="none", use_dictionary=False, write_page_index=False)
    with pq.ParquetFile(path) as file:
        column = file.metadata.row_group(0).column(5)
    assert column.path_in_schema == "picture"
    content = bytearray(path.read_bytes())
    start = column.data_page_offset
    content[start : start + 40] = bytes(40)
    path.write_bytes(bytes(content))
    with pytest.raises(DataError):
        list(ParquetReader(path, TableOptions()).chunks())
    (chunk,) = ParquetReader(path, TableOptions(), ["id"]).chunks()
    assert [row.values["id"] for row in chunk.rows()] == [1, 2]


def test_large_columns_that_are_not_read_do_not_shorten_batches(tmp_path):
    table = pa.table({"text": ["ভালো"] * 400, "picture": [bytes([i % 256]) * 100_000 for i in range(400)]})
    pq.write_table(table, tmp_path / "in.parquet")
    assert len(list(ParquetReader(tmp_path / "in.parquet", TableOptions()).chunks())) > 1
    (chunk,) = ParquetReader(tmp_path / "in.parquet", TableOptions(), []).chunks()
    assert len(chunk.texts) == 400
