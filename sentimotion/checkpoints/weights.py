"""Load safetensors weights into a network, strictly."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from math import prod
from pathlib import Path
from typing import Final

import torch
from torch import nn
from transformers import PretrainedConfig

from sentimotion.checkpoints.hub import first_line
from sentimotion.checkpoints.layout import Layout
from sentimotion.checkpoints.safetensors_header import Header, opened
from sentimotion.checkpoints.sources import CONFIG_FILE, WEIGHTS_FILE
from sentimotion.checkpoints.tensor_roles import UNUSED
from sentimotion.errors import CheckpointError
from sentimotion.inference.network import JointClassifier

_FLOATS: Final = ("F64", "F32", "F16", "BF16")
# What is read of a mapped file stays in memory as long as the mapping: one this large costs little of either
# memory or time.
_MAPPED_BYTES: Final = 64 << 20


def check_depth(config: PretrainedConfig, header: Header) -> None:
    """Refuse a config with more layers than the file has tensors, before they are built.

    :raises CheckpointError: The message lacks the checkpoint's name.
    """
    if config.num_hidden_layers > len(header.shapes):
        raise CheckpointError(
            f"its {CONFIG_FILE} asks for {config.num_hidden_layers} layers, the file has"
            f" {len(header.shapes)} tensors in all"
        )


def build_empty(config: PretrainedConfig, layout: Layout) -> JointClassifier:
    """The network without memory for its weights, so that nothing is initialized to be thrown away.

    :param config: The encoder's config.
    :param layout: The heads.
    :raises CheckpointError: The config describes no encoder; the message lacks the checkpoint's name.
    """
    try:
        with torch.device("meta"):
            return JointClassifier(config, layout.heads, layout.pooler is not None)
    except Exception as error:  # whatever transformers raises for a config that contradicts itself
        raise CheckpointError(
            f"no encoder can be built from its {CONFIG_FILE} ({first_line(error)})"
        ) from error


def check_tensors(network: JointClassifier, layout: Layout, header: Header) -> None:
    """Whether every tensor of the network is in the file, of its shape, and no other.

    :param network: As :func:`build_empty` makes it.
    :param layout: The names in the file.
    :param header: What the file holds.
    :raises CheckpointError: It is not so; the message lacks the checkpoint's name.
    """
    expected = {layout.file_name(key): tuple(value.shape) for key, value in network.state_dict().items()}
    found = header.shapes
    misshapen = [
        f"{key} {found[key]} instead of {expected[key]}"
        for key in expected
        if key in found and found[key] != expected[key]
    ]
    unexpected = [key for key, use in layout.uses.items() if use not in UNUSED and key not in expected]
    problems = [
        f"{what}: {_listed(keys)}"
        for what, keys in (
            ("missing", [key for key in expected if key not in found]),
            ("unexpected", unexpected),
            ("misshapen", misshapen),
        )
        if keys
    ]
    if problems:
        heads = any(layout.uses[key] == "unknown" and len(found[key]) == 2 for key in unexpected)
        hint = "; if it holds more heads, name the two by the settings sentiment_head and emotion_head"
        raise CheckpointError(
            f"{WEIGHTS_FILE} does not fit the model ({'; '.join(problems)}){hint if heads else ''};"
            " is it a Sentimotion checkpoint, and its config the right one?"
        )
    for key in expected:
        if header.dtypes[key] not in _FLOATS:
            raise CheckpointError(
                f"tensor {key} holds {header.dtypes[key]}, expected one of {', '.join(_FLOATS)}"
            )


def fill(
    network: JointClassifier, layout: Layout, header: Header, folder: Path, name: str, device: torch.device
) -> JointClassifier:
    """Fill an empty network from the mapped files.

    :param network: As :func:`build_empty` makes it, and checked.
    :param layout: The names in the files.
    :param header: Which file holds which tensor.
    :param folder: Where the files are.
    :param name: The checkpoint's name, for errors.
    :param device: Where the network is to run.
    :returns: The same network in eval mode, fp32, its parameters frozen.
    :raises CheckpointError: A file cannot be read.
    """
    names = {layout.file_name(key): key for key in network.state_dict()}
    state = {}
    for part in sorted(set(header.files.values())):
        with opened(folder / part, name) as file:
            for key in file.offset_keys():  # as they lie in the file
                if key in names:
                    state[names[key]] = file.get_tensor(key).to(device, torch.float32)
    return _ready(network, state, device)


def fill_half(
    empty: JointClassifier,
    network: JointClassifier,
    layout: Layout,
    header: Header,
    folder: Path,
    name: str,
    dtype: torch.dtype,
) -> JointClassifier:
    """A twin of a filled network whose encoder's matrix products are in half precision, for predictions.

    All else is shared with the network: embeddings, norms and heads stay float32, so that under autocast only
    the products are rounded. Weights are converted straight from the files, a mapping of some megabytes at a
    time: with a float32 file, what predictions need is then all that is in memory, and the network's own
    weights stay on disk until an explanation reads them.

    :param empty: As :func:`build_empty` makes it.
    :param network: As :func:`fill` returns it.
    :param layout: The names in the files.
    :param header: Which file holds which tensor.
    :param folder: Where the files are.
    :param name: The checkpoint's name, for errors.
    :param dtype: bfloat16 or float16.
    :returns: In eval mode, on the network's device, its parameters frozen.
    :raises CheckpointError: A file cannot be read.
    """
    device = next(network.parameters()).device
    products = _linear_parameters(network.encoder, "encoder.")
    names = {layout.file_name(key): key for key in products}
    state = dict(network.state_dict())
    for part, keys in _mapped_pieces(header, list(names)):
        with opened(folder / part, name) as file:
            for key in keys:
                state[names[key]] = file.get_tensor(key).to(device, dtype, copy=True)
    return _ready(empty, state, device)


def _ready(
    network: JointClassifier, state: Mapping[str, torch.Tensor], device: torch.device
) -> JointClassifier:
    network.load_state_dict(state, strict=True, assign=True)
    _materialize_buffers(network, device)
    return network.eval().requires_grad_(False)


def _linear_parameters(module: nn.Module, prefix: str) -> list[str]:
    """Names of the weights and biases of all linear layers."""
    return [
        f"{prefix}{name}.{key}"
        for name, part in module.named_modules()
        if isinstance(part, nn.Linear)
        for key, _ in part.named_parameters(recurse=False)
    ]


def _mapped_pieces(header: Header, names: list[str]) -> Iterator[tuple[str, list[str]]]:
    """The tensors by file, in pieces of some ``_MAPPED_BYTES``."""
    piece = 0
    numbered = []
    so_far = 0
    for key in sorted(names, key=lambda key: (header.files[key], key)):
        so_far += 4 * prod(header.shapes[key])
        if so_far > _MAPPED_BYTES:
            piece, so_far = piece + 1, 0
        numbered.append((header.files[key], piece, key))
    for (file, _), members in groupby(numbered, key=lambda member: member[:2]):
        yield file, [key for _, _, key in members]


def _listed(names: Sequence[str], most: int = 5) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _materialize_buffers(network: nn.Module, device: torch.device) -> None:
    """Buffers that no file holds (transformers' position and token type ids) get their values."""
    for module in network.modules():
        for key, buffer in list(module.named_buffers(recurse=False)):
            if not buffer.is_meta:
                continue
            if key == "position_ids":
                values = torch.arange(buffer.shape[-1], device=device).expand(buffer.shape)
            elif key == "token_type_ids":
                values = torch.zeros(buffer.shape, dtype=buffer.dtype, device=device)
            else:
                raise CheckpointError(f"the encoder has a buffer {key} whose values are not known")
            module.register_buffer(key, values, persistent=False)
