"""The model card's rule: the most probable label, or neutral where nothing reaches the threshold."""

import math
from dataclasses import FrozenInstanceError
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.errors import InvalidThreshold
from sentimotion.inference.decisions import check_threshold, decide
from sentimotion.labels import HEADS, LABELS

BELOW = math.nextafter(0.55, 0)
ABOVE = math.nextafter(0.55, 1)
NEUTRAL_ON_TOP = (0.05, 0.9, 0.05)

# head, probabilities in card order, threshold -> label, confidence, top label, fell back
CASES = {
    "above": ("sentiment", (0.1, 0.2, 0.7), 0.55, "positive", 0.7, "positive", False),
    "equal_is_enough": ("sentiment", (0.55, 0.25, 0.2), 0.55, "negative", 0.55, "negative", False),
    "one_step_below": ("sentiment", (BELOW, 0.25, 0.2), 0.55, "neutral", 0.25, "negative", True),
    "one_step_above": ("sentiment", (ABOVE, 0.25, 0.2), 0.55, "negative", ABOVE, "negative", False),
    "neutral_on_top": ("sentiment", NEUTRAL_ON_TOP, 0.55, "neutral", 0.9, "neutral", False),
    "neutral_on_top_below": ("sentiment", (0.3, 0.4, 0.3), 0.55, "neutral", 0.4, "neutral", True),
    "fallback_says_neutrals_own": ("sentiment", (0.5, 0.02, 0.48), 0.55, "neutral", 0.02, "negative", True),
    "threshold_0": ("sentiment", (0.34, 0.33, 0.33), 0, "negative", 0.34, "negative", False),
    "threshold_0_of_0": ("sentiment", (0.0, 0.0, 0.0), 0, "negative", 0.0, "negative", False),
    "threshold_1": ("sentiment", (0.0, math.nextafter(0, 1), BELOW), 1, "neutral", 5e-324, "positive", True),
    "threshold_1_of_1": ("sentiment", (0.0, 0.0, 1.0), 1, "positive", 1.0, "positive", False),
    "tie_first_wins": ("sentiment", (0.1, 0.45, 0.45), 0.45, "neutral", 0.45, "neutral", False),
    "tie_below": ("sentiment", (0.5, 0.0, 0.5), 0.55, "neutral", 0.0, "negative", True),
    "emotion_neutral_is_first": (
        "emotion",
        (0.1, 0.5, 0.1, 0.1, 0.1, 0.1),
        0.6,
        "neutral",
        0.1,
        "happy",
        True,
    ),
    "emotion_last": ("emotion", (0.0, 0.1, 0.1, 0.1, 0.1, 0.6), 0.6, "fear", 0.6, "fear", False),
    "emotion_all_equal": ("emotion", (1 / 6,) * 6, 1 / 6, "neutral", 1 / 6, "neutral", False),
}


@pytest.mark.parametrize(
    ("head", "probabilities", "threshold", "label", "confidence", "top_label", "fell_back"),
    CASES.values(),
    ids=CASES,
)
def test_table(head, probabilities, threshold, label, confidence, top_label, fell_back):
    decision = decide(head, probabilities, threshold)
    assert (decision.label, decision.confidence) == (label, confidence)
    assert (decision.top_label, decision.top_probability) == (top_label, max(probabilities))
    assert decision.fell_back is fell_back
    assert decision.threshold == threshold


NO_THRESHOLDS = [
    *(math.nan, math.inf, -math.inf, -0.1, 1.1, -5e-324, math.nextafter(1, 2), 2, 10**400, -(10**400)),
    *(
        "0.5",
        "",
        None,
        True,
        False,
        [0.5],
        (0.5,),
        {},
        0.5 + 0j,
        b"0.5",
        np.array([0.5]),
        np.array([[0.1] * 9] * 9),
    ),
    *(np.float64("nan"), np.bool_(True), np.float32(1.5)),
]


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("threshold", NO_THRESHOLDS, ids=lambda value: repr(value)[:20])
def test_no_threshold(threshold, head):
    with pytest.raises(
        InvalidThreshold, match=f"the {head} threshold is .*expected a number from 0 to 1"
    ) as caught:
        decide(head, (1.0,) + (0.0,) * (len(LABELS[head]) - 1), threshold)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "threshold",
    [
        0,
        1,
        0.0,
        1.0,
        -0.0,
        5e-324,
        0.55,
        np.float64(0.5),
        np.float32(0.25),
        np.float16(1),
        np.int64(1),
        Fraction(1, 3),
    ],
)
def test_numbers_of_any_kind(threshold):
    value = check_threshold(threshold, "emotion")
    assert type(value) is float
    assert value == float(threshold)


def probabilities_of(head):
    weights = st.lists(
        st.floats(0, 1, allow_subnormal=False), min_size=len(LABELS[head]), max_size=len(LABELS[head])
    )
    return weights.filter(lambda values: sum(values) > 1e-6).map(
        lambda values: tuple(value / sum(values) for value in values)
    )


HEAD_AND_PROBABILITIES = st.sampled_from(HEADS).flatmap(
    lambda head: st.tuples(st.just(head), probabilities_of(head))
)


@given(HEAD_AND_PROBABILITIES, st.floats(0, 1))
def test_confidence_is_the_probability_of_the_label_said(case, threshold):
    head, probabilities = case
    decision = decide(head, probabilities, threshold)
    assert decision.confidence == probabilities[LABELS[head].index(decision.label)]
    assert decision.top_probability == max(probabilities)
    assert decision.fell_back == (max(probabilities) < threshold)
    assert decision.label == ("neutral" if decision.fell_back else decision.top_label)


@given(HEAD_AND_PROBABILITIES, st.floats(0, 1), st.floats(0, 1))
def test_raising_the_threshold_never_takes_a_fallback_back(case, one, other):
    head, probabilities = case
    lower, higher = sorted((one, other))
    before, after = decide(head, probabilities, lower), decide(head, probabilities, higher)
    assert after.fell_back or not before.fell_back
    assert before.top_label == after.top_label


def test_a_decision_stays_as_it_is():
    decision = decide("sentiment", (0.1, 0.2, 0.7), 0.55)
    with pytest.raises(FrozenInstanceError):
        decision.label = "negative"
