"""Every word of the page in both languages, and numbers in either's digits."""

import re
from string import Formatter
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explain import Baseline, Eraser
from sentimotion import errors
from sentimotion.i18n.messages import (
    HEAD_NAMES,
    LABEL_NAMES,
    LANGUAGES,
    STRINGS,
    count,
    decimal,
    percent,
    say,
    signed,
    term,
)
from sentimotion.labels import HEADS, LABELS
from tests.sentimotion.i18n.latin_names import without_names

TABLES = {"STRINGS": STRINGS, "LABEL_NAMES": LABEL_NAMES, "HEAD_NAMES": HEAD_NAMES}
ENTRIES = [(f"{table}:{key}", texts) for table, entries in TABLES.items() for key, texts in entries.items()]


def placeholders(text):
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def faulty(is_right):
    """Names of the texts of which a condition does not hold."""
    return [name for name, texts in ENTRIES if not is_right(texts)]


def is_bangla(text):
    literal = re.sub(r"\{\w+\}", "", text)
    rest = without_names(literal)
    return not re.search(r"[A-Za-z0-9]", rest) and bool(
        re.search(r"[\u0980-\u09ff]", rest) or set(rest) <= set(" /:·")
    )


def test_every_text_stands_in_both_languages():
    assert len(ENTRIES) > 500
    assert faulty(lambda texts: set(texts) == {"en", "bn"}) == []
    assert faulty(lambda texts: all(text.strip() == text != "" for text in texts.values())) == []


def test_every_text_has_the_same_placeholders_in_both():
    assert faulty(lambda texts: placeholders(texts["en"]) == placeholders(texts["bn"])) == []


def test_every_bangla_text_is_bangla():
    assert faulty(lambda texts: is_bangla(texts["bn"])) == []


def test_every_english_text_is_english():
    assert faulty(lambda texts: not re.search(r"[\u0980-\u09ff]", texts["en"])) == []


@pytest.mark.parametrize(
    "text",
    ["happy", "৩ of 4", "...", "ক 12", "CSVs ফাইল", "error কলামে", "ক seed", "ক 4.0", "ক csv", "JSON5 ক"],
)
def test_what_is_no_bangla_is_seen(text):
    assert not is_bangla(text)


def test_every_label_and_head_has_its_name():
    assert LABEL_NAMES == {
        "negative": {"en": "negative", "bn": "নেতিবাচক"},
        "neutral": {"en": "neutral", "bn": "নিরপেক্ষ"},
        "positive": {"en": "positive", "bn": "ইতিবাচক"},
        "happy": {"en": "happiness", "bn": "আনন্দ"},
        "anger_disgust": {"en": "anger/disgust", "bn": "রাগ/বিতৃষ্ণা"},
        "sadness": {"en": "sadness", "bn": "দুঃখ"},
        "surprise": {"en": "surprise", "bn": "বিস্ময়"},
        "fear": {"en": "fear", "bn": "ভয়"},
    }
    assert HEAD_NAMES == {
        "sentiment": {"en": "Sentiment", "bn": "মনোভাব"},
        "emotion": {"en": "Emotion", "bn": "আবেগ"},
    }
    assert set(LABEL_NAMES) == {label for labels in LABELS.values() for label in labels}
    assert set(HEAD_NAMES) == set(HEADS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_labels_are_told_apart(language):
    assert len({names[language] for names in LABEL_NAMES.values()}) == len(LABEL_NAMES)


@pytest.mark.parametrize(
    "error",
    [errors.BlankText, errors.InvalidText, errors.TextTooLong, errors.ExplanationError, errors.TooManyWords],
)
def test_every_error_that_a_visitor_can_cause_has_a_text_of_its_own(error):
    assert f"error_{error.code}" in STRINGS


def test_every_error_text_belongs_to_an_error():
    codes = {
        error.code
        for error in vars(errors).values()
        if isinstance(error, type) and issubclass(error, errors.SentimotionError)
    }
    assert {key.removeprefix("error_") for key in STRINGS if key.startswith("error_")} <= codes | {"other"}


@pytest.mark.parametrize(
    ("share", "english", "bangla"),
    [
        (0.0, "0%", "০%"),
        (0.004, "0%", "০%"),
        (0.55, "55%", "৫৫%"),
        (0.834, "83%", "৮৩%"),
        (0.994, "99%", "৯৯%"),
        (0.9999, "99%", "৯৯%"),
        (1.0, "100%", "১০০%"),
        (0.7649, "76%", "৭৬%"),
    ],
)
def test_percent(share, english, bangla):
    assert (percent(share, "en"), percent(share, "bn")) == (english, bangla)


@pytest.mark.parametrize(
    ("share", "english", "bangla"),
    [
        (0.0, "0.0%", "০.০%"),
        (0.3417, "34.2%", "৩৪.২%"),
        (0.99999, "99.9%", "৯৯.৯%"),
        (1.0, "100.0%", "১০০.০%"),
    ],
)
def test_percent_with_a_decimal(share, english, bangla):
    assert (percent(share, "en", 1), percent(share, "bn", 1)) == (english, bangla)


@given(st.floats(0, 1), st.floats(0, 1))
def test_percent_keeps_order(one, other):
    low, high = sorted([one, other])
    assert int(percent(low, "en")[:-1]) <= int(percent(high, "en")[:-1])


@pytest.mark.parametrize(
    ("value", "as_decimal", "as_signed", "as_term"),
    [
        (0.0, "0.00", "+0.00", "+ 0.00"),
        (-0.0, "0.00", "+0.00", "+ 0.00"),
        (-0.004, "0.00", "+0.00", "+ 0.00"),
        (-0.006, "−0.01", "−0.01", "− 0.01"),
        (1.969, "1.97", "+1.97", "+ 1.97"),
        (-0.41, "−0.41", "−0.41", "− 0.41"),
        (-12.5, "−12.50", "−12.50", "− 12.50"),
    ],
)
def test_numbers(value, as_decimal, as_signed, as_term):
    shown = {decimal: as_decimal, signed: as_signed, term: as_term}
    for show, expected in shown.items():
        assert show(value, "en") == expected
        assert show(value, "bn") == expected.translate(str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯"))


@given(st.floats(-1000, 1000))
def test_nothing_is_shown_as_minus_zero(value):
    for show in (decimal, signed, term):
        text = show(value, "en")
        assert "-" not in text
        assert not ("−" in text and float(text.replace("−", "").strip()) == 0)


@pytest.mark.parametrize(
    ("number", "english", "bangla"),
    [
        (0, "0", "০"),
        (999, "999", "৯৯৯"),
        (5001, "5,001", "৫,০০১"),
        (99_000, "99,000", "৯৯,০০০"),
        (123_456, "123,456", "১,২৩,৪৫৬"),
        (2_600_005, "2,600,005", "২৬,০০,০০৫"),
        (26_000_000, "26,000,000", "২,৬০,০০,০০০"),
        (-1_000_000, "-1,000,000", "-১০,০০,০০০"),
    ],
)
def test_count(number, english, bangla):
    assert (count(number, "en"), count(number, "bn")) == (english, bangla)


def test_what_stands_in_braces_is_not_formatted_again():
    assert "{0.__class__}" in say("toward", "en", label="{0.__class__}")


def test_every_baseline_and_eraser_has_its_name():
    for baseline in get_args(Baseline):
        assert {f"method_{baseline}", f"learn_blank_{baseline}"} <= {*STRINGS}
    assert {f"eraser_{eraser}" for eraser in get_args(Eraser)} <= {*STRINGS}
