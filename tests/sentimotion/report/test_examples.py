"""Examples selected from a stream of rows."""

import random
from collections import Counter

import pytest

from sentimotion.labels import HEADS, LABELS
from sentimotion.report.examples import N_DOUBTFUL, N_TYPICAL, Examples, Narrowest, Reservoir
from sentimotion.report.snippets import overlap, word_keys
from tests.sentimotion.scoring.scored import row

WORDS = ["নদী", "আকাশ", "পাখি", "বাতাস", "মেঘ", "বৃষ্টি", "রোদ", "ছায়া", "ফুল", "পাতা", "মাটি", "জল"]


def some_rows(number, seed=0, **more):
    draw = random.Random(seed)
    return [
        row(" ".join(draw.sample(WORDS, 4)) + f" {index}", probability=draw.uniform(0.4, 0.99), **more)
        for index in range(number)
    ]


def test_a_reservoir_is_a_uniform_sample():
    found = Counter()
    for seed in range(600):
        reservoir = Reservoir(5, str(seed))
        for item in range(20):
            reservoir.add(item)
        assert len(set(reservoir.items)) == 5
        found.update(reservoir.items)
    # Each is expected 150 times; 4 standard deviations are 42.
    assert all(abs(found[item] - 150) < 42 for item in range(20))


def test_few_items_are_all_kept():
    reservoir = Reservoir(5, "x")
    reservoir.add("a")
    assert reservoir.items == ["a"]


def test_the_narrowest_margins_whatever_the_order():
    rows = some_rows(200)
    expected = sorted(rows, key=lambda one: one.margin("emotion"))[:7]
    for seed in range(3):
        random.Random(seed).shuffle(rows)
        narrowest = Narrowest("emotion", 7)
        for one in [*rows, *rows]:
            narrowest.add(one)
        assert narrowest.rows() == expected


@pytest.fixture
def examples():
    examples = Examples()
    for one in some_rows(900):
        examples.add(one)
    return examples


def test_typical_texts_are_likely_and_differ(examples):
    typical = examples.typical("sentiment", "positive")
    assert len(typical) == N_TYPICAL
    assert all(one.probability("sentiment") > 0.85 for one in typical)
    texts = [word_keys(one.text) for one in typical]
    assert all(overlap(a, b) <= 0.5 for i, a in enumerate(texts) for b in texts[:i])


def test_doubtful_texts_have_narrow_margins(examples):
    doubtful = examples.doubtful("sentiment")
    margins = [one.margin("sentiment") for one in doubtful]
    assert len(doubtful) == N_DOUBTFUL
    assert margins == sorted(margins)
    assert margins[-1] <= 0.25


def test_the_same_rows_give_the_same_examples(examples):
    again = Examples()
    for one in some_rows(900):
        again.add(one)
    assert again.kept == examples.kept
    other = Examples(seed=1)
    for one in some_rows(900):
        other.add(one)
    assert other.kept != examples.kept


def test_the_number_of_kept_rows_is_bounded(examples):
    assert max(len(rows) for rows in examples.kept.values()) == 120
    assert set(examples.kept) == {(head, label) for head in HEADS for label in LABELS[head]}


def test_a_fallback_is_no_example_of_neutral():
    examples = Examples()
    examples.add(row(sentiment="neutral", top={"sentiment": "negative"}, probability=0.5))
    examples.add(row("   "))
    assert examples.typical("sentiment", "neutral") == ()
    assert len(examples.typical("emotion", "happy")) == 1
    assert len(examples.doubtful("sentiment")) == 1


@pytest.mark.parametrize(
    ("warnings", "is_example"),
    [
        ("mojibake", False),
        ("bijoy", False),
        ("damaged", False),
        ("markup mojibake", False),
        ("romanized", True),
        ("markup english", True),
        ("", True),
    ],
)
def test_a_garbled_text_is_no_example(warnings, is_example):
    examples = Examples()
    examples.add(row("লেখা", probability=0.55, text_warnings=warnings))
    assert len(examples.typical("sentiment", "positive")) == is_example
    assert len(examples.doubtful("emotion")) == 0
    assert any(examples.kept.values()) == is_example
    examples = Examples()
    examples.add(row("লেখা", probability=0.45, text_warnings=warnings))
    assert len(examples.doubtful("sentiment")) == is_example


def test_few_rows_are_not_all_examples():
    examples = Examples()
    examples.add(row("নিশ্চিত", probability=0.9))
    examples.add(row("অনিশ্চিত", probability=0.45))
    for head in HEADS:
        assert [one.text for one in examples.typical(head, row().labels[head])] == ["নিশ্চিত"]
    assert [one.text for one in examples.doubtful("sentiment")] == ["অনিশ্চিত"]
