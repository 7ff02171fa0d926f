"""Predictions in half precision: a twin of the network whose products alone are rounded."""

import pytest
import torch
from safetensors.torch import load_file

import sentimotion
from sentimotion.checkpoints import safetensors_header, weights
from sentimotion.inference import precision
from sentimotion.inference.predictor import predict_probabilities
from tests.checkpoints import SENTENCES
from tests.synthetic import LAYOUTS, write_foreign


@pytest.fixture(params=["one file", "three files"], scope="module")
def foreign(request, tmp_path_factory):
    n_files = 1 if request.param == "one file" else 3
    return write_foreign(tmp_path_factory.mktemp("half") / "checkpoint", "deep", "small", n_files=n_files)


def opened(folder, dtype):
    return sentimotion.load(folder, device="cpu", dtype=dtype, layout=LAYOUTS["deep"].layout)


def is_product(network, name):
    module = network.get_submodule(name.rpartition(".")[0])
    return name.startswith("encoder.") and isinstance(module, torch.nn.Linear)


@pytest.mark.parametrize("mapped_bytes", [1, 64 << 20])
def test_only_the_encoders_products_are_halved(foreign, monkeypatch, mapped_bytes):
    monkeypatch.setattr(weights, "_MAPPED_BYTES", mapped_bytes)
    model = opened(foreign, "bfloat16")
    whole, half = model.network.state_dict(), model._predictor.state_dict()
    assert whole.keys() == half.keys()
    halved = [name for name in whole if is_product(model.network, name)]
    assert len(halved) > 10
    for name, tensor in half.items():
        if name in halved:
            assert torch.equal(tensor, whole[name].bfloat16()), name
        else:
            assert tensor.data_ptr() == whole[name].data_ptr(), name
    assert {tensor.dtype for tensor in whole.values()} == {torch.float32}
    assert not any(parameter.requires_grad for parameter in model._predictor.parameters())
    assert not model._predictor.training


def test_a_full_file_is_not_read_into_memory(foreign):
    """The float32 weights stay those of the mapped file."""
    files = [load_file(path) for path in foreign.glob("*.safetensors")]
    model = opened(foreign, "bfloat16")
    values = {name: tensor for file in files for name, tensor in file.items()}
    kernel = next(name for name in values if name.endswith("layer.0.intermediate.dense.weight"))
    found = model.network.state_dict()["encoder." + kernel.partition(".")[2]]
    assert torch.equal(found, values[kernel])
    assert not found.is_shared()


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_only_a_file_that_is_converted_is_mapped_piece_by_piece(tmp_path, monkeypatch, dtype):
    """Else its pages would be in memory beside the float32 weights."""
    folder = write_foreign(tmp_path / "checkpoint", "deep", "small", dtype=dtype)
    mapped = []

    def mapping(path, name):
        mapped.append(path.name)
        return safetensors_header.opened(path, name)

    monkeypatch.setattr(weights, "opened", mapping)
    monkeypatch.setattr(weights, "_MAPPED_BYTES", 1)
    state = opened(folder, "float32").network.state_dict()
    assert len(mapped) == (1 if dtype is torch.float32 else len(state))
    stored = load_file(folder / "model.safetensors")
    for name, tensor in stored.items():
        if ".layer." in name:
            assert torch.equal(state["encoder." + name.partition(".")[2]], tensor.float()), name


@pytest.mark.parametrize("dtype", ["bfloat16", "float16"])
def test_predictions_are_those_of_the_whole_network_under_autocast(foreign, dtype):
    """Which rounds the same weights at every pass, where the twin has them rounded once and for all."""
    exact, rough = opened(foreign, "float32"), opened(foreign, dtype)
    assert exact._predictor is exact.network
    assert rough.describe()["dtype"] == dtype
    expected = predict_probabilities(exact.network, [exact.encode(text) for text in SENTENCES], rough.dtype)
    differing = 0
    for one, text in zip(expected, SENTENCES, strict=True):
        found = rough.predict(text).probabilities
        for head in ("sentiment", "emotion"):
            assert found.of(head) == pytest.approx(one.of(head), abs=0.05)
            assert sum(found.of(head)) == pytest.approx(1, abs=1e-12)
            differing += found.of(head) != exact.predict(text).probabilities.of(head)
    assert rough.predict_batch(SENTENCES)[0].probabilities == expected[0]
    assert differing > 0


def test_the_heads_are_not_rounded(foreign):
    """A bfloat16 logit above 1 has steps of 1/128; these lie between."""
    model = opened(foreign, "bfloat16")
    encoded = model.encode(SENTENCES[0])
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        logits = model._predictor(input_ids=torch.tensor([encoded.input_ids]))
    assert {found.dtype for found in logits} == {torch.float32}
    assert not all(torch.equal(found, found.bfloat16().float()) for found in logits)


@pytest.mark.parametrize("is_fast", [True, False])
@pytest.mark.parametrize(("width", "wide"), [(1024, True), (768, True), (384, False)])
def test_half_where_it_pays(monkeypatch, is_fast, width, wide):
    monkeypatch.setattr(precision, "half_precision_is_fast", lambda _: is_fast)
    expected = torch.bfloat16 if wide and is_fast else torch.float32
    assert precision.prediction_dtype(torch.device("cpu"), width) is expected


def test_what_is_asked_for_is_taken(foreign, monkeypatch):
    monkeypatch.setattr(precision, "_MIN_HALF_HIDDEN_SIZE", 1)
    monkeypatch.setattr(precision, "half_precision_is_fast", lambda _: True)
    assert opened(foreign, None).dtype is torch.bfloat16
    assert opened(foreign, "float32").dtype is torch.float32
