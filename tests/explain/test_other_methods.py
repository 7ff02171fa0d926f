"""Methods beside integrated gradients: by taking words out, by the gradient at the text."""

import itertools
import math
from dataclasses import replace

import pytest
import torch

from explain import Target, integrated_gradients
from explain.agreement import rank_agreement
from explain.errors import Canceled, NonFiniteAttribution
from explain.gradient_x_input import gradient_x_input
from explain.groups import check_groups, word_groups
from explain.perturbation import leave_one_out, shapley_sampling
from tests.explain.models import PAD_ID, TableModel, encode, tiny_bert

A, B, C = 4, 5, 6
TABLE = [[0.0], [7.0], [8.0], [9.0], [1.0], [2.0], [3.0]]
WORDS = ((1,), (2,), (3,))
TARGET = Target("head", 1)


def additive(embeds):
    return embeds[:, :, 0].sum(dim=1)


def together(embeds):
    """A counts only where B is there too."""
    return embeds[:, 1, 0] * embeds[:, 2, 0]


def model(function):
    return TableModel(TABLE, head=function)


def test_groups_are_words_then_the_other_tokens():
    special = [True, False, False, False, False, True]
    assert word_groups([None, 1, 1, 0, None, None], special) == ((3,), (1, 2), (4,))
    assert word_groups([None, None], [True, True]) == ()


@pytest.mark.parametrize("groups", [[()], [(7,)], [(-1,)], [(1, 1)], [(1,), (1, 2)]])
def test_groups_that_cannot_be(groups):
    with pytest.raises(ValueError, match="group"):
        check_groups(groups, 5)
    for method in (leave_one_out, shapley_sampling):
        with pytest.raises(ValueError, match="group"):
            method(model(additive), encode(A, B, C), [TARGET], groups, fill_id=PAD_ID)


@pytest.mark.parametrize("method", [leave_one_out, shapley_sampling])
def test_an_additive_score_is_told_apart_exactly(method):
    (result,) = method(model(additive), encode(A, B, C), [TARGET], WORDS, fill_id=PAD_ID)
    assert result.attributions == pytest.approx((0.0, 1.0, 2.0, 3.0, 0.0))
    assert result.converged
    assert result.convergence_delta == pytest.approx(0.0, abs=1e-6)


def test_words_that_need_each_other():
    text = encode(A, B, C)
    (left_out,) = leave_one_out(model(together), text, [TARGET], WORDS, fill_id=PAD_ID)
    assert left_out.attributions == pytest.approx((0.0, 2.0, 2.0, 0.0, 0.0))
    assert left_out.convergence_delta == pytest.approx(2.0)  # counted twice, and it says so
    assert not left_out.converged
    (shapley,) = shapley_sampling(model(together), text, [TARGET], WORDS, fill_id=PAD_ID, n_samples=400)
    assert shapley.attributions == pytest.approx((0.0, 1.0, 1.0, 0.0, 0.0), abs=0.15)
    assert shapley.converged


@pytest.mark.slow
def test_shapley_values_of_a_real_encoder():
    """Against the definition: every order of four words."""
    bert, text, groups = tiny_bert(), encode(7, 21, 33, 12), ((1,), (2,), (3,), (4,))
    target = Target("emotion", 3)
    (sampled,) = shapley_sampling(bert, text, [target], groups, fill_id=PAD_ID, n_samples=600)

    def score(present):
        ids = text.input_ids.clone()
        for position in range(1, 5):
            if position not in present:
                ids[0, position] = PAD_ID
        with torch.no_grad():
            return float(target.score(bert.logits_of_ids(ids, text.attention_mask)))

    exact = dict.fromkeys(range(1, 5), 0.0)
    for order in itertools.permutations(exact):
        for place, position in enumerate(order):
            exact[position] += (score(order[: place + 1]) - score(order[:place])) / math.factorial(4)
    largest = max(map(abs, exact.values()))
    assert sampled.attributions[1:5] == pytest.approx(tuple(exact.values()), abs=0.1 * largest)


def test_a_words_number_is_shared_by_its_tokens():
    (result,) = leave_one_out(model(additive), encode(A, B, C), [TARGET], ((1, 2), (3,)), fill_id=PAD_ID)
    assert result.attributions == pytest.approx((0.0, 1.5, 1.5, 3.0, 0.0))


def test_tokens_in_no_group_stay():
    (result,) = leave_one_out(model(together), encode(A, B, C), [TARGET], ((1,),), fill_id=PAD_ID)
    assert result.attributions == pytest.approx((0.0, 2.0, 0.0, 0.0, 0.0))
    (nothing,) = leave_one_out(model(additive), encode(A, B, C), [TARGET], (), fill_id=PAD_ID)
    assert set(nothing.attributions) == {0.0}


@pytest.mark.parametrize("method", [leave_one_out, shapley_sampling])
def test_targets_share_the_passes_and_chunks_change_nothing(method):
    bert, text, groups = tiny_bert(), encode(7, 21, 7, 33, 12), ((1, 2), (3,), (4, 5))
    targets = [Target("sentiment", 0), Target("emotion", 3, contrast=1), Target("emotion", 2, kind="logit")]
    together = method(bert, text, targets, groups, fill_id=PAD_ID)
    for target, result in zip(targets, together, strict=True):
        (alone,) = method(bert, text, [target], groups, fill_id=PAD_ID, chunk_size=1)
        assert result.attributions == pytest.approx(alone.attributions, abs=1e-5)
        assert (result.score, result.method) == (alone.score, method.__name__)
    assert method(bert, text, [], groups, fill_id=PAD_ID) == []


