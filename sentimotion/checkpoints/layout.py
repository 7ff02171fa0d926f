"""Determine a checkpoint's layout from its tensor names and shapes alone.

The encoder is found by its word embeddings, whatever stands before their name; the heads among the rest, by
their names and by how many values they give. What a file cannot tell is asked for (``LayoutSettings``), and
all that was decided is kept, so that it can be shown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from sentimotion.checkpoints.head_detection import find_heads
from sentimotion.checkpoints.head_order import OrderedHead, Parameters, layer_of, order_head
from sentimotion.checkpoints.layout_settings import LayoutSettings, how_to_set
from sentimotion.checkpoints.tensor_roles import (
    POOLER,
    WORD_EMBEDDINGS,
    TensorGroup,
    Use,
    find_prefix,
    groups_of,
    use_of,
)
from sentimotion.errors import CheckpointError
from sentimotion.inference.head_layer import HeadLayer, Shape
from sentimotion.labels import HEADS, LABELS, Head

Reason = Literal["names", "sizes", "setting", "card", "convention"]


@dataclass(frozen=True, slots=True)
class LayoutDecision:
    """One thing that was decided, and by what.

    ``reason``: the file's ``names`` or ``sizes``; a ``setting``; the model ``card`` (the published model's
    description, where the file is silent); ``convention`` (what is usual, where none of these says more).
    """

    subject: str
    value: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Layout:
    """Where in a file the parts of the model are. ``prefix`` ends in a dot, unless it is empty."""

    prefix: str
    heads: Mapping[Head, tuple[HeadLayer, ...]]
    pooler: str | None
    uses: Mapping[str, Use]
    groups: tuple[TensorGroup, ...]
    decisions: tuple[LayoutDecision, ...]

    def file_name(self, name: str) -> str:
        """The name in the file of a tensor of ``sentimotion.inference.network.JointClassifier``."""
        part, _, rest = name.partition(".")
        if part == "encoder":
            return self.prefix + rest
        if part == "pooler":
            return f"{self.pooler}.{rest}"
        layers = self.heads["sentiment" if part == "sentiment_head" else "emotion"]
        if len(layers) == 1:
            return f"{layers[0].name}.{rest}"
        index, _, parameter = rest.partition(".")
        return f"{layers[int(index)].name}.{parameter}"


def read_layout(shapes: Mapping[str, Shape], settings: LayoutSettings) -> Layout:
    """Tell the parts of the model apart.

    :param shapes: The shape of each tensor in the file, by name.
    :param settings: What the file cannot tell.
    :raises CheckpointError: There is no encoder, or a head is missing, or a setting is needed; the message
        lacks the checkpoint's name.
    """
    prefix = find_prefix(shapes)
    uses = {name: use_of(name, shape, prefix) for name, shape in shapes.items()}
    modules = _modules({name: shapes[name] for name, use in uses.items() if use == "unknown"})
    layers = {name: layer for name, tensors in modules.items() if (layer := layer_of(name, tensors))}
    pooler = _pooler(uses, settings)
    if pooler is None:
        uses = {name: "unused_pooler" if use == "pooler" else use for name, use in uses.items()}
    found = find_heads(layers, settings)
    heads = {
        head: order_head(
            found[head].root, found[head].layers, _width(shapes, prefix), len(LABELS[head]), settings
        )
        for head in HEADS
    }
    for head in HEADS:
        names = [layer.name for layer in heads[head].layers if layer.kind != "activation"]
        uses |= dict.fromkeys((f"{n}.{parameter}" for n in names for parameter in modules[n]), head)
    if settings.sentiment_head and settings.emotion_head:
        # Who names both heads knows that the file holds more.
        uses = {name: "passed_over" if use == "unknown" else use for name, use in uses.items()}
    decisions = [LayoutDecision("encoder", prefix, "names")]
    decisions += _input_decisions(pooler, "unused_pooler" in uses.values(), settings)
    for head in HEADS:
        decisions += _head_decisions(head, found[head].root, found[head].reason, heads[head])
    groups = groups_of(uses, shapes, prefix)
    decisions += [
        LayoutDecision("passed_over", group.name, "names") for group in groups if group.use == "passed_over"
    ]
    return Layout(
        prefix=prefix,
        heads={head: heads[head].layers for head in HEADS},
        pooler=pooler,
        uses=uses,
        groups=groups,
        decisions=tuple(decisions),
    )


def _width(shapes: Mapping[str, Shape], prefix: str) -> int:
    """The width of the encoder's states; the embeddings of ELECTRA may be narrower."""
    bias = shapes.get(f"{prefix}encoder.layer.0.output.dense.bias")
    return (bias or shapes[prefix + WORD_EMBEDDINGS] or (0,))[-1]


def _modules(shapes: Mapping[str, Shape]) -> dict[str, Parameters]:
    modules: dict[str, dict[str, Shape]] = {}
    for name, shape in shapes.items():
        module, _, parameter = name.rpartition(".")
        modules.setdefault(module, {})[parameter] = shape
    return {**modules}


def _pooler(uses: Mapping[str, Use], settings: LayoutSettings) -> str | None:
    """The module of the pooler, where it is to be used."""
    if settings.head_input != "pooler":
        return None
    modules = {
        match[1] for name, use in uses.items() if use == "pooler" and (match := POOLER.fullmatch(name))
    }
    if len(modules) != 1:
        raise CheckpointError(
            f"the layout setting head_input is pooler, and the file holds {len(modules)} of them, expected"
            f" one; {how_to_set('head_input', 'cls')}"
        )
    return modules.pop()


def _input_decisions(
    pooler: str | None, is_saved: bool, settings: LayoutSettings
) -> Iterator[LayoutDecision]:
    """The card says that the heads read the [CLS] state; a file never does."""
    reason: Reason = "setting" if settings.head_input else "card"
    yield LayoutDecision("head_input", "tanh of the pooler" if pooler else "[CLS] state", reason)
    if is_saved:
        yield LayoutDecision("pooler", "saved, not used", reason)


def _head_decisions(head: Head, root: str, reason: Reason, ordered: OrderedHead) -> Iterator[LayoutDecision]:
    subject = f"{head}_head"
    yield LayoutDecision(subject, f"{root}: {_described(ordered.layers)}", reason)
    if ordered.is_deep:
        activations = [layer.name for layer in ordered.layers if layer.kind == "activation"]
        yield LayoutDecision(f"{subject}.activation", (*activations, "none")[0], "setting")
        names = [layer.name for layer in ordered.layers if layer.kind != "activation"]
        yield LayoutDecision(f"{subject}.order", ", ".join(names), ordered.order_from)
    for name in ordered.dropouts:
        yield LayoutDecision(f"{subject}.dropout", f"{name} holds no weights", "convention")
    if ordered.has_norm:
        yield LayoutDecision(f"{subject}.norm_epsilon", "1e-05", "convention")


def _described(layers: tuple[HeadLayer, ...]) -> str:
    """``1024 -> linear 512 -> gelu -> linear 3``."""
    parts = [layer.name if layer.kind == "activation" else f"{layer.kind} {layer.n_out}" for layer in layers]
    return " -> ".join([str(layers[0].n_in), *parts])
