"""The file to try: read like any other, and without a row that is not this project's."""

import csv
import io

import pytest

from sentimotion.web.analyze.examples import read_examples
from sentimotion.web.score.sample_file import NAMES, sample_file
from sentimotion.web.score.upload import read_upload


@pytest.mark.parametrize(
    ("language", "columns"), [("en", ("id", "date", "text")), ("bn", ("নং", "তারিখ", "লেখা"))]
)
def test_it_is_read_as_a_visitors_file_is(language, columns):
    file = read_upload(NAMES[language], sample_file(language))
    assert (file.columns, file.text_column) == (columns, columns[2])
    assert not file.is_header_doubtful
    assert 10 <= file.n_rows <= 40


def test_its_rows_are_ours_each_once_over_months():
    rows = list(csv.DictReader(io.StringIO(sample_file("en").decode("utf-8-sig"), newline="")))
    texts = [row["text"] for row in rows]
    assert len(set(texts)) == len(texts)
    assert texts[:8] == [example["text"] for example in read_examples()]
    assert len({row["date"][:7] for row in rows}) >= 3
    assert rows[0] == {"id": "1", "date": "2026-01-05", "text": "জনগণ নির্ধারণ করবে কে জয়ী হবে।"}
