"""Rank of an explanation among random choices, the deletion curve, and the erasers."""

from dataclasses import FrozenInstanceError
from math import comb

import pytest
import torch
from scipy.stats import kstest

from explain import DeletionCurve, ErasableText, Target, chance_ranks, deletion_curve
from explain.faithfulness.chance import N_SETS, ChanceRank, n_strongest, random_choices, strongest_words
from tests.explain.models import MASK_ID, PAD_ID, TableModel, encode, tiny_bert

# Ten words, of which the model reads only the third; padding has the score 0.
TABLE = [[0.0], [7.0], [8.0], [9.0], [0.5], [4.0]]
TEXT = encode(4, 4, 5, 4, 4, 4, 4, 4, 4, 4)
WORDS = tuple((position,) for position in range(1, 11))
KEY = 2
TARGET = Target("head", 1)
ERASERS = {"pad": PAD_ID, "mask": MASK_ID, "zero": None, "cut": None}


def planted(**options):
    model = TableModel(TABLE, head=lambda embeds: embeds[:, 1 + KEY, 0])
    return ErasableText(model, TEXT, WORDS, "pad", PAD_ID, **options)


def ranked(first):
    return [1.0 if index == first else -index / 100 for index in range(10)]


def last(results):
    *_, found = results
    return found


def twelve_words(eraser="pad"):
    encoded = encode(*range(10, 22))
    return ErasableText(
        tiny_bert(), encoded, tuple((1 + word,) for word in range(12)), eraser, ERASERS[eraser]
    )


@pytest.mark.parametrize(("n_words", "expected"), [(1, 1), (4, 1), (5, 1), (6, 2), (10, 2), (11, 3), (20, 4)])
def test_a_fifth_of_the_words(n_words, expected):
    assert n_strongest(n_words) == expected


def test_the_planted_word_beats_every_choice_without_it():
    (rank,) = last(chance_ranks(planted(), [TARGET], [ranked(KEY)]))
    assert rank.words == (KEY, 0)
    assert rank.drop == pytest.approx(4.0)
    assert rank.n_sets == rank.n_wanted == comb(10, 2) - 1  # all other choices, and not its own
    # Of 44 other choices, 8 have the word as well: against those it is a lot.
    assert 36 <= rank.n_beaten <= 44


def test_who_names_other_words_beats_none_that_has_the_word():
    worst = ranked(KEY)[::-1]
    worst[KEY] = -1.0
    (rank,) = last(chance_ranks(planted(), [TARGET], [worst]))
    assert rank.drop == pytest.approx(0.0)
    assert rank.n_beaten <= 44 - 9
    assert not rank.is_better


def test_a_planted_word_alone_is_first():
    """One word of five is taken out: nothing else lowers the score."""
    model = TableModel(TABLE, head=lambda embeds: embeds[:, 2, 0])
    text = ErasableText(model, encode(4, 5, 4, 4, 4), tuple((place,) for place in range(1, 6)), "pad", PAD_ID)
    (rank,) = last(chance_ranks(text, [TARGET], [[0.1, 1.0, 0.0, 0.2, -1.0]]))
    assert (rank.words, rank.n_beaten, rank.n_sets) == ((1,), 4, 4)
    # Which is too few to tell, however well it does.
    assert rank.is_too_short
    assert not rank.is_better


@pytest.mark.parametrize("eraser", ERASERS)
def test_random_attributions_have_random_ranks(eraser):
    """Uniform over all places, by Kolmogorov and Smirnov."""
    text = twelve_words(eraser)
    targets = [Target("sentiment", 0), Target("emotion", 3)]
    generator = torch.Generator().manual_seed(0)
    shares = []
    for seed in range(60):
        attributions = torch.rand(2, 12, generator=generator).tolist()
        for rank in last(chance_ranks(text, targets, attributions, n_sets=50, seed=seed)):
            assert rank.n_sets == 50
            # Within its place, as the test is for continuous values.
            shares.append((rank.n_beaten + float(torch.rand(1, generator=generator))) / 51)
    assert kstest(shares, "uniform").pvalue > 0.01


def test_ties_are_broken_by_lot_and_every_run_alike():
    """A model that says the same of every text."""
    model = TableModel(TABLE, head=lambda embeds: embeds[:, 0, 0])
    text = ErasableText(model, TEXT, WORDS, "pad", PAD_ID)
    beaten = [last(chance_ranks(text, [TARGET], [[0.0] * 10], seed=seed))[0].n_beaten for seed in range(200)]
    assert kstest([(one + 0.5) / 45 for one in beaten], "uniform").pvalue > 0.01
    again = [last(chance_ranks(text, [TARGET], [[0.0] * 10], seed=seed))[0].n_beaten for seed in range(200)]
    assert again == beaten
    assert len({strongest_words([0.0] * 10, seed) for seed in range(50)}) > 20


