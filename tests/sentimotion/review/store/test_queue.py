"""The queue: what is asked for first, and random ones that are truly random."""

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from sentimotion.errors import InvalidReview
from sentimotion.labels import LABELS
from sentimotion.review.store.queue import (
    CONFLICTS,
    CRITERIA,
    Candidate,
    conflict,
    disagreement,
    heads_conflict,
    margin,
    queue,
)
from tests.sentimotion.review.stub import spread


def candidate(sentiment="neutral", emotion="neutral", *, sure=0.9, sure_emotion=0.9, gold=(None, None)):
    return Candidate(
        {
            "sentiment": spread("sentiment", sentiment, sure),
            "emotion": spread("emotion", emotion, sure_emotion),
        },
        dict(zip(("sentiment", "emotion"), gold, strict=True)),
    )


def order_of(candidates, *order, seed=0):
    return [place.index for place in queue(candidates, order, 0, seed)]


def test_pairs_that_conflict():
    assert heads_conflict("positive", "sadness")
    assert heads_conflict("negative", "happy")
    for sentiment, emotion in (("positive", "happy"), ("negative", "fear"), ("neutral", "happy")):
        assert not heads_conflict(sentiment, emotion)
    assert not any(label in ("neutral", "surprise") for pair in CONFLICTS for label in pair)
    assert all(one in LABELS["sentiment"] and other in LABELS["emotion"] for one, other in CONFLICTS)


def test_disagreement_comes_first_and_the_surest_of_it():
    candidates = [
        candidate("positive", gold=("positive", None)),
        candidate("positive", sure=0.6, gold=("negative", None)),
        candidate("positive", sure=0.9, gold=("negative", None)),
        candidate("positive", "fear", gold=("negative", "sadness")),
        candidate("positive"),
    ]
    assert [disagreement(one) for one in (candidates[0], candidates[4])] == [0, 0]
    assert disagreement(candidates[1]) == pytest.approx(1 + 0.6 - 0.2)
    assert order_of(candidates, "disagreement")[:3] == [3, 2, 1]


def test_the_smallest_margin_comes_first():
    candidates = [candidate(sure=0.9), candidate(sure=0.6), candidate(sure=0.9, sure_emotion=0.3)]
    assert margin(candidates[1]) == pytest.approx(0.4)
    assert order_of(candidates, "margin") == [2, 1, 0]


def test_heads_in_conflict_come_first():
    candidates = [
        candidate("positive", "happy"),
        candidate("positive", "sadness", sure=0.6),
        candidate("positive", "sadness", sure=0.9),
        candidate("positive", "happy", sure_emotion=0.3),
    ]
    assert conflict(candidates[2]) > conflict(candidates[1]) > 1 > conflict(candidates[3])
    assert order_of(candidates, "conflict") == [2, 1, 3, 0]


def test_a_second_criterion_orders_what_the_first_leaves_level():
    candidates = [
        candidate("positive", sure=0.9, gold=("negative", None)),
        candidate("positive", "sadness", sure=0.9, gold=("negative", None)),
        candidate("positive", "sadness", sure=0.6, gold=("negative", None)),
        candidate("positive", "sadness"),
        candidate(sure=0.5),
        candidate(),
    ]
    assert order_of(candidates, "disagreement", "conflict", "margin") == [2, 1, 0, 3, 4, 5]
    assert order_of(candidates, "conflict", "disagreement", "margin") == [2, 1, 3, 0, 4, 5]


def test_random_ends_an_order():
    candidates = [candidate("positive", gold=("negative", None), sure=0.5 + i / 100) for i in range(20)]
    candidates += [candidate() for _ in range(20)]
    places = [order_of(candidates, "disagreement", "random", seed=seed) for seed in range(3)]
    assert all(set(one[:20]) == set(range(20)) for one in places)
    assert places[0] != places[1] != places[2]


@given(
    st.integers(0, 60),
    st.floats(0, 1),
    st.integers(0, 2**32),
    st.lists(st.sampled_from(CRITERIA), min_size=1, unique=True),
)
def test_every_item_is_in_the_queue_once(n_items, share, seed, order):
    source = random.Random(seed)
    candidates = [
        candidate(
            source.choice(LABELS["sentiment"]),
            source.choice(LABELS["emotion"]),
            sure=source.uniform(0.34, 1),
            gold=(source.choice([None, *LABELS["sentiment"]]), None),
        )
        for _ in range(n_items)
    ]
    places = queue(candidates, order, share, seed)
    assert sorted(place.index for place in places) == list(range(n_items))
    n_random = sum(place.is_random for place in places)
    # One at least where random ones are asked for.
    at_least = min(1, n_items) if share > 0 else 0
    assert n_random == (n_items if order[0] == "random" else max(at_least, round(share * n_items)))
    assert queue(candidates, order, share, seed) == places
    # Dealt evenly: no stretch of the queue goes without them.
    for end in range(n_items + 1):
        if n_random:
            assert abs(sum(place.is_random for place in places[:end]) - end * n_random / n_items) <= 1


def test_a_small_file_has_a_random_one_too():
    for n_items, share in ((2, 0.2), (1, 0.01)):
        places = queue([candidate()] * n_items, ("margin",), share, 0)
        assert sum(place.is_random for place in places) == 1
    assert not any(place.is_random for place in queue([candidate()] * 2, ("margin",), 0, 0))
    assert queue([], ("margin",), 0.2, 0) == []


def test_random_ones_are_a_random_sample_in_random_order():
    """Whatever the order says: an item at the end of it is as often among the first random ones."""
    candidates = [candidate(sure=0.4 + i / 50) for i in range(25)]
    first = Counter()
    n_seeds = 2000
    for seed in range(n_seeds):
        places = queue(candidates, ("margin",), 0.2, seed)
        first[next(place.index for place in places if place.is_random)] += 1
    assert min(binomtest(first[i], n_seeds, 1 / 25).pvalue for i in range(25)) > 0.05 / 25 / 10


def test_annotators_cannot_tell_where_random_ones_stand():
    candidates = [candidate(sure=0.4 + i / 200) for i in range(100)]
    gaps = set()
    spots = [place for place, one in enumerate(queue(candidates, ("margin",), 0.2, 5)) if one.is_random]
    gaps = {later - earlier for earlier, later in zip(spots, spots[1:], strict=False)}
    assert len(gaps) > 3


@pytest.mark.parametrize(
    ("order", "message"), [((), "empty"), (("surest",), "'surest'"), (("margin", "margin"), "twice")]
)
def test_orders_that_do_not_exist(order, message):
    with pytest.raises(InvalidReview, match=message):
        queue([], order, 0, 0)
