"""Determine the role of each tensor from its name, and group tensors by role.

The encoder is found by its word embeddings, whatever prefix their name has.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any, Final, Literal

from sentimotion.errors import CheckpointError
from sentimotion.inference.head_layer import Shape

Use = Literal["encoder", "sentiment", "emotion", "pooler", "unused_pooler", "passed_over", "unknown"]
# Parts of a file that the network need not have.
UNUSED: Final = ("unused_pooler", "passed_over")

WORD_EMBEDDINGS: Final = "embeddings.word_embeddings.weight"
_ENCODER: Final = re.compile(r"(embeddings|embeddings_project|encoder\.layer)\.")
POOLER: Final = re.compile(r"((?:.*\.)?pooler(?:\.modules_to_save\.\w+)?(?:\.dense)?)\.(weight|bias)")
# Tensors that predictions do not need: pattern of the name, largest number of dimensions.
_PASSED_OVER: Final = (
    # Buffers that transformers once saved with the weights.
    (re.compile(r"(.*\.)?(position_ids|token_type_ids)"), 2),
    # Parts of a loss: class weights, and learned weights of the two tasks.
    (re.compile(r"(.*[._])?(loss|criterion|class_weights?|log_vars?|log_sigmas?)[\w.]*"), 1),
    # The heads of pretraining.
    (re.compile(r"(.*\.)?(discriminator_predictions|generator_predictions|generator_lm_head)\..+"), 2),
    (re.compile(r"(.*\.)?cls\.(predictions|seq_relationship)\..+"), 2),
)


@dataclass(frozen=True, slots=True)
class TensorGroup:
    """Tensors of one kind: how their names begin, their use, their number and their number of parameters."""

    name: str
    use: Use
    n_tensors: int
    n_parameters: int


def group_tensors(shapes: Mapping[str, Shape]) -> tuple[TensorGroup, ...]:
    """The groups of a file whose heads cannot be found; their tensors are ``unknown``."""
    try:
        prefix = find_prefix(shapes)
    except CheckpointError:
        return groups_of(dict.fromkeys(shapes, "unknown"), shapes, "")
    return groups_of({name: use_of(name, shape, prefix) for name, shape in shapes.items()}, shapes, prefix)


def find_prefix(shapes: Mapping[str, Shape]) -> str:
    """The prefix of the encoder's tensor names.

    :raises CheckpointError: There is no encoder with word embeddings, or more than one.
    """
    found = [name for name in shapes if name == WORD_EMBEDDINGS or name.endswith("." + WORD_EMBEDDINGS)]
    if not found:
        raise CheckpointError(
            f"the file has no encoder: no tensor's name ends in {WORD_EMBEDDINGS}, as BERT's and ELECTRA's do"
            f" ({_some(shapes)})"
        )
    if len(found) > 1:
        raise CheckpointError(f"the file has {len(found)} encoders, expected one: {', '.join(found)}")
    return found[0].removesuffix(WORD_EMBEDDINGS)


def use_of(name: str, shape: Shape, prefix: str) -> Use:
    """The use of a tensor; those of the heads are ``unknown`` at this point."""
    if any(len(shape) <= most and pattern.fullmatch(name) for pattern, most in _PASSED_OVER):
        return "passed_over"
    if name.startswith(prefix) and _ENCODER.match(name.removeprefix(prefix)):
        return "encoder"
    return "pooler" if POOLER.fullmatch(name) else "unknown"


def groups_of(uses: Mapping[str, Use], shapes: Mapping[str, Shape], prefix: str) -> tuple[TensorGroup, ...]:
    """The groups of a file, in its order."""
    grouped: dict[tuple[str, Use], list[str]] = {}
    for name, use in uses.items():
        grouped.setdefault((_group_name(name, use, prefix), use), []).append(name)
    return tuple(
        TensorGroup(name, use, len(names), sum(prod(shapes[tensor]) for tensor in names))
        for (name, use), names in grouped.items()
    )


def _group_name(name: str, use: Use, prefix: str) -> str:
    if use == "encoder":
        return prefix + (
            "encoder.layer"
            if name.startswith(prefix + "encoder.")
            else name.removeprefix(prefix).split(".")[0]
        )
    if use == "passed_over":
        return name
    return name.rpartition(".")[0] or name


def _some(names: Mapping[str, Any], most: int = 5) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return (", ".join(list(names)[:most]) + more) or "it is empty"
