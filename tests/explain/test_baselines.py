import numpy as np
import pytest
import torch

from explain import baselines
from explain.baselines import build_baseline_embeds
from tests.explain.models import MASK_ID, PAD_ID, TableModel, encode

# Rows: [PAD], [CLS], [SEP], [MASK], two words.
MODEL = TableModel([[0.5, 0.25], [1.0, 1.0], [2.0, 2.0], [3.0, 3.5], [4.0, 4.0], [5.0, 5.0]])


@pytest.mark.parametrize(
    ("baseline", "fill_id", "filling"),
    [
        ("pad", PAD_ID, [0.5, 0.25]),
        ("mask", MASK_ID, [3.0, 3.5]),
        ("zero", None, [0.0, 0.0]),
        ("expected", range(6), [15.5 / 6, 15.75 / 6]),
    ],
)
def test_words_are_filled_and_special_tokens_kept(baseline, fill_id, filling):
    text = encode(4, 5)
    embeds = build_baseline_embeds(
        MODEL, text, MODEL.embed(text.input_ids), baseline=baseline, fill_id=fill_id
    )
    expected = [[1.0, 1.0], filling, filling, [2.0, 2.0]]
    assert embeds[0].numpy() == pytest.approx(np.array(expected))


@pytest.mark.parametrize("baseline", ["pad", "mask", "expected"])
def test_fill_id_is_needed(baseline):
    text = encode(4)
    with pytest.raises(ValueError, match=f"'{baseline}' needs fill_id"):
        build_baseline_embeds(MODEL, text, torch.zeros(1, 3, 2), baseline=baseline, fill_id=None)


def test_unknown_baseline():
    with pytest.raises(ValueError, match="'blur' is not one of pad, mask, zero, expected"):
        build_baseline_embeds(MODEL, encode(4), torch.zeros(1, 3, 2), baseline="blur", fill_id=0)


def test_the_mean_of_a_large_vocabulary(monkeypatch):
    text = encode(4)
    embeds = MODEL.embed(text.input_ids)
    whole = build_baseline_embeds(MODEL, text, embeds, baseline="expected", fill_id=range(6))
    monkeypatch.setattr(baselines, "_IDS_AT_ONCE", 4)
    parts = build_baseline_embeds(MODEL, text, embeds, baseline="expected", fill_id=range(6))
    assert parts.numpy() == pytest.approx(whole.numpy())
