"""Where a model comes from: the embedded checkpoint, a folder, or a repository on the Hugging Face hub.

All three end in a folder with ``model.safetensors``, and usually ``config.json`` and a tokenizer; what is
missing of the latter two comes from the published model's base. Weights come from the safetensors file only.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import torch
from transformers import AutoTokenizer, BertConfig, ElectraConfig, PretrainedConfig, PreTrainedTokenizerBase

from sentimotion.decisions import check_threshold
from sentimotion.errors import CheckpointError, InvalidThreshold
from sentimotion.labels import DEFAULT_THRESHOLDS, HEADS, LABELS
from sentimotion.modeling import ENCODERS, JointClassifier
from sentimotion.sources import CONFIG_FILE, EMBEDDED, TOKENIZER_FILES, WEIGHTS_FILE, first_line, resolve
from sentimotion.weights import IGNORED_TENSORS, build_filled, opened

BASE: Final = "csebuetnlp/banglabert_large"
# config.json is a transformers config of the encoder; what is ours stands under this key.
SECTION: Final = "sentimotion"
_CONFIGS: Final[Mapping[str, type[PretrainedConfig]]] = {c.model_type: c for c in (BertConfig, ElectraConfig)}
# A vowel sign below, one behind, and a hasanta: each a combining mark of its own.
_VOWEL_SIGNS: Final = "দুখীক্ত"


@dataclass(frozen=True, slots=True)
class CheckpointInfo:
    """What a checkpoint holds; ``labels`` and ``thresholds`` by head, ``shapes`` by tensor name."""

    source: str
    encoder_type: str
    hidden_size: int
    n_layers: int
    vocab_size: int
    n_parameters: int
    dtypes: tuple[str, ...]
    size_bytes: int
    labels: Mapping[str, tuple[str, ...]]
    thresholds: Mapping[str, float]
    training: Mapping[str, Any]
    shapes: Mapping[str, tuple[int, ...]]
    config_from: str
    tokenizer_from: str

    @property
    def is_embedded(self) -> bool:
        """Whether this is the small checkpoint that ships with the code."""
        return self.source == EMBEDDED

    def to_dict(self) -> dict[str, Any]:
        """As plain values, for JSON."""
        return {
            "source": self.source,
            "encoder_type": self.encoder_type,
            "hidden_size": self.hidden_size,
            "n_layers": self.n_layers,
            "vocab_size": self.vocab_size,
            "n_parameters": self.n_parameters,
            "dtypes": list(self.dtypes),
            "size_bytes": self.size_bytes,
            "labels": {head: list(labels) for head, labels in self.labels.items()},
            "thresholds": dict(self.thresholds),
            "config_from": self.config_from,
            "tokenizer_from": self.tokenizer_from,
            "training": dict(self.training),
            "tensors": {name: list(shape) for name, shape in self.shapes.items()},
        }


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """An opened checkpoint: the network in eval mode, fp32, its parameters frozen."""

    info: CheckpointInfo
    network: JointClassifier
    tokenizer: PreTrainedTokenizerBase


def inspect(source: str | Path | None = None, *, revision: str | None = None) -> CheckpointInfo:
    """What a checkpoint holds, read from its config and the header of its weights file.

    :param source: ``"embedded"`` (or None), a folder, or a hub id ``owner/name``, which is downloaded.
    :param revision: Branch, tag or commit of a hub repository.
    :raises CheckpointError: It cannot be found or read.
    """
    name, folder = resolve(source, revision)
    return _inspect(name, folder, *_read_config(folder, name))


def open_checkpoint(
    source: str | Path | None = None, *, revision: str | None = None, device: torch.device
) -> Checkpoint:
    """Open a checkpoint.

    :param source: As for :func:`inspect`.
    :param revision: Branch, tag or commit of a hub repository.
    :param device: Where the network is to run.
    :raises CheckpointError: It cannot be found or read, or its tensors are not those of the model.
    """
    name, folder = resolve(source, revision)
    config, config_from = _read_config(folder, name)
    info = _inspect(name, folder, config, config_from)
    network = build_filled(config, folder / WEIGHTS_FILE, name, device)
    return Checkpoint(info, network, _read_tokenizer(folder, name, config))


def _read_config(folder: Path, name: str) -> tuple[PretrainedConfig, str]:
    """The encoder's config, and where it came from."""
    path = folder / CONFIG_FILE
    if not path.is_file():
        return _base_config(name), BASE
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise CheckpointError(f"{name}: {CONFIG_FILE} is not valid JSON ({error})") from error
    if not isinstance(values, dict):
        raise CheckpointError(f"{name}: {CONFIG_FILE} holds no JSON object")
    model_type = values.get("model_type")
    if model_type is None:
        return _base_config(name), BASE
    if not isinstance(model_type, str) or model_type not in ENCODERS:
        raise CheckpointError(
            f"{name}: {CONFIG_FILE} asks for the encoder {model_type!r}; expected one of {sorted(ENCODERS)}"
        )
    _check_section(values.get(SECTION, {}), name)
    try:
        return _CONFIGS[model_type].from_dict(values), name
    except Exception as error:  # transformers' checks of a config's values have no common base
        raise CheckpointError(f"{name}: {CONFIG_FILE} is no {model_type} config ({error})") from error


