"""A threshold is a number from 0 to 1, whatever is sent."""

import math

import pytest

from sentimotion.web.components.threshold_slider import ThresholdSlider


@pytest.mark.parametrize("sent", [0, 1, 0.55])
def test_a_threshold_is_taken(sent):
    taken = ThresholdSlider(0.5, render=False).preprocess(sent)
    assert (taken, type(taken)) == (sent, float)


@pytest.mark.parametrize("sent", [None, "0.5", -0.01, 1.01, math.nan, math.inf, [0.5], {"value": 0.5}])
def test_nothing_else_is(sent):
    with pytest.raises(ValueError, match="from 0 to 1"):
        ThresholdSlider(0.5, render=False).preprocess(sent)