def test_the_same_seed_gives_the_same_orders():
    bert, text = tiny_bert(), encode(7, 21, 33)
    results = [
        shapley_sampling(bert, text, [Target("emotion", 3)], WORDS, fill_id=PAD_ID, n_samples=3, seed=seed)
        for seed in (1, 1, 2)
    ]
    assert results[0] == results[1] != results[2]


@pytest.mark.parametrize("method", [leave_one_out, shapley_sampling])
def test_progress_and_cancel(method):
    calls = []
    method(
        model(additive),
        encode(A, B, C),
        [TARGET],
        WORDS,
        fill_id=PAD_ID,
        chunk_size=2,
        on_progress=lambda *call: calls.append(call),
    )
    done, totals = zip(*calls, strict=True)
    assert list(done) == sorted(done)
    assert (len(set(totals)), done[-1]) == (1, totals[0])

    def cancel(_done, _total):
        raise Canceled("enough")

    with pytest.raises(Canceled):
        method(model(additive), encode(A, B, C), [TARGET], WORDS, fill_id=PAD_ID, on_progress=cancel)


def test_bad_arguments():
    arguments = model(additive), encode(A, B, C), [TARGET]
    for method in (leave_one_out, shapley_sampling):
        with pytest.raises(ValueError, match="chunk_size is 0"):
            method(*arguments, WORDS, fill_id=PAD_ID, chunk_size=0)
        with pytest.raises(ValueError, match="tolerance is nan"):
            method(*arguments, WORDS, fill_id=PAD_ID, tolerance=math.nan)
    with pytest.raises(ValueError, match="n_samples is 0"):
        shapley_sampling(*arguments, WORDS, fill_id=PAD_ID, n_samples=0)


def test_gradient_x_input_of_an_additive_score():
    (result,) = gradient_x_input(model(additive), encode(A, B, C), [TARGET], fill_id=PAD_ID)
    assert result.attributions == pytest.approx((0.0, 1.0, 2.0, 3.0, 0.0))
    assert (result.n_steps, result.method, result.converged) == (1, "gradient_x_input", True)


def test_gradient_x_input_is_blind_where_the_model_is_sure():
    def saturated(embeds):
        return torch.sigmoid(40.0 * (embeds[:, 1, 0] - 0.5))

    (result,) = gradient_x_input(model(saturated), encode(A), [TARGET], fill_id=PAD_ID)
    assert result.attributions == pytest.approx((0.0, 0.0, 0.0), abs=1e-6)
    assert not result.converged
    assert result.convergence_delta == pytest.approx(-1.0, abs=1e-3)


@pytest.mark.parametrize("method", [leave_one_out, shapley_sampling, gradient_x_input])
def test_what_is_not_finite_is_an_error(method):
    broken = model(lambda embeds: embeds[:, 1, 0] * math.nan)
    groups = () if method is gradient_x_input else (WORDS,)
    with pytest.raises(NonFiniteAttribution):
        method(broken, encode(A, B, C), [TARGET], *groups, fill_id=PAD_ID)


def test_rank_agreement():
    assert rank_agreement([3.0, 1.0, -2.0], [30.0, 2.0, -1.0]) == pytest.approx(1.0)
    assert rank_agreement([3.0, 1.0, -2.0], [-3.0, -1.0, 2.0]) == pytest.approx(-1.0)
    assert rank_agreement([3.0, 1.0, 2.0], [3.0, 2.0, 1.0]) == pytest.approx(1 / 3)
    assert rank_agreement([1.0], [2.0]) is None
    assert rank_agreement([1.0, 1.0], [1.0, 2.0]) is None
    with pytest.raises(ValueError, match="2 attributions cannot be compared with 1"):
        rank_agreement([1.0, 2.0], [1.0])


def test_the_worked_example_of_the_readme():
    """F(a, b) = a b at (2, 3), from (0, 0)."""
    product = TableModel([[0.0], [7.0], [8.0], [9.0], [2.0], [3.0]], head=together)
    arguments = product, encode(4, 5), [TARGET]
    (along_the_path,) = integrated_gradients(*arguments, fill_id=PAD_ID)
    assert along_the_path.attributions == pytest.approx((0.0, 3.0, 3.0, 0.0))
    # Both orders come up about equally often.
    (shapley,) = shapley_sampling(*arguments, ((1,), (2,)), fill_id=PAD_ID, n_samples=1000)
    assert shapley.attributions == pytest.approx((0.0, 3.0, 3.0, 0.0), abs=0.3)
    (left_out,) = leave_one_out(*arguments, ((1,), (2,)), fill_id=PAD_ID)
    assert left_out.attributions == pytest.approx((0.0, 6.0, 6.0, 0.0))
    (preview,) = gradient_x_input(*arguments, fill_id=PAD_ID)
    assert preview.attributions == pytest.approx((0.0, 6.0, 6.0, 0.0))


def test_sequential_integrated_gradients_are_leave_one_out(bert, text):
    """Why there is no method of that name (Enguehard 2023, arXiv 2305.15853).

    Its baseline for a word is the text without that word alone: all other tokens are kept, as special ones
    are. By completeness the signed sum over the word is then what is lost without it.
    """
    target, groups = Target("emotion", 3), ((1, 2), (3,), (4,), (5,))
    (left_out,) = leave_one_out(bert, text, [target], groups, fill_id=PAD_ID)
    for group in groups:
        is_kept = torch.ones_like(text.special_tokens_mask)
        is_kept[0, list(group)] = False
        alone = replace(text, special_tokens_mask=is_kept)
        (sequential,) = integrated_gradients(bert, alone, [target], fill_id=PAD_ID, n_steps=100)
        lost = sum(left_out.attributions[position] for position in group)
        assert sum(sequential.attributions) == pytest.approx(lost, abs=1e-4)
