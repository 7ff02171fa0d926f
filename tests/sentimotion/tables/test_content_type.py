"""Files that are named .csv or .jsonl and hold something else."""

import gzip

import pytest

from sentimotion.errors import DataError
from sentimotion.tables.formats import reader_of
from sentimotion.tables.options import TableOptions
from tests.sentimotion.tables.file_kinds import OLD_OFFICE, zipped


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (zipped("xl/workbook.xml"), "name it in.xlsx"),
        (OLD_OFFICE, "save it as .xlsx without a password"),
        (b"PAR1\x15\x04", "name it in.parquet"),
        (gzip.compress(b"text\nx\n", mtime=0), "compressed by gzip"),
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
