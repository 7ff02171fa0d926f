"""Files that are named .csv or .jsonl and hold something else."""

import bz2
import gzip
from dataclasses import replace

import pytest

from sentimotion.errors import DataError
from sentimotion.tables.columns import added_columns, failed
from sentimotion.tables.formats import reader_of, writer_of
from sentimotion.tables.options import TableOptions
from tests.sentimotion.tables.file_kinds import OLD_OFFICE, zipped


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (zipped("xl/workbook.xml"), "name it in.xlsx"),
        (OLD_OFFICE, "save it as .xlsx without a password"),
        (b"PAR1\x15\x04", "name it in.parquet"),
        (gzip.compress(b"text\nx\n", mtime=0), "compressed by gzip"),
        (bz2.compress(b"text\nx\n", 1), "compressed by bzip2"),
        (bz2.compress(b"text\nx\n"), "compressed by bzip2"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "a 7z archive"),
        (b"Rar!\x1a\x07\x01\x00", "a RAR archive"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"\n <!DOCTYPE html><html><table>", "an HTML page"),
        ("\ufeff<html><body>".encode(), "an HTML page"),
        (b'<?xml version="1.0"?><Workbook>', "an XML file"),
        (b"SQLite format 3\0", "a SQLite database"),
    ],
)
@pytest.mark.parametrize("name", ["in.csv", "in.jsonl", "in.tsv"])
def test_other_content_is_named(tmp_path, name, content, what):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DataError, match=what):
        reader_of(path, TableOptions()).survey()


@pytest.mark.parametrize("column", ["PAR1", "BZh", "BZh9", "Rar!", "7z", "PDF-", "SQLite", "html"])
def test_a_column_may_have_such_a_name(tmp_path, column):
    path = tmp_path / "in.csv"
    path.write_text(f"{column},text\n1,ভালো\n", encoding="utf-8")
    assert reader_of(path, TableOptions()).survey().n_rows == 1


@pytest.mark.parametrize(
    "column",
    [
        *[b"7z\xbc\xaf\x27\x1cid", b"%PDF-1", b"SQLite format 3", b"<html", b"<?xml", b"PK\x03\x04"],
        # Like the mark of another encoding.
        *[b"\xff\xfeid", b"\xfe\xffid", b"\xff\xfe\0\0id", b"\0\0\xfe\xffid"],
    ],
)
@pytest.mark.parametrize("mark", [False, True])
def test_what_is_written_is_read_again_whatever_its_columns_are_called(tmp_path, column, mark):
    """A title before the header is left out, so that the header comes first, whatever it looks like."""
    path = tmp_path / "in.csv"
    path.write_bytes("জরিপ\n\n".encode() + column + ",text\r\n1,ভালো\r\n2,খারাপ\r\n".encode())
    survey, again = surveyed_twice(path, TableOptions(text_column="text", mark=mark))
    assert again.n_rows == survey.n_rows == 2
    assert [found.name for found in again.columns][:2] == [found.name for found in survey.columns]


def surveyed_twice(path, options):
    """What there is in a file, and in what is written from it."""
    output = path.with_name("out.csv")
    reader = reader_of(path, options)
    survey = reader.survey()
    added = added_columns()
    writer = writer_of(path, output, survey, added, options)
    parts = [writer.part(chunk, [failed("no")] * len(chunk.texts)) for chunk in reader.chunks()]
    with output.open("wb") as file:
        writer.join(iter(parts), file.write)
    return survey, reader_of(output, replace(options, mark=False)).survey()
