"""The integral itself, on models where it can be done by hand, and what the arguments do to it."""

import inspect
import math

import pytest
import torch

from explain import (
    Canceled,
    NonFiniteAttribution,
    Target,
    captum_integrated_gradients,
    gradient_x_input,
    integrated_gradients,
    leave_one_out,
    shapley_sampling,
)
from explain.attribution import SMALLEST_CHANGE
from tests.explain.models import MASK_ID, PAD_ID, TableModel, encode

A, B = 4, 5  # two words
SPECIAL = [[9.0], [7.0], [8.0]]  # [CLS], [SEP], [MASK]: unlike every word, so that a mix-up shows


def explain_one(model, text, target=None, **arguments):
    arguments = {"fill_id": PAD_ID} | arguments
    (result,) = integrated_gradients(model, text, [target or Target("head", 1)], **arguments)
    return result


def test_linear_model_gives_weight_times_difference():
    # f = 2 a1 - a2 + 3 b1 + 10: each number's attribution is its weight times (value - baseline), whatever
    # the path. a = (1, 5), b = (2, 0), [PAD] = (0.5, 1):
    #   a: 2 (1 - 0.5) - (5 - 1) = -3      b: 3 (2 - 0.5) = 4.5
    table = [[0.5, 1.0], [7.0, 7.0], [8.0, 8.0], [9.0, 9.0], [1.0, 5.0], [2.0, 0.0]]
    weights = torch.tensor([[0.0, 0.0], [2.0, -1.0], [3.0, 0.0], [0.0, 0.0]])
    model = TableModel(table, head=lambda embeds: (embeds * weights).sum(dim=(1, 2)) + 10.0)
    result = explain_one(model, encode(A, B), n_steps=1)
    assert result.attributions == pytest.approx((0.0, -3.0, 4.5, 0.0), abs=1e-6)
    assert result.score == 2 * 1 - 5 + 3 * 2 + 10
    assert result.baseline_score == 2 * 0.5 - 1 + 3 * 0.5 + 10
    assert result.convergence_delta == pytest.approx(0.0, abs=1e-6)
    assert (result.n_steps, result.converged) == (1, True)
    assert (result.method, result.baseline) == ("integrated_gradients", "pad")


def test_product_and_square_by_hand():
    # f = a b + a^2, from the baseline (1, 1) to (a, b) = (3, 6). On the path a = 1 + 2t, b = 1 + 5t.
    #   a: 2 * integral of df/da = b + 2a = 3 + 9t   -> 2 (3 + 4.5) = 15
    #   b: 5 * integral of df/db = a      = 1 + 2t   -> 5 (1 + 1)   = 10
    # 15 + 10 = f(3, 6) - f(1, 1) = 27 - 2. The gradient is linear in t: one node at 1/2 is exact.
    model = TableModel(
        [[1.0], *SPECIAL, [3.0], [6.0]], head=lambda e: e[:, 1, 0] * e[:, 2, 0] + e[:, 1, 0] ** 2
    )
    for n_steps in (1, 2, 7):
        result = explain_one(model, encode(A, B), n_steps=n_steps)
        assert result.attributions == pytest.approx((0.0, 15.0, 10.0, 0.0), abs=1e-5)
        assert (result.score, result.baseline_score) == (27.0, 2.0)


def cube(embeds):
    return embeds[:, 1, 0] ** 3


@pytest.mark.parametrize(
    ("start", "relative_error", "converged"),
    # f = a^3 from c to 2, one node: what is missed is (2 - c)^3 / 4, of 8 - c^3.
    [(1.5, 0.5**3 / 4 / (8 - 1.5**3), True), (1.2, 0.8**3 / 4 / (8 - 1.2**3), False)],
)
def test_one_percent_is_what_may_be_missed(start, relative_error, converged):
    assert (relative_error < 0.01) == converged
    assert relative_error < 0.05
    result = explain_one(TableModel([[start], *SPECIAL, [2.0]], head=cube), encode(A), n_steps=1)
    assert result.relative_error == pytest.approx(relative_error, abs=1e-5)
    assert result.converged == converged


@pytest.mark.parametrize(
    "method",
    [integrated_gradients, captum_integrated_gradients, gradient_x_input, leave_one_out, shapley_sampling],
)
def test_every_method_has_the_same_tolerance(method):
    assert inspect.signature(method).parameters["tolerance"].default == 0.01


def test_a_rule_too_coarse_shows_in_the_delta():
    # f = a^3 from 0 to 2: the attribution is 8. One node at 1/2 sees the gradient 3 * 1^2: 2 * 3 = 6.
    model = TableModel([[0.0], *SPECIAL, [2.0]], head=cube)
    coarse = explain_one(model, encode(A), n_steps=1)
    assert coarse.attributions[1] == pytest.approx(6.0, abs=1e-6)
    assert coarse.convergence_delta == pytest.approx(-2.0, abs=1e-6)
    assert coarse.relative_error == pytest.approx(0.25, abs=1e-6)
    assert not coarse.converged
    assert explain_one(model, encode(A), n_steps=1, tolerance=0.3).converged
    fine = explain_one(model, encode(A), n_steps=2)
    assert fine.attributions[1] == pytest.approx(8.0, abs=1e-5)
    assert fine.converged


