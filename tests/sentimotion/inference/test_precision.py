"""Which networks get their gradients in half precision, and in pieces of what size."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
import torch
from transformers import ElectraConfig

from sentimotion.explanations import methods
from sentimotion.inference import precision
from sentimotion.inference.network import JointClassifier
from sentimotion.inference.precision import GradientPlan, plan_gradients


def network(hidden_size: int) -> JointClassifier:
    config = ElectraConfig(
        vocab_size=50,
        embedding_size=16,
        hidden_size=hidden_size,
        num_hidden_layers=1,
        num_attention_heads=4,
        intermediate_size=16,
    )
    return JointClassifier(config).eval().requires_grad_(False)


@pytest.fixture(params=[True, False], ids=["with bfloat16", "without"])
def fast(request, monkeypatch):
    monkeypatch.setattr(precision, "half_precision_is_fast", lambda _: request.param)
    return request.param


def test_wide_networks_get_bfloat16_where_the_machine_has_it(fast):
    wide = network(768)
    assert plan_gradients(wide).dtype is (torch.bfloat16 if fast else torch.float32)
    assert wide.encoder.fused_attention is not fast


@pytest.mark.usefixtures("fast")
def test_narrow_networks_stay_as_they_are():
    narrow = network(384)
    assert plan_gradients(narrow).dtype is torch.float32
    assert narrow.encoder.fused_attention


def test_other_attention_gives_the_same_logits(monkeypatch):
    monkeypatch.setattr(precision, "half_precision_is_fast", lambda _: True)
    wide = network(768)
    input_ids = torch.tensor([[2, 7, 9, 3], [2, 8, 3, 0]])
    mask = torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]])
    with torch.inference_mode():
        before = wide(input_ids=input_ids, attention_mask=mask)
        plan_gradients(wide)
        after = wide(input_ids=input_ids, attention_mask=mask)
    for old, new in zip(before, after, strict=True):
        torch.testing.assert_close(old, new, atol=1e-5, rtol=0)


@pytest.mark.parametrize(
    ("n_tokens", "expected"), [(2, 16), (32, 16), (33, 15), (128, 4), (512, 1), (600, 1)]
)
def test_a_chunk_holds_no_more_tokens_than_planned(n_tokens, expected):
    assert GradientPlan(torch.float32).chunk_size(n_tokens) == expected


def test_a_model_explains_by_its_plan(bert_model, monkeypatch):
    """Adaptive explanations take the plan's precision, those with a fixed number of steps float32."""
    seen = []

    def recorded(*arguments, gradient_dtype, **options):
        seen.append(gradient_dtype)
        return engine(*arguments, gradient_dtype=gradient_dtype, **options)

    engine = methods.integrated_gradients
    monkeypatch.setattr("sentimotion.explanations.methods.integrated_gradients", recorded)
    planned = replace(bert_model.explained_model, gradient_plan=GradientPlan(torch.bfloat16))
    monkeypatch.setattr(bert_model, "explained_model", planned)
    adaptive = bert_model.explain("আজ মনটা ভালো")
    bert_model.explain("আজ মনটা ভালো", n_steps=4)
    assert seen == [torch.bfloat16, torch.float32]
    total = sum(word.attribution for word in adaptive.words) + adaptive.other
    expected = adaptive.score - adaptive.baseline_score + adaptive.convergence_delta
    assert total == pytest.approx(expected, abs=1e-9)


@pytest.mark.usefixtures("fast")
@pytest.mark.parametrize(
    ("device", "n_tokens", "expected"),
    [
        ("cuda:0", 20, 32),
        ("cuda:1", 128, 32),
        ("cuda", 195, 21),
        ("cuda", 512, 8),
        ("mps", 128, 4),
        ("cpu", 128, 4),
    ],
)
def test_a_gpu_takes_more_points_at_once(device, n_tokens, expected):
    """Without a GPU here: the plan needs the network's device, its width and, on a CPU, its encoder."""
    placed = SimpleNamespace(
        parameters=lambda: iter([SimpleNamespace(device=torch.device(device))]),
        config=SimpleNamespace(hidden_size=1024),
        encoder=SimpleNamespace(fused_attention=True),
    )
    assert plan_gradients(placed).chunk_size(n_tokens) == expected
