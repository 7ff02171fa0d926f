"""CSV as people have it: marks, separators, quotes, bytes that are no UTF-8, lines that are no rows."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.errors import ColumnError, DataError
from sentimotion.tables import lines
from sentimotion.tables.chunks import CHUNK_ROWS, LONGEST_TEXT, Survey
from sentimotion.tables.columns import Column, added_columns, failed
from sentimotion.tables.csv_table import CsvReader, CsvWriter
from sentimotion.tables.options import TableOptions
from tests.sentimotion.scoring.stub_engine import stub_scores

ADDED = [column.name for column in added_columns()]


@pytest.fixture
def read(tmp_path):
    """Rows and survey of a CSV file with some content."""

    def read(content, **options):
        path = tmp_path / "in.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        reader = CsvReader(path, TableOptions(**options))
        survey = reader.survey()
        chunks = list(reader.chunks())
        rows = [row for chunk in chunks for row in chunk.rows()]
        assert len(rows) == survey.n_rows == sum(len(chunk.texts) for chunk in chunks)
        assert sum(row.raw is not None for row in rows) == survey.n_raw
        return rows, survey, chunks

    return read


def written(chunks, columns, raw=None, **options):
    survey = Survey(tuple(Column(name, "text") for name in columns), 0)
    writer = CsvWriter(survey, ADDED, raw, **options)
    parts = [writer.part(chunk, [failed("no")] * len(chunk.texts)) for chunk in chunks]
    content = io.BytesIO()
    writer.join(iter(parts), content.write)
    return content.getvalue()


def test_rows_and_columns(read):
    rows, survey, _ = read('id,text\r\n1,"ভালো, খুব"\r\n2,"এক\nদুই ""তিন"""\r\n')
    assert [column.name for column in survey.columns] == ["id", "text"]
    assert [row.values for row in rows] == [
        {"id": "1", "text": "ভালো, খুব"},
        {"id": "2", "text": 'এক\nদুই "তিন"'},
    ]
    assert [row.text for row in rows] == ["ভালো, খুব", 'এক\nদুই "তিন"']


@pytest.mark.parametrize(
    "content",
    [
        "\ufefftext,id\nক,1\n",
        "text,id\r\nক,1\r\n\r\n\r\n",
        "text,id\rক,1\r",
        "text,id\nক,1",
        "\n\ntext,id\n\nক,1\n",
    ],
    ids=["byte order mark", "blank lines", "old line ends", "no last line end", "blank first lines"],
)
def test_other_ways_to_write_the_same(read, content):
    rows, _, _ = read(content)
    assert [row.values for row in rows] == [{"text": "ক", "id": "1"}]


def test_a_long_first_field_does_not_hide_the_delimiter(read):
    """Whatever other readers of this process have set the limit of the csv module to."""
    limit = csv.field_size_limit(131_072)
    try:
        _, survey, chunks = read("id;text\n1;" + "ক, " * 70_000 + "\n2;ভালো\n")
    finally:
        csv.field_size_limit(limit)
    assert survey.delimiter == ";"
    assert [text for chunk in chunks for text in chunk.texts] == [None, "ভালো"]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_delimiters(read, delimiter):
    content = f"id{delimiter}text\n1{delimiter}ক, খ\n"
    for options in ({}, {"delimiter": delimiter}):
        rows, survey, _ = read(content, **options)
        assert rows[0].values == {"id": "1", "text": "ক, খ"}
        assert survey.delimiter == delimiter
    with pytest.raises(
        ColumnError, match=r"no column text; its columns are id.text; .*leave out --delimiter"
    ):
        read(content, delimiter=",")


@pytest.mark.parametrize(
    ("line", "problem", "values", "raw"),
    [
        ("1,ক,x", "the row has 3 fields, the header 2", {"id": "1", "text": "ক"}, "1,ক,x"),
        ("1", "the row has 1 fields, the header 2", {"id": "1", "text": None}, None),
        ('1,"ক"x', "the line is not valid CSV", {}, '1,"ক"x'),
    ],
)
def test_a_line_of_another_shape_is_kept_with_an_error(read, line, problem, values, raw):
    rows, survey, chunks = read(f"id,text\n0,আগে\n{line}\n9,পরে\n")
    assert [row.text for row in rows] == ["আগে", None, "পরে"]
    assert rows[1].problem.startswith(problem)
    assert (rows[1].values, rows[1].raw) == (values, raw)
    assert chunks[0].texts == ["আগে", None, "পরে"]
    assert survey.n_raw == (raw is not None)


@pytest.mark.parametrize("end", ["", "\n", '\n5,"ঙ"x\n'])
def test_an_open_quote_spoils_its_own_line_only(read, end):
    rows, _, _ = read('id,text\n1,ক\n2,"খোলা\n3,গ\n4,ঘ' + end)
    assert [row.text for row in rows[:4]] == ["ক", None, "গ", "ঘ"]
    assert rows[1].raw == '2,"খোলা'


def test_a_field_over_several_lines_that_ends_badly_loses_none_of_them(read):
    rows, _, _ = read('id,text\n1,"এক\nদুই "তিন"\nচার\n2,পাঁচ\n')
    assert [row.raw or row.values for row in rows] == [
        '1,"এক',
        {"id": 'দুই "তিন"', "text": None},
        {"id": "চার", "text": None},
        {"id": "2", "text": "পাঁচ"},
    ]


