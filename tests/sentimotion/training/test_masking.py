"""Hidden tokens."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.training.masking import NOT_HIDDEN, hide_tokens

SPECIAL = frozenset({0, 1, 2, 4})
MASK = 4
IDS = np.array([[0, *range(10, 30), 2], [0, *range(30, 40), 2, *[1] * 10]])


@given(st.floats(0, 1), st.integers(0, 1000))
def test_targets_are_the_true_ids_of_what_is_to_be_guessed(share, seed):
    hidden, targets = hide_tokens(IDS, SPECIAL, MASK, share, np.random.default_rng(seed))
    guessed = targets != NOT_HIDDEN
    assert (targets[guessed] == IDS[guessed]).all()
    assert not np.isin(IDS[guessed], sorted(SPECIAL)).any()
    assert (hidden[~guessed] == IDS[~guessed]).all()
    assert np.isin(hidden[guessed], [MASK, *IDS[guessed]]).all()


def test_shares():
    ids = np.full((200, 100), 9)
    hidden, targets = hide_tokens(ids, SPECIAL, MASK, 0.15, np.random.default_rng(0))
    guessed = targets != NOT_HIDDEN
    assert abs(guessed.mean() - 0.15) < 0.01
    assert abs((hidden[guessed] == MASK).mean() - 0.8) < 0.03


def test_nothing_is_hidden_at_zero():
    hidden, targets = hide_tokens(IDS, SPECIAL, MASK, 0.0, np.random.default_rng(0))
    assert (hidden == IDS).all()
    assert (targets == NOT_HIDDEN).all()
