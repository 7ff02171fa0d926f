"""Recognize parameter-efficient fine-tuning: adapters that are not merged, and copies of trained modules."""

import json
import re
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Final

from sentimotion.errors import CheckpointError

CONFIG: Final = "adapter_config.json"
WEIGHTS: Final = "adapter_model.safetensors"
_FILES: Final = (CONFIG, WEIGHTS, "adapter_model.bin", "pytorch_adapter.bin")

_MERGE: Final = "merge it into the model first (merge_and_unload), then save the merged model"
_NO_PLACE: Final = "it cannot be merged into the weights, and this model has no place for it"
# What an adapter is called, what to do, its tensors' names, and its type in adapter_config.json.
_KINDS: Final = (
    (
        "prompt or prefix tuning",
        _NO_PLACE,
        re.compile(
            r"prompt_embeddings|prompt_encoder|prefix_encoder|prefix_tuning|soft_prompt|adaption_prompt"
        ),
        re.compile(r"prompt|prefix|p_tuning"),
    ),
    (
        "bottleneck adapters",
        _NO_PLACE,
        re.compile(
            r"\blayer\.\d+\..{0,200}adapter|\badapters?_(?:up|down|attention|output)\b|\b(?:up|down)_project\b"
            r"|invertible_adapters|adapter_fusion"
        ),
        re.compile(r"bottleneck|bn_seq|houlsby|pfeiffer|parallel|compacter"),
    ),
    ("a LoRA adapter", _MERGE, re.compile(r"\blora_|\bloras\."), re.compile(r"lora")),
    ("an IA3 adapter", _MERGE, re.compile(r"\bia3_"), re.compile(r"ia3")),
    (
        "a LoHa, LoKr or OFT adapter",
        _MERGE,
        re.compile(r"\b(?:hada_[wt]|lokr_[wt]|b?oft_|vera_lambda|hra_)"),
        re.compile(r"loha|lokr|oft|hra"),
    ),
    ("a PEFT adapter", _MERGE, re.compile(r"\bbase_layer\b"), re.compile("")),
)
# PEFT keeps a module that it trains whole beside the one from before the training.
_ORIGINAL: Final = "original_module"
_TRAINED: Final = "modules_to_save"
_IN_ENCODER: Final = re.compile(
    rf"\b(?:embeddings|layer\.\d+)\.(?:.{{0,200}}\.)?(?:{_ORIGINAL}|{_TRAINED})\."
)


def check_not_adapted(names: Collection[str]) -> None:
    """Refuse weights with an adapter, which this model would leave out.

    :param names: The names of all tensors.
    :raises CheckpointError: Some belong to an adapter. The message lacks the checkpoint's name.
    """
    for kind, remedy, tensors, _type in _KINDS:
        found = [name for name in names if tensors.search(name)]
        if found:
            raise CheckpointError(f"the file holds {kind} ({_listed(found)}): {remedy}")
    found = [name for name in names if _IN_ENCODER.search(name)]
    if found:
        raise CheckpointError(
            f"the file holds copies of encoder modules that PEFT trained ({_listed(found)}): {_MERGE}"
        )


def untrained_copies(names: Collection[str]) -> frozenset[str]:
    """The tensors that PEFT saved as they were before the training, next to the trained ones.

    :param names: The names of all tensors.
    :raises CheckpointError: The trained copy of one is not in the file.
    """
    trained = {name.partition(f".{_TRAINED}.")[0] for name in names if f".{_TRAINED}." in name}
    copies = [name for name in names if f".{_ORIGINAL}." in name]
    alone = [name for name in copies if name.partition(f".{_ORIGINAL}.")[0] not in trained]
    if alone:
        raise CheckpointError(
            f"the file holds modules from before the training without the trained ones ({_listed(alone)}),"
            f" which PEFT saves in {WEIGHTS}: {_MERGE}"
        )
    return frozenset(copies)


def check_not_adapter_folder(files: Iterable[str], folder: Path | None, name: str) -> None:
    """Refuse a folder that holds an adapter and no model.

    :param files: The names of its files.
    :param folder: Where adapter_config.json can be read, if anywhere.
    :param name: The checkpoint's name, for errors.
    :raises CheckpointError: It holds an adapter.
    """
    found = [file for file in _FILES if file in files]
    if found:
        kind, remedy = _kind_of(folder)
        raise CheckpointError(
            f"{name}: the folder holds {kind} without its model ({', '.join(found)}): {remedy}"
        )


def _kind_of(folder: Path | None) -> tuple[str, str]:
    try:
        values = json.loads((folder / CONFIG).read_text(encoding="utf-8")) if folder else {}
    except (OSError, ValueError, RecursionError):
        values = {}
    # PEFT names its type; the library adapters has a config inside.
    inner = values.get("config") if isinstance(values, dict) else None
    stated = values.get("peft_type") if isinstance(values, dict) else None
    if isinstance(inner, dict):
        stated = inner.get("architecture") or "bottleneck"
    text = str(stated or "").lower()
    return next((kind, remedy) for kind, remedy, _tensors, types in _KINDS if types.search(text))


def _listed(names: Collection[str], most: int = 2) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join([*names][:most]) + more
