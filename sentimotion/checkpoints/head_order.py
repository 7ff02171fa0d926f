"""Order the layers of a head by their sizes and the numbers in their names.

A file holds only layers with weights. If several networks have the same weights, the reader asks for a
setting instead of choosing one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations
from typing import Final, Literal

from sentimotion.checkpoints.layout_settings import ACTIVATION, ACTIVATION_NAMES, LayoutSettings, how_to_set
from sentimotion.errors import CheckpointError
from sentimotion.inference.head_layer import HeadLayer, Shape

Parameters = Mapping[str, Shape]
# A head with more layers is refused, as every order of them would have to be tried.
_MOST_LAYERS: Final = 7
# In the number of a layer in a head.
_MOST_DIGITS: Final = 2


@dataclass(frozen=True, slots=True)
class OrderedHead:
    """A head's layers from input to output.

    ``order_from`` says what determines the order; ``dropouts`` are modules without weights before the first
    layer.
    """

    layers: tuple[HeadLayer, ...]
    order_from: Literal["setting", "names", "sizes"]
    dropouts: tuple[str, ...] = ()

    @property
    def is_deep(self) -> bool:
        """Whether it has more than one linear layer, and thus an activation between them."""
        return sum(layer.kind == "linear" for layer in self.layers) > 1

    @property
    def has_norm(self) -> bool:
        """Whether it has a LayerNorm, whose epsilon is not in the file."""
        return any(layer.kind == "norm" for layer in self.layers)


def layer_of(name: str, parameters: Parameters) -> HeadLayer | None:
    """The layer that a module of the file is, if it can be one.

    :param name: Its path in the file.
    :param parameters: The shapes of its tensors, by the last part of their names.
    :returns: None for what is neither a linear layer nor a LayerNorm.
    """
    weight = parameters.get("weight", ())
    if not weight or not parameters.keys() <= {"weight", "bias"}:
        return None
    if len(weight) == 2:
        return HeadLayer("linear", name, weight[1], weight[0], "bias" in parameters)
    if len(weight) == 1 and "bias" in parameters:
        return HeadLayer("norm", name, weight[0], weight[0])
    return None


def order_head(
    root: str, layers: Sequence[HeadLayer], n_in: int, n_out: int, settings: LayoutSettings
) -> OrderedHead:
    """Put the layers of a head in order.

    :param root: The path that they share in the file.
    :param layers: Its layers, in any order.
    :param n_in: The width of what the head reads.
    :param n_out: The number of its labels.
    :param settings: What the file cannot tell.
    :raises CheckpointError: The layers do not fit together, or a setting is needed.
    """
    is_deep = sum(layer.kind == "linear" for layer in layers) > 1
    if settings.head_order is not None and is_deep:
        return _ordered_by_setting(root, layers, n_in, n_out, settings)
    numbers = _numbers(root, layers)
    if numbers:
        candidates = [tuple(sorted(layers, key=lambda layer: numbers[layer.name]))]
    elif len(layers) > _MOST_LAYERS:
        candidates = []
    else:
        candidates = [tuple(order) for order in permutations(layers)]
    fitting = [order for order in candidates if _fits(order, n_in, n_out)]
    if not fitting:
        raise CheckpointError(
            f"the layers of {root} do not map {n_in} to {n_out} values: {_described(layers)}"
        )
    if len(fitting) > 1:
        raise _order_unknown(root, layers)
    (ordered,) = fitting
    if is_deep:
        ordered = _with_activations(root, ordered, numbers, settings.head_activation)
    dropouts = tuple(f"{root}.{index}" for index in range(numbers.get(ordered[0].name, 0)))
    return OrderedHead(ordered, "names" if numbers else "sizes", dropouts)


def _with_activations(
    root: str, ordered: Sequence[HeadLayer], numbers: Mapping[str, int], activation: str | None
) -> tuple[HeadLayer, ...]:
    if activation is None:
        raise CheckpointError(
            f"{root} has more than one linear layer, and no file states the activation between them (one of"
            f" {', '.join(ACTIVATION_NAMES)}): look at the code that trained it, then"
            f" {how_to_set('head_activation', 'NAME')}"
        )
    if activation == "none":
        return tuple(ordered)
    layers: list[HeadLayer] = []
    for place, layer in enumerate(ordered):
        previous = [i for i in range(place) if ordered[i].kind == "linear"]
        if previous and layer.kind == "linear":
            stretch = ordered[previous[-1] : place + 1]
            index = len(layers) - len(stretch) + 1 + _place_of_activation(root, ordered, stretch, numbers)
            layers.insert(index, HeadLayer("activation", activation))
        layers.append(layer)
    return tuple(layers)


def _place_of_activation(
    root: str, ordered: Sequence[HeadLayer], stretch: Sequence[HeadLayer], numbers: Mapping[str, int]
) -> int:
    """The index of the activation among the layers from one linear layer to the next.

    A number that is missing in a Sequential is a layer without weights: an activation, or dropout. Numbers
    without a gap may be those of a ModuleList, whose activations are in the code.
    """
    gaps = [i for i, (one, two) in enumerate(pairwise(stretch), 1) if _gap(one, two, numbers)]
    if len(gaps) == 1:
        return gaps[0]
    if not gaps and len(stretch) == 2 and not any(_gap(*pair, numbers) for pair in pairwise(ordered)):
        return 1
    raise _order_unknown(root, ordered)


def _gap(one: HeadLayer, two: HeadLayer, numbers: Mapping[str, int]) -> bool:
    return bool(numbers) and numbers[two.name] - numbers[one.name] > 1


def _ordered_by_setting(
    root: str, layers: Sequence[HeadLayer], n_in: int, n_out: int, settings: LayoutSettings
) -> OrderedHead:
    by_name = {_relative(layer.name, root): layer for layer in layers}
    orders = [order.split(",") for order in (settings.head_order or "").split("|")]
    words = next((order for order in orders if set(order) - {ACTIVATION} == set(by_name)), [])
    named = [word for word in words if word != ACTIVATION]
    if len(named) != len(by_name):
        raise CheckpointError(
            f"the layout setting head_order is {settings.head_order}; {root} has {', '.join(sorted(by_name))}"
        )
    activation = settings.head_activation
    if ACTIVATION in words and activation is None:
        raise CheckpointError(
            f"the layout setting head_order has an activation in it, and head_activation does not say which"
            f" (one of {', '.join(ACTIVATION_NAMES)}): {how_to_set('head_activation', 'NAME')}"
        )
    ordered = [by_name[word] for word in named]
    if not _fits(ordered, n_in, n_out):
        raise CheckpointError(
            f"in the order {','.join(words)} the layers of {root} do not map {n_in} to {n_out}"
            f" values: {_described(ordered)}"
        )
    built = [
        HeadLayer("activation", activation or "none") if word == ACTIVATION else by_name[word]
        for word in words
        if word != ACTIVATION or activation != "none"
    ]
    return OrderedHead(tuple(built), "setting")


def _fits(order: Sequence[HeadLayer], n_in: int, n_out: int) -> bool:
    width = n_in
    for layer in order:
        if layer.n_in != width:
            return False
        width = layer.n_out
    return order[-1].kind == "linear" and width == n_out


def _numbers(root: str, layers: Sequence[HeadLayer]) -> dict[str, int]:
    """The index of each layer in the Sequential that is the head; empty if it is not a Sequential.

    :raises CheckpointError: An index is too large; every layer before it would be built.
    """
    parts = [layer.name.rpartition(".") for layer in layers]
    if any(parent != root or not last.isdecimal() for parent, _, last in parts):
        return {}
    for _, _, last in parts:
        if len(last) > _MOST_DIGITS:
            raise CheckpointError(f"{root} has a layer of the number {last[:20]}; no head has so many")
    return {layer.name: int(last) for layer, (_, _, last) in zip(layers, parts, strict=True)}


def _order_unknown(root: str, layers: Sequence[HeadLayer]) -> CheckpointError:
    names = [_relative(layer.name, root) for layer in layers]
    example = ",".join([*names[:1], ACTIVATION, *names[1:]])
    return CheckpointError(
        f"the order of the layers of {root} cannot be told from the file ({_described(layers)}; and the place"
        f" of the activation): look at the code that trained it, then {how_to_set('head_order', example)}"
    )


def _described(layers: Sequence[HeadLayer]) -> str:
    return ", ".join(_one_described(layers))


def _one_described(layers: Sequence[HeadLayer]) -> Iterator[str]:
    for layer in layers:
        yield f"{layer.name} {layer.n_in}" + (f" to {layer.n_out}" if layer.kind == "linear" else " (norm)")


def _relative(name: str, root: str) -> str:
    return name.removeprefix(root + ".")
