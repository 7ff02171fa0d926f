"""Rows of a scored file, parsed."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.errors import ColumnError
from sentimotion.inference.decisions import decide
from sentimotion.labels import DEFAULT_THRESHOLDS, HEADS, LABELS
from sentimotion.report.scored_rows import (
    SCORED_COLUMNS,
    ReportColumns,
    ScoredRow,
    Unscored,
    read_group,
    read_scored,
    read_warnings,
)
from tests.sentimotion.scoring.scored import record, row


def test_values_and_texts_are_the_same():
    values = record(truncated=True)
    texts = {name: "" if value is None else str(value) for name, value in values.items()}
    assert read_scored(values, ReportColumns()) == read_scored(texts, ReportColumns())
    read = read_scored(texts, ReportColumns())
    assert isinstance(read, ScoredRow)
    assert (read.truncated, read.labels["emotion"], read.probability("emotion")) == (True, "happy", 0.9)


def test_a_row_that_fell_back():
    fallback = row(sentiment="neutral", top={"sentiment": "negative"}, probability=0.5)
    assert fallback.fell_back("sentiment")
    assert not fallback.fell_back("emotion")
    assert fallback.top_label("sentiment") == "negative"
    assert fallback.margin("sentiment") == pytest.approx(0.25)
    assert fallback.probability("sentiment") == pytest.approx(0.25)


@given(st.data(), st.sampled_from(HEADS), st.floats(0, 1))
def test_a_row_falls_back_as_its_decision_does(data, head, threshold):
    """Also if neutral is the most probable label and only the threshold is not reached."""
    weights = data.draw(st.lists(st.floats(0.01, 1), min_size=len(LABELS[head]), max_size=len(LABELS[head])))
    probabilities = [weight / sum(weights) for weight in weights]
    decision = decide(head, probabilities, threshold)
    values = record() | {head: decision.label}
    values |= {f"{head}_{label}": value for label, value in zip(LABELS[head], probabilities, strict=True)}
    read = read_scored(values, ReportColumns(thresholds=DEFAULT_THRESHOLDS | {head: threshold}))
    assert read.fell_back(head) == decision.fell_back


def test_neutral_on_top_and_below_the_threshold():
    below = row(sentiment="neutral", emotion="neutral", probability=0.5)
    assert below.fell_back("sentiment")
    assert below.top_label("sentiment") == "neutral"
    reached = row(sentiment="neutral", emotion="neutral", probability=0.6)
    assert not reached.fell_back("sentiment")
    assert not reached.fell_back("emotion")


def test_a_label_below_the_threshold_given_is_no_fallback():
    # The file was scored with a lower threshold than the one given.
    assert not row(sentiment="positive", probability=0.5).fell_back("sentiment")


@pytest.mark.parametrize("error", ["the text is missing", " x ", 1])
def test_an_error_is_an_error(error):
    assert read_scored(record(error=error), ReportColumns()) is Unscored.ERROR


@pytest.mark.parametrize("error", [None, "", "  ", math.nan])
def test_no_error(error):
    assert isinstance(read_scored(record(error=error), ReportColumns()), ScoredRow)


@pytest.mark.parametrize(
    "more",
    [
        {"sentiment": "Positive"},
        {"emotion": None},
        {"sentiment_neutral": ""},
        {"emotion_fear": "nan"},
        {"emotion_fear": 1.5},
        {"emotion_fear": [0.1]},
        {"sentiment_positive": "-0.1"},
    ],
)
def test_invalid_labels_and_probabilities_are_not_counted(more):
    assert read_scored(record() | more, ReportColumns()) is Unscored.UNREADABLE


def test_a_line_without_cells_is_not_counted():
    assert read_scored({}, ReportColumns()) is Unscored.UNREADABLE


def test_a_prefix():
    values = {("m_" + name if name != "text" else name): value for name, value in record().items()}
    assert isinstance(read_scored(values, ReportColumns(prefix="m_")), ScoredRow)
    ReportColumns(prefix="m_").check(list(values))
    with pytest.raises(ColumnError, match="--prefix"):
        ReportColumns().check(list(values))


def test_missing_columns_are_named():
    with pytest.raises(ColumnError, match="no column district; the file's columns are text, truncated"):
        ReportColumns(group="district").check(list(record()))
    with pytest.raises(ColumnError, match="score the file first"):
        ReportColumns().check(["text"])
    ReportColumns().check(["text", *SCORED_COLUMNS])


@pytest.mark.parametrize("empty", [None, "", " \t", math.nan])
def test_no_group(empty):
    assert read_group(empty) is None


@pytest.mark.parametrize(
    "marker", ["nan", "None", "N/A", "#NAME?", "<NA>", " NULL ", "#REF!", "\u200bNaN", "\\N", "(null)"]
)
def test_a_marker_of_a_missing_value_is_no_group(marker):
    assert read_group(marker) is None


@pytest.mark.parametrize("name", ["na", "ঢাকা", "Nano", "0", "#ঢাকা", "none of them"])
def test_a_group_that_resembles_a_marker(name):
    assert read_group(name) == name


def test_spellings_of_a_group_are_equal():
    # য় as one code point and as two; surplus spaces.
    assert read_group("কুমিল্লা  \u09df ") == read_group(" কুমিল্লা \u09af\u09bc")
    assert read_group(7) == "7"


def test_groups_with_the_same_beginning_stay_distinct():
    for beginning in ("https://example.com/" + "ক" * 60, "ক" * 5000):
        one, other = read_group(beginning + "1"), read_group(beginning + "2")
        assert one != other
        assert max(len(one), len(other)) < 1100


@given(st.dictionaries(st.sampled_from(sorted(record())), st.none() | st.floats() | st.text(max_size=5)))
def test_any_row_is_parsed(cells):
    columns = ReportColumns(day="text", group="text")
    read = read_scored(record() | cells, columns)
    assert isinstance(read, ScoredRow | Unscored)


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("mojibake", ("mojibake",)),
        (" markup  no_bangla ", ("markup", "no_bangla")),
        ("markup markup", ("markup",)),
        ("", ()),
        (None, ()),
        (math.nan, ()),
        (3, ()),
        ("<script> Bijoy x1 " + "a" * 41, ()),
    ],
)
def test_warnings(cell, codes):
    assert read_warnings(cell) == codes
    assert row(text_warnings=cell).warnings == codes


@pytest.mark.parametrize(
    ("repaired", "warnings"),
    [
        ("আমি ভালো আছি", ()),
        ("ভা\ufffdলো & মন্দ", ("damaged",)),
        ("I love this", ("english",)),
        ("মনে দুঃখ রইল", ()),
        ("রান্না দারুণ।", ()),
    ],
)
def test_the_repaired_text_is_the_text_that_was_scored(repaired, warnings):
    read = row("à¦†à¦®à¦¿", text_warnings="mojibake markup", repaired_text=repaired)
    assert (read.text, read.warnings, read.is_garbled) == (repaired, warnings, "damaged" in warnings)
    prefixed = {f"m_{name}": value for name, value in record(repaired_text=repaired).items()}
    read = read_scored(prefixed | {"text": "à¦†à¦®à¦¿"}, ReportColumns(prefix="m_"))
    assert read.text == repaired


@pytest.mark.parametrize("empty", [None, "", float("nan")])
def test_a_text_that_was_not_repaired(empty):
    read = row("à¦†à¦®à¦¿", text_warnings="mojibake", repaired_text=empty)
    assert (read.text, read.warnings) == ("à¦†à¦®à¦¿", ("mojibake",))
