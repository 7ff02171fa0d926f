"""The robustness suite: its sentences, and how they are judged."""

from collections import Counter
from pathlib import Path

import pytest

from sentimotion.inference.predictor import Probabilities
from sentimotion.labels import HEADS, LABELS
from sentimotion.text.words import has_bangla
from sentimotion.training.data.names import is_held_back
from sentimotion.training.report.robustness import (
    CHECKS_FILE,
    EVERYDAY_FILE,
    Check,
    group_spreads,
    pass_rates,
    read_checks,
    read_groups,
    read_page_groups,
    spreads_by_use,
)

POSITIVE = Probabilities((0.1, 0.2, 0.7), (0.1, 0.5, 0.1, 0.1, 0.1, 0.1))
MILD = Probabilities((0.1, 0.23, 0.67), (0.1, 0.4, 0.2, 0.1, 0.1, 0.1))
NEGATIVE = Probabilities((0.7, 0.2, 0.1), (0.1, 0.1, 0.5, 0.1, 0.1, 0.1))


def texts_of(checks: list[Check]) -> set[str]:
    return {text for check in checks for text in (check.text, check.other) if text}


def test_the_suite_is_large_and_of_both_heads():
    checks = read_checks()
    assert len(texts_of(checks)) >= 150
    for head in HEADS:
        assert sum(check.head == head for check in checks) >= 50
    assert len(set(checks)) == len(checks)


def test_the_everyday_checks_are_six_of_each_of_ten_kinds():
    checks = read_checks(EVERYDAY_FILE)
    assert sorted(Counter(check.capability for check in checks).values()) == [6] * 10
    assert len(set(checks)) == len(checks)
    for head in HEADS:
        assert sum(check.head == head for check in checks) >= 25


def test_the_everyday_checks_are_apart_from_the_older_ones():
    everyday, older = read_checks(EVERYDAY_FILE), read_checks()
    assert not texts_of(everyday) & texts_of(older)
    assert not {check.capability for check in everyday} & {check.capability for check in older}


@pytest.mark.parametrize("path", [CHECKS_FILE, EVERYDAY_FILE], ids=lambda path: path.stem)
def test_every_check_is_well_formed(path: Path):
    for check in read_checks(path):
        assert check.text.strip(), check
        assert set(check.labels) <= set(LABELS[check.head]), check
        assert check.kind in ("label", "same", "rises", "falls", "holds"), check
        assert (check.other is None) == (check.kind == "label"), check
        assert check.other != check.text, check
        assert (len(check.labels) == 0) == (check.kind == "same"), check


@pytest.mark.parametrize(
    ("kind", "labels", "other", "passes"),
    [
        ("label", ("positive",), None, True),
        ("label", ("neutral", "positive"), None, True),
        ("label", ("negative",), None, False),
        ("same", (), MILD, True),
        ("same", (), NEGATIVE, False),
        ("falls", ("positive",), NEGATIVE, True),
        ("falls", ("positive",), MILD, False),  # by three hundredths: not clearly
        ("rises", ("negative",), NEGATIVE, True),
        ("rises", ("neutral",), MILD, False),
        ("holds", ("positive",), MILD, True),
        ("holds", ("positive",), NEGATIVE, False),
        ("holds", ("neutral",), MILD, False),  # it rises, but is not what is said
    ],
)
def test_judging(kind, labels, other, passes):
    check = Check("toy", kind, "sentiment", "ভালো", None if other is None else "খুব ভালো", labels)
    assert check.passes(POSITIVE, other) is passes


def test_pass_rates():
    said = {"ভালো": POSITIVE, "বাজে": NEGATIVE}
    checks = [
        Check("one", "label", "sentiment", "ভালো", labels=("positive",)),
        Check("one", "label", "emotion", "ভালো", labels=("fear",)),
        Check("two", "same", "emotion", "ভালো", "বাজে"),
    ]
    one, two = pass_rates(checks, lambda texts: [said[text] for text in texts])
    assert (one.capability, one.passed, one.checks, one.failures) == ("one", 1, 2, ("emotion: ভালো",))
    assert (two.capability, two.passed, two.checks, two.failures) == ("two", 0, 1, ("emotion: বাজে",))


def test_group_spreads():
    said = {"ক এলেন": POSITIVE, "খ এলেন": NEGATIVE, "ক গেলেন": POSITIVE, "খ গেলেন": POSITIVE}
    spreads = group_spreads(["{} এলেন", "{} গেলেন"], ["ক", "খ"], lambda texts: [said[text] for text in texts])
    assert [(one.head, one.label) for one in spreads] == [
        (head, label) for head in HEADS for label in LABELS[head]
    ]
    negative = spreads[0]
    assert negative.largest == pytest.approx(0.6)
    assert negative.mean == pytest.approx(0.3)
    assert (negative.low_name, negative.high_name) == ("ক", "খ")


def test_spreads_of_inserted_and_held_back_names_stand_apart():
    names = ["বিএনপি", "কংগ্রেস", "জাতীয় পার্টি", "সিপিবি"]
    assert [is_held_back(name) for name in names] == [False, False, True, True]
    said = dict(zip(names, (POSITIVE, MILD, NEGATIVE, POSITIVE), strict=True))
    found = spreads_by_use(["{}"], names, lambda texts: [said[text] for text in texts])
    of_negative = {use: spreads[0] for use, spreads in found.items()}
    assert {use: one.largest for use, one in of_negative.items()} == pytest.approx(
        {"all names": 0.6, "inserted": 0.0, "held back": 0.6}
    )
    ends = {use: (one.low_name, one.high_name) for use, one in of_negative.items()}
    assert ends["all names"] == ("বিএনপি", "জাতীয় পার্টি")
    assert ends["held back"] == ("সিপিবি", "জাতীয় পার্টি")
    with pytest.raises(KeyError):
        spreads_by_use(["{}"], ["মঙ্গলবাসী"], lambda texts: [POSITIVE for _ in texts])


def test_templates_name_a_group_once():
    for templates, names in (*read_groups().values(), *read_page_groups().values()):
        assert len(set(names)) == len(names) >= 6
        assert all(template.count("{}") == 1 and has_bangla(template) for template in templates)
