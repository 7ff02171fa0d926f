"""Gold labels in the spellings of real data sets; numbers and other values are not guessed."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.errors import DataError, InvalidRequest
from sentimotion.i18n.messages import LABEL_NAMES
from sentimotion.labels import HEADS, LABELS
from sentimotion.tables.gold_labels import (
    BANGLA_NAMES,
    GoldLabel,
    UnknownLabels,
    fold_value,
    is_number,
    parse_label_map,
    read_gold_label,
)


def test_the_bangla_names_are_the_ones_of_the_page():
    for head in HEADS:
        assert [BANGLA_NAMES[label] for label in LABELS[head]] == [
            LABEL_NAMES[label]["bn"] for label in LABELS[head]
        ]


def test_every_name_of_the_page_is_read():
    for head in HEADS:
        for label in LABELS[head]:
            for name in LABEL_NAMES[label].values():
                assert read_gold_label(name, head) == GoldLabel(label)


@pytest.mark.parametrize(
    ("cell", "head", "label"),
    [
        ("positive", "sentiment", "positive"),
        ("Positive", "sentiment", "positive"),
        ("  NEUTRAL\u00a0", "sentiment", "neutral"),
        ("\ufeffnegative\u200b", "sentiment", "negative"),
        ("ｐｏｓｉｔｉｖｅ", "sentiment", "positive"),
        ("ইতিবাচক", "sentiment", "positive"),
        ("নিরপেক্ষ ", "emotion", "neutral"),
        ("anger/disgust", "emotion", "anger_disgust"),
        ("Anger_Disgust", "emotion", "anger_disgust"),
        ("anger - disgust", "emotion", "anger_disgust"),
        ("রাগ / বিতৃষ্ণা", "emotion", "anger_disgust"),
        ("রাগ / ঘৃণা", "emotion", "anger_disgust"),
        ("Happiness", "emotion", "happy"),
        ("বিস্ম\u09df", "emotion", "surprise"),
        ("বিস্ম\u09af\u09bc", "emotion", "surprise"),
        ("ভ\u09df", "emotion", "fear"),
    ],
)
def test_spellings(cell, head, label):
    assert read_gold_label(cell, head) == GoldLabel(label)


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        " \t",
        "\u200b",
        "nan",
        "None",
        "NA",
        "na",
        "N/A",
        "n/a",
        "null",
        "#N/A",
        "-",
        math.nan,
        "#NAME?",
    ],
)
def test_missing_values_are_no_label(value):
    assert [read_gold_label(value, head) for head in HEADS] == [GoldLabel(), GoldLabel()]


@pytest.mark.parametrize(
    ("value", "head", "unknown"),
    [
        ("happy", "sentiment", "happy"),
        ("positive", "emotion", "positive"),
        (" very  good ", "sentiment", "very good"),
        (1, "sentiment", "1"),
        (1.0, "sentiment", "1"),
        ("1.0", "sentiment", "1"),
        ("১", "sentiment", "1"),
        ("\u22121", "sentiment", "-1"),
        ("+2.50", "emotion", "2.5"),
        (-0.0, "emotion", "0"),
        (Decimal("3.00"), "emotion", "3"),
        (True, "sentiment", "true"),
        ("\ud800", "sentiment", "\\ud800"),
        ("ক" * 100, "sentiment", "ক" * 60 + "..."),
    ],
)
def test_other_values_are_unknown(value, head, unknown):
    assert read_gold_label(value, head) == GoldLabel(unknown=unknown)


def test_numbers_are_told_from_words():
    numbers = ("1", "-1", "2.5", "0")
    words = ("good", "1 star", "1e5", "true", "5/5", "")
    assert [is_number(value) for value in numbers + words] == [True] * 4 + [False] * 6


@given(st.integers(-(10**12), 10**12))
def test_a_whole_number_is_the_same_in_all_its_forms(number):
    forms = [str(number), f"{number}.0", f" {number}.00 "]
    assert {fold_value(form) for form in forms} == {str(number)}


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(cell):
    folded = fold_value(cell)
    assert fold_value(folded) == folded
    assert read_gold_label(cell, "sentiment").label in (None, *LABELS["sentiment"])


def labels(value, options):
    label_map = parse_label_map(options)
    return tuple(read_gold_label(value, head, label_map) for head in HEADS)


UNKNOWN = GoldLabel(unknown="1")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["1=positive"], (GoldLabel("positive"), UNKNOWN)),
        (["1=happy"], (UNKNOWN, GoldLabel("happy"))),
        (["1=neutral"], (GoldLabel("neutral"), GoldLabel("neutral"))),
        (["1="], (GoldLabel(), GoldLabel())),
        (["sentiment:1=neutral"], (GoldLabel("neutral"), UNKNOWN)),
        (["Emotion:1=Happy"], (UNKNOWN, GoldLabel("happy"))),
        (["emotion:1="], (UNKNOWN, GoldLabel())),
        (["1=positive", "1=happy"], (GoldLabel("positive"), GoldLabel("happy"))),
        # The map of one head takes precedence, in any order.
        (["sentiment:1=negative", "1=neutral"], (GoldLabel("negative"), GoldLabel("neutral"))),
        (["1.0=ইতিবাচক", "১=positive"], (GoldLabel("positive"), UNKNOWN)),
    ],
)
def test_label_maps(options, expected):
    for value in ("1", "1.0", 1, 1.0, "১"):
        assert labels(value, options) == expected


def test_a_label_map_comes_before_labels_and_missing_values():
    assert labels("neutral", ["neutral=", "NA=fear"]) == (GoldLabel(), GoldLabel())
    assert labels("na", ["neutral=", "NA=fear"]) == (GoldLabel(), GoldLabel("fear"))
    assert labels("a=b", ["a=b=positive"])[0] == GoldLabel("positive")
    assert labels("খুব ভালো", ["খুব  ভালো=positive"])[0] == GoldLabel("positive")
    assert labels("topic:1", ["topic:1=positive"])[0] == GoldLabel("positive")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["1"], "--label-map is '1', expected VALUE=LABEL"),
        (["=positive"], "--label-map is '=positive', expected VALUE=LABEL"),
        (["sentiment:=positive"], "expected VALUE=LABEL"),
        (
            ["1=good"],
            "'good' is no label; expected sentiment: negative, neutral, positive; emotion: neutral, ",
        ),
        (["sentiment:1=happy"], "'happy' is no label; expected sentiment: negative, neutral, positive$"),
        (["1=positive", "1.0=negative"], "gives '1' two sentiment labels"),
        (["1=positive", "1="], "gives '1' two sentiment labels"),
        (["\ud800=good"], "is no label"),
    ],
)
def test_wrong_label_maps(options, message):
    with pytest.raises(InvalidRequest, match=message):
        parse_label_map(options)


def test_all_unknown_values_are_named_with_their_counts():
    unknown = UnknownLabels()
    unknown.refuse("f.csv", can_be_mapped=True)
    unknown.add("sentiment", "gold", "0", 2)
    for row in (3, 5, 9):
        unknown.add("sentiment", "gold", "1", row)
    with pytest.raises(DataError) as caught:
        unknown.refuse("f.csv", can_be_mapped=False)
    assert str(caught.value) == (
        "f.csv, column gold: found '1' (3 rows, the first is 3), '0' (row 2), expected negative, neutral,"
        " positive or nothing"
    )
    unknown.add("emotion", "mood", "2", 4)
    with pytest.raises(
        DataError,
        match=r"nothing; column mood: found '2' \(row 4\), expected neutral, .* such as"
        r" --label-map sentiment:1=positive --label-map emotion:2=happy \(no label: nothing after =\)$",
    ):
        unknown.refuse("f.csv", can_be_mapped=True)


def test_many_unknown_values_are_shortened():
    unknown = UnknownLabels()
    for number in range(100):
        unknown.add("sentiment", "gold", str(number), number + 2)
    with pytest.raises(DataError, match=r"'19' \(row 21\), \.\.\., expected"):
        unknown.refuse("f.csv", can_be_mapped=True)
