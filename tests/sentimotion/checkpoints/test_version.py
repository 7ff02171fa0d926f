"""Versions of checkpoints."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.checkpoints.version import LONGEST, named, read_version

RIGHT_TO_LEFT = "\u202e"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ("first", "first"),
        ("v1 <b>&amp;", "v1 <b>&amp;"),  # escaped where it is shown
        ({"name": "everyday-1", "date": "2026-11-26"}, "everyday-1 (2026-11-26)"),
        ({"name": "everyday-1"}, "everyday-1"),
        ({"name": "everyday-1", "date": None, "seed": 3}, "everyday-1"),
        ("প্রথম", "প্রথম"),
        ("x" * LONGEST, "x" * LONGEST),
    ],
)
def test_a_version(value, expected):
    assert read_version(value) == expected


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("", "it is empty"),
        (5, "neither a string nor an object"),
        (["first"], "neither a string nor an object"),
        (True, "neither a string nor an object"),
        ("x" * (LONGEST + 1), "it has 81 characters, expected at most 80"),
        ({"name": "x" * 70, "date": "2026-11-26"}, "it has 83 characters"),
        *(
            (f"a{bad}b", "non-printable character")
            for bad in ("\n", "\t", "\x1b", "\0", "\ud800", "\u2028", RIGHT_TO_LEFT)
        ),
        *(
            (f"{start}1+1", "begins with neither a letter nor a digit")
            for start in ("=", "+", "-", "@", "＝", " ", "<")
        ),
        ({}, "its name is not a string"),
        ({"name": 1}, "its name is not a string"),
        ({"name": "", "date": "2026-11-26"}, "begins with neither"),
        ({"name": "x", "date": "26 November"}, "its date is not in the form 2026-11-26"),
        ({"name": "x", "date": "2026-02-30"}, "its date is not in the form 2026-11-26"),
        ({"name": "x", "date": 20261126}, "its date is not a string"),
    ],
)
def test_an_invalid_version(value, reason):
    with pytest.raises(ValueError, match=reason):
        read_version(value)


@given(st.text() | st.dictionaries(st.sampled_from(["name", "date"]), st.text()))
def test_any_version_is_one_short_printable_line(value):
    try:
        version = read_version(value)
    except ValueError:
        return
    assert version is not None
    assert 1 <= len(version) <= LONGEST
    assert version.isprintable()
    assert version[0].isalnum()


def test_the_name_for_display():
    assert named("embedded", "everyday-1 (2026-11-26)") == "embedded, everyday-1 (2026-11-26)"
    assert named("owner/name", None) == named("owner/name", "") == "owner/name"
