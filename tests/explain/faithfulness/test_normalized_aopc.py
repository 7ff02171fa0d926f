"""The area over the perturbation curve between the worst and the best order of the words."""

from itertools import permutations
from statistics import fmean

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explain import Target
from explain.faithfulness.erasers import ErasableText
from explain.faithfulness.normalized_aopc import expected_normalized_aopc, normalized_aopc, subset_losses
from tests.explain.models import PAD_ID, TableModel, encode

TARGET = Target("head", 1, kind="logit")


def text_of(values):
    """A text whose score is the sum of its words' values."""
    rows = [[0.0], [0.0], [0.0], [0.0], *([value] for value in values)]
    table = TableModel(rows, head=lambda embeds: embeds[:, 1:-1, 0].sum(dim=1))
    encoded = encode(*range(4, 4 + len(values)))
    return ErasableText(table, encoded, [(1 + word,) for word in range(len(values))], "pad", PAD_ID)


def test_by_hand():
    """Words that count 3, 2 and -1: without the first, the first two, all of them."""
    losses = subset_losses(text_of([3.0, 2.0, -1.0]), [TARGET])[:, 0]
    assert losses.tolist() == pytest.approx([0, 3, 2, 5, -1, 2, 1, 4])
    # Best: 3, 2, -1, which loses 3, 5, 4. Worst: -1, 2, 3, which loses -1, 1, 4.
    assert normalized_aopc(losses, [0, 1, 2]) == pytest.approx(1)
    assert normalized_aopc(losses, [2, 1, 0]) == pytest.approx(0)
    assert normalized_aopc(losses, [1, 0, 2]) == pytest.approx((11 - 4) / (12 - 4))
    assert expected_normalized_aopc(losses) == pytest.approx(0.5)


@given(st.lists(st.floats(-5, 5), min_size=16, max_size=16))
def test_the_limits_are_those_of_all_orders(values):
    losses = np.array([0.0, *values[1:]])
    areas = {}
    for order in permutations(range(4)):
        subset, found = 0, []
        for word in order:
            subset |= 1 << word
            found.append(losses[subset])
        areas[order] = fmean(found)
    worst, best = min(areas.values()), max(areas.values())
    if best - worst < 1e-6:
        return
    scores = [normalized_aopc(losses, order) for order in areas]
    assert scores == pytest.approx([(area - worst) / (best - worst) for area in areas.values()])
    assert (min(scores), max(scores)) == pytest.approx((0, 1))
    assert expected_normalized_aopc(losses) == pytest.approx(fmean(scores))


def test_where_no_order_is_better():
    losses = subset_losses(text_of([2.0, 2.0]), [TARGET])[:, 0]
    assert normalized_aopc(losses, [0, 1]) is None
    assert expected_normalized_aopc(losses) is None


def test_ten_words_at_most():
    with pytest.raises(ValueError, match="11 words, at most 10"):
        subset_losses(text_of([1.0] * 11), [TARGET])
