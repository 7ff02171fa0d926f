import doctest
import math
import random
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

import explain.words
from explain import sum_to_words


def test_example_in_the_docstring():
    assert doctest.testmod(explain.words) == (0, 1)


def test_pieces_of_a_word_are_added_up_and_the_rest_is_other():
    # "ভালো নয়!" : [CLS], ভা, ##লো, নয়, !, [SEP]
    totals = sum_to_words(
        [(0, 4), (5, 8)],
        [None, (0, 2), (2, 4), (5, 8), (8, 9), None],
        [0.0, 0.25, 0.5, -2.0, 0.125, 0.0],
    )
    assert totals.words == (0.75, -2.0)
    assert totals.other == 0.125
    assert totals.token_words == (None, 0, 0, 1, None, None)


def test_metaspace_piece_belongs_to_the_word_behind_its_space():
    assert sum_to_words([(0, 2), (3, 5)], [(0, 2), (2, 5)], [1.0, 2.0]).token_words == (0, 1)


def test_byte_pieces_share_one_span():
    totals = sum_to_words([(0, 1), (2, 3)], [(2, 3)] * 4, [1.0, 2.0, 3.0, 4.0])
    assert totals.words == (0.0, 10.0)


@pytest.mark.parametrize(
    ("token", "word"),
    [
        ((1, 6), 1),  # 2 of the first, 3 of the second
        ((0, 6), 0),  # 3 of each: the first
        ((2, 9), 1),  # 1, 3, 2
        ((0, 14), 3),  # 3, 3, 2, 4: the longest inside
        ((8, 8), None),  # empty, inside a word
        ((0, 0), None),
        ((9, 10), None),  # the space between
        ((14, 20), None),  # behind the last
    ],
)
def test_a_token_belongs_to_the_word_it_overlaps_most(token, word):
    words = [(0, 3), (3, 6), (7, 9), (10, 14)]
    assert sum_to_words(words, [token], [1.0]).token_words == (word,)


def test_no_words_no_tokens():
    assert sum_to_words([], [(0, 1)], [2.0]).other == 2.0
    empty = sum_to_words([(0, 1)], [], [])
    assert (empty.words, empty.other, empty.token_words) == ((0.0,), 0.0, ())


def test_small_attributions_survive_large_ones():
    assert sum_to_words([(0, 1)], [(0, 1)] * 3, [1e16, 1.0, -1e16]).words == (1.0,)


@pytest.mark.parametrize(
    ("words", "tokens", "attributions", "message"),
    [
        ([(0, 1)], [(0, 1)], [1.0, 2.0], "1 token spans for 2 attributions"),
        ([(2, 1)], [], [], r"^word span 0 ends before it starts: \(2, 1\)"),
        ([], [None, (2, 1)], [0.0, 1.0], r"^token span 1 ends before it starts: \(2, 1\)"),
        ([(0, 3), (2, 4)], [], [], r"word span 1 \(2, 4\) starts before the end"),
        ([(4, 6), (0, 2)], [], [], r"word span 1 \(0, 2\) starts before the end"),
    ],
)
def test_spans_that_make_no_sense(words, tokens, attributions, message):
    with pytest.raises(ValueError, match=message):
        sum_to_words(words, tokens, attributions)


class CountingSpans(list):
    """Word spans that count how often one of them is looked at."""

    n_reads = 0

    def __getitem__(self, index):
        self.n_reads += 1
        return super().__getitem__(index)


def test_work_grows_with_the_number_of_words_not_its_square():
    n = 2000
    words = CountingSpans((2 * i, 2 * i + 1) for i in range(n))
    tokens = [(i, i + 1) for i in range(2 * n)] + [(0, 2 * n)] * n  # and n tokens that span the whole text
    sum_to_words(words, tokens, [1.0] * len(tokens))
    assert words.n_reads < 10 * n


spans = st.tuples(st.integers(0, 30), st.integers(0, 12)).map(lambda s: (s[0], s[0] + s[1]))
finite = st.floats(-1e6, 1e6)
tokens = st.lists(st.tuples(st.none() | spans, finite), max_size=25)


@st.composite
def word_lists(draw):
    cuts = sorted(draw(st.lists(st.integers(0, 40), max_size=20)))
    return list(zip(cuts[::2], cuts[1::2], strict=False))  # may be empty, may touch


@given(word_lists(), tokens)
def test_nothing_is_lost(words, tokens):
    token_spans, attributions = [span for span, _ in tokens], [value for _, value in tokens]
    totals = sum_to_words(words, token_spans, attributions)
    assert len(totals.words) == len(words)
    assert math.fsum([*totals.words, totals.other]) == pytest.approx(math.fsum(attributions), abs=1e-6)


@given(word_lists(), tokens)
def test_agrees_with_looking_at_every_word(words, tokens):
    totals = sum_to_words(words, [span for span, _ in tokens], [value for _, value in tokens])
    for (span, _), word in zip(tokens, totals.token_words, strict=True):
        if span is None:
            assert word is None
            continue
        overlaps = [max(0, min(end, span[1]) - max(start, span[0])) for start, end in words]
        best = max(overlaps, default=0)
        assert word == (overlaps.index(best) if best > 0 else None)
    for index, total in enumerate(totals.words):
        mine = [value for (_, value), word in zip(tokens, totals.token_words, strict=True) if word == index]
        assert total == math.fsum(mine)


@given(word_lists(), tokens, st.randoms(use_true_random=False))
def test_order_of_the_tokens_does_not_matter(words, tokens, rng: random.Random):
    shuffled = tokens.copy()
    rng.shuffle(shuffled)
    one, other = (sum_to_words(words, [s for s, _ in t], [v for _, v in t]) for t in (tokens, shuffled))
    assert (one.words, one.other) == (other.words, other.other)


@given(word_lists(), st.lists(finite, max_size=10))
def test_tokens_right_of_every_word_are_other(words, attributions):
    totals = sum_to_words(words, [(50 + i, 51 + i) for i in range(len(attributions))], attributions)
    assert set(totals.words) <= {0.0}
    assert totals.other == math.fsum(attributions)
    assert set(totals.token_words) <= {None}


def test_totals_stay_as_they_are():
    with pytest.raises(FrozenInstanceError):
        sum_to_words([], [], []).other = 1.0
