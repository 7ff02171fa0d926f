"""The smallest set of words without which a decision changes, on models whose smallest set is known."""

from dataclasses import FrozenInstanceError
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.explanations.removal_search import Removal, most_choices, search_removal
from sentimotion.inference.decisions import Decision

YES, NO = (Decision(label, 1.0, label, 1.0, 0.5) for label in ("positive", "negative"))


class Model:
    """Says positive as long as ``holds`` is true of the words that are left, of ``size`` texts at once."""

    def __init__(self, n_words, holds, size=3):
        self.n_words, self.holds, self.size = n_words, holds, size
        self.scored = []

    def decision(self, removed):
        return YES if self.holds(set(range(self.n_words)) - set(removed)) else NO

    def without(self, choices):
        for start in range(0, len(choices), self.size):
            chunk = choices[start : start + self.size]
            self.scored += chunk
            yield [self.decision(removed) for removed in chunk]

    def search(self, order, **options):
        """What is found; ``scored`` are the choices that were scored for it."""
        self.scored = []
        search = search_removal(order, "positive", self.without, **options)
        n_scored = 0
        while True:
            try:
                n_scored += next(search)
            except StopIteration as ended:
                assert n_scored == len(self.scored)
                return ended.value


def linear(weights, bias):
    """A linear model: the sum of the words that are left and a bias, positive above 0."""
    return Model(len(weights), lambda left: bias + sum(weights[word] for word in left) > 0)


def by_weight(weights):
    return sorted(range(len(weights)), key=lambda word: -weights[word])


@pytest.mark.parametrize(
    ("weights", "bias", "expected"),
    [
        ([1, 5, 2, 1], -4, (1,)),  # 9 - 4 > 0; without the 5 it is not
        ([3, 1, 2, 1], -2.5, (0, 2)),  # 7 - 2.5 > 0; no word alone is enough, 3 and 2 are
        ([2, -3, 2, 2, 1], -0.5, (0, 2)),  # what speaks against stays
        ([1, 1, 1, 1], -0.5, None),  # only without all words, and one word always stays
        ([1, 1], 5, None),
    ],
)
def test_a_linear_model_by_hand(weights, bias, expected):
    found = linear(weights, bias).search(by_weight(weights))
    assert found == (expected and Removal(expected, NO))


@given(st.lists(st.integers(-5, 5), min_size=2, max_size=7), st.integers(-8, 8))
def test_of_a_linear_model_it_is_the_smallest(weights, bias):
    """Against all sets of words: in a linear model the strongest words are the fewest."""
    model = linear(weights, bias)
    if model.decision(()) is not YES:
        return
    sizes = [
        size
        for size in range(1, len(weights))
        for removed in combinations(range(len(weights)), size)
        if model.decision(removed) is NO
    ]
    found = model.search(by_weight(weights))
    assert (found and len(found.words)) == (sizes[0] if sizes else None)


@given(
    st.permutations(range(7)), st.sets(st.frozensets(st.integers(0, 6), min_size=1), min_size=1, max_size=4)
)
def test_whatever_the_order_no_word_of_it_can_be_put_back(order, reasons):
    """The model holds while any of its reasons, a set of words, is there; the order says nothing of it."""
    model = Model(7, lambda left: any(reason <= left for reason in reasons))
    found = model.search(order)
    if found is None:
        assert model.decision(order[:6]) is YES
        return
    assert model.decision(found.words) is NO
    for back in found.words:
        assert model.decision([word for word in found.words if word != back]) is YES


def test_words_that_are_not_needed_are_put_back():
    """The order begins with two words that matter nothing: they are scored, and pruned."""
    model = Model(6, lambda left: bool({2, 3, 4} & left))
    assert model.search([0, 2, 1, 3, 4, 5]).words == (2, 3, 4)
    assert (0, 2, 1, 3, 4) in model.scored


def test_one_word_is_found_wherever_it_is_in_the_order():
    assert Model(9, lambda left: 7 in left).search(range(9)).words == (7,)


def test_it_is_bounded():
    """Three words would do, two are allowed; no more than announced is scored, and never the empty text."""
    holds = linear([1] * 40, -37.5)
    assert holds.search(range(40), max_words=2) is None
    assert max(map(len, holds.scored)) == 2
    assert holds.search(range(40), max_words=3).words == (0, 1, 2)
    never = Model(12, lambda _: True)
    assert never.search(range(12)) is None
    assert len(never.scored) == 12 + 9
    worst = Model(12, lambda left: len(left) > 2)
    assert len(worst.search(range(12)).words) == 10
    assert len(worst.scored) <= most_choices(12, 10)


@pytest.mark.parametrize("n_words", [0, 1])
def test_a_single_word_stays(n_words):
    model = Model(n_words, bool)
    assert model.search(range(n_words)) is None
    assert model.scored == []


def test_it_stops_at_the_first_chunk_that_changes_it():
    model = Model(30, lambda left: 4 in left)
    model.search(range(30))
    assert len(model.scored) == 6


def test_of_two_words_none_is_put_back():
    """No word alone was enough, which was seen: 4 words, then the first two; texts are scored by three."""
    model = linear([3, 1, 2, 1], -2.5)
    assert model.search([0, 2, 1, 3]).words == (0, 2)
    assert model.scored == [(0,), (2,), (1,), (3,), (0, 2), (0, 2, 1)]


@pytest.mark.parametrize(
    ("n_words", "max_words", "expected"),
    # Each word; then 2, 3, ... words; then one word put back, of so many, of one fewer, ...
    [(1, 10, 1), (2, 10, 2 + 1 + 1), (5, 10, 5 + 4 + 10), (12, 10, 12 + 10 + 55), (40, 2, 40 + 2 + 3)],
)
def test_how_many_texts_are_scored_at_most(n_words, max_words, expected):
    assert most_choices(n_words, max_words) == expected


def test_what_was_found_stays_as_it_is():
    with pytest.raises(FrozenInstanceError):
        Removal((1,), NO).words = ()