@pytest.mark.parametrize(
    ("baseline", "fill_id", "expected"),
    [("pad", PAD_ID, 2**3 - 1), ("mask", MASK_ID, 2**3 - (-1) ** 3), ("zero", None, 2**3)],
)
def test_baselines(baseline, fill_id, expected):
    model = TableModel([[1.0], [7.0], [8.0], [-1.0], [2.0]], head=cube)
    result = explain_one(model, encode(A), baseline=baseline, fill_id=fill_id)
    assert result.attributions == pytest.approx((0.0, expected, 0.0), abs=1e-5)
    assert result.baseline == baseline


def test_special_tokens_are_exactly_zero_even_where_the_model_leans_on_them(encoder, text):
    for result in integrated_gradients(encoder, text, [Target("emotion", 2)], fill_id=PAD_ID, n_steps=8):
        assert result.attributions[0] == result.attributions[-1] == 0.0
        assert math.copysign(1.0, result.attributions[0]) == 1.0  # "-0.0" would be shown as such
        assert min(map(abs, result.attributions[1:-1])) > 0.0


@pytest.mark.parametrize("kind", ["log_odds", "logit", "probability"])
@pytest.mark.parametrize("contrast", [None, 0])
def test_completeness_on_encoders(encoder, text, kind, contrast):
    targets = [Target("sentiment", 2, contrast, kind), Target("emotion", 4, contrast, kind)]
    for result in integrated_gradients(encoder, text, targets, fill_id=PAD_ID, n_steps=64):
        assert max(map(abs, result.attributions)) > 1e-3  # or adding up to nearly nothing would be easy
        assert result.convergence_delta == pytest.approx(0.0, abs=1e-5)


def test_score_is_that_of_a_plain_forward_pass(encoder, text):
    target = Target("sentiment", 1)
    result = explain_one(encoder, text, target, n_steps=2)
    with torch.no_grad():
        expected = target.score(encoder.logits_of_ids(text.input_ids, text.attention_mask))
    assert result.score == expected.item()


@pytest.mark.parametrize(
    ("n_rows", "expected"),
    [(1, [10, 5, 2] + [1] * 10), (2, [10, 5] + [2] * 5), (5, [10, 5, 5]), (9, [10, 5, 5]), (10, [10])],
)
def test_chunks_are_halved_on_a_device_without_memory(bert, text, n_rows, expected):
    targets = [Target("sentiment", 1), Target("emotion", 3)]
    whole = integrated_gradients(bert, text, targets, fill_id=PAD_ID, n_steps=10, chunk_size=10)
    forward, batches, calls = bert.head_logits, [], []

    def limited(inputs_embeds, attention_mask):
        batches.append(inputs_embeds.shape[0])
        if batches[-1] > n_rows:
            raise torch.OutOfMemoryError("out of memory")
        return forward(inputs_embeds, attention_mask)

    bert.head_logits = limited
    found = integrated_gradients(
        bert, text, targets, fill_id=PAD_ID, n_steps=10, chunk_size=10, on_progress=lambda *c: calls.append(c)
    )
    assert batches == [1, 1, *expected]
    assert calls[-1] == (10, 10)
    assert calls == sorted(calls)
    for one, other in zip(found, whole, strict=True):
        assert one.attributions == pytest.approx(other.attributions, abs=1e-6)


def test_a_device_without_memory_for_one_point_is_an_error(bert, text):
    forward, batches = bert.head_logits, []

    def limited(inputs_embeds, attention_mask):
        if inputs_embeds.requires_grad:
            batches.append(inputs_embeds.shape[0])
            raise torch.OutOfMemoryError("out of memory")
        return forward(inputs_embeds, attention_mask)

    bert.head_logits = limited
    with pytest.raises(torch.OutOfMemoryError):
        explain_one(bert, text, Target("sentiment", 1))
    assert batches == [11, 5, 2, 1]


@pytest.mark.parametrize(("n_steps", "expected"), [(16, [16]), (17, [9, 8]), (40, [14, 14, 12])])
def test_sixteen_nodes_are_a_chunk_unless_said_otherwise(n_steps, expected):
    model = TableModel([[0.0], *SPECIAL, [2.0]], head=cube)
    explain_one(model, encode(A), n_steps=n_steps)
    assert model.batches == [1, 1, *expected]


