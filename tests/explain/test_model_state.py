"""What surrounds a call: the caller's gradient mode, the model's state, other threads."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch

from explain import ModelInput, Target, captum_integrated_gradients, integrated_gradients
from tests.explain.models import PAD_ID, encode

METHODS = [integrated_gradients, captum_integrated_gradients]
TARGETS = [Target("sentiment", 2), Target("emotion", 1, contrast=3)]


def explain(model, text, method=integrated_gradients):
    return method(model, text, TARGETS, fill_id=PAD_ID, n_steps=8, chunk_size=4)


@pytest.mark.parametrize("method", METHODS)
def test_within_no_grad(encoder, text, method):
    outside = explain(encoder, text, method)
    with torch.no_grad():
        inside = explain(encoder, text, method)
        assert not torch.is_grad_enabled()
    assert inside == outside


@pytest.mark.parametrize("method", METHODS)
def test_within_inference_mode_even_with_tensors_made_there(encoder, text, method):
    outside = explain(encoder, text, method)
    with torch.inference_mode():
        made_there = ModelInput(
            text.input_ids.clone(), text.attention_mask.clone(), text.special_tokens_mask.clone()
        )
        assert made_there.attention_mask.is_inference()
        inside = explain(encoder, made_there, method)
        assert torch.is_inference_mode_enabled()
    assert inside == outside


class SumModel:
    """Adds up the tokens that take part. The product keeps the attention mask for the backward pass."""

    def embed(self, input_ids):
        return input_ids.unsqueeze(-1).float()

    def head_logits(self, inputs_embeds, attention_mask):
        total = (inputs_embeds * attention_mask.unsqueeze(-1)).sum(dim=(1, 2))
        return {"head": torch.stack([total, -total], dim=1)}


@pytest.mark.parametrize("method", METHODS)
def test_attention_mask_made_in_inference_mode_may_be_kept_for_the_gradient(method):
    with torch.inference_mode():
        (result,) = method(SumModel(), encode(5, 6), [Target("head", 0, kind="logit")], fill_id=PAD_ID)
    assert result.attributions == pytest.approx((0.0, 5.0, 6.0, 0.0), abs=1e-5)


def test_autocast_does_not_reach_the_scores(bert, text):
    outside = explain(bert, text)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        inside = explain(bert, text)
    for one, other in zip(inside, outside, strict=True):
        assert (one.score, one.baseline_score) == (other.score, other.baseline_score)
        assert one.attributions != other.attributions  # autocast was really on
        assert one.attributions == pytest.approx(other.attributions, abs=0.2)


def state_of(model):
    return {
        "weights": {name: tensor.clone() for name, tensor in model.state_dict().items()},
        "requires_grad": {name: p.requires_grad for name, p in model.named_parameters()},
        "has_grad": {name for name, p in model.named_parameters() if p.grad is not None},
        "training": {name: module.training for name, module in model.named_modules()},
        "hooks": {
            name: (len(m._forward_hooks), len(m._forward_pre_hooks), len(m._backward_hooks))
            for name, m in model.named_modules()
        },
    }


@pytest.mark.parametrize("method", METHODS)
def test_the_model_is_left_as_it_was(encoder, text, method):
    first, *rest = encoder.parameters()
    first.requires_grad_(False)
    before = state_of(encoder)
    explain(encoder, text, method)
    after = state_of(encoder)
    torch.testing.assert_close(after.pop("weights"), before.pop("weights"), rtol=0, atol=0)
    assert after == before
    assert before["has_grad"] == set()
    assert rest[0].requires_grad


@pytest.mark.parametrize("method", METHODS)
def test_frozen_weights_give_the_same(encoder, text, method):
    trainable = explain(encoder, text, method)
    encoder.requires_grad_(False)
    frozen = explain(encoder, text, method)
    for one, other in zip(trainable, frozen, strict=True):
        assert one.attributions == pytest.approx(other.attributions, abs=1e-6)


def test_no_hook_exists_even_while_a_call_runs(bert, text):
    seen = []
    integrated_gradients(
        bert, text, TARGETS, fill_id=PAD_ID, n_steps=4, on_progress=lambda *_: seen.append(state_of(bert))
    )
    assert seen
    assert {counts for state in seen for counts in state["hooks"].values()} == {(0, 0, 0)}


@pytest.mark.parametrize("method", METHODS)
def test_threads_give_bit_for_bit_what_they_give_alone(bert, text, method):
    texts = [encode(*range(10, 10 + n_words)) for n_words in (5, 4, 3, 5)]
    alone = [explain(bert, each, method) for each in texts]
    with torch.no_grad():
        logits_alone = bert.logits_of_ids(text.input_ids, text.attention_mask)["emotion"]
    barrier = threading.Barrier(len(texts))

    def explain_and_predict(each):
        barrier.wait()
        results = []
        for _ in range(5):
            results.append(explain(bert, each, method))
            with torch.no_grad():
                logits = bert.logits_of_ids(text.input_ids, text.attention_mask)["emotion"]
            assert torch.equal(logits, logits_alone)
        return results

    with ThreadPoolExecutor(len(texts)) as pool:
        for expected, results in zip(alone, pool.map(explain_and_predict, texts), strict=True):
            assert results == [expected] * 5
