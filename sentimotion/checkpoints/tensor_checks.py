"""Compare a checkpoint's tensors with its config and with the network, before any weight is read."""

import re
from collections.abc import Sequence
from typing import Final

from transformers import ElectraConfig, PretrainedConfig

from sentimotion.checkpoints.layout import Layout, layers_between
from sentimotion.checkpoints.safetensors_header import Header
from sentimotion.checkpoints.sources import CONFIG_FILE, WEIGHTS_FILE
from sentimotion.checkpoints.tensor_roles import UNUSED, WORD_EMBEDDINGS
from sentimotion.errors import CheckpointError
from sentimotion.inference.network import JointClassifier

_FLOATS: Final = ("F64", "F32", "F16", "BF16")
_LAYER: Final = re.compile(r"encoder\.layer\.(\d{1,6})\.")
# The config's key for a dimension of a tensor of the encoder.
_DIMENSIONS: Final = (
    ("vocab_size", WORD_EMBEDDINGS, 0),
    ("max_position_embeddings", "embeddings.position_embeddings.weight", 0),
    ("type_vocab_size", "embeddings.token_type_embeddings.weight", 0),
    ("hidden_size", "encoder.layer.0.output.dense.bias", 0),
    ("intermediate_size", "encoder.layer.0.intermediate.dense.bias", 0),
)
_EMBEDDING_SIZE: Final = ("embedding_size", WORD_EMBEDDINGS, 1)


def check_depth(config: PretrainedConfig, header: Header) -> None:
    """Refuse a config with more layers than the file has tensors, before they are built.

    :raises CheckpointError: The message lacks the checkpoint's name.
    """
    if config.num_hidden_layers > len(header.shapes):
        raise CheckpointError(
            f"its {CONFIG_FILE} asks for {config.num_hidden_layers} layers, the file has"
            f" {len(header.shapes)} tensors in all"
        )


def wrong_sizes(
    config: PretrainedConfig, config_from: str | None, layout: Layout, header: Header
) -> list[str]:
    """Sizes of the encoder in which config and file differ, each with the config's key and both values.

    :param config: The encoder's config.
    :param config_from: The checkpoint that it is from, if that is another one.
    :param layout: The names in the file.
    :param header: What the file holds.
    """
    stated = f"{config_from}'s {CONFIG_FILE}" if config_from else CONFIG_FILE
    dimensions = (
        [*_DIMENSIONS, _EMBEDDING_SIZE] if config.model_type == ElectraConfig.model_type else _DIMENSIONS
    )
    sizes = {
        key: shape[dimension]
        for key, name, dimension in dimensions
        if len(shape := header.shapes.get(layout.prefix + name, ())) > dimension
    }
    layers = {match[1] for name in header.shapes if (match := _LAYER.match(name.removeprefix(layout.prefix)))}
    sizes["num_hidden_layers"] = len(layers)
    return [
        f"{key} is {getattr(config, key)} in {stated} and {size} in the file"
        for key, size in sizes.items()
        if size != getattr(config, key)
    ]


def check_tensors(network: JointClassifier, layout: Layout, header: Header, sizes: Sequence[str]) -> None:
    """Check that the file holds every tensor of the network, in its shape, and no other.

    :param network: As ``weights.build_empty`` makes it.
    :param layout: The names in the file.
    :param header: What the file holds.
    :param sizes: What :func:`wrong_sizes` found.
    :raises CheckpointError: Tensors are missing, not expected, or of another shape or type, or a layer lies
        between encoder and heads. The message lacks the checkpoint's name.
    """
    if layout.between:
        raise layers_between(layout.between)
    expected = {layout.file_name(key): tuple(value.shape) for key, value in network.state_dict().items()}
    found = header.shapes
    misshapen = [
        f"{key} {found[key]} instead of {expected[key]}"
        for key in expected
        if key in found
        and found[key] != expected[key]
        # A wrong size in the config explains the shapes of the encoder's tensors.
        and not (sizes and layout.uses[key] in ("encoder", "pooler"))
    ]
    unexpected = [key for key, use in layout.uses.items() if use not in UNUSED and key not in expected]
    problems = [*sizes] + [
        f"{what}: {_listed(keys)}"
        for what, keys in (
            ("missing", [key for key in expected if key not in found]),
            ("unexpected", unexpected),
            ("misshapen", misshapen),
        )
        if keys
    ]
    if problems:
        raise CheckpointError(
            f"{WEIGHTS_FILE} does not fit the model ({'; '.join(problems)}); {_advice(sizes, layout)}"
        )
    for key in expected:
        if header.dtypes[key] not in _FLOATS:
            raise CheckpointError(
                f"tensor {key} holds {header.dtypes[key]}, expected one of {', '.join(_FLOATS)}"
            )


def _advice(sizes: Sequence[str], layout: Layout) -> str:
    if sizes:
        return f"use the {CONFIG_FILE} that was saved with these weights"
    question = "is it a Sentimotion checkpoint, and its config the right one?"
    if layout.has_other_heads and "unknown" in layout.uses.values():
        return (
            "if it holds more heads, name the two by the settings sentiment_head and emotion_head;"
            f" {question}"
        )
    return question


def _listed(names: Sequence[str], most: int = 5) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
