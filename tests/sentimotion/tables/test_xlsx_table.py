"""Workbooks: the sheet, titles, formulas, dates, what is refused."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from sentimotion.errors import ColumnError, DataError, ScoringError
from sentimotion.tables.formats import format_of, output_format_of, reader_of
from sentimotion.tables.options import TableOptions


@pytest.fixture
def save(tmp_path):
    """Save rows as a workbook; further sheets by name."""

    def save(rows, **sheets):
        book = Workbook()
        for row in rows:
            book.active.append(row)
        for title, more in sheets.items():
            sheet = book.create_sheet(title)
            for row in more:
                sheet.append(row)
        path = tmp_path / "in.xlsx"
        book.save(path)
        return path

    return save


def read(path, **options):
    reader = reader_of(path, TableOptions(**options))
    survey = reader.survey()
    rows = [row for chunk in reader.chunks() for row in chunk.rows()]
    texts = [text for chunk in reader.chunks() for text in chunk.texts]
    assert len(rows) == len(texts) == survey.n_rows
    return survey, rows, texts


def test_values_keep_their_types(save):
    day = datetime(2024, 3, 12)
    path = save([["id", "text", "day", "score"], [1, "ভালো", day, 0.5], [2, "বাজে", None, 1]])
    survey, rows, texts = read(path)
    assert texts == ["ভালো", "বাজে"]
    assert [row.number for row in rows] == [2, 3]
    assert rows[0].values == {"id": 1, "text": "ভালো", "day": day, "score": 0.5}
    assert [(column.name, column.kind) for column in survey.columns] == [
        ("id", "integer"),
        ("text", "text"),
        ("day", "text"),
        ("score", "number"),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [["জরিপ ২০২৪"], [], ["id", "text"], [1, "ভালো"]],
        [["Survey of March", None, None], ["id", "text", None], [1, "ভালো", None]],
        [[], [], ["text", "id"], ["ভালো", 1], [], []],
        [["text"], ["ভালো"]],
        [["text ", "id"], ["ভালো", 1]],
    ],
)
def test_titles_and_blank_rows_are_no_rows(save, rows):
    assert read(save(rows))[2] == ["ভালো"]


def test_a_sheet_is_chosen_by_name(save):
    path = save([["text"], ["এক"]], মতামত=[["text"], ["দুই"]])
    assert read(path)[2] == ["এক"]
    assert read(path, sheet="মতামত")[2] == ["দুই"]
    with pytest.raises(ColumnError, match="no sheet x; its sheets are Sheet, মতামত"):
        read(path, sheet="x")
    with pytest.raises(ColumnError, match=r"no column body; its columns are text.*--sheet"):
        read(path, text_column="body")


def test_without_a_header(save):
    path = save([["ভালো", 1], ["বাজে", 2]])
    assert read(path, header=False, text_column="column_1")[2] == ["ভালো", "বাজে"]
    assert read(save([["খুব ভালো"], ["বাজে"]]), header=False)[2] == ["খুব ভালো", "বাজে"]


def test_numbers_errors_and_blanks_in_the_text_column(save):
    _, rows, texts = read(save([["id", "text"], [1, 100], [2, "#NAME?"], [3, None], [4, "nan"]]))
    assert texts == ["100", None, None, None]


def test_a_row_beyond_the_header_is_a_problem(save):
    _, rows, texts = read(save([["text", "id"], ["ভালো", 1, "x"], ["বাজে", 2]]))
    assert texts == [None, "বাজে"]
    assert rows[0].problem == "the row has 3 cells, the header 2"


def test_escaped_characters_are_decoded(save):
    assert read(save([["text"], ["এক_x000D_\nদুই"]]))[2] == ["এক\r\nদুই"]


def test_formulas_without_saved_values_are_refused(save):
    with pytest.raises(DataError, match="the formula in B2 has no saved value"):
        read(save([["text", "n"], ["ভালো", "=1+1"]]))


def test_files_that_are_refused(save):
    path = save([])
    with pytest.raises(DataError, match="the sheet is empty"):
        read(path)
    for content in (b"", b"text\nx\n", b"\xd0\xcf\x11\xe0" + b"\0" * 600):
        path.write_bytes(content)
        with pytest.raises(DataError, match="password"):
            read(path)
    with ZipFile(path, "w") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    with pytest.raises(DataError, match="macros"):
        read(path)
    with ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", b"x")
    with pytest.raises(DataError, match=r"cannot be read as an \.xlsx file"):
        read(path)


def test_a_damaged_sheet_is_one_line(save):
    path = save([["text"], ["ভালো"]])
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"][:-40]
    with ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(DataError, match="cannot be read"):
        read(path)


def open_files(path):
    """Handles of this process on a file (Linux)."""
    links = []
    for handle in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            links.append(handle.readlink())
    return [link for link in links if link == path.resolve()]


def test_a_refused_workbook_is_not_left_open(save):
    """Its error may live on, in a log or a debugger, and with it all that was being read."""
    path = save([["text", "n"], *[["ভালো", 1]] * 50, ["খারাপ", "=1+1"]])
    with pytest.raises(DataError) as refused:
        read(path)
    assert "formula" in str(refused.value)
    assert open_files(path) == []
    with path.open("rb"):
        assert open_files(path) == [path.resolve()]


@pytest.mark.parametrize("suffix", [".xlsm", ".xls", ".xlsb", ".ods", ".json", ".txt", ".csv.gz", ".pdf"])
def test_other_endings_say_what_to_do(tmp_path, suffix):
    with pytest.raises(ScoringError, match=r"expected a name that ends in \.csv, \.tsv"):
        format_of(tmp_path / f"in{suffix}")


def test_workbooks_are_not_written(tmp_path):
    with pytest.raises(ScoringError, match=r"name the output \.csv"):
        output_format_of(tmp_path / "out.xlsx")
