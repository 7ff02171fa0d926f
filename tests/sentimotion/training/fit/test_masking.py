"""Masked tokens."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.training.fit.masking import draw_masked_shares, mask_tokens

SPECIAL = frozenset({0, 1, 2, 4})
MASK = 4
IDS = np.array([[0, *range(10, 30), 2], [0, *range(30, 40), 2, *[1] * 10]])


def masked_at(*shares, seed=0, ids=IDS):
    return mask_tokens(ids, SPECIAL, MASK, np.array(shares), np.random.default_rng(seed))


@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 1000))
def test_special_tokens_stay_and_what_is_not_masked_is_as_it_was(one, other, seed):
    masked = masked_at(one, other, seed=seed)
    special = np.isin(IDS, sorted(SPECIAL))
    assert (masked[special] == IDS[special]).all()
    assert np.isin(masked, [MASK, *IDS.flat]).all()
    assert (masked[masked != MASK] == IDS[masked != MASK]).all()


def test_each_text_has_its_own_share():
    masked = masked_at(0.0, 1.0)
    assert masked[0].tolist() == IDS[0].tolist()
    assert masked[1].tolist() == [0, *[MASK] * 10, 2, *[1] * 10]


def test_about_the_share_is_masked():
    masked = masked_at(*[0.3] * 200, ids=np.full((200, 100), 9))
    assert abs((masked == MASK).mean() - 0.3) < 0.01


def test_shares_are_drawn_evenly_between_their_bounds():
    shares = draw_masked_shares(4000, 0.5, (0.2, 0.6), np.random.default_rng(0))
    assert shares.shape == (4000,)
    drawn = shares[shares > 0]
    assert abs(len(drawn) / 4000 - 0.5) < 0.03
    assert drawn.min() >= 0.2
    assert drawn.max() <= 0.6
    assert np.histogram(drawn, 4, (0.2, 0.6))[0] / len(drawn) == pytest.approx(0.25, abs=0.03)


@pytest.mark.parametrize(("masked_texts", "expected"), [(0.0, 0.0), (1.0, 0.4)])
def test_no_text_is_masked_or_every_one(masked_texts, expected):
    shares = draw_masked_shares(50, masked_texts, (0.4, 0.4), np.random.default_rng(0))
    assert shares.tolist() == [expected] * 50
