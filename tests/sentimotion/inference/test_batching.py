"""Texts shared out to forward passes: every text once, memory bounded, shapes that come again."""

import random

from hypothesis import given
from hypothesis import strategies as st

from sentimotion.inference.batching import Pass, passes


@given(st.lists(st.integers(0, 512), max_size=600), st.integers(1, 4096))
def test_every_text_is_in_one_pass_that_holds_it_and_memory_is_bounded(lengths, most_tokens):
    found = passes(lengths, most_tokens, 512)
    assert sorted(index for one in found for index in one.indexes) == list(range(len(lengths)))
    for one in found:
        assert 1 <= len(one.indexes) <= one.n_rows <= 256
        assert max(lengths[index] for index in one.indexes) <= one.n_tokens <= 512
        assert one.n_rows == 1 or one.n_rows * one.n_tokens <= most_tokens
    longest_first = [max(lengths[index] for index in one.indexes) for one in found]
    assert longest_first == sorted(longest_first, reverse=True)


@given(st.lists(st.integers(0, 512), min_size=1, max_size=600))
def test_little_is_padding(lengths):
    found = passes(lengths, 2048, 512)
    for one, following in zip(found, found[1:], strict=False):
        assert len(one.indexes) == one.n_rows  # only the last has room
        assert one.n_tokens >= following.n_tokens
    assert found[-1].n_rows < 2 * len(found[-1].indexes)
    for one in found:
        longest = max(lengths[index] for index in one.indexes)
        assert one.n_tokens - longest < (4 if longest <= 32 else 8)


@given(st.lists(st.integers(0, 128), min_size=1, max_size=16))
def test_one_pass_has_the_shape_of_its_texts(lengths):
    (one,) = passes(lengths, 2048, 512)
    assert (one.n_rows, one.n_tokens) == (len(lengths), max(1, *lengths))


def test_nothing_is_longer_than_the_network_reads():
    found = passes([30, 29, 3], 30, longest=30)
    assert [(one.indexes, one.n_rows, one.n_tokens) for one in found] == [
        ((0,), 1, 30),
        ((1,), 1, 30),
        ((2,), 1, 4),
    ]


def test_no_texts_no_passes():
    assert passes([], 2048, 512) == []


def test_a_long_run_meets_few_shapes():
    # A corpus in chunks, none like the other: what is met after the first tenth is nearly all there is.
    generator = random.Random(0)
    shapes: list[set[tuple[int, int]]] = []
    for _ in range(200):
        lengths = [min(128, int(generator.lognormvariate(3, 0.8)) + 2) for _ in range(1024)]
        shapes.append({(one.n_rows, one.n_tokens) for one in passes(lengths, 2048, 512)})
    early, all_of_them = set().union(*shapes[:20]), set().union(*shapes)
    assert len(all_of_them) <= 30
    # Those that come later are a chunk's last, of few short texts.
    assert all(n_rows * n_tokens < 512 for n_rows, n_tokens in all_of_them - early)


def test_room_is_filled_with_the_last_row():
    assert Pass((4, 2), 4, 3).filled([[1, 2, 3], [5]]) == [[1, 2, 3], [5], [5], [5]]
    assert Pass((4, 2), 2, 3).filled([[1, 2, 3], [5]]) == [[1, 2, 3], [5]]
