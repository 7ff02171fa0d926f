"""Read what else a checkpoint's config says of its answers: what the heads read, and what their outputs are.

What this model does not compute is refused. Keys that are not used are named, so that none is ignored
silently.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from sentimotion.checkpoints.layout_settings import LayoutSettings, how_to_set
from sentimotion.checkpoints.sources import CONFIG_FILE, SECTION
from sentimotion.errors import CheckpointError
from sentimotion.labels import DEFAULT_THRESHOLDS

# Keys of config.json that need no notice: they describe the file or the library, not the model.
_ABOUT_THE_FILE: Final = frozenset(
    [
        "_attn_implementation_autoset",
        "attn_implementation",
        "license",
        "name_or_path",
        "num_labels",
        "torch_dtype",
    ]
)
# Keys of this project's section.
_SECTION_KEYS: Final = frozenset(["baseline", "head_input", "labels", "thresholds", "training", "version"])
# Values that say nothing of what the heads read. BERT's own pooler is "first_token_transform" with tanh.
_NOT_AN_INPUT: Final = frozenset(["", "none", "tanh", "first_token_transform"])
_OTHER_INPUT: Final = re.compile(r"mean|avg|average|max|last|att|weight|sum|concat|cat\b")
_CLS: Final = re.compile(r"cls|first")
_POOLER: Final = re.compile(r"pooler|pooled")
_EMPTY: Final[tuple[Any, ...]] = (None, {}, [])
_DEEPEST: Final = 6
_LONGEST_VALUE: Final = 80

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeadInput:
    """What the heads read; ``where`` is the key in config.json that says so, if any."""

    value: Literal["cls", "pooler"]
    reason: Literal["config", "setting", "card"]
    where: str = ""


def check_outputs(values: Mapping[str, Any]) -> None:
    """Refuse a config whose model computes something that this one does not.

    :param values: The checkpoint's config.json.
    :raises CheckpointError: It has other outputs than a softmax for each head, or other positions than
        absolute ones. The message lacks the checkpoint's name.
    """
    for path, value in _leaves(values, ()):
        key = path[-1].lower()
        where = f"{'.'.join(path)} in {CONFIG_FILE} is {_shortened(value)}"
        is_softmax = value in (None, "", "single_label_classification")
        is_multi_label = value is True and re.search(r"multi_?label", key)
        if (key.endswith("problem_type") and not is_softmax) or is_multi_label:
            raise CheckpointError(f"{where}; this model has one softmax over the labels of each head")
        if key == "function_to_apply" and value not in (None, "softmax"):
            raise CheckpointError(f"{where}; this model has one softmax over the labels of each head")
        if key == "position_embedding_type" and value not in (None, "absolute"):
            raise CheckpointError(f"{where}; this model has absolute position embeddings")


def read_head_input(
    values: Mapping[str, Any], settings: LayoutSettings
) -> tuple[HeadInput | None, set[Path]]:
    """What the heads read, by the settings or the config.

    :param values: The checkpoint's config.json.
    :param settings: ``head_input``, if given, overrides the config.
    :returns: None if neither says anything; and the keys of the config that say something, each with its
        path.
    :raises CheckpointError: The config names an input that this model does not have, or two different ones.
        The message lacks the checkpoint's name.
    """
    found: HeadInput | None = None
    keys: set[Path] = set()
    for path, value in _leaves(values, ()):
        key = path[-1].lower()
        if "pool" not in key and key not in ("head_input", "summary_type"):
            continue
        meant = _input_meant(key, value)
        if meant is None:
            continue
        if settings.head_input:
            continue
        keys.add(path)
        where = f"{'.'.join(path)} in {CONFIG_FILE}"
        if meant == "other":
            raise CheckpointError(
                f"{where} is {_shortened(value)}, but this model's heads read the [CLS] state or the pooler;"
                f" if the checkpoint's read one of the two, {how_to_set('head_input', 'cls')}"
            )
        if found and found.value != meant:
            raise CheckpointError(
                f"the heads read {found.value} by {found.where}, but {meant} by {where}: look at the code"
                f" that trained it, then {how_to_set('head_input', 'cls')}"
            )
        found = found or HeadInput(meant, "config", where)
    if settings.head_input:
        found = HeadInput("pooler" if settings.head_input == "pooler" else "cls", "setting")
    return found, keys


def unused_keys(values: Mapping[str, Any], used: Collection[Path]) -> dict[str, str]:
    """The values of the config that nothing uses, by path, each shortened to one line of text.

    :param values: The checkpoint's config.json.
    :param used: The paths that are used; of an object with a used key inside, the other keys are returned.
    """
    section = values.get(SECTION, {})
    known = {*used, *((key,) for key in _ABOUT_THE_FILE), *((SECTION, key) for key in _SECTION_KEYS)}
    unused = {".".join(path): value for path, value in _outside(values, (), known) if value not in _EMPTY}
    thresholds = section.get("thresholds", {})
    if DEFAULT_THRESHOLDS | thresholds != DEFAULT_THRESHOLDS:
        unused[f"{SECTION}.thresholds"] = thresholds
    return {key: _shortened(value) for key, value in unused.items()}


def _outside(value: Any, path: Path, used: Collection[Path]) -> Iterator[tuple[Path, Any]]:
    members = dict(enumerate(value)) if isinstance(value, list) else value
    if path in used:
        return
    if isinstance(members, dict) and any(key[: len(path)] == path for key in used):
        for key, member in members.items():
            yield from _outside(member, (*path, str(key)), used)
    else:
        yield path, value


def _leaves(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """The values of a JSON object that are not objects themselves, with the keys that lead to them."""
    if not isinstance(value, dict):
        yield path, value
    elif len(path) < _DEEPEST and path != (SECTION, "training"):
        for key, member in value.items():
            yield from _leaves(member, (*path, key))


def _input_meant(key: str, value: Any) -> Literal["cls", "pooler", "other"] | None:
    """What a key with ``pool`` in its name says of the heads' input."""
    if value is False and "use" in key and "pooler" in key:
        return "cls"
    stated = value if isinstance(value, list) else [value]
    text = key if value is True else " ".join(part for part in stated if isinstance(part, str)).lower()
    if text in _NOT_AN_INPUT or (key == "summary_type" and text == "first"):  # ElectraConfig's default
        return None
    if _OTHER_INPUT.search(text):
        return "other"
    if _CLS.search(text):
        return "cls"
    if value is True:  # that there is a pooler does not say that the heads read it
        return "pooler" if "use" in key and "pooler" in key else None
    return "pooler" if _POOLER.search(text) else "other"


def _shortened(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + "…"
