"""Read config.json of a checkpoint, and the encoder config from it or from the published model's base."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn, get_args

from transformers import CONFIG_MAPPING, BertConfig, ElectraConfig, PretrainedConfig

from explain import Baseline
from sentimotion.checkpoints import sources
from sentimotion.checkpoints.config_statements import HeadInput, check_outputs, read_head_input, unused_keys
from sentimotion.checkpoints.hub import first_line
from sentimotion.checkpoints.label_order import LabelOrder, read_label_orders
from sentimotion.checkpoints.layout_settings import LayoutSettings
from sentimotion.checkpoints.sources import CONFIG_FILE, SECTION
from sentimotion.checkpoints.version import read_version
from sentimotion.errors import CheckpointError, InvalidThreshold
from sentimotion.inference.decisions import check_threshold
from sentimotion.inference.encoder import ENCODERS
from sentimotion.labels import DEFAULT_THRESHOLDS, HEADS, Head

_CONFIGS: Final[Mapping[str, type[PretrainedConfig]]] = {c.model_type: c for c in (BertConfig, ElectraConfig)}
# What transformers reads into labels and losses of its own classes; read here by label_order and
# check_outputs.
_OF_TRANSFORMERS_HEADS: Final = frozenset({"id2label", "label2id", "problem_type"})
# Keys that decide what the encoder computes. The base's config must not silently replace a checkpoint's own.
_ENCODER_KEYS: Final = (
    *("hidden_size", "embedding_size", "intermediate_size", "num_hidden_layers", "num_attention_heads"),
    *("vocab_size", "max_position_embeddings", "type_vocab_size", "hidden_act", "layer_norm_eps"),
)


@dataclass(frozen=True, slots=True)
class CheckpointConfig:
    """What a checkpoint's config says, checked.

    ``encoder`` is the encoder's config and ``encoder_from`` the checkpoint that it is from: this one or the
    base. ``section`` is the object ``sentimotion``, empty if there is none. ``head_input`` is None if neither
    the config nor a setting says what the heads read. ``unused`` holds keys and values that nothing reads.
    """

    encoder: PretrainedConfig
    encoder_from: str
    section: Mapping[str, Any]
    label_orders: Mapping[Head, LabelOrder]
    head_input: HeadInput | None
    unused: Mapping[str, str]


def read_config(folder: Path, name: str, settings: LayoutSettings) -> CheckpointConfig:
    """Read the config of a checkpoint.

    If it names no encoder type, or one of its author's own, the encoder config is that of the base, and the
    tensors have to fit it. What else it says applies in any case.

    :param folder: The checkpoint's folder.
    :param name: Its name, for errors.
    :param settings: What the user states; it overrides the config.
    :raises CheckpointError: It cannot be read, contradicts itself, or describes another kind of model.
    """
    path = folder / CONFIG_FILE
    values = _read_json(path, name) if path.is_file() else {}
    _check_section(values.get(SECTION, {}), name)
    try:
        check_outputs(values)
        label_orders, label_keys = read_label_orders(values, settings)
        head_input, input_keys = read_head_input(values, settings)
    except CheckpointError as error:
        raise CheckpointError(f"{name}: {error}") from error
    encoder, encoder_from = _read_encoder(values, name)
    used = {*_CONFIGS[encoder.model_type]().to_dict(), "position_embedding_type", "function_to_apply"}
    used -= {"id2label", "label2id"}
    return CheckpointConfig(
        encoder=encoder,
        encoder_from=encoder_from,
        section=values.get(SECTION, {}),
        label_orders=label_orders,
        head_input=head_input,
        unused=unused_keys(values, {*((key,) for key in used), *label_keys, *input_keys}),
    )


def _read_encoder(values: dict[str, Any], name: str) -> tuple[PretrainedConfig, str]:
    model_type = values.get("model_type")
    if model_type is None or (
        isinstance(model_type, str) and model_type and model_type not in CONFIG_MAPPING
    ):
        return _base_config(values, name), sources.BASE
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
    except (ValueError, RecursionError) as error:  # not UTF-8, not JSON, or an integer with too many digits
        raise CheckpointError(f"{name}: {CONFIG_FILE} is not valid JSON ({first_line(error)})") from error
    if not isinstance(values, dict):
        raise CheckpointError(f"{name}: {CONFIG_FILE} does not contain a JSON object")
    return values


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not valid JSON")


def _as_config(values: Mapping[str, Any], model_type: str, name: str) -> PretrainedConfig:
    kind = _CONFIGS[model_type]
    # The encoder's own keys alone: a checkpoint that is trained from this one must not repeat the others.
    keys = {*kind().to_dict(), "torch_dtype"} - _OF_TRANSFORMERS_HEADS
    try:
        config = kind.from_dict({key: value for key, value in values.items() if key in keys})
    except Exception as error:  # transformers' checks of a config's values have no common base
        raise CheckpointError(
            f"{name}: {CONFIG_FILE} is not a valid {model_type} config ({error})"
        ) from error
    if getattr(config, "is_decoder", False) or getattr(config, "add_cross_attention", False):
        # [CLS], the first token, would see nothing but itself: the same answer for every text.
        raise CheckpointError(f"{name}: {CONFIG_FILE} describes a decoder; expected an encoder")
    return config


def _base_config(values: Mapping[str, Any], name: str) -> PretrainedConfig:
    """The base's encoder config, unless the checkpoint states another size or function of its own."""
    base = _read_json(sources.base_folder(name) / CONFIG_FILE, sources.BASE)
    for key in _ENCODER_KEYS:
        if key in values and values[key] != base.get(key, values[key]):
            raise CheckpointError(
                f"{name}: {CONFIG_FILE} has {key} {values[key]!r} and names no encoder type; the config of"
                f" {sources.BASE} would be used, with {base[key]!r}: set model_type to one of"
                f" {sorted(ENCODERS)}"
            )
    return _as_config(base, ElectraConfig.model_type, sources.BASE)


def _check_section(section: object, name: str) -> None:
    """Check this project's section of config.json. Each of its keys is optional."""
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
    for head in HEADS:
        try:
            check_threshold(parts.get("thresholds", {}).get(head, DEFAULT_THRESHOLDS[head]), head)
        except InvalidThreshold as error:
            raise CheckpointError(f"{name}: in {CONFIG_FILE}, {error}") from error
