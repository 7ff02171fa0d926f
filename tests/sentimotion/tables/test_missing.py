"""Markers of missing values and errors of spreadsheets, told from short texts."""

import pytest

from sentimotion.tables.chunks import checked
from sentimotion.tables.missing import is_missing, why_missing


@pytest.mark.parametrize(
    "cell", ["nan", "NaN", "None", " null ", "N/A", "NA", "#N/A", "<NA>", "NaT", "\\N", "\u200bnan\u00a0"]
)
def test_markers_of_missing_values(cell):
    assert "marks a missing value" in why_missing(cell)
    assert checked(cell) == (None, why_missing(cell))
    assert is_missing(cell)


@pytest.mark.parametrize(
    "cell", ["#NAME?", "#VALUE!", "#REF!", "#DIV/0!", "#NUM!", "#name?", "Err:502", "#SPILL!"]
)
def test_errors_of_spreadsheets(cell):
    assert "is an error of a spreadsheet" in why_missing(cell)


@pytest.mark.parametrize("cell", ["", " ", "\u200b", "\u00a0\ufeff"])
def test_blank_cells_are_missing(cell):
    assert is_missing(cell)


@pytest.mark.parametrize(
    "text", ["na", "Na", "না", "nan er dokan", "#ভালো", "#NAME? দেখাচ্ছে কেন", "0", "-", "none of them", "শূন্য"]
)
def test_short_texts_are_texts(text):
    assert why_missing(text) is None
    assert checked(text) == (text, None)
