"""Read the order of each head's outputs from what a checkpoint's config says of its labels.

A statement may stand anywhere in config.json: ``id2label`` or ``label2id`` of one head or of both, a list
such as ``emotion_labels``, or ``sentimotion.labels``. Outputs are put in this model's order when weights are
loaded.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sentimotion.checkpoints.head_detection import head_in_name
from sentimotion.checkpoints.label_names import label_of
from sentimotion.checkpoints.layout_settings import LayoutSettings, how_to_set
from sentimotion.checkpoints.sources import CONFIG_FILE, SECTION
from sentimotion.errors import CheckpointError
from sentimotion.labels import HEADS, LABELS, Head

# A key states labels if it consists of these words alone, with one of the first or second kind.
_LABEL_WORDS: Final = frozenset(
    ["label", "labels", "class", "classes", "category", "categories", "target", "targets"]
)
_HEAD_WORDS: Final = frozenset(["sentiment", "sentiments", "sent", "polarity", "emotion", "emotions", "emo"])
_OTHER_WORDS: Final = frozenset(
    ["id", "ids", "idx", "index", "to", "name", "names", "list", "map", "mapping", "order", "set"]
)
_KEY_WORDS: Final = _LABEL_WORDS | _HEAD_WORDS | _OTHER_WORDS
_HEAD: Final = frozenset({"head", "heads", "task", "column"})
# Names that transformers makes up where a config names no labels, and plain numbers.
_GENERIC: Final = re.compile(r"(?:label|class)?[\s_-]*(\d{1,4})", re.IGNORECASE)
# Sentiment as a score.
_SCORES: Final[Mapping[str, str]] = {"-1": "negative", "0": "neutral", "1": "positive"}
_DEEPEST: Final = 6
_LONGEST_QUOTE: Final = 150

Path = tuple[str, ...]
# (index of the output, name of its label)
Outputs = Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class LabelOrder:
    """The labels of one head in the order of its outputs in the file.

    ``reason`` is ``card`` where nothing states an order; ``where`` is the key in config.json, if any.
    """

    labels: tuple[str, ...]
    reason: Literal["config", "setting", "card"]
    where: str = ""

    def rows(self, head: Head) -> tuple[int, ...]:
        """For each of this model's labels, the index of its output in the file."""
        return tuple(self.labels.index(label) for label in LABELS[head])

    def described(self, head: Head) -> str:
        """The order as a decision's value."""
        where = f" ({self.where})" if self.where else ""
        moved = "" if self.labels == LABELS[head] else "; outputs are put in the order of the card"
        return ", ".join(self.labels) + where + moved


@dataclass(frozen=True, slots=True)
class _Statement:
    """A value of config.json that names the outputs of a head; ``outputs`` is empty if it cannot be read."""

    path: Path
    value: Any
    outputs: Outputs

    @property
    def where(self) -> str:
        return f"{'.'.join(self.path)} in {CONFIG_FILE}"

    @property
    def names(self) -> list[str]:
        """The names in the order of the outputs."""
        return [name for _, name in sorted(self.outputs)]

    @property
    def is_numbered(self) -> bool:
        """Whether every output from 0 on is named, and none twice."""
        return sorted(index for index, _ in self.outputs) == list(range(len(self.outputs)))

    @property
    def has_content(self) -> bool:
        """False for generic names (LABEL_0, LABEL_1), and for names of columns or tasks (emotion_label)."""
        generic = [_GENERIC.fullmatch(name) for name in self.names]
        is_generic = all(match and int(match[1]) == index for index, match in enumerate(generic))
        is_of_heads = all(
            words & _HEAD_WORDS and words <= _KEY_WORDS | _HEAD for words in map(_words, self.names)
        )
        return not self.outputs or not (is_generic or is_of_heads)


def read_label_orders(
    values: Mapping[str, Any], settings: LayoutSettings
) -> tuple[dict[Head, LabelOrder], set[Path]]:
    """The order of both heads' labels.

    :param values: The checkpoint's config.json.
    :param settings: May state the order of a head; what the config says of that head is then not read.
    :returns: The order by head; and the keys of the config that say something of labels, each with its path.
    :raises CheckpointError: A label is not known, occurs twice or is missing, or two statements contradict
        each other. The message lacks the checkpoint's name.
    """
    set_by_user = {head: labels for head in HEADS if (labels := settings.labels(head))}
    stated: dict[Head, LabelOrder] = {}
    keys: set[Path] = set()
    for statement in _statements(values, ()):
        head = _head_of(statement)
        if head in set_by_user or (head is None and len(set_by_user) == len(HEADS)):
            continue
        keys.add(statement.path)
        if not statement.has_content:
            continue
        if head is None:
            raise _of_no_head(statement)
        order = LabelOrder(_labels(statement, head), "config", statement.where)
        first = stated.setdefault(head, order)
        if first.labels != order.labels:
            raise CheckpointError(
                f"{first.where} has the labels {', '.join(first.labels)} for the {head} head, but"
                f" {order.where} has {', '.join(order.labels)}: correct one of them, or {_how_to_set(head)}"
            )
    orders = {head: stated.get(head, LabelOrder(LABELS[head], "card")) for head in HEADS}
    orders |= {head: LabelOrder(labels, "setting") for head, labels in set_by_user.items()}
    return orders, keys


