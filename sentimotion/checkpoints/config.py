"""Read the encoder config from a checkpoint, or from the base of the published model."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NoReturn, get_args

from transformers import CONFIG_MAPPING, BertConfig, ElectraConfig, PretrainedConfig

from explain import Baseline
from sentimotion.checkpoints import sources
from sentimotion.checkpoints.hub import first_line
from sentimotion.checkpoints.sources import CONFIG_FILE
from sentimotion.checkpoints.version import read_version
from sentimotion.errors import CheckpointError, InvalidThreshold
from sentimotion.inference.decisions import check_threshold
from sentimotion.inference.network import ENCODERS
from sentimotion.labels import DEFAULT_THRESHOLDS, LABELS

# config.json is a transformers config of the encoder; what is ours stands under this key.
SECTION: Final = "sentimotion"
_CONFIGS: Final[Mapping[str, type[PretrainedConfig]]] = {c.model_type: c for c in (BertConfig, ElectraConfig)}


def read_config(folder: Path, name: str) -> tuple[PretrainedConfig, str]:
    """The encoder's config, and where it came from.

    A config that names no encoder, or a model of its author's own making, says nothing about the encoder;
    that of the base is then taken, and the tensors have to fit it. What is ours in it counts all the same.

    :param folder: The checkpoint's folder.
    :param name: Its name, for errors.
    :raises CheckpointError: It cannot be read, or is that of another kind of model.
    """
    path = folder / CONFIG_FILE
    if not path.is_file():
        return _base_config(name, {}), sources.BASE
    values = _read_json(path, name)
    model_type = values.get("model_type")
    section = values.get(SECTION, {})
    _check_section(section, name)
    if model_type is None or (
        isinstance(model_type, str) and model_type and model_type not in CONFIG_MAPPING
    ):
        return _base_config(name, section), sources.BASE
    if not isinstance(model_type, str) or model_type not in ENCODERS:
        raise CheckpointError(
            f"{name}: {CONFIG_FILE} asks for the encoder {model_type!r}; expected one of {sorted(ENCODERS)}"
        )
    return _as_config(values, model_type, name), name


def _read_json(path: Path, name: str) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text(encoding="utf-8"), parse_constant=_refuse_constant)
    except OSError as error:
        raise CheckpointError(f"{name}: {CONFIG_FILE} cannot be read ({first_line(error)})") from error
    except (ValueError, RecursionError) as error:  # no UTF-8, no JSON, a number without end
        raise CheckpointError(f"{name}: {CONFIG_FILE} is not valid JSON ({first_line(error)})") from error
    if not isinstance(values, dict):
        raise CheckpointError(f"{name}: {CONFIG_FILE} does not contain a JSON object")
    return values


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not valid JSON")


def _as_config(values: dict[str, Any], model_type: str, name: str) -> PretrainedConfig:
    try:
        config = _CONFIGS[model_type].from_dict(values)
    except Exception as error:  # transformers' checks of a config's values have no common base
        raise CheckpointError(
            f"{name}: {CONFIG_FILE} is not a valid {model_type} config ({error})"
        ) from error
    if getattr(config, "is_decoder", False) or getattr(config, "add_cross_attention", False):
        # [CLS], the first token, would see nothing but itself: the same answer for every text.
        raise CheckpointError(f"{name}: {CONFIG_FILE} describes a decoder; expected an encoder")
    # How a pass is done is for this code to say, not for what a training left in the file.
    config.return_dict = True
    config.output_hidden_states = False
    config.output_attentions = False
    return config


def _base_config(name: str, section: Mapping[str, Any]) -> PretrainedConfig:
    """The base's config of the encoder, with our part of the checkpoint's own."""
    folder = sources.base_folder(name)
    values = _read_json(folder / CONFIG_FILE, sources.BASE) | {SECTION: section}
    return _as_config(values, ElectraConfig.model_type, sources.BASE)


def _check_section(section: object, name: str) -> None:
    """Our part of config.json: each of its keys may be absent, none may hold what it cannot mean."""
    parts: dict[str, Any] = section if isinstance(section, dict) else {"": section}
    for key in ("", "labels", "thresholds", "training"):
        if not isinstance(parts.get(key, {}), dict):
            where = ".".join(filter(None, (SECTION, key)))
            raise CheckpointError(f"{name}: {where} in {CONFIG_FILE} is not a JSON object")
    if "baseline" in parts and parts["baseline"] not in get_args(Baseline):
        raise CheckpointError(
            f"{name}: {SECTION}.baseline in {CONFIG_FILE} is {parts['baseline']!r}; expected one of"
            f" {', '.join(get_args(Baseline))}"
        )
    try:
        read_version(parts.get("version"))
    except ValueError as error:
        raise CheckpointError(
            f"{name}: {SECTION}.version in {CONFIG_FILE} is not a valid version name: {error}"
        ) from error
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
