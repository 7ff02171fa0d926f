"""Load safetensors weights into a network, strictly."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from math import inf, prod
from pathlib import Path
from typing import Any, Final

import torch
from torch import nn
from torch.overrides import TorchFunctionMode
from transformers import PretrainedConfig

from sentimotion.checkpoints.hub import first_line
from sentimotion.checkpoints.label_order import LabelOrder
from sentimotion.checkpoints.layout import Layout
from sentimotion.checkpoints.safetensors_header import Header, opened
from sentimotion.checkpoints.sources import CONFIG_FILE
from sentimotion.errors import CheckpointError
from sentimotion.inference.network import JointClassifier
from sentimotion.labels import Head

# Pages of a mapped file stay in memory as long as the mapping. Mappings of this size cost little memory and
# time.
_MAPPED_BYTES: Final = 64 << 20


class _WithoutInitialWeights(TorchFunctionMode):
    """Leaves out the functions of ``torch.nn.init``.

    On the meta device they fill nothing, but for random values torch imports its compiler there, and with it
    sympy: as much as torch itself.
    """

    def __torch_function__(
        self, function: Any, _types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        arguments = kwargs or {}
        if getattr(function, "__module__", None) == nn.init.__name__:
            return args[0] if args else arguments["tensor"]
        return function(*args, **arguments)


def build_empty(config: PretrainedConfig, layout: Layout, sizes: Sequence[str] = ()) -> JointClassifier:
    """Build the network on the meta device, so that no weights are initialized only to be replaced.

    :param config: The encoder's config.
    :param layout: The heads.
    :param sizes: What ``tensor_checks.wrong_sizes`` found; it may explain an error.
    :raises CheckpointError: The config describes no encoder; the message lacks the checkpoint's name.
    """
    try:
        with torch.device("meta"), _WithoutInitialWeights():
            return JointClassifier(config, layout.heads, layout.pooler is not None)
    except Exception as error:  # whatever transformers raises for a config that contradicts itself
        raise CheckpointError(
            f"no encoder can be built from its {CONFIG_FILE} ({'; '.join([first_line(error), *sizes])})"
        ) from error


def fill(
    network: JointClassifier,
    layout: Layout,
    label_orders: Mapping[Head, LabelOrder],
    header: Header,
    folder: Path,
    name: str,
    device: torch.device,
) -> JointClassifier:
    """Fill an empty network from the mapped files.

    :param network: As :func:`build_empty` makes it, and checked.
    :param layout: The names in the files.
    :param label_orders: The order of each head's outputs in the files; they are put in this model's order.
    :param header: Which file holds which tensor.
    :param folder: Where the files are.
    :param name: The checkpoint's name, for errors.
    :param device: Where the network is to run.
    :returns: The same network in eval mode, fp32, its parameters frozen.
    :raises CheckpointError: A file cannot be read.
    """
    names = {layout.file_name(key): key for key in network.state_dict()}
    state: dict[str, torch.Tensor] = {}
    # Tensors that are used as they are keep their mapping. Of others, pages should not outlast the copies.
    is_used_as_is = device.type == "cpu" and {header.dtypes[key] for key in names} == {"F32"}
    most_bytes = inf if is_used_as_is else _MAPPED_BYTES
    for part, keys in _mapped_pieces(header, list(names), most_bytes):
        with opened(folder / part, name) as file:
            state |= {names[key]: file.get_tensor(key).to(device, torch.float32) for key in keys}
    for head, order in label_orders.items():
        rows = list(order.rows(head))
        if rows != sorted(rows):
            output = layout.heads[head][-1].name
            for key in (names[f"{output}.weight"], names.get(f"{output}.bias")):
                if key is not None:
                    state[key] = state[key][rows]
    return _ready(network, state)


def fill_half(
    empty: JointClassifier,
    network: JointClassifier,
    layout: Layout,
    header: Header,
    folder: Path,
    name: str,
    dtype: torch.dtype,
) -> JointClassifier:
    """Make a copy of a filled network for predictions, with the encoder's linear layers in half precision.

    All other tensors are shared with the network: embeddings, norms and heads stay float32, so that under
    autocast only the products are rounded. Weights are converted from the files directly, one mapping of some
    megabytes at a time: with a float32 file, only the half-precision weights are then in memory, and the
    network's own stay on disk until an explanation reads them.

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
    for part, keys in _mapped_pieces(header, list(names), _MAPPED_BYTES):
        with opened(folder / part, name) as file:
            for key in keys:
                state[names[key]] = file.get_tensor(key).to(device, dtype, copy=True)
    return _ready(empty, state)


def _ready(network: JointClassifier, state: Mapping[str, torch.Tensor]) -> JointClassifier:
    network.load_state_dict(state, strict=True, assign=True)
    return network.eval().requires_grad_(False)


def _linear_parameters(module: nn.Module, prefix: str) -> list[str]:
    """Names of the weights and biases of all linear layers."""
    return [
        f"{prefix}{name}.{key}"
        for name, part in module.named_modules()
        if isinstance(part, nn.Linear)
        for key, _ in part.named_parameters(recurse=False)
    ]


def _mapped_pieces(header: Header, names: list[str], most_bytes: float) -> Iterator[tuple[str, list[str]]]:
    """The tensors by file, in pieces of about so many bytes in float32."""
    piece = 0
    numbered = []
    so_far = 0
    for key in sorted(names, key=lambda key: (header.files[key], key)):
        so_far += 4 * prod(header.shapes[key])
        if so_far > most_bytes:
            piece, so_far = piece + 1, 0
        numbered.append((header.files[key], piece, key))
    for (file, _), members in groupby(numbered, key=lambda member: member[:2]):
        yield file, [key for _, _, key in members]
