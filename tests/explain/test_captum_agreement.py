"""The same numbers as Captum's: its layer variant on ids (hooks) and its plain one on embeddings."""

import pytest
import torch
from captum.attr import LayerIntegratedGradients

from explain import Canceled, NonFiniteAttribution, Target, captum_integrated_gradients, integrated_gradients
from tests.explain.models import MASK_ID, PAD_ID, TableModel, encode

TARGETS = [
    Target("sentiment", 0),
    Target("sentiment", 2, kind="logit"),
    Target("sentiment", 1, kind="probability"),
    Target("sentiment", 1, contrast=0),
    Target("emotion", 5),
    Target("emotion", 3, kind="logit"),
    Target("emotion", 0, kind="probability"),
    Target("emotion", 4, contrast=2, kind="probability"),
]
N_STEPS = 20


def layer_attributions(model, text, target):
    """What Captum's LayerIntegratedGradients says of the word embeddings, from ids to [PAD] ids."""
    layer = LayerIntegratedGradients(
        lambda ids, attention_mask: target.score(model.logits_of_ids(ids, attention_mask)),
        model.encoder.get_input_embeddings(),
    )
    per_dimension = layer.attribute(
        text.input_ids,
        baselines=torch.where(text.special_tokens_mask, text.input_ids, PAD_ID),
        additional_forward_args=(text.attention_mask,),
        n_steps=N_STEPS,
        method="gausslegendre",
    )
    return per_dimension[0].sum(dim=-1).tolist()


def test_equals_layer_integrated_gradients(encoder, text):
    results = integrated_gradients(encoder, text, TARGETS, fill_id=PAD_ID, n_steps=N_STEPS, chunk_size=7)
    for target, result in zip(TARGETS, results, strict=True):
        assert max(map(abs, result.attributions)) > 0.01  # or equality would mean little
        assert result.attributions == pytest.approx(layer_attributions(encoder, text, target), abs=1e-5)


@pytest.mark.parametrize(("baseline", "fill_id"), [("pad", PAD_ID), ("mask", MASK_ID), ("zero", None)])
def test_equals_the_captum_reference(encoder, text, baseline, fill_id):
    arguments = {"baseline": baseline, "fill_id": fill_id, "n_steps": N_STEPS, "chunk_size": 7}
    ours = integrated_gradients(encoder, text, TARGETS, **arguments)
    captums = captum_integrated_gradients(encoder, text, TARGETS, **arguments)
    for one, other in zip(ours, captums, strict=True):
        assert one.attributions == pytest.approx(other.attributions, abs=1e-5)
        assert one.convergence_delta == pytest.approx(other.convergence_delta, abs=1e-5)
        assert one.target == other.target
        assert (one.score, one.baseline_score) == (other.score, other.baseline_score)
        assert (one.method, other.method) == ("integrated_gradients", "captum_integrated_gradients")
        assert one.baseline == other.baseline == baseline


def test_both_come_to_the_same_where_each_chooses_its_steps(encoder, text):
    ours = integrated_gradients(encoder, text, TARGETS, fill_id=PAD_ID)
    captums = captum_integrated_gradients(encoder, text, TARGETS, fill_id=PAD_ID)
    for one, other in zip(ours, captums, strict=True):
        assert one.converged
        assert other.converged
        largest = max(map(abs, other.attributions))
        assert one.attributions == pytest.approx(other.attributions, abs=0.01 * largest)


def test_reference_shares_the_checks():
    model = TableModel(
        [[0.0], [7.0], [8.0], [9.0], [2.0]],
        broken=lambda e: e[:, 1, 0] / 0.0,
        steep=lambda e: torch.sqrt(e[:, 1, 0] * 0.0),
    )
    with pytest.raises(NonFiniteAttribution, match="score of head 'broken'"):
        captum_integrated_gradients(model, encode(4), [Target("broken", 1)], fill_id=PAD_ID)
    with pytest.raises(NonFiniteAttribution, match="gradient of head 'steep'"):
        captum_integrated_gradients(model, encode(4), [Target("steep", 1)], fill_id=PAD_ID)
    with pytest.raises(ValueError, match="chunk_size is 0"):
        captum_integrated_gradients(model, encode(4), [Target("steep", 1)], fill_id=PAD_ID, chunk_size=0)
    with pytest.raises(ValueError, match="n_steps is 0"):
        captum_integrated_gradients(model, encode(4), [Target("steep", 1)], fill_id=PAD_ID, n_steps=0)


def test_reference_runs_chunks_too():
    model = TableModel([[0.0], [7.0], [8.0], [9.0], [2.0]], head=lambda e: e[:, 1, 0] ** 3)
    targets = [Target("head", 1), Target("head", 0)]
    captum_integrated_gradients(model, encode(4), targets, fill_id=PAD_ID, n_steps=10, chunk_size=4)
    assert model.batches == [1, 1] + [4, 4, 2] * 2


def test_reference_can_be_canceled(bert, text):
    def cancel(done, total):
        if done * 2 > total:
            raise Canceled("enough")

    with pytest.raises(Canceled, match="enough"):
        captum_integrated_gradients(
            bert, text, TARGETS[:2], fill_id=PAD_ID, n_steps=6, chunk_size=2, on_progress=cancel
        )
