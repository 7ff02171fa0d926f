"""Romanized Bangla and English."""

import pytest

from sentimotion.text.latin_script import latin_language
from sentimotion.training.data.romanization import romanize


def test_romanized_by_rule_is_recognized_mostly():
    """Sentences spelled by the rules of the training code, which differ from the word list."""
    texts = [
        "তোমার কথা মনে পড়লে খুব কষ্ট হয়",
        "আমি আজকে স্কুলে যাব না",
        "এই খাবারটা একদম ভালো লাগেনি আমার",
        "কেন যে মানুষ এমন করে বুঝি না",
        "সবাই মিলে অনেক মজা করেছি কালকে",
    ]
    assert [latin_language(romanize(text)) for text in texts] == ["romanized"] * len(texts)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        *[
            ("khuuuub valooo lagse", "romanized"),
            ("ki holo bujhlam na", "romanized"),
            ("this is really good", "english"),
        ],
        *[
            ("thanks everyone", "english"),
            ("xin chào bạn", None),
            ("", None),
            ("ভালো", None),
            ("Dhaka Kolkata ok", "romanized"),
        ],
    ],
)
def test_languages(text, language):
    assert latin_language(text) == language