def test_an_open_quote_in_a_large_file_spoils_its_own_line_only(read, monkeypatch):
    csv.field_size_limit(131072)
    monkeypatch.setattr("sentimotion.tables.csv_records.LONGEST_LINE", 200_000)
    rows, survey, _ = read('text\n"' + "ক\n" * 200_001)
    assert (survey.n_rows, survey.n_raw) == (200_001, 1)
    assert rows[0].raw == '"ক'
    assert {row.text for row in rows[1:]} == {"ক"}


def test_many_columns_are_refused_at_once(read):
    # Not looked through for two of one name, which takes hours for some megabytes of commas.
    with pytest.raises(ColumnError, match=r"5001 columns; at most 4096"):
        read("," * 5000 + "\n")


def test_long_fields(read):
    long = "ক" * 500_000
    rows, _, chunks = read(f"text,note\nছোট,{long}\n{long},x\n")
    assert rows[0].values["note"] == rows[1].text == long
    assert chunks[0].texts == ["ছোট"]
    assert chunks[1].problems == [
        f"the text has 500000 characters, at most {LONGEST_TEXT} are taken; split it"
    ]


def test_a_line_without_end_is_an_error(read, monkeypatch):
    monkeypatch.setattr(lines, "LONGEST_LINE", 1000)
    with pytest.raises(DataError, match="line 2: longer than 1000 bytes"):
        read("text\n" + "x" * 2000)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "the file is empty"),
        ("\n\n", "the file is empty"),
        ("id,body\n1,ক\n", "no column text; its columns are id, body; choose one with --text-column"),
        ("text,x,x,\n", "more than one column x; rename"),
        ('"text"x,y\n', "the first line is not valid CSV"),
        ("text\nক\n".encode("utf-16") + b"\x09", "in.csv: not valid UTF-16"),
        (",".join(["text", *map(str, range(5000))]), "5001 columns; at most 4096"),
    ],
)
def test_files_that_are_refused(read, content, message):
    with pytest.raises(DataError) as error:
        read(content)
    assert message in str(error.value)
    assert "in.csv" in str(error.value)


def test_bytes_that_are_no_text_stay(read):
    content = b"id,text\r\n\xff1,\xe0\xa6\x95\r\n2,\xe0\xa6\r\n"
    rows, survey, chunks = read(content)
    assert chunks[0].texts == ["ক", None]
    assert "not valid Unicode" in chunks[0].problems[1]
    out = written(chunks, ["id", "text"], same=True)
    assert b"\n\xff1,\xe0\xa6\x95," in out
    assert b"\n2,\xe0\xa6," in out
    # Where the output cannot hold them, they are spelled out.
    assert "\n\\xff1,ক,".encode() in written(chunks, ["id", "text"])


def test_nul_and_joiners_stay(read):
    rows, _, chunks = read("text,x\na\0b\u200dc,র\u200d্য\n")
    assert rows[0].values == {"text": "a\0b\u200dc", "x": "র\u200d্য"}
    assert "a\0b\u200dc,র\u200d্য,".encode() in written(chunks, ["text", "x"], same=True)


def test_the_byte_order_mark_is_written_where_it_was_read(read):
    rows, _, chunks = read("\ufefftext\nক\n")
    assert written(chunks, ["text"], same=True, mark=True).startswith(b"\xef\xbb\xbftext,sentiment,")
    assert written(chunks, ["text"], same=True).startswith(b"text,sentiment,")


def test_scores_as_cells(read):
    _, _, chunks = read("text\nক\nখ\n")
    writer = CsvWriter(Survey((Column("text", "text"),), 0), ADDED)
    part = writer.part(chunks[0], [stub_scores("ক"), failed("why")]).decode()
    first, second = csv.DictReader(io.StringIO(part, newline=""), ["text", *ADDED])
    expected = stub_scores("ক")
    assert float(first["emotion_fear"]) == expected["emotion_fear"]
    assert (first["truncated"], first["error"]) == ("false", "")
    assert {second[name] for name in ADDED} == {"", "why"}


NASTY = st.text(st.sampled_from(list("ab,;\"\r\n\t\0 =+@'ক্র\u200d\u200cয়😊\ufeff\\")), max_size=12)


@given(st.lists(st.tuples(NASTY, NASTY), max_size=8))
def test_every_field_is_read_back_as_it_was(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("round")
    source, output = folder / "in.csv", folder / "out.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([("text", "note"), *rows])
    reader = CsvReader(source, TableOptions(delimiter=","))
    assert reader.survey().n_rows == len(rows)
    chunks = list(reader.chunks())
    output.write_bytes(written(chunks, ["text", "note"], same=True))
    with output.open(encoding="utf-8", newline="") as file:
        back = [(row["text"], row["note"]) for row in csv.DictReader(file)]
    assert back == rows
    again = [
        row.values
        for chunk in CsvReader(output, TableOptions(delimiter=",")).chunks()
        for row in chunk.rows()
    ]
    assert [(row["text"], row["note"]) for row in again] == rows


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("bytes") / "in.csv"
    path.write_bytes(b"text,note\n" + content)
    reader = CsvReader(path, TableOptions())
    survey = reader.survey()
    assert sum(len(chunk.texts) for chunk in reader.chunks()) == survey.n_rows


def test_chunks_are_bounded_in_rows_and_characters(read):
    _, _, chunks = read("text\n" + "ক\n" * 2500)
    assert [len(chunk.texts) for chunk in chunks] == [CHUNK_ROWS, CHUNK_ROWS, 2500 - 2 * CHUNK_ROWS]
    _, _, chunks = read("text\n" + ("ক" * 100_000 + "\n") * 7)
    assert [len(chunk.texts) for chunk in chunks] == [3, 3, 1]