def _check_section(section: object, name: str) -> None:
    """Our part of config.json: each of its keys may be absent, none may be anything but an object."""
    parts: dict[str, Any] = section if isinstance(section, dict) else {"": section}
    for key in ("", "labels", "thresholds", "training"):
        if not isinstance(parts.get(key, {}), dict):
            where = ".".join(filter(None, (SECTION, key)))
            raise CheckpointError(f"{name}: {where} in {CONFIG_FILE} is no JSON object")
    for head, labels in LABELS.items():
        found = parts.get("labels", {}).get(head, list(labels))
        if found != list(labels):
            raise CheckpointError(
                f"{name}: the {head} head has the labels {found}; expected {', '.join(labels)}"
            )
        try:
            check_threshold(parts.get("thresholds", {}).get(head, DEFAULT_THRESHOLDS[head]), head)
        except InvalidThreshold as error:
            raise CheckpointError(f"{name}: in {CONFIG_FILE}, {error}") from error


def _base_config(name: str) -> PretrainedConfig:
    try:
        return ElectraConfig.from_pretrained(BASE)
    except OSError as error:
        raise CheckpointError(
            f"{name}: no {CONFIG_FILE} that names an encoder, and that of {BASE} cannot be had:"
            f" {first_line(error)}"
        ) from error


def _read_tokenizer(folder: Path, name: str, config: PretrainedConfig) -> PreTrainedTokenizerBase:
    own = _has_tokenizer(folder)
    source = str(folder) if own else BASE
    try:
        # Special tokens typed by a person are text, for those who call the tokenizer themselves too.
        tokenizer = AutoTokenizer.from_pretrained(
            source, use_fast=True, split_special_tokens=True, trust_remote_code=False
        )
    except Exception as error:  # a damaged tokenizer.json gives KeyError, TypeError, Exception
        where = name if own else BASE
        raise CheckpointError(f"{where}: its tokenizer cannot be opened ({first_line(error)})") from error
    if not tokenizer.is_fast:
        raise CheckpointError(f"{name}: its tokenizer gives no offsets; a tokenizer.json is needed")
    if len(tokenizer) > config.vocab_size:
        raise CheckpointError(
            f"{name}: the tokenizer has {len(tokenizer)} pieces, the model only {config.vocab_size}"
            " embeddings; they do not belong together"
        )
    _check_keeps_vowel_signs(tokenizer, name)
    return tokenizer


def _check_keeps_vowel_signs(tokenizer: PreTrainedTokenizerBase, name: str) -> None:
    """Refuse a tokenizer that reads দুঃখী as দঃখ.

    transformers' lower-casing (do_lower_case, strip_accents) takes Bangla vowel signs and hasanta for accents
    and deletes them; nothing else would fail, the model would just be wrong.
    """
    normalizer = tokenizer.backend_tokenizer.normalizer
    if normalizer is not None and len(normalizer.normalize_str(_VOWEL_SIGNS).strip()) < len(_VOWEL_SIGNS):
        raise CheckpointError(
            f"{name}: its tokenizer deletes Bangla vowel signs; set do_lower_case to false in"
            " tokenizer_config.json, or use the tokenizer that the model was trained with"
        )


def _has_tokenizer(folder: Path) -> bool:
    return any((folder / file).is_file() for file in TOKENIZER_FILES)


def _inspect(name: str, folder: Path, config: PretrainedConfig, config_from: str) -> CheckpointInfo:
    path = folder / WEIGHTS_FILE
    shapes, dtypes, n_parameters = {}, set(), 0
    with opened(path, name) as file:
        for key in file.keys():  # noqa: SIM118 (safe_open is no mapping)
            part = file.get_slice(key)
            shape = tuple(part.get_shape())
            shapes[key] = shape
            dtypes.add(part.get_dtype())
            n_parameters += 0 if IGNORED_TENSORS.fullmatch(key) else torch.Size(shape).numel()
    section = getattr(config, SECTION, None) or {}
    return CheckpointInfo(
        source=name,
        encoder_type=config.model_type,
        hidden_size=config.hidden_size,
        n_layers=config.num_hidden_layers,
        vocab_size=config.vocab_size,
        n_parameters=n_parameters,
        dtypes=tuple(sorted(dtypes)),
        size_bytes=path.stat().st_size,
        labels={head: LABELS[head] for head in HEADS},
        thresholds=dict(DEFAULT_THRESHOLDS) | section.get("thresholds", {}),
        training=section.get("training", {}),
        shapes=shapes,
        config_from=config_from,
        tokenizer_from=name if _has_tokenizer(folder) else BASE,
    )
