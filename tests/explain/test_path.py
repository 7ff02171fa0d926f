import pytest
import torch

from explain.path import StraightPath, _float64_device
from tests.explain.models import PAD_ID, TableModel, encode


def path_of(dtype):
    model = TableModel([[-255.0], [7.0], [8.0], [9.0], [1.0]])
    model.table = model.table.to(dtype)
    return StraightPath.to_text(model, encode(4), "pad", PAD_ID)


def test_points_run_from_baseline_to_text_and_special_tokens_stay():
    points = path_of(torch.float32).points([0.0, 0.25, 1.0])
    assert points.squeeze(-1).tolist() == [[7.0, -255.0, 8.0], [7.0, -191.0, 8.0], [7.0, 1.0, 8.0]]


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.bfloat16])
def test_a_node_is_not_rounded_to_the_dtype_of_the_embeddings(dtype):
    point = path_of(dtype).points([0.9985])[0, 1, 0]
    assert point.dtype == dtype
    assert point.item() == pytest.approx(-255.0 + 256.0 * 0.9985, rel=0.01)  # 1.0 if the node were 1


def test_attention_mask_is_that_of_the_text_at_every_point():
    text = encode(4)
    text.attention_mask[0, 1] = 0
    seen = []
    model = TableModel([[0.0], [7.0], [8.0], [9.0], [1.0]])
    model.head_logits = lambda _, attention_mask: seen.append(attention_mask.tolist()) or {}
    path = StraightPath.to_text(model, text, "pad", PAD_ID)
    path.head_logits(path.points([0.1, 0.2]))
    assert seen == [[[1, 0, 1], [1, 0, 1]]]


@pytest.mark.parametrize(
    ("device", "expected"),
    [("cpu", "cpu"), ("cuda", "cuda"), ("cuda:1", "cuda:1"), ("mps", "cpu"), ("mps:0", "cpu")],
)
def test_sums_are_computed_on_the_device_unless_it_has_no_float64(device, expected):
    assert _float64_device(torch.device(device)) == torch.device(expected)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_rates_are_gradients_times_the_way_and_0_where_there_is_none(dtype):
    gradients = torch.tensor([[[3.0], [0.5], [4.0]], [[5.0], [-1.0], [6.0]]], dtype=dtype)
    rates = path_of(dtype).rates(gradients)
    assert (rates.dtype, rates.device.type) == (torch.float64, "cpu")
    assert rates.tolist() == [[0.0, 128.0, 0.0], [0.0, -256.0, 0.0]]
