"""Shares and their intervals, against scipy's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from sentimotion.labels import HEADS, LABELS
from sentimotion.report.shares import Tally, wilson_interval

LABEL_PAIRS = st.fixed_dictionaries({head: st.sampled_from(LABELS[head]) for head in HEADS})


@given(st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_is_scipys(counts):
    hits, rows = counts
    expected = binomtest(hits, rows).proportion_ci(0.95, method="wilson")
    low, high = wilson_interval(hits, rows)
    assert (low, high) == pytest.approx((expected.low, expected.high), abs=1e-12)
    assert 0 <= low <= hits / rows <= high <= 1


def test_a_worked_example():
    # 81 of 263: the first example of Newcombe, Statistics in Medicine 17, 1998, table I, method 3.
    assert wilson_interval(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)


@pytest.mark.parametrize(("hits", "rows", "low", "high"), [(0, 0, 0, 1), (0, 9, 0, None), (9, 9, None, 1)])
def test_the_ends(hits, rows, low, high):
    found = wilson_interval(hits, rows)
    assert low is None or found[0] == low
    assert high is None or found[1] == high


@given(st.lists(LABEL_PAIRS, max_size=30), st.integers(0, 30))
def test_tallies_add_up(rows, cut):
    whole, parts = Tally(), [Tally(), Tally()]
    for index, labels in enumerate(rows):
        whole.add(labels)
        parts[index >= cut].add(labels)
    parts[0].merge(parts[1])
    assert parts[0] == whole
    for head in HEADS:
        shares = whole.shares(head)
        assert [share.label for share in shares] == list(LABELS[head])
        assert sum(share.n_label for share in shares) == len(rows)
        assert sum(share.share for share in shares) == pytest.approx(1 if rows else 0)


def test_without_rows_nothing_is_known():
    assert all((share.share, share.low, share.high) == (0, 0, 1) for share in Tally().shares("emotion"))
