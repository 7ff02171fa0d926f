"""From a safetensors file to a network, strictly."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import torch
from safetensors import SafetensorError, safe_open
from torch import nn
from transformers import PretrainedConfig

from sentimotion.errors import CheckpointError
from sentimotion.modeling import JointClassifier
from sentimotion.sources import CONFIG_FILE, WEIGHTS_FILE, first_line

# Tensors that a file may hold beyond the model's own: buffers that transformers once saved with the weights.
IGNORED_TENSORS: Final = re.compile(r"(.*\.)?(position_ids|token_type_ids)")


@contextmanager
def opened(path: Path, name: str) -> Iterator[Any]:
    """The weights file, mapped into memory.

    :param path: A safetensors file.
    :param name: The checkpoint's name, for errors.
    :returns: safetensors' own open file.
    :raises CheckpointError: It is incomplete, or no safetensors file.
    """
    try:
        with safe_open(path, framework="pt") as file:
            yield file
    except (SafetensorError, OSError) as error:
        if _starts_with(path, b"version"):
            raise CheckpointError(
                f"{name}: {WEIGHTS_FILE} is only a Git LFS pointer; fetch the file itself (git lfs pull)"
            ) from error
        raise CheckpointError(
            f"{name}: {WEIGHTS_FILE} is incomplete or no safetensors file ({first_line(error)});"
            " download or copy it again"
        ) from error


def _starts_with(path: Path, beginning: bytes) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(beginning)) == beginning
    except OSError:  # not readable: what went wrong is said anyway
        return False


def build_filled(config: PretrainedConfig, path: Path, name: str, device: torch.device) -> JointClassifier:
    """The network with the file's tensors, strictly: every tensor there, of its shape, and no other.

    It is built without memory for its weights, so that nothing is initialized to be thrown away.

    :param config: The encoder's config.
    :param path: The safetensors file, in any floating point type.
    :param name: The checkpoint's name, for errors.
    :param device: Where the network is to run.
    :returns: The network in eval mode, fp32, its parameters frozen.
    :raises CheckpointError: A tensor is missing, misshapen or unexpected; the file cannot be read; the config
        describes no encoder.
    """
    try:
        with torch.device("meta"):
            network = JointClassifier(config)
    except Exception as error:  # whatever transformers raises for a config that contradicts itself
        raise CheckpointError(
            f"{name}: no encoder can be built from its {CONFIG_FILE} ({first_line(error)})"
        ) from error
    expected = {key: tuple(tensor.shape) for key, tensor in network.state_dict().items()}
    state = {}
    with opened(path, name) as file:
        found = {key: tuple(file.get_slice(key).get_shape()) for key in file.keys()}  # noqa: SIM118
        _check_tensors(expected, found, name)
        for key in expected:
            tensor = file.get_tensor(key)
            if not tensor.is_floating_point():
                raise CheckpointError(f"{name}: tensor {key} holds {tensor.dtype}, expected floating point")
            state[key] = tensor.to(device, torch.float32)
    network.load_state_dict(state, strict=True, assign=True)
    _materialize_buffers(network, device)
    return network.eval().requires_grad_(False)


def _check_tensors(
    expected: Mapping[str, tuple[int, ...]], found: Mapping[str, tuple[int, ...]], name: str
) -> None:
    missing = [key for key in expected if key not in found]
    extra = [key for key in found if key not in expected and not IGNORED_TENSORS.fullmatch(key)]
    misshapen = [
        f"{key} {found[key]} instead of {expected[key]}"
        for key in expected
        if key in found and found[key] != expected[key]
    ]
    problems = [
        f"{what}: {_listed(keys)}"
        for what, keys in (("missing", missing), ("unexpected", extra), ("misshapen", misshapen))
        if keys
    ]
    if problems:
        raise CheckpointError(
            f"{name}: {WEIGHTS_FILE} does not fit the model ({'; '.join(problems)});"
            " is it a Sentimotion checkpoint, and its config the right one?"
        )


def _listed(names: list[str], most: int = 5) -> str:
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