def _statements(value: Any, path: Path) -> Iterator[_Statement]:
    outputs = () if path == (SECTION, "labels") else _outputs(value)
    is_ours = len(path) == 3 and path[:2] == (SECTION, "labels") and path[2] in HEADS
    statement = _Statement(path, value, outputs)
    if is_ours or (path and outputs and (_is_label_key(path) or _is_whole_head(statement))):
        yield statement
    elif len(path) < _DEEPEST and path != (SECTION, "training"):  # a record of ours, with lists of its own
        members = dict(enumerate(value)) if isinstance(value, list) else value
        for key, member in members.items() if isinstance(members, dict) else ():
            yield from _statements(member, (*path, str(key)))


def _outputs(value: Any) -> Outputs:
    """A value as indexes and names, if it can be one of the usual forms; else nothing."""
    if isinstance(value, str) and "," in value:
        value = [part.strip() for part in value.split(",")]
    pairs: list[tuple[int, str] | None] = []
    if isinstance(value, dict):
        pairs = [_pair(*item) for item in value.items()]
    elif isinstance(value, list):
        pairs = [_element(index, element) for index, element in enumerate(value)]
    return [pair for pair in pairs if pair] if all(pairs) else []


def _element(index: int, element: Any) -> tuple[int, str] | None:
    if isinstance(element, dict):
        return _pair(
            element.get("id", element.get("index", index)), element.get("name", element.get("label"))
        )
    if isinstance(element, list):
        return _pair(*element) if len(element) == 2 else None
    return (index, str(element)) if type(element) in (str, int) else None


def _pair(one: Any, other: Any) -> tuple[int, str] | None:
    """``"0": "negative"`` of id2label, or ``"negative": 0`` of label2id."""
    if (index := _index(one)) is not None and isinstance(other, str):
        return index, other
    return (index, one) if isinstance(one, str) and (index := _index(other)) is not None else None


def _index(value: Any) -> int | None:
    if type(value) is int:
        return value
    match = _GENERIC.fullmatch(value) if isinstance(value, str) else None
    return int(match[1]) if match else None


def _is_label_key(path: Path) -> bool:
    """Whether a key says that its value names labels; for a head's name alone, the last key counts."""
    keys = [_words(key) for key in path]
    return any(words & _LABEL_WORDS and words <= _KEY_WORDS | _HEAD for words in keys) or bool(
        keys[-1] & _HEAD_WORDS and keys[-1] <= _KEY_WORDS
    )


def _words(key: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", key).lower()))


def _is_whole_head(statement: _Statement) -> bool:
    """Whether the names are all labels of one head, whatever the key is called."""
    return statement.is_numbered and any(
        len(statement.names) == len(LABELS[head])
        and {label_of(name, head) for name in statement.names} == set(LABELS[head])
        for head in HEADS
    )


def _head_of(statement: _Statement) -> Head | None:
    """The head that a key names, else the one whose labels the names are."""
    for key in reversed(statement.path):
        if head := head_in_name(key):
            return head
    fitting = [head for head in HEADS if None not in _known(statement, head)]
    return fitting[0] if len(fitting) == 1 else None


def _known(statement: _Statement, head: Head) -> list[str | None]:
    if head == "sentiment" and set(statement.names) == set(_SCORES):
        return [_SCORES[name] for name in statement.names]
    return [label_of(name, head) for name in statement.names]


def _labels(statement: _Statement, head: Head) -> tuple[str, ...]:
    known = _known(statement, head)
    labels = tuple(label for label in known if label)
    unknown = [name for name, label in zip(statement.names, known, strict=True) if not label]
    twice = [label for label in LABELS[head] if labels.count(label) > 1]
    missing = [label for label in LABELS[head] if label not in labels]
    if unknown:
        problem = f"{unknown[0]!r} is not a known label"
    elif twice:
        problem = f"{twice[0]} occurs twice"
    elif missing:
        problem = f"{missing[0]} is missing"
    elif not statement.is_numbered:
        problem = "the outputs are not numbered from 0 on, each once"
    else:
        return labels
    raise CheckpointError(
        f"in {statement.where} the {head} head has the labels {_quoted(statement)}; expected"
        f" {', '.join(LABELS[head])}, in the order of its outputs ({problem}): correct it, or"
        f" {_how_to_set(head)}"
    )


def _of_no_head(statement: _Statement) -> CheckpointError:
    known = "; or ".join(f"for {head}, {', '.join(LABELS[head])}" for head in HEADS)
    return CheckpointError(
        f"{statement.where} has the labels {_quoted(statement)}; expected those of one head, {known}: correct"
        f" it, or set both sentiment_labels and emotion_labels: {_how_to_set('sentiment')}"
    )


def _quoted(statement: _Statement) -> str:
    text = repr(statement.value)
    return text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "…"


def _how_to_set(head: Head) -> str:
    return how_to_set(f"{head}_labels", ",".join(LABELS[head]))
