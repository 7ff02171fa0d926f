"""Other spellings of a text."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.text.words import has_bangla
from sentimotion.training.data.augmentation import (
    drop_emoji,
    drop_punctuation,
    romanize_words,
    stretch,
    swap_similar_letters,
    vary,
)
from sentimotion.training.data.romanization import romanize
from tests.checkpoints import SENTENCES

BANGLA = st.text(st.sampled_from("কখগতনমরলসয়ড়ািীুেো্ংঁ র\u200d\u09bc।৫ আই😡a"), max_size=30)


@pytest.mark.parametrize(
    ("bangla", "latin"),
    [
        ("খুব ভালো লাগলো ভাই", "khub bhalo laglo bhai"),
        ("এই দোকানের খাবার একদম বাজে, টাকা নষ্ট!", "ei dokaner khabar ekodom baje, taka noshto!"),
        ("আমি জানতে চাই ৫০০ টাকা", "ami jante chai 500 taka"),
        ("গল্প", "golpo"),
        ("ক", "ko"),
        ("\u099c\u09df\u09c0", "joyi"),
        ("\u099c\u09af\u09bc\u09c0", "joyi"),  # the same, its nukta apart
        ("র\u200d্যাব", "rab"),
        ("জন্য", "jonno"),
        ("মধ্য কন্যা সত্যি", "moddho konna sotti"),
        ("ব্যথা", "betha"),
        ("্য", "e"),  # a mark with nothing to stand on
        ("ok 12 😡", "ok 12 😡"),
        ("", ""),
    ],
)
def test_romanize(bangla, latin):
    assert romanize(bangla) == latin


@given(BANGLA)
def test_no_bangla_letter_is_left(text):
    assert not has_bangla(romanize(text))


@given(st.text(max_size=40), st.integers(0, 1000))
def test_a_variant_is_never_blank_where_the_text_is_not(text, seed):
    varied = vary(text, np.random.default_rng(seed))
    assert bool(varied.strip()) == bool(text.strip())


def test_chance_is_the_generators_alone():
    one, again = ([vary(text, np.random.default_rng(5)) for text in SENTENCES] for _ in range(2))
    assert one == again
    generator = np.random.default_rng(5)
    assert len({vary(SENTENCES[1], generator) for _ in range(40)}) > 5


def test_letters_are_only_swapped_for_their_like():
    generator = np.random.default_rng(0)
    varied = {swap_similar_letters("শিশির ভেজা", generator) for _ in range(200)}
    assert len(varied) > 20
    assert {text[0] for text in varied} == set("শষস")
    assert {text[6:] for text in varied} >= {"ভেজা", "ভেযা"}
    assert all(len(text) == len("শিশির ভেজা") for text in varied)


def test_a_letter_that_is_part_of_another_stays():
    generator = np.random.default_rng(0)
    varied = {swap_similar_letters("যা হয\u09bc জন্য", generator) for _ in range(200)}
    assert {text[0] for text in varied} == set("যজ")
    assert {text[-1] for text in varied} == {"য"}
    assert {text[3:6] for text in varied} == {"হয\u09bc"}


def test_drop_punctuation():
    assert drop_punctuation("“কী!” — সে; শেষ…", np.random.default_rng(0)) == "কী — সে শেষ"


def test_drop_emoji():
    assert drop_emoji("খিচুড়ি 😍❤️👍🏽 ভালো", np.random.default_rng(0)) == "খিচুড়ি  ভালো"


def test_stretch():
    assert stretch("ভালো", np.random.default_rng(0)).startswith("ভালোো")
    assert stretch("কলম", np.random.default_rng(0)) == "কলম"


def test_some_words_in_latin_letters():
    generator = np.random.default_rng(3)
    text = "খুব ভালো লাগলো ভাই"
    for _ in range(20):
        words = romanize_words(text, generator).split(" ")
        assert all(
            word in (bangla, romanize(bangla)) for word, bangla in zip(words, text.split(" "), strict=True)
        )
