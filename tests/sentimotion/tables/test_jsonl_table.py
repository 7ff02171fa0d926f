"""JSON Lines: what is read is written again to the letter, and a broken line is a row with an error."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.errors import ColumnError, DataError
from sentimotion.tables.columns import added_columns, failed
from sentimotion.tables.jsonl_table import JsonlReader, JsonlWriter
from sentimotion.tables.options import TableOptions
from tests.sentimotion.scoring.stub_engine import stub_scores

ADDED = [column.name for column in added_columns()]


@pytest.fixture
def read(tmp_path):
    def read(content):
        path = tmp_path / "in.jsonl"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        reader = JsonlReader(path, TableOptions())
        survey = reader.survey()
        chunks = list(reader.chunks())
        assert sum(len(chunk.texts) for chunk in chunks) == survey.n_rows
        return chunks, survey

    return read


def lines_of(chunks):
    writer = JsonlWriter(ADDED)
    parts = [
        writer.part(chunk, [failed("no") if text is None else stub_scores(text) for text in chunk.texts])
        for chunk in chunks
    ]
    content = io.BytesIO()
    writer.join(iter(parts), content.write)
    return content.getvalue().splitlines(keepends=False)


@pytest.mark.parametrize(
    "line",
    [
        '{"text": "ক", "b": 0.10, "a": 1E2, "big": 123456789012345678901234567890}',
        '{"text":"\\u0995","other":"খ"}',
        '{"nested": {"z": [1, {"y": null}], "a": true} , "text" : "ক"  }',
        '{"text": "ক", "half": "\\ud800"}',
    ],
)
def test_a_line_is_kept_to_the_letter(read, line):
    chunks, _ = read(line + "\n")
    (out,) = lines_of(chunks)
    assert out.decode().startswith(line.rstrip("}").rstrip())
    values = json.loads(out)
    assert list(values)[-len(ADDED) :] == ADDED
    assert values["sentiment_neutral"] == stub_scores(json.loads(line)["text"])["sentiment_neutral"]


def test_an_empty_object_is_a_row(read):
    chunks, _ = read('{}\n{"text": "ক"}\n')
    assert chunks[0].problems == ["the row has no column text", None]
    assert json.loads(lines_of(chunks)[0]) == failed("no")


def test_bytes_that_are_no_text_stay(read):
    chunks, _ = read(b'{"text": "\xe0\xa6\x95", "x": "\xff"}\n')
    assert chunks[0].texts == ["ক"]
    assert lines_of(chunks)[0].startswith(b'{"text": "\xe0\xa6\x95", "x": "\xff", "sentiment":')


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"text": "ক"', "not valid JSON"),
        ('{"text": NaN}', "the text is missing"),
        ('{"text": Infinity}', "the text is a float, expected a string"),
        ("{'text': 'ক'}", "not valid JSON"),
        ('{"text": "ক", "text": "খ"}', "not valid JSON: the key 'text' occurs twice"),
        ('{"id": 1, "text": "ক", "id": 1}', "the key 'id' occurs twice"),
        ('{"text": "ক", "from": {"name": "a", "name": "b"}}', "the key 'name' occurs twice"),
        ('{"text": "ক", "n": [{"a": 1, "b": 2, "a": 3}]}', "the key 'a' occurs twice"),
        ('{"ক": 1, "text": "ভালো", "ক": 2}', "the key 'ক' occurs twice"),
        ('["ক"]', "a JSON list, expected an object"),
        ('"ক"', "a JSON str, expected an object"),
        ("[" * 100_000, "nested too deep"),
        ('{"id": 1}', "no column text"),
        ('{"text": null}', "the text is missing"),
        ('{"text": 5}', "the text is a int, expected a string"),
        ('{"text": " \\n"}', "the text is empty"),
        ('{"text": "\\udc00"}', "not valid Unicode"),
    ],
)
def test_a_bad_line_is_a_row_with_an_error(read, line, problem):
    chunks, survey = read('{"text": "আগে"}\n' + line + '\n\n{"text": "পরে"}\n')
    assert [text for chunk in chunks for text in chunk.texts] == ["আগে", None, "পরে"]
    assert problem in chunks[0].problems[1]
    out = lines_of(chunks)
    assert len(out) == 3
    broken = json.loads(out[1])
    assert broken["error"] == "no"
    if survey.n_raw:
        assert broken["raw"] == line


def test_no_row_has_the_column(read):
    with pytest.raises(ColumnError, match="no column text; its columns are a, b"):
        read('{"a": 1}\n{"b": 2}\n')


def test_an_empty_file_has_no_rows(read):
    chunks, survey = read("")
    assert (chunks, survey.n_rows) == ([], 0)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ('[{"text": "ক"}]', "one JSON array"),
        ('[\n  {"text": "ক"},\n  {"text": "খ"}\n]\n', "one JSON array"),
        ('\ufeff\n[{"text": "ক"},\n{"text": "খ"}]', "one JSON array"),
        ('{\n  "text": "ক"\n}\n', "a JSON object over several lines"),
        ('{"text": "ক",\n "id": 1}\n{"text": "খ",\n "id": 2}\n', "a JSON object over several lines"),
    ],
)
def test_json_that_is_no_json_lines_is_refused(read, content, what):
    with pytest.raises(DataError, match=f"{what}; expected JSON Lines, one object a line"):
        read(content)


def test_columns_and_their_kinds(read):
    _, survey = read(
        '{"text": "ক", "n": 1, "x": 1, "flag": true, "mixed": 1, "none": null}\n'
        '{"text": "খ", "n": null, "x": 0.5, "flag": false, "mixed": "a", "list": [], "big": 1e400}\n'
    )
    assert {column.name: column.kind for column in survey.columns} == {
        "text": "text",
        "n": "integer",
        "x": "number",
        "flag": "truth",
        "mixed": "text",
        "none": "text",
        "list": "text",
        "big": "number",
    }


def test_too_many_keys_are_refused(read):
    rows = "".join(json.dumps({"text": "ক", str(index): 1}) + "\n" for index in range(5000))
    with pytest.raises(DataError, match="more than 4096 different keys"):
        read(rows)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(st.lists(st.dictionaries(st.text(max_size=4), JSON, max_size=3), min_size=1, max_size=4))
def test_values_and_the_order_of_keys_stay(tmp_path_factory, rows):
    rows = [row | {"text": "ক"} for row in rows]
    path = tmp_path_factory.mktemp("round") / "in.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    reader = JsonlReader(path, TableOptions())
    out = [json.loads(line) for line in lines_of(reader.chunks())]
    for row, values in zip(rows, out, strict=True):
        kept = list(values.items())[: len(row)]
        assert kept == list(row.items()) or set(row) & set(ADDED)
