"""Whether probabilities mean what they say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import softmax

from sentimotion.evaluation.calibration import coverage_at, fit_temperature, held_out_error, reliability

# Two labels; how sure, and whether right.
SURE = np.array([[0.95, 0.05], [0.1, 0.9], [0.55, 0.45], [0.4, 0.6]])
TRUTH = [0, 0, 0, 1]


def test_reliability_by_hand():
    found = reliability(SURE, TRUTH)
    assert found.n_texts == 4
    assert found.accuracy == 0.75
    assert found.confidence == pytest.approx((0.95 + 0.9 + 0.55 + 0.6) / 4)
    by_low = {one.low: one for one in found.bins}
    assert len(found.bins) == 10
    # 0.9 itself is in the bin from 0.9 on.
    assert (by_low[0.9].n_texts, by_low[0.9].accuracy) == (2, 0.5)
    assert by_low[0.9].confidence == pytest.approx(0.925)
    assert (by_low[0.5].n_texts, by_low[0.6].n_texts) == (1, 1)
    assert (by_low[0.0].n_texts, by_low[0.0].confidence, by_low[0.0].accuracy) == (0, None, None)
    assert found.ece == pytest.approx((2 * abs(0.925 - 0.5) + (1 - 0.55) + (1 - 0.6)) / 4)


def test_a_text_of_probability_one_has_a_bin():
    found = reliability(np.array([[1.0, 0.0]]), [0])
    assert found.bins[-1].n_texts == 1
    assert found.ece == 0.0


@given(st.integers(0, 2**32 - 1), st.integers(1, 60))
def test_every_text_is_in_one_bin_and_the_error_is_a_share(seed, n_texts):
    generator = np.random.default_rng(seed)
    probabilities = generator.dirichlet([0.5] * 3, n_texts)
    truth = generator.integers(3, size=n_texts).tolist()
    found = reliability(probabilities, truth)
    assert sum(one.n_texts for one in found.bins) == n_texts
    assert 0 <= found.ece <= 1
    assert abs(found.confidence - found.accuracy) <= found.ece + 1e-9


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.5])
def test_the_temperature_that_spoiled_the_logits_is_found(temperature):
    generator = np.random.default_rng(1)
    logits = generator.normal(scale=2.0, size=(4000, 3))
    truth = [generator.choice(3, p=row) for row in softmax(logits, axis=-1)]
    found = fit_temperature(logits * temperature, truth)
    assert found == pytest.approx(temperature, rel=0.1)
    spoiled = reliability(softmax(logits * temperature, axis=-1), truth)
    mended = reliability(softmax(logits * temperature / found, axis=-1), truth)
    assert mended.accuracy == spoiled.accuracy
    assert mended.ece < 0.03
    assert temperature == 1.0 or mended.ece < spoiled.ece


def test_what_a_threshold_keeps():
    all_of_them, at_the_edge, above, none = coverage_at(SURE, TRUTH, [0.0, 0.9, 0.91, 0.96])
    assert (all_of_them.share, all_of_them.accuracy) == (1.0, 0.75)
    assert (at_the_edge.share, at_the_edge.accuracy) == (0.5, 0.5)  # 0.9 is not below 0.9
    assert (above.share, above.accuracy) == (0.25, 1.0)
    assert (none.share, none.accuracy) == (0.0, None)


def drawn(n_texts, spoiled_by=1.0):
    """Probabilities, and labels that were drawn from them before their logits were multiplied."""
    generator = np.random.default_rng(2)
    logits = generator.normal(scale=1.5, size=(n_texts, 3))
    truth = [int(generator.choice(3, p=row)) for row in softmax(logits, axis=-1)]
    return softmax(logits * spoiled_by, axis=-1), truth


@pytest.mark.parametrize("spoiled_by", [1.0, 3.0])
def test_a_temperature_of_other_texts_repairs_what_is_too_sure(spoiled_by):
    probabilities, truth = drawn(2000, spoiled_by)
    found = held_out_error(probabilities, truth, resamples=100)
    assert found.ece < 0.04
    assert found.low <= found.ece <= found.high
    assert spoiled_by == 1.0 or reliability(probabilities, truth).ece > 0.15


def test_a_temperature_is_not_taken_from_the_texts_it_is_applied_to():
    """Where no order of the texts makes halves alike, what was fitted on one half is wrong for the other."""
    probabilities = np.array([[0.9, 0.1], [0.9, 0.1]])
    # Whichever text is fitted on: one that is right asks for more certainty, one that is wrong for none.
    found = held_out_error(probabilities, [0, 1], resamples=10)
    # softmax(logits / 5) of the text that is right, softmax(logits / 0.2) of the one that is wrong.
    gentle, bold = 9**0.2 / (1 + 9**0.2), 9**5 / (1 + 9**5)
    assert found.ece == pytest.approx(((1 - gentle) + bold) / 2, abs=1e-3)


def test_the_interval_is_narrower_with_more_texts_and_the_seed_decides():
    few, many = (held_out_error(*drawn(n_texts), resamples=100) for n_texts in (200, 3000))
    assert many.high - many.low < few.high - few.low
    assert held_out_error(*drawn(200), resamples=100) == few
    assert held_out_error(*drawn(200), seed=1, resamples=100) != few
