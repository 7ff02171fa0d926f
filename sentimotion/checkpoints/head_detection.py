"""Find the layers of the two heads, first by name, then by the number of outputs."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from os.path import commonprefix
from typing import Final, Literal

from sentimotion.checkpoints.layout_settings import LayoutSettings, how_to_set
from sentimotion.errors import CheckpointError
from sentimotion.inference.head_layer import HeadLayer
from sentimotion.labels import HEADS, LABELS, Head

# Words that name a head, at the start of a word: sent_fc, but not present, sentence or sentimotion.
_WORDS: Final[tuple[tuple[re.Pattern[str], Head], ...]] = (
    (re.compile(r"(?<![a-z])(sent(?!en|in|imo)|polarity)"), "sentiment"),
    (re.compile(r"(?<![a-z])emo"), "emotion"),
)
# Layers outside the encoder; comparing each with each takes a second for as many.
_MOST_LAYERS: Final = 1000
# Of a path; what follows counts as one name.
_MOST_PARTS: Final = 32
# Words in the names of modules that both heads read: shared layers, and those that pool or weight states.
_NO_HEAD: Final = re.compile(r"(?<![a-z])(shared|common|trunk|att(entio)?n|pool|gat(e|ing)|mix|fusion)")


@dataclass(frozen=True, slots=True)
class FoundHead:
    """One head: the path that its layers share, its layers in any order, and how they were found."""

    root: str
    layers: tuple[HeadLayer, ...]
    reason: Literal["names", "sizes", "setting"]


def find_heads(layers: Mapping[str, HeadLayer], settings: LayoutSettings) -> dict[Head, FoundHead]:
    """Find both heads among the layers outside the encoder.

    :param layers: All of them, by their paths in the file.
    :param settings: May name a head's path.
    :raises CheckpointError: A head is missing, more than one layer can be it, or there are too many layers.
    """
    if len(layers) > _MOST_LAYERS:
        raise CheckpointError(
            f"the file has {len(layers)} layers outside the encoder, expected at most {_MOST_LAYERS}"
        )
    found: dict[Head, FoundHead] = {}
    free = dict(layers)
    for head in HEADS:
        root = settings.head_name(head)
        if root is not None:
            found[head] = FoundHead(root, _below(root, head, free), "setting")
    for head in HEADS:
        for layer in found[head].layers if head in found else ():
            free.pop(layer.name, None)
    named = _heads_by_name(free)
    for head in HEADS:
        members = {name: layer for name, layer in free.items() if named[name] == head}
        if head not in found and members:
            found[head] = _found_by_name(head, members)
    nameless = {name: layer for name, layer in free.items() if named[name] is None and not _is_shared(layer)}
    taken = [layer.name for head in found.values() for layer in head.layers]
    roots = _roots([name for name, layer in nameless.items() if _is_last(layer)], nameless, taken)
    for head in HEADS:
        if head not in found:
            last = [name for name in roots if nameless[name].n_out == len(LABELS[head])]
            root = roots[_only(head, last, free)]
            found[head] = FoundHead(root, tuple(_inside(root, nameless)), "sizes")
    return found


def find_other_heads(
    layers: Mapping[str, HeadLayer], heads: Collection[FoundHead], width: int
) -> frozenset[str]:
    """The paths of heads for other tasks, which predictions of the two do not need.

    Such a head ends in a linear layer of two outputs or more that no other layer can read. All else may lie
    between the encoder and the heads: a layer as wide as the encoder, or one that scores its states.

    :param layers: All layers outside the encoder, by path.
    :param heads: The two heads.
    :param width: The width of the encoder's states.
    """
    used = {layer.name for head in heads for layer in head.layers}
    inputs = {width, *(layer.n_in for layer in layers.values())}
    roots = set()
    for name, layer in layers.items():
        if name in used or layer.kind != "linear" or layer.n_out in {1, *inputs}:
            continue
        if _NO_HEAD.search(_words(name)):
            continue
        root, _, last = name.rpartition(".")
        is_module = root and (last.isdecimal() or last == "out_proj")
        roots.add(root if is_module and not any(other.startswith(root + ".") for other in used) else name)
    return frozenset(roots)


def _found_by_name(head: Head, members: Mapping[str, HeadLayer]) -> FoundHead:
    last = [name for name, layer in members.items() if _ends(layer, head)]
    if len(last) > 1:
        # Several heads share the word (sentiment_head, sentiment_aux): each is a candidate of its own.
        roots = _roots(last, members)
        raise _ambiguous(head, [roots[name] for name in last])
    if not last:
        raise CheckpointError(
            f"{', '.join(members)}: by name the {head} head, but no layer of it gives {len(LABELS[head])}"
            f" values ({_sizes(members)})"
        )
    root = _shared(members)
    parent, _, number = root.rpartition(".")
    if number.isdecimal() and _innermost_name(parent) == head:
        root = parent  # the only layer with weights of a Sequential
    if _innermost_name(root) != head:
        # Attributes beside each other (sentiment_fc1, sentiment_fc2) share no path, only how they begin.
        root = commonprefix(list(members)).rstrip("._") or last[0]
    return FoundHead(root, tuple(members.values()), "names")


def _below(root: str, head: Head, layers: Mapping[str, HeadLayer]) -> tuple[HeadLayer, ...]:
    found = tuple(_inside(root, layers))
    if not found:
        raise CheckpointError(
            f"the layout setting {head}_head is {root!r}, and no layer has that path; the file has"
            f" {_sizes(layers)}"
        )
    return found


def _only(head: Head, names: Collection[str], free: Mapping[str, HeadLayer]) -> str:
    if len(names) > 1:
        raise _ambiguous(head, names)
    if not names:
        raise CheckpointError(
            f"the file has no {head} head: no layer beside the encoder gives {len(LABELS[head])} values"
            f" ({_sizes(free)})"
        )
    (name,) = names
    return name


def _ambiguous(head: Head, names: Collection[str]) -> CheckpointError:
    return CheckpointError(
        f"{len(names)} layers can be the {head} head ({', '.join(names)}): look at the code that trained it,"
        f" then {how_to_set(f'{head}_head', next(iter(names)))}"
    )


def head_in_name(name: str) -> Head | None:
    """The head that a name contains a word for; None if it names neither or both."""
    words = _words(name)
    heads = {head for pattern, head in _WORDS if pattern.search(words)}
    return heads.pop() if len(heads) == 1 else None


def _words(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _innermost_name(path: str) -> Head | None:
    return next((head for part in reversed(path.split(".")) if (head := head_in_name(part))), None)


def _heads_by_name(paths: Iterable[str]) -> dict[str, Head | None]:
    """The head that each path names; the innermost name counts (``emotion_model.sentiment_head``).

    A module that contains both heads belongs to neither, whatever its name.
    """
    named = {path: [head_in_name(part) for part in path.split(".", _MOST_PARTS)] for path in paths}
    # The heads named inside each module that has a head's name itself.
    inside: dict[str, set[Head]] = {}
    for path, heads in named.items():
        outer: list[str] = []
        for module, head in zip(enclosing_modules(path), heads, strict=True):
            if head:
                for name in outer:
                    inside.setdefault(name, set()).add(head)
                outer.append(module)
    return {
        path: next(
            (
                head
                for module, head in reversed([*zip(enclosing_modules(path), heads, strict=True)])
                if head and inside.get(module, {head}) == {head}
            ),
            None,
        )
        for path, heads in named.items()
    }


def enclosing_modules(path: str) -> list[str]:
    """The path of each enclosing module, and the path itself: ``a``, ``a.b``, ``a.b.c``."""
    return [*accumulate(path.split(".", _MOST_PARTS), "{}.{}".format)]


def _is_shared(layer: HeadLayer) -> bool:
    """Whether a layer serves both heads, by its name."""
    return not _is_last(layer) and bool(_NO_HEAD.search(_words(layer.name)))


def _is_last(layer: HeadLayer) -> bool:
    return any(_ends(layer, head) for head in HEADS)


def _ends(layer: HeadLayer, head: Head) -> bool:
    return layer.kind == "linear" and layer.n_out == len(LABELS[head])


def _roots(last: Collection[str], layers: Iterable[str], taken: Collection[str] = ()) -> dict[str, str]:
    """For each last layer the path of its head: the shortest one that contains no layer of another head."""
    roots = {}
    for name in last:
        root = name
        parts = name.split(".")
        for n_parts in range(len(parts) - 1, 0, -1):
            path = ".".join(parts[:n_parts])
            if any(other != name and other.startswith(path + ".") for other in (*last, *taken)):
                break
            root = path
        if root != name:
            # No more of the path than its layers share (model.classifier, not model).
            inside = [layer for layer in layers if layer.startswith(root + ".")]
            shared = _shared(inside)
            root = shared.rpartition(".")[0] if shared == name and parts[-1].isdecimal() else shared
        roots[name] = root
    return roots


def _shared(paths: Iterable[str]) -> str:
    """The path that all share; of one layer its own."""
    return ".".join(commonprefix([path.split(".") for path in paths]))


def _inside(root: str, layers: Mapping[str, HeadLayer]) -> list[HeadLayer]:
    return [layer for name, layer in layers.items() if name == root or name.startswith(root + ".")]


def _sizes(layers: Mapping[str, HeadLayer]) -> str:
    listed = [f"{name} {layer.n_in} to {layer.n_out}" for name, layer in layers.items()]
    more = f" and {len(listed) - 8} more" if len(listed) > 8 else ""
    return (", ".join(listed[:8]) + more) or "there is none"