def same_for_all(n_words):
    """A text of which the model says the same whatever is taken out."""
    model = TableModel(TABLE, head=lambda embeds: embeds[:, 0, 0])
    groups = tuple((1 + word,) for word in range(n_words))
    return ErasableText(model, encode(*[4] * n_words), groups, "pad", PAD_ID)


def test_lots_and_choices_of_a_seed_are_the_same_in_every_version():
    """Or the rank of an explanation that was noted could not be found again."""
    assert strongest_words([0.0] * 10) == strongest_words([0.0] * 10, 0) == (3, 2)
    assert random_choices(40, 3, 3, seed=1) == [(12, 14, 19), (6, 19, 20), (0, 17, 31)]
    # All there are, in random order as well.
    for n_sets in (6, 9):
        found = random_choices(4, 2, n_sets, seed=1)
        assert found == [(0, 2), (1, 3), (0, 1), (1, 2), (0, 3), (2, 3)]
    text = same_for_all(10)
    ranks = [last(chance_ranks(text, [TARGET], [[0.0] * 10], seed=seed))[0] for seed in range(5)]
    assert [rank.n_beaten for rank in ranks] == [40, 21, 3, 41, 20]
    assert last(chance_ranks(text, [TARGET], [[0.0] * 10])) == [ranks[0]]


def test_200_choices_unless_said_otherwise():
    text, attributions = same_for_all(40), [[0.0] * 40]
    (rank,) = last(chance_ranks(text, [TARGET], attributions))
    assert (rank.n_sets, rank.n_wanted) == (200, 200)
    (rank,) = last(chance_ranks(text, [TARGET], attributions, n_sets=1))
    assert (rank.n_sets, rank.n_wanted) == (1, 1)


@pytest.mark.parametrize(
    ("n_beaten", "n_sets", "n_wanted", "is_too_short", "is_better"),
    [
        (19, 19, 19, True, False),
        (18, 20, 20, False, False),
        (19, 20, 20, False, True),
        (94, 100, 200, False, False),
        (95, 100, 200, False, True),
    ],
)
def test_better_than_95_percent_of_20_choices_at_least(n_beaten, n_sets, n_wanted, is_too_short, is_better):
    rank = ChanceRank((0,), 1.0, n_beaten, n_sets, n_wanted)
    assert rank.is_too_short is is_too_short
    assert rank.is_better is is_better
    with pytest.raises(FrozenInstanceError):
        rank.n_beaten = 0


def test_a_drop_by_hand():
    """The score adds up all words: without the 4 and one 0.5 it falls by 4.5."""
    model = TableModel(TABLE, head=lambda embeds: embeds[:, :, 0].sum(dim=1))
    text = ErasableText(model, TEXT, WORDS, "pad", PAD_ID)
    (rank,) = last(chance_ranks(text, [TARGET], [ranked(KEY)]))
    assert rank.drop == pytest.approx(4.5)


@pytest.mark.parametrize(("chunk_size", "n_results"), [(1, 5), (2, 3), (16, 1)])
def test_each_word_beats_those_that_count_less(chunk_size, n_results):
    """Words of 1 to 5, whose sum is the score; one of five is taken out.

    The text and the explanation's own choice come first, and are not yet a result.
    """
    table = [[0.0], [7.0], [8.0], [9.0], [1.0], [2.0], [3.0], [4.0], [5.0]]
    model = TableModel(table, head=lambda embeds: embeds[:, :, 0].sum(dim=1))
    groups = tuple((place,) for place in range(1, 6))
    text = ErasableText(model, encode(4, 5, 6, 7, 8), groups, "pad", PAD_ID, chunk_size=chunk_size)
    beaten = []
    for word in range(5):
        grown = [rank for (rank,) in chance_ranks(text, [TARGET], [[float(word == one) for one in range(5)]])]
        assert len(grown) == n_results
        beaten.append((grown[-1].n_beaten, grown[-1].n_sets))
    assert beaten == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_share_of_nothing_is_a_word():
    assert n_strongest(5, 0.0) == 1


def test_a_text_without_words_is_refused():
    text = ErasableText(TableModel(TABLE, head=lambda embeds: embeds[:, 0, 0]), TEXT, (), "pad", PAD_ID)
    with pytest.raises(ValueError, match="^expected 0 attributions, one for each word, for each of the targ"):
        chance_ranks(text, [TARGET], [[]])


