"""Texts that a model is measured by are not trained on, however they are spelled or decorated."""

from unicodedata import is_normalized, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.errors import DataError
from sentimotion.tables.labeled_rows import LabeledRow
from sentimotion.training.data.comparison_key import comparison_key
from sentimotion.training.data.dataset import read_training_data
from sentimotion.training.data.known_texts import drop_known, known_texts
from sentimotion.training.data.page_sentences import page_sentences
from sentimotion.training.report.robustness import read_checks, read_groups
from tests.sentimotion.training.conftest import write_rows

# Letters whose upper and lower case are each other's.
LETTERS = "abcxyzকখগতমরলসািীুূেো্ংঁঃয়ড়০১২৩"
WORDS = st.lists(st.text(LETTERS, min_size=1), min_size=1, max_size=8)
DECORATION = st.sampled_from(
    [
        "।",
        "!",
        "…",
        ", ",
        " - ",
        "\n",
        "😂",
        "❤️",
        "👩🏽‍🚒",
        " https://ক.example/খ?গ=ঘ ",
        " WWW.example.com/x ",
    ]
)


@given(st.text())
def test_key_of_a_key_is_that_key(text):
    key = comparison_key(text)
    assert comparison_key(key) == key
    assert is_normalized("NFC", key)


@given(st.text(LETTERS + " ।!"))
def test_key_is_one_for_all_forms_and_cases(text):
    assert comparison_key(normalize("NFD", text)) == comparison_key(text)
    assert comparison_key(text.upper()) == comparison_key(text)


@given(WORDS, st.lists(DECORATION, min_size=8, max_size=8))
def test_key_knows_no_decoration(words, decorations):
    decorated = "".join(word + decoration for word, decoration in zip(words, decorations, strict=False))
    assert comparison_key(decorated) == comparison_key("".join(words))


@pytest.mark.parametrize(
    ("one", "other"),
    [("ভালো", "ভাল"), ("খবর ১", "খবর ২"), ("a", "b"), ("❤️", "😡"), ("❤️", "❤️ a"), ("কি", "কী")],
)
def test_key_tells_other_texts_apart(one, other):
    assert comparison_key(one) != comparison_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("❤️", " ❤ "), ("ভালো-মন্দ", "ভালো মন্দ"), ("e\u200d\u0301", "é"), ("", "\u200c https://x.y ")],
)
def test_key_is_that_of_the_same_text(one, other):
    assert comparison_key(one) == comparison_key(other)


def row(text):
    return LabeledRow(text, "neutral", None, "toy")


def test_rows_are_dropped_for_the_first_place_that_has_them():
    rows = [row("এক!"), row("দুই"), row("ONE"), row("😡"), row("এক")]
    kept, dropped = drop_known(rows, {"dev": ["এক", "❤️"], "test": iter(["one", "এক"]), "page": []})
    assert kept == [row("দুই"), row("😡")]
    assert dropped == {"dev": 2, "test": 1, "page": 0}
    assert list(dropped) == ["dev", "test", "page"]


def test_every_place_is_looked_at(tmp_path, shipped, capsys):
    check = next(check for check in read_checks() if check.other)
    templates, names = next(iter(read_groups().values()))
    known = ["ডেভ এক", "ডেভ দুই", "টেস্ট এক", check.text, check.other, templates[-1].format(names[-1])]
    known += [page_sentences()[0].text, page_sentences()[-1].text]
    decorated = [f"{text.strip('।')} !! 😂" for text in known]
    for name, *texts in (
        ("dev/toy.csv", "ডেভ এক।"),
        ("dev/mubase.csv", "মুবেস এক", "ডেভ এক"),  # itself trained on
        ("guideline/dev_written.csv", "ডেভ দুই।"),
        ("test/toy.csv", "টেস্ট এক।"),
        ("train/toy.csv", "ট্রেন এক", *decorated),
    ):
        write_rows(tmp_path / name, *((text, "neutral", "neutral") for text in texts))
    shipped([(text, "neutral", "neutral") for text in ("লেখা এক", *decorated)])
    (tmp_path / "unlabelled").mkdir()
    (tmp_path / "unlabelled" / "u.txt").write_text("\n".join([*decorated, "আর এক"]), "utf-8")
    found = read_training_data(tmp_path)
    assert [row.text for row in found.labeled] == ["লেখা এক"]
    assert found.others == ("ট্রেন এক", "মুবেস এক", "আর এক")
    assert [row.text for rows in found.development.values() for row in rows] == ["ডেভ দুই।"]
    labeled, others = capsys.readouterr().out.splitlines()
    assert labeled.startswith("labeled rows dropped because their text occurs in: ")
    assert labeled.endswith(": dev 2, test 1, robustness 2, groups 1, page 2; 1 kept")
    # In train/ and unlabelled/ all, and one more in mubase.
    assert others.endswith(": dev 5, test 2, robustness 4, groups 2, page 4; 3 kept")


def test_no_row_is_left(tmp_path, shipped):
    for name in ("train/toy.csv", "guideline/dev_toy.csv"):
        write_rows(tmp_path / name, ("এক", "neutral", "neutral"))
    shipped([("এক!", "neutral", "neutral")])
    with pytest.raises(DataError, match="no labeled row is left after removing"):
        read_training_data(tmp_path)


def test_nothing_of_a_folder_that_measures_nothing(tmp_path):
    known = known_texts(tmp_path)
    assert known["dev"] == known["test"] == []
    assert all(known[place] for place in ("robustness", "groups", "page"))
