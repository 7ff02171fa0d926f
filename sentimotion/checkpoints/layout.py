"""Determine a checkpoint's layout from its tensor names and shapes alone.

The encoder is found by its word embeddings, whatever prefix their name has; the heads among the other
tensors, by their names or their number of outputs. What a file cannot tell is asked for (``LayoutSettings``).
Decisions are recorded, so that they can be shown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from sentimotion.checkpoints.adapters import check_not_adapted, untrained_copies
from sentimotion.checkpoints.config_statements import HeadInput
from sentimotion.checkpoints.head_detection import (
    FoundHead,
    enclosing_modules,
    find_heads,
    find_other_heads,
    head_in_name,
)
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

Reason = Literal["names", "sizes", "setting", "config", "card", "convention"]
_MOST_LISTED: Final = 5


@dataclass(frozen=True, slots=True)
class LayoutDecision:
    """One decision about how a checkpoint is read, and the reason.

    ``reason``: the ``names`` or ``sizes`` of tensors; a ``setting``; the ``config``; the model ``card`` (the
    published model's description, where file and config say nothing); ``convention`` (what is usual, where
    none of these says more).
    """

    subject: str
    value: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Layout:
    """Where in a file the parts of the model are.

    ``prefix`` precedes the encoder's names; it ends in a dot, unless it is empty. ``between`` describes
    layers that may lie between the encoder and the heads, which this model does not have.
    ``has_other_heads`` says whether there are heads of other tasks that a setting can leave out.
    """

    prefix: str
    heads: Mapping[Head, tuple[HeadLayer, ...]]
    pooler: str | None
    between: tuple[str, ...]
    has_other_heads: bool
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


def read_layout(
    shapes: Mapping[str, Shape], settings: LayoutSettings, head_input: HeadInput | None = None
) -> Layout:
    """Determine which tensor belongs to which part of the model.

    :param shapes: The shape of each tensor in the file, by name.
    :param settings: What the file cannot tell.
    :param head_input: What the heads read, if it is known; by default what the settings say.
    :raises CheckpointError: There is no encoder, a head is missing, weights are those of an adapter, or a
        setting is needed. The message lacks the checkpoint's name.
    """
    if head_input is None and settings.head_input is not None:
        head_input = HeadInput("pooler" if settings.head_input == "pooler" else "cls", "setting")
    check_not_adapted(shapes)
    prefix = find_prefix(shapes)
    uses = {name: use_of(name, shape, prefix) for name, shape in shapes.items()}
    uses |= dict.fromkeys(untrained_copies(shapes), "passed_over")
    modules = _modules({name: shapes[name] for name, use in uses.items() if use == "unknown"})
    layers = {name: layer for name, tensors in modules.items() if (layer := layer_of(name, tensors))}
    width = _width(shapes, prefix)
    found = find_heads(layers, settings)
    others = find_other_heads(layers, found.values(), width)
    between = _between(modules, layers, found, others, width)
    heads = _ordered(found, width, settings, between)
    pooler = _pooler(uses, head_input)
    if pooler is None:
        uses = {name: "unused_pooler" if use == "pooler" else use for name, use in uses.items()}
    for head in HEADS:
        names = [layer.name for layer in heads[head].layers if layer.kind != "activation"]
        uses |= dict.fromkeys((f"{n}.{parameter}" for n in names for parameter in modules[n]), head)
    if settings.sentiment_head and settings.emotion_head:
        # Naming both heads says that heads beside them are not needed. It says nothing of other tensors.
        uses = {
            name: "passed_over" if use == "unknown" and _is_inside(name, others) else use
            for name, use in uses.items()
        }
    decisions = [LayoutDecision("encoder", prefix, "names")]
    decisions += _input_decisions(pooler, "unused_pooler" in uses.values(), head_input)
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
        between=between,
        has_other_heads=bool(others),
        uses=uses,
        groups=groups,
        decisions=tuple(decisions),
    )


def layers_between(between: tuple[str, ...]) -> CheckpointError:
    """The error for a file with layers between encoder and heads."""
    more = f" and {len(between) - _MOST_LISTED} more" if len(between) > _MOST_LISTED else ""
    what = "a layer" if len(between) == 1 else "layers"
    return CheckpointError(
        f"{', '.join(between[:_MOST_LISTED])}{more}: {what} between encoder and heads, which this model does"
        " not have; the file cannot be opened, as the answers would be wrong"
    )


def _between(
    modules: Mapping[str, Parameters],
    layers: Mapping[str, HeadLayer],
    found: Mapping[Head, FoundHead],
    others: frozenset[str],
    width: int,
) -> tuple[str, ...]:
    """The modules outside all heads that can read the encoder's states and give what the heads read."""
    used = {layer.name for head in found.values() for layer in head.layers}
    widths = {width, *(layer.n_in for head in found.values() for layer in head.layers)}
    between = []
    for name, parameters in modules.items():
        if name in layers and name not in used and not _is_inside(name, others):
            between.append(f"{name} ({layers[name].n_in} to {layers[name].n_out})")
        elif not name:
            bare = parameters.items()
            between += [key for key, shape in bare if len(shape) > 1 and widths.intersection(shape)]
        elif name not in layers and not any(map(head_in_name, name.split("."))):
            # Such as an LSTM or an attention, if it is as wide as the states.
            is_as_wide = any(widths.intersection(shape) for shape in parameters.values())
            between += [name] if is_as_wide else []
    return tuple(between)


def _is_inside(name: str, roots: frozenset[str]) -> bool:
    return any(path in roots for path in enclosing_modules(name))


def _ordered(
    found: Mapping[Head, FoundHead], width: int, settings: LayoutSettings, between: tuple[str, ...]
) -> dict[Head, OrderedHead]:
    try:
        return {
            head: order_head(found[head].root, found[head].layers, width, len(LABELS[head]), settings)
            for head in HEADS
        }
    except CheckpointError as error:
        # Whatever the heads lack, such a file cannot be opened; a setting would be asked for in vain.
        raise (layers_between(between) if between else error) from error


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


def _pooler(uses: Mapping[str, Use], head_input: HeadInput | None) -> str | None:
    """The path of the pooler, if the heads read it.

    :raises CheckpointError: A pooler is saved and nothing says whether the heads read it, or it is to be read
        and there is not exactly one.
    """
    modules = {
        match[1]: None for name, use in uses.items() if use == "pooler" and (match := POOLER.fullmatch(name))
    }
    if head_input is None and modules:
        raise CheckpointError(
            f"the file holds a pooler ({', '.join(modules)}), and nothing states whether the heads read its"
            " output (pooler) or the [CLS] state (cls): look at the code that trained it, then"
            f" {how_to_set('head_input', 'pooler')}"
        )
    if head_input is None or head_input.value != "pooler":
        return None
    if len(modules) != 1:
        stated = head_input.where or "the layout setting head_input"
        raise CheckpointError(
            f"{stated} is pooler, and the file holds {len(modules)} of them, expected one;"
            f" {how_to_set('head_input', 'cls')}"
        )
    return next(iter(modules))


def _input_decisions(
    pooler: str | None, is_saved: bool, head_input: HeadInput | None
) -> Iterator[LayoutDecision]:
    """The card says that the heads read the [CLS] state; a weights file never says what they read."""
    reason: Reason = head_input.reason if head_input else "card"
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