def test_results_come_as_they_grow():
    found = [rank for (rank,) in chance_ranks(planted(chunk_size=10), [TARGET], [ranked(KEY)])]
    assert [rank.n_sets for rank in found] == sorted(rank.n_sets for rank in found)
    assert {rank.n_wanted for rank in found} == {44}
    assert len(found) == 5


def test_choices_are_drawn_without_replacement():
    drawn = random_choices(40, 3, N_SETS, seed=1)
    assert len(set(drawn)) == N_SETS
    assert all(choice == tuple(sorted(set(choice))) for choice in drawn)
    assert sorted(random_choices(5, 2, 200, seed=1)) == sorted((a, b) for b in range(5) for a in range(b))


def test_erasers_by_hand():
    """A model that adds up what it reads: without the third word, its 4 is gone, or replaced."""
    model = TableModel(TABLE, head=lambda embeds: embeds[:, :, 0].sum(dim=1))
    whole = 7.0 + 9 * 0.5 + 4.0 + 8.0
    for eraser, instead in (("pad", 0.0), ("mask", 9.0), ("zero", 0.0), ("cut", 0.0)):
        text = ErasableText(model, TEXT, WORDS, eraser, ERASERS[eraser])
        (scores,) = text.scores([TARGET], [(), (KEY,)])
        assert scores[:, 0].tolist() == pytest.approx([whole, whole - 4.0 + instead]), eraser


def test_cut_is_the_text_without_the_word():
    """As if it had never been there, also beside longer texts in the same pass."""
    model, target = tiny_bert(), Target("emotion", 2)
    text = ErasableText(model, encode(10, 11, 12, 13), ((1,), (2, 3), (4,)), "cut")
    (scores,) = text.scores([target], [(), (1,), (0, 2)])
    for row, left in enumerate([(10, 11, 12, 13), (10, 13), (11, 12)]):
        alone = encode(*left)
        with torch.no_grad():
            logits = model.head_logits(model.embed(alone.input_ids), alone.attention_mask)
        assert float(scores[row, 0]) == pytest.approx(float(target.score(logits)), abs=1e-5)


def test_the_curve_by_hand():
    curves = list(deletion_curve(planted(chunk_size=4), TARGET, ranked(KEY), n_orders=3, seed=5))
    complete = curves[-1]
    assert complete.order == (KEY, 0, 1, 3, 4, 5, 6, 7, 8, 9)
    assert complete.scores == pytest.approx((4.0, *[0.0] * 10))
    assert [len(row) for row in complete.at_random] == [11] * 3
    for row in complete.at_random:
        # It stays until the word goes, and does not come back.
        n_kept = row.count(4.0)
        assert row == pytest.approx((*[4.0] * n_kept, *[0.0] * (11 - n_kept)))
    assert [len(curve.at_random) for curve in curves] == [0, 1, 2, 3]
    assert all(isinstance(curve, DeletionCurve) and curve.scores == complete.scores for curve in curves)


def test_the_curve_of_one_word():
    text = ErasableText(
        TableModel(TABLE, head=lambda embeds: embeds[:, 1, 0]), encode(5), ((1,),), "pad", PAD_ID
    )
    (curve,) = deletion_curve(text, TARGET, [1.0], n_orders=2)
    assert curve == DeletionCurve((0,), (4.0, 0.0), ((4.0, 0.0), (4.0, 0.0)))


def test_bad_arguments():
    for arguments, message in (
        (([TARGET], [[0.0] * 9]), "10 attributions"),
        (([TARGET, TARGET], [[0.0] * 10]), "10 attributions"),
    ):
        with pytest.raises(ValueError, match=message):
            chance_ranks(planted(), *arguments)
    with pytest.raises(ValueError, match="n_sets is 0"):
        chance_ranks(planted(), [TARGET], [[0.0] * 10], n_sets=0)
    with pytest.raises(ValueError, match="9 attributions for 10 words"):
        deletion_curve(planted(), TARGET, [0.0] * 9)
    with pytest.raises(ValueError, match="n_orders is -1"):
        deletion_curve(planted(), TARGET, [0.0] * 10, n_orders=-1)
    with pytest.raises(ValueError, match="eraser 'blur'"):
        ErasableText(planted().model, TEXT, WORDS, "blur")
    with pytest.raises(ValueError, match="chunk_size is 0"):
        planted(chunk_size=0)
    with pytest.raises(ValueError, match="needs fill_id"):
        list(ErasableText(planted().model, TEXT, WORDS, "mask").scores([TARGET], [()]))