@pytest.mark.parametrize("chunk_size", [1, 3, 16, 100])
def test_chunk_size_bounds_the_batch_and_leaves_the_numbers(bert, text, chunk_size):
    targets = [Target("sentiment", 0), Target("emotion", 5, kind="probability")]
    batches = []
    bert.heads["emotion"].register_forward_hook(lambda _, inputs, __: batches.append(len(inputs[0])))
    chunked = integrated_gradients(bert, text, targets, fill_id=PAD_ID, n_steps=10, chunk_size=chunk_size)
    # Two end points, then ten nodes: one forward pass a chunk, whatever the number of targets.
    full, rest = divmod(10, chunk_size)
    assert batches == [1, 1] + [chunk_size] * full + [rest] * (rest > 0)
    whole = integrated_gradients(bert, text, targets, fill_id=PAD_ID, n_steps=10, chunk_size=10)
    for one, other in zip(chunked, whole, strict=True):
        assert one.attributions == pytest.approx(other.attributions, abs=1e-6)
        assert (one.score, one.baseline_score) == (other.score, other.baseline_score)


def test_targets_together_give_what_they_give_alone(bert, text):
    targets = [Target("emotion", 1), Target("sentiment", 1, contrast=2), Target("emotion", 1, kind="logit")]
    together = integrated_gradients(bert, text, targets, fill_id=PAD_ID, n_steps=12)
    assert [result.target for result in together] == targets
    for target, result in zip(targets, together, strict=True):
        assert explain_one(bert, text, target, n_steps=12).attributions == pytest.approx(
            result.attributions, abs=1e-6
        )


def test_progress_counts_nodes_when_n_steps_is_given(bert, text):
    calls = []
    target = Target("emotion", 1)
    explain_one(bert, text, target, n_steps=10, chunk_size=4, on_progress=lambda *c: calls.append(c))
    assert calls == [(4, 10), (8, 10), (10, 10)]


def test_a_callback_cancels_and_leaves_nothing_behind(bert, text):
    before = explain_one(bert, text, Target("emotion", 1), n_steps=6)
    calls = []

    def cancel(done, total):
        calls.append((done, total))
        if len(calls) == 2:
            raise Canceled("nobody is waiting")

    with pytest.raises(Canceled, match="nobody is waiting"):
        explain_one(bert, text, Target("emotion", 1), n_steps=6, chunk_size=2, on_progress=cancel)
    assert calls == [(2, 6), (4, 6)]
    assert explain_one(bert, text, Target("emotion", 1), n_steps=6) == before


def test_score_that_is_not_finite():
    model = TableModel([[0.0], *SPECIAL, [2.0]], fine=cube, broken=lambda e: e[:, 1, 0] / 0.0)
    with pytest.raises(NonFiniteAttribution, match="score of head 'broken', label 1"):
        integrated_gradients(model, encode(A), [Target("fine", 1), Target("broken", 1)], fill_id=PAD_ID)


def test_gradient_that_is_not_finite():
    # sqrt(0 a) is 0 everywhere, but its gradient is 0 * infinity.
    model = TableModel([[0.0], *SPECIAL, [2.0]], fine=cube, steep=lambda e: torch.sqrt(e[:, 1, 0] * 0.0))
    with pytest.raises(NonFiniteAttribution, match="gradient of head 'steep', label 1"):
        integrated_gradients(model, encode(A), [Target("fine", 1), Target("steep", 1)], fill_id=PAD_ID)


def test_weights_that_are_not_finite(bert, text):
    torch.nn.init.constant_(bert.heads["emotion"].weight, math.nan)
    assert explain_one(bert, text, Target("sentiment", 0)).converged
    with pytest.raises(NonFiniteAttribution, match="'emotion', label 3"):
        explain_one(bert, text, Target("emotion", 3))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"n_steps": 0}, "n_steps is 0"),
        ({"chunk_size": 0}, "chunk_size is 0"),
        ({"tolerance": -0.1}, "tolerance is -0.1"),
        ({"tolerance": math.nan}, "tolerance is nan"),
        ({"fill_id": None}, "needs fill_id"),
        ({"target": Target("head", 2)}, r"label 2 of head 'head' is not in 0\.\.1"),
        ({"target": Target("tone", 0)}, "no head 'tone'"),
    ],
)
def test_arguments_out_of_range(arguments, message):
    model = TableModel([[0.0], *SPECIAL, [2.0]], head=cube)
    with pytest.raises(ValueError, match=message):
        explain_one(model, encode(A), **arguments)
    assert sum(model.batches) <= 2  # found out before the expensive part


def test_no_targets_no_work():
    model = TableModel([[0.0], *SPECIAL, [2.0]], head=cube)
    for wrong in ({"n_steps": 0}, {"chunk_size": 0}, {"tolerance": -1.0}):
        with pytest.raises(ValueError, match="it must be"):
            integrated_gradients(model, encode(A), [], fill_id=PAD_ID, **wrong)
    assert integrated_gradients(model, encode(A), [], fill_id=PAD_ID) == []
    assert model.batches == []


def test_a_text_equal_to_its_baseline():
    model = TableModel([[2.0], *SPECIAL, [2.0]], head=cube)
    result = explain_one(model, encode(A))
    assert result.attributions == (0.0, 0.0, 0.0)
    assert result.score - result.baseline_score == 0.0 < SMALLEST_CHANGE
    assert result.converged
