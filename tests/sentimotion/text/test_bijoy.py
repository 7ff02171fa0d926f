"""Text for the legacy fonts of Bijoy."""

import pytest

from sentimotion.text.bijoy import find_bijoy_words
from tests.sentimotion.text.linear_time import is_linear


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Avwg fvjevwm", ["Avwg", "fvjevwm"]),
        ("evsjv‡`k", ["evsjv‡`k"]),
        ("XvKv wek¦we`¨vjq", ["XvKv", "wek¦we`¨vjq"]),
        ("Avgv‡`i fvlv evsjv", ["Avgv‡`i", "fvlv"]),
        ("আমার সোনার বাংলা Avwg †Zvgvq fvjevwm", ["Avwg", "†Zvgvq", "fvjevwm"]),
    ],
)
def test_words_for_a_legacy_font(text, expected):
    assert [text[slice(*span)] for span in find_bijoy_words(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        *(
            "foo_bar(x) || `ls` ~/src",
            "- ``lib/fontTools/ttLib/woff2.py``",
            "LGTM! :) <3 w/o",
            "C++ & Java, AWS EC2",
        ),
        *(
            "আমার নাম AvwgKv",
            "I love this movie",
            "khub valo laglo",
            "café naïve résumé",
            "xin chào bạn",
            "iPhone 15 Pro",
        ),
        *("https://example.com/AvBvCwKvZv দেখুন", "ভালো", ""),
    ],
)
def test_other_text_is_left_alone(text):
    assert find_bijoy_words(text) == []


@pytest.mark.parametrize("unit", ["vb‡ ", "`v", "v", "a", "'", "Av", "a~", ".a", "_a"])
def test_long_texts_take_linear_time(unit):
    assert is_linear(find_bijoy_words, unit)
