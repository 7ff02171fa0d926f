"""Integrated gradients averaged over several neutral baselines."""

import math

import pytest
import torch

from explain import Canceled, Target, expected_gradients
from explain.integrated_gradients import integrate_path
from explain.path import StraightPath
from tests.explain.models import TableModel, encode

A, B = 4, 5
NEUTRAL = (6, 7, 8)
#        pad    cls    sep    mask   A      B      neutral ones
TABLE = [[0.0], [7.0], [8.0], [9.0], [2.0], [3.0], [1.0], [0.5], [-0.5]]
TARGET = Target("head", 1)


def product(embeds):
    return embeds[:, 1, 0] * embeds[:, 2, 0]


def test_by_hand():
    """F(a, b) = a b at (2, 3), from the three places in 1, .5, -.5: (1, .5), (.5, -.5) and (-.5, 1).

    Along a straight line the part of a is (a - a') times the mean of b and b', that of b the other way round.
    """
    (result,) = expected_gradients(
        TableModel(TABLE, head=product), encode(A, B), [TARGET], NEUTRAL, n_baselines=3
    )
    starts = [(1.0, 0.5), (0.5, -0.5), (-0.5, 1.0)]
    part_a = sum((2 - a) * (3 + b) / 2 for a, b in starts) / 3
    part_b = sum((3 - b) * (2 + a) / 2 for a, b in starts) / 3
    assert result.attributions == pytest.approx((0.0, part_a, part_b, 0.0))
    assert result.baseline_score == pytest.approx(sum(a * b for a, b in starts) / 3)
    assert result.score == pytest.approx(6.0)
    assert (result.method, result.baseline, result.converged) == ("expected_gradients", "neutral", True)


def test_no_more_baselines_than_places():
    arguments = TableModel(TABLE, head=product), encode(A, B), [TARGET], NEUTRAL
    all_places = expected_gradients(*arguments, n_baselines=3)
    assert expected_gradients(*arguments, n_baselines=50) == all_places


def test_of_one_neutral_token_it_is_integrated_gradients(bert, text):
    target = Target("emotion", 3)
    (mean,) = expected_gradients(bert, text, [target], [9])
    with torch.no_grad():
        embeds, filling = bert.embed(text.input_ids), bert.embed(torch.tensor([[9]]))
        baseline = torch.where(text.special_tokens_mask.unsqueeze(-1), embeds, filling)
    path = StraightPath(bert, text.attention_mask, embeds, baseline)
    (one,) = integrate_path(
        path,
        [target],
        "neutral",
        n_steps=None,
        chunk_size=16,
        tolerance=0.01,
        gradient_dtype=torch.float32,
        on_progress=None,
    )
    assert mean.attributions == pytest.approx(one.attributions, abs=1e-6)
    assert mean.baseline_score == pytest.approx(one.baseline_score)


def test_the_mean_adds_up_on_real_encoders(encoder, text):
    targets = [Target("sentiment", 0), Target("emotion", 3, contrast=1)]
    for result in expected_gradients(encoder, text, targets, range(4, 40)):
        assert result.converged
        assert result.attributions[0] == result.attributions[-1] == 0.0


def test_the_seed_chooses_the_places(bert, text):
    first, same, other = (
        expected_gradients(
            bert, text, [Target("emotion", 3)], range(4, 40), n_baselines=2, n_steps=4, seed=seed
        )
        for seed in (1, 1, 2)
    )
    assert first == same != other


def test_progress_and_cancel(bert, text):
    calls = []
    expected_gradients(
        bert, text, [Target("emotion", 3)], range(4, 40), on_progress=lambda *call: calls.append(call)
    )
    done, totals = zip(*calls, strict=True)
    assert list(done) == sorted(done)
    assert (len(set(totals)), done[-1]) == (1, totals[0])

    def cancel(_done, _total):
        raise Canceled("enough")

    with pytest.raises(Canceled):
        expected_gradients(bert, text, [Target("emotion", 3)], [9], on_progress=cancel)


def test_bad_arguments(bert, text):
    arguments = bert, text, [Target("emotion", 3)]
    with pytest.raises(ValueError, match="neutral_ids is empty"):
        expected_gradients(*arguments, [])
    with pytest.raises(ValueError, match="n_baselines is 0"):
        expected_gradients(*arguments, [9], n_baselines=0)
    with pytest.raises(ValueError, match="chunk_size is 0"):
        expected_gradients(*arguments, [9], chunk_size=0)
    with pytest.raises(ValueError, match="tolerance is nan"):
        expected_gradients(*arguments, [9], tolerance=math.nan)
    assert expected_gradients(bert, text, [], [9]) == []
