"""Interactions of two words: a product, a planted AND, a sum, and how they are measured."""

from dataclasses import FrozenInstanceError
from itertools import combinations

import pytest
import torch

from explain import ErasableText, Target, pair_interactions
from explain.interactions import MAX_WORDS
from tests.explain.models import MASK_ID, PAD_ID, TableModel, encode, tiny_bert

# Padding is 0; the words 4, 5 and 6 are 2, 3 and 1.
TABLE = [[0.0], [7.0], [8.0], [9.0], [2.0], [3.0], [1.0]]
TARGET = Target("head", 1)


def text_of(function, *word_ids, eraser="pad", **options):
    model = TableModel(TABLE, head=function)
    groups = tuple((place,) for place in range(1, 1 + len(word_ids)))
    return ErasableText(model, encode(*word_ids), groups, eraser, {"pad": PAD_ID}.get(eraser), **options)


def last(results):
    *_, found = results
    return found


@pytest.mark.parametrize("eraser", ["pad", "zero"])
def test_a_product_by_hand(eraser):
    """f = a b at a = 2, b = 3: F(ab) = 6, and each alone, or none, is 0. The third word takes no part."""
    text = text_of(lambda embeds: embeds[:, 1, 0] * embeds[:, 2, 0], 4, 5, 6, eraser=eraser)
    (found,) = last(pair_interactions(text, [TARGET]))
    assert (found.empty, found.alone, found.n_pairs) == (0.0, (0.0, 0.0, 0.0), 3)
    assert found.pairs == {(0, 1): 6.0, (0, 2): 0.0, (1, 2): 0.0}


def test_a_planted_and():
    """The score is 5 where both the second and the fourth word are there, whatever else is."""

    def both(embeds):
        return 5.0 * (embeds[:, 2, 0] > 0) * (embeds[:, 4, 0] > 0)

    (found,) = last(pair_interactions(text_of(both, 4, 5, 4, 6, 5), [TARGET]))
    assert found.pairs == {pair: 5.0 if pair == (1, 3) else 0.0 for pair in combinations(range(5), 2)}


def test_words_that_are_each_enough_have_a_negative_interaction():
    """OR: together they do no more than one of them."""
    either = text_of(lambda embeds: (embeds[:, 1:3, 0] > 0).any(dim=1).float(), 4, 5)
    (found,) = last(pair_interactions(either, [TARGET]))
    assert found.pairs == {(0, 1): -1.0}


def test_a_sum_has_no_interactions():
    text = text_of(lambda embeds: embeds[:, :, 0].sum(dim=1), 4, 5, 6, 5)
    (found,) = last(pair_interactions(text, [TARGET]))
    assert found.empty == 15.0  # of the special tokens
    assert found.alone == (17.0, 18.0, 16.0, 18.0)
    assert set(found.pairs.values()) == {0.0}
    assert len(found.pairs) == found.n_pairs == 6


@pytest.mark.parametrize("eraser", ["pad", "mask", "zero", "cut"])
def test_four_passes_a_pair_of_the_text_with_only_these_words(eraser):
    """Against the formula, each of its four scores alone; a word of two tokens is one word."""
    words = ((1,), (2, 3), (4,), (5,))
    fill_id = {"pad": PAD_ID, "mask": MASK_ID}.get(eraser)
    text = ErasableText(tiny_bert(), encode(*range(10, 15)), words, eraser, fill_id, chunk_size=4)
    targets = [Target("sentiment", 0), Target("emotion", 3, 1)]

    def score(*kept):
        return torch.cat([*text.scores(targets, [[word for word in range(4) if word not in kept]])])[0]

    found = last(pair_interactions(text, targets))
    for a, b in combinations(range(4), 2):
        expected = score(a, b) - score(a) - score(b) + score()
        assert [each.pairs[a, b] for each in found] == pytest.approx(expected.tolist(), abs=1e-5)


def test_passes_are_shared_and_results_come_as_they_grow():
    text = text_of(lambda embeds: embeds[:, 1, 0], *[4] * 6, chunk_size=8)
    grown = [found for (found,) in pair_interactions(text, [TARGET])]
    # 1 + 6 + 15 variants of the text in passes of 8.
    assert text.model.batches == [8, 8, 6]
    assert [len(found.pairs) for found in grown] == [1, 9, 15]
    assert {found.n_pairs for found in grown} == {15}


def test_nothing_comes_before_each_word_was_seen_alone():
    """Chunks of 2: the empty text and a word, the other two words and then the pairs."""
    text = text_of(lambda embeds: embeds[:, 1, 0] * embeds[:, 2, 0], 4, 5, 6, chunk_size=2)
    grown = [found for (found,) in pair_interactions(text, [TARGET])]
    assert [(found.alone, len(found.pairs)) for found in grown] == [
        ((0.0, 0.0, 0.0), 0),
        ((0.0, 0.0, 0.0), 2),
        ((0.0, 0.0, 0.0), 3),
    ]
    with pytest.raises(FrozenInstanceError):
        grown[0].empty = 1.0


def test_a_chunk_that_ends_before_the_last_word_yields_nothing():
    text = text_of(lambda embeds: embeds[:, 1, 0], 4, 5, 6, chunk_size=3)
    grown = [found for (found,) in pair_interactions(text, [TARGET])]
    assert [len(found.alone) for found in grown] == [3, 3]


def test_the_longest_text_and_one_word():
    (found,) = last(pair_interactions(text_of(lambda embeds: embeds[:, 1, 0], *[4] * MAX_WORDS), [TARGET]))
    assert len(found.pairs) == 120
    (alone,) = last(pair_interactions(text_of(lambda embeds: embeds[:, 1, 0], 4), [TARGET]))
    assert (alone.alone, alone.pairs, alone.n_pairs) == ((2.0,), {}, 0)


@pytest.mark.parametrize("n_words", [0, MAX_WORDS + 1])
def test_no_other_lengths(n_words):
    with pytest.raises(ValueError, match=f"has {n_words} words"):
        pair_interactions(text_of(lambda embeds: embeds[:, 0, 0], *[4] * n_words), [TARGET])
