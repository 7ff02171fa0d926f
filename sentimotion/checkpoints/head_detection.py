"""Find the layers of the two heads, first by name, then by the number of outputs."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from os.path import commonprefix
from typing import Final, Literal

from sentimotion.checkpoints.layout_settings import LayoutSettings, how_to_set
from sentimotion.errors import CheckpointError
from sentimotion.inference.head_layer import HeadLayer
from sentimotion.labels import HEADS, LABELS, Head

# Words that name a head, at the start of a word: sent_fc, but neither present nor sentence.
_WORDS: Final[tuple[tuple[re.Pattern[str], Head], ...]] = (
    (re.compile(r"(?<![a-z])(sent(?!en|in)|polarity)"), "sentiment"),
    (re.compile(r"(?<![a-z])emo"), "emotion"),
)


@dataclass(frozen=True, slots=True)
class FoundHead:
    """One head: the path that its layers share, the layers in no order, and what told it."""

    root: str
    layers: tuple[HeadLayer, ...]
    reason: Literal["names", "sizes", "setting"]


def find_heads(layers: Mapping[str, HeadLayer], settings: LayoutSettings) -> dict[Head, FoundHead]:
    """Both heads among the layers beside the encoder.

    :param layers: All of them, by their paths in the file.
    :param settings: May name a head's path.
    :raises CheckpointError: A head is missing, or more than one layer can be it.
    """
    found: dict[Head, FoundHead] = {}
    free = dict(layers)
    for head in HEADS:
        root = settings.head_name(head)
        if root is not None:
            found[head] = FoundHead(root, _below(root, head, free), "setting")
    for head in HEADS:
        for layer in found[head].layers if head in found else ():
            free.pop(layer.name, None)
    named = {name: _named(name) for name in free}
    for head in HEADS:
        members = {name: layer for name, layer in free.items() if named[name] == head}
        if head not in found and members:
            found[head] = _found_by_name(head, members)
    nameless = {name: layer for name, layer in free.items() if named[name] is None}
    roots = _roots([name for name, layer in nameless.items() if _is_last(layer)], nameless)
    for head in HEADS:
        if head not in found:
            last = [name for name in roots if nameless[name].n_out == len(LABELS[head])]
            root = roots[_only(head, last, free)]
            found[head] = FoundHead(root, tuple(_inside(root, nameless)), "sizes")
    return found


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
    if number.isdecimal() and _named(parent) == head:
        root = parent  # the only layer with weights of a Sequential
    if _named(root) != head:
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


def _named(path: str) -> Head | None:
    """The head that a path names; the last name counts (emotion_model.sentiment_head)."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", path).lower()
    places = [(match.start(), head) for pattern, head in _WORDS for match in pattern.finditer(words)]
    return max(places)[1] if places else None


def _is_last(layer: HeadLayer) -> bool:
    return any(_ends(layer, head) for head in HEADS)


def _ends(layer: HeadLayer, head: Head) -> bool:
    return layer.kind == "linear" and layer.n_out == len(LABELS[head])


def _roots(last: Collection[str], layers: Iterable[str]) -> dict[str, str]:
    """For each last layer the shortest path that holds no other last layer: its head's."""
    roots = {}
    for name in last:
        root = name
        parts = name.split(".")
        for n_parts in range(len(parts) - 1, 0, -1):
            path = ".".join(parts[:n_parts])
            if any(other != name and other.startswith(path + ".") for other in last):
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
