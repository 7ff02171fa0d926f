"""Delimiters and headers as spreadsheets, survey tools and people write them."""

import pytest

from sentimotion.tables.header import (
    Header,
    find_delimiter,
    find_header,
    looks_headerless,
    numbered_header,
    separator_of,
)


@pytest.mark.parametrize(
    ("content", "delimiter"),
    [
        ('তারিখ;"মতামত, পরামর্শ, অভিযোগ";বয়স\n২০২৪-০৩-১২;খুব ভালো লাগল;৩০\n', ";"),
        ('id;"a,b,c"\n1;"ভালো, খুব ভালো, দারুণ"\n', ";"),
        ("id|text\n1|ভালো, তবে দেরি\n2|বাজে; একদম\n", "|"),
        ("id\ttext\n1\tভালো, খুব; দারুণ | বাহ\n", "\t"),
        ("id,text\n1,ভালো; খুব\n2,বাজে; একদম; ছি\n", ","),
        ("text\nভালো\nবাজে\n", ","),
        ("text\nভালো, খুব\nবাজে\n", ","),
        ('"নাম","মতামত; কেন"\n"রহিম","ভালো; সস্তা"\n', ","),
        ("জরিপ ২০২৪\n\nid;text\n1;ভালো\n2;বাজে\n", ";"),
        ("খুব ভালো লাগল\nএকদম বাজে\nঅভিনয় &quot;দারুণ&quot;<br>\n", ","),
        ("ভালো লাগল\nবাজে; খুব; বাজে\nচলে\nবেশ\n", ","),
        ("ভালো লাগল\nবাজে | খুব\nচলে\nবেশ\nদারুণ\n", ","),
    ],
)
def test_the_delimiter_is_the_one_that_makes_a_table(content, delimiter):
    for text_column in (None, "text"):
        assert find_delimiter(content.splitlines(keepends=True), text_column) == delimiter


def test_a_delimiter_under_which_the_text_column_is_one_comes_first():
    # Read at the commas there are more columns.
    lines = ["a,b;text\n", "1,2;ভালো\n", "3,4;বাজে\n"]
    assert find_delimiter(lines, "text") == ";"


@pytest.mark.parametrize(
    ("line", "separator"),
    [
        ("sep=;\n", ";"),
        ('"sep=;"\r\n', ";"),
        ("SEP=\t\n", "\t"),
        ("sep=,", ","),
        ("sep=|\r\n", "|"),
        ("separator=;\n", None),
        ("sep=;;\n", None),
        ("text sep=;\n", None),
    ],
)
def test_lines_that_declare_a_separator(line, separator):
    assert separator_of(line) == separator


@pytest.mark.parametrize(
    ("rows", "index"),
    [
        ([["id", "text"], ["1", "ভালো"]], 0),
        ([["Survey results 2024"], ["id", "text"], ["1", "ভালো"]], 1),
        ([["মতামত জরিপ", "", ""], ["# made by hand", "", ""], ["id", "text", "age"], ["1", "ভালো", "3"]], 2),
        ([["#comment"], ["id", "text"], ["1", "ভালো"]], 1),
        ([["text", ""], ["ভালো", "3"]], 0),
        ([["text"], ["ভালো", "তবে"]], 0),
        ([None, ["id", "text"], ["1", "ভালো"]], 1),
        # Lists of texts, some of which hold the delimiter.
        ([["খুব ভালো লাগল"], ["বাজে", " খুব", " বাজে"], ["চলে"], ["বেশ", " তবে"]], 0),
        ([["খুব ভালো লাগল"], ["চলে"], ["বেশ", " তবে"]], 0),
        # A cell of a row is not a header.
        ([["id", "body"], ["1", "text"]], 0),
    ],
)
def test_titles_and_comments_stand_above_the_header(rows, index):
    header = find_header(rows, "text")
    assert (header.index, header.n_before) == (index, index)
    assert header.cells == tuple(rows[index])


def test_names_lose_what_is_not_seen_and_blank_ones_are_numbered():
    header = find_header(
        [["\ufefftext ", "\u200elikes\u200f", "", "column_3", "\u00a0", "ville_\udce9"]], "text"
    )
    assert header.names == ("text", "likes", "column_3_", "column_3", "column_5", "ville_\\xe9")
    assert header.cells[5] == "ville_\udce9"
    assert header.unnamed == {"column_3_", "column_5"}


def test_tables_without_a_header():
    assert numbered_header(1) == Header(("text",), ("text",), index=None)
    assert numbered_header(3).names == ("column_1", "column_2", "column_3")


@pytest.mark.parametrize(
    ("header", "rows", "is_headerless"),
    [
        (["খুব ভালো লাগল"], [["একদম বাজে"]], True),
        (["ভালো না।"], [["চলে"]], True),
        (["1", "ভালো"], [["2", "বাজে"]], True),
        (["2024-03-01", "দারুণ"], [["2024-03-02", "বাজে"]], True),
        (["১২/০৩/২০২৪", "দারুণ"], [["১৩/০৩/২০২৪", "বাজে"]], True),
        (["text"], [["ভালো"]], False),
        (["মতামত"], [["ভালো"]], False),
        (["আপনার মতামত"], [["ভালো"]], False),
        (["Customer comment"], [["ভালো"]], False),
        (["ক" * 5_000_000], [["ভালো"]], False),
        ([" " * 5_000_000 + "ক"], [["ভালো"]], False),
        (["id", "text"], [["1", "ভালো"]], False),
        (["Timestamp", "আপনার মতামত কী?"], [["3/12/2024", "ভালো"]], False),
        (["2023", "2024"], [["ভালো", "বাজে"]], False),
    ],
)
def test_a_first_row_that_looks_like_the_rows_below(header, rows, is_headerless):
    assert looks_headerless(header, rows) is is_headerless
