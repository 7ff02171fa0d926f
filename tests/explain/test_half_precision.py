"""Gradients in half precision: which results are kept, which are done again, and what never is in it."""

import pytest
import torch

from explain import NonFiniteAttribution, Target, integrated_gradients
from tests.explain.models import PAD_ID, TableModel, encode

TARGETS = [Target("sentiment", 2), Target("emotion", 1, contrast=3)]


def explain(model, text, **arguments):
    return integrated_gradients(model, text, TARGETS, fill_id=PAD_ID, **arguments)


class Watched:
    """A model that remembers in which precision its gradients were taken, and may spoil half precision."""

    def __init__(self, model, spoiled=None):
        self.model, self.spoiled, self.seen = model, spoiled, []

    def embed(self, input_ids):
        return self.model.embed(input_ids)

    def head_logits(self, inputs_embeds, attention_mask):
        half = torch.is_autocast_enabled("cpu")
        self.seen.append((torch.is_grad_enabled(), half))
        logits = self.model.head_logits(inputs_embeds, attention_mask)
        if half and self.spoiled is not None:
            logits = {head: values * self.spoiled for head, values in logits.items()}
        return logits


def test_float32_is_the_default(bert, text):
    model = Watched(bert)
    results = explain(model, text)
    assert {half for _, half in model.seen} == {False}
    assert {(result.gradient_dtype, result.retried) for result in results} == {("float32", False)}
    assert explain(bert, text, gradient_dtype=torch.float32) == results


def test_scores_are_never_in_half_precision(bert, text):
    model = Watched(bert)
    results = explain(model, text, gradient_dtype=torch.bfloat16, tolerance=1.0)
    assert (True, True) in model.seen
    assert (False, True) not in model.seen
    for ours, exact in zip(results, explain(bert, text), strict=True):
        assert (ours.score, ours.baseline_score) == (exact.score, exact.baseline_score)
        assert (ours.gradient_dtype, ours.retried) == ("bfloat16", False)
        largest = max(map(abs, exact.attributions))
        assert max(abs(a - b) for a, b in zip(ours.attributions, exact.attributions, strict=True)) > 0
        assert ours.attributions == pytest.approx(exact.attributions, abs=0.05 * largest)


@pytest.mark.parametrize("n_steps", [None, 24])
@pytest.mark.parametrize("spoiled", [3.0, float("nan"), float("inf")])
def test_what_misses_or_is_not_finite_is_done_again(bert, text, spoiled, n_steps):
    exact = explain(bert, text, n_steps=n_steps)
    results = explain(Watched(bert, spoiled), text, gradient_dtype=torch.bfloat16, n_steps=n_steps)
    for ours, expected in zip(results, exact, strict=True):
        assert ours.retried
        assert (ours.attributions, ours.n_steps) == (expected.attributions, expected.n_steps)
        assert ours.gradient_dtype == "float32"


def test_what_is_not_finite_in_float32_either_is_an_error(bert, text):
    class Broken(Watched):
        def head_logits(self, inputs_embeds, attention_mask):
            logits = super().head_logits(inputs_embeds, attention_mask)
            return {head: values * float("nan") for head, values in logits.items()}

    with pytest.raises(NonFiniteAttribution):
        explain(Broken(bert), text, gradient_dtype=torch.bfloat16)


def test_half_precision_gets_45_nodes_and_no_more():
    """Kronrod's nodes for all three panels: 21 and 3 times 8. What misses then is rounding, or worse."""
    line = TableModel([[0.0], [7.0], [8.0], [9.0], [1.0]], head=lambda embeds: embeds[:, 1, 0])
    model = Watched(line, spoiled=3.0)
    (result,) = integrated_gradients(
        model, encode(4), [Target("head", 1)], fill_id=PAD_ID, gradient_dtype=torch.bfloat16
    )
    n_half = [size for size, (_, half) in zip(line.batches, model.seen, strict=True) if half]
    assert sum(n_half) == 45
    assert (result.n_steps, result.retried, result.converged) == (21, True, True)


@pytest.mark.parametrize(("spoiled", "tolerance"), [(None, 1.0), (None, 0.02), (3.0, 0.02)])
def test_progress_is_of_one_whole(bert, text, spoiled, tolerance):
    seen = []
    explain(
        Watched(bert, spoiled),
        text,
        gradient_dtype=torch.bfloat16,
        tolerance=tolerance,
        on_progress=lambda done, total: seen.append((done, total)),
    )
    assert len({total for _, total in seen}) == 1
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1] > 0
