"""Which spellings of a name are the same name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.errors import InvalidReview
from sentimotion.review.store.validation import check_name, fold_name, name_key


@pytest.mark.parametrize(
    "spelling",
    [
        "rahima",
        "RAHIMA",
        "  Rahima\t",
        "Ｒａｈｉｍａ",
        "Rahima.",
        "Rahima . .",
        "Rahima।",
        "Ra\u200bhi\u00adma",
        "Ra\u200chima",
        "Rahima\ufe0f",
        "\u202aRahima\u202c",
    ],
)
def test_spellings_of_one_name(spelling):
    assert name_key(spelling) == name_key("Rahima")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("সু\u09af\u09bc", "সু\u09df"),
        ("মো. রহিম", "মো.  রহিম"),
        ("রহিমা বেগম", "রহিমা\u00a0বেগম।"),
        ("ক\u09cb", "ক\u09c7\u09be"),
        ("Straße", "STRASSE"),
        ("ফাতেমা ১", "ফাতেমা ১ "),
    ],
)
def test_other_names_in_two_spellings(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rahima", "Rahim"),
        ("Rahima Begum", "RahimaBegum"),
        ("মো. রহিম", "মো রহিম"),
        ("রহিমা ১", "রহিমা ২"),
        ("ক\u09cd\u200cষ", "ক\u09cdষ"),
        ("র\u200d\u09cdযাব", "র\u09cdযাব"),
        ("রহিমা", "রহীমা"),
    ],
)
def test_different_names(one, other):
    assert name_key(one) != name_key(other)


@given(st.text(max_size=20))
def test_a_key_is_its_own_key(name):
    assert name_key(name_key(name)) == name_key(name)
    assert name_key(fold_name(name)) == name_key(name)


@given(st.text(max_size=20))
def test_a_name_that_is_kept_has_a_key(name):
    try:
        kept = check_name(name, "name")
    except InvalidReview:
        return
    assert name_key(kept)
