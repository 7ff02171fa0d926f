"""Open or inspect a checkpoint: embedded, in a folder, or on the Hugging Face hub.

Each source is resolved to a folder with ``model.safetensors`` and usually ``config.json`` and a tokenizer. If
one of the latter two is missing, that of the published model's base is used. Weights are read from
safetensors files only.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from transformers import PreTrainedTokenizerBase

from explain import Baseline
from sentimotion.checkpoints import sources
from sentimotion.checkpoints.adapters import CONFIG as ADAPTER_CONFIG
from sentimotion.checkpoints.config import CheckpointConfig, read_config
from sentimotion.checkpoints.config_statements import HeadInput
from sentimotion.checkpoints.layout import Layout, LayoutDecision, read_layout
from sentimotion.checkpoints.layout_settings import LayoutSettings
from sentimotion.checkpoints.safetensors_header import Header, read_header
from sentimotion.checkpoints.sources import EMBEDDED, PUBLISHED, SECTION, commit_of, resolve
from sentimotion.checkpoints.tensor_checks import check_depth, check_tensors, wrong_sizes
from sentimotion.checkpoints.tensor_roles import UNUSED, TensorGroup, group_tensors
from sentimotion.checkpoints.tokenizer import has_tokenizer, read_tokenizer
from sentimotion.checkpoints.version import read_version
from sentimotion.checkpoints.weights import build_empty, fill, fill_half
from sentimotion.errors import CheckpointError
from sentimotion.inference.network import JointClassifier
from sentimotion.inference.precision import prediction_dtype
from sentimotion.labels import DEFAULT_THRESHOLDS, HEADS, LABELS

__all__ = ["SECTION", "Checkpoint", "CheckpointInfo", "LayoutOptions", "inspect", "open_checkpoint"]

LayoutOptions = Mapping[str, str] | str | LayoutSettings | None


@dataclass(frozen=True, slots=True)
class CheckpointInfo:
    """What a checkpoint holds; ``labels`` and ``thresholds`` by head, ``shapes`` by tensor name.

    ``groups`` are the tensors by use, ``decisions`` how the checkpoint is read and for what reasons.
    ``problem`` says in one line why it cannot be opened, or is None. ``commit`` is that of a hub repository.
    ``checkpoint_version`` is the name and date that the config gives it, if any. ``labels`` are in this
    model's order, whatever the order in the file. ``baseline`` is that of explanations by the config, if it
    names one: where it was measured which one suits the checkpoint.
    """

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
    commit: str | None
    groups: tuple[TensorGroup, ...]
    decisions: tuple[LayoutDecision, ...]
    problem: str | None
    checkpoint_version: str | None = None
    baseline: Baseline | None = None

    @property
    def is_embedded(self) -> bool:
        """Whether this is the small checkpoint that ships with the code."""
        return self.source == EMBEDDED

    def to_dict(self) -> dict[str, Any]:
        """As plain values, for JSON."""
        return {
            "source": self.source,
            "checkpoint_version": self.checkpoint_version,
            "encoder_type": self.encoder_type,
            "hidden_size": self.hidden_size,
            "n_layers": self.n_layers,
            "vocab_size": self.vocab_size,
            "n_parameters": self.n_parameters,
            "dtypes": list(self.dtypes),
            "size_bytes": self.size_bytes,
            "labels": {head: list(labels) for head, labels in self.labels.items()},
            "thresholds": dict(self.thresholds),
            "baseline": self.baseline,
            "config_from": self.config_from,
            "tokenizer_from": self.tokenizer_from,
            "commit": self.commit,
            "problem": self.problem,
            "groups": [asdict(group) for group in self.groups],
            "decisions": [asdict(decision) for decision in self.decisions],
            "training": dict(self.training),
            "tensors": {name: list(shape) for name, shape in self.shapes.items()},
        }


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """An opened checkpoint: the network in eval mode, in float32, its parameters frozen.

    ``predictor`` computes predictions in ``dtype``: the network itself, or its copy in half precision.
    ``default_baseline`` is the baseline of explanations if none is given.
    """

    info: CheckpointInfo
    network: JointClassifier
    tokenizer: PreTrainedTokenizerBase
    predictor: JointClassifier
    dtype: torch.dtype
    default_baseline: Baseline


def inspect(
    source: str | Path | None = None, *, revision: str | None = None, layout: LayoutOptions = None
) -> CheckpointInfo:
    """Describe a checkpoint from its config and the header of its weights file.

    Of a hub repository, the config, the tokenizer and the header are downloaded, but not the weights.

    :param source: ``"embedded"`` (or None), a folder, or a hub id ``owner/name``.
    :param revision: Branch, tag or commit of a hub repository.
    :param layout: What the file cannot tell about its heads, as for :func:`sentimotion.load`.
    :raises CheckpointError: It cannot be found, or its files cannot be read, or its config describes another
        kind of model. If only the tensors do not fit, the reason is its ``problem``.
    :raises InvalidRequest: An unknown layout setting.
    """
    settings = LayoutSettings.of(layout)
    name, folder = resolve(source, revision, weights=False)
    return _Described(name, folder, read_config(folder, name, settings), settings).info


def open_checkpoint(
    source: str | Path | None = None,
    *,
    revision: str | None = None,
    layout: LayoutOptions = None,
    device: torch.device,
    dtype: torch.dtype | None = None,
) -> Checkpoint:
    """Open a checkpoint.

    :param source: As for :func:`inspect`.
    :param revision: Branch, tag or commit of a hub repository.
    :param layout: What the file cannot tell about its heads, as for :func:`sentimotion.load`.
    :param device: Where the network is to run.
    :param dtype: Precision of predictions; None selects by device and width (``prediction_dtype``).
    :raises CheckpointError: It cannot be found or read, or its tensors are not those of the model.
    :raises InvalidRequest: An unknown layout setting.
    """
    settings = LayoutSettings.of(layout)
    name, folder = resolve(source, revision)
    config = read_config(folder, name, settings)
    described = _Described(name, folder, config, settings)
    if described.layout is None or described.network is None:
        raise CheckpointError(str(described.info.problem))
    # Before the weights: it is read in no time, so that an error comes sooner.
    tokenizer = read_tokenizer(folder, name, config.encoder)
    dtype = dtype or prediction_dtype(device, config.encoder.hidden_size)
    found, header = described.layout, described.header
    empty = None if dtype is torch.float32 else deepcopy(described.network)
    network = predictor = fill(described.network, found, config.label_orders, header, folder, name, device)
    if empty is not None:
        predictor = fill_half(empty, network, found, header, folder, name, dtype)
    baseline = _default_baseline(config, tokenizer)
    return Checkpoint(described.info, network, tokenizer, predictor, dtype, baseline)


def _default_baseline(config: CheckpointConfig, tokenizer: PreTrainedTokenizerBase) -> Baseline:
    """The baseline that the config names; ``pad`` if it names none or the tokenizer has no token for it."""
    named: Baseline = config.section.get("baseline", "pad")
    return "pad" if named == "mask" and tokenizer.mask_token_id is None else named


def _config_decisions(config: CheckpointConfig, folder: Path) -> Iterator[LayoutDecision]:
    for head in HEADS:
        order = config.label_orders[head]
        yield LayoutDecision(f"{head}_head.labels", order.described(head), order.reason)
    for key, value in config.unused.items():
        yield LayoutDecision(f"config.{key}", f"{value}, not used", "config")
    if (folder / ADAPTER_CONFIG).is_file():
        yield LayoutDecision("adapter", f"{ADAPTER_CONFIG} and its weights are not used", "convention")


class _Described:
    """A checkpoint before its weights are read: the header, its layout and the empty network.

    If it cannot be opened, ``layout`` or ``network`` is None, and the info says why.
    """

    layout: Layout | None = None
    network: JointClassifier | None = None

    def __init__(self, name: str, folder: Path, config: CheckpointConfig, settings: LayoutSettings) -> None:
        self.header: Header = read_header(folder, name)
        encoder = config.encoder
        # The card says what the heads of the published model read, and of the embedded one, made after it.
        card = HeadInput("cls", "card") if name in (EMBEDDED, PUBLISHED) else None
        config_from = None if config.encoder_from == name else config.encoder_from
        problem = None
        try:
            self.layout = read_layout(self.header.shapes, settings, config.head_input or card)
            check_depth(encoder, self.header)
            sizes = wrong_sizes(encoder, config_from, self.layout, self.header)
            network = build_empty(encoder, self.layout, sizes)
            check_tensors(network, self.layout, self.header, sizes)
            self.network = network
        except CheckpointError as error:
            problem = f"{name}: {error}"
        groups = self.layout.groups if self.layout else group_tensors(self.header.shapes)
        self.info = CheckpointInfo(
            source=name,
            encoder_type=encoder.model_type,
            hidden_size=encoder.hidden_size,
            n_layers=encoder.num_hidden_layers,
            vocab_size=encoder.vocab_size,
            n_parameters=sum(group.n_parameters for group in groups if group.use not in UNUSED),
            dtypes=tuple(sorted(set(self.header.dtypes.values()))),
            size_bytes=self.header.size_bytes,
            labels={head: LABELS[head] for head in HEADS},
            thresholds=dict(DEFAULT_THRESHOLDS) | config.section.get("thresholds", {}),
            training=config.section.get("training", {}),
            shapes=self.header.shapes,
            config_from=config.encoder_from,
            tokenizer_from=name if has_tokenizer(folder) else sources.BASE,
            commit=commit_of(folder),
            groups=groups,
            decisions=(*self.layout.decisions, *_config_decisions(config, folder)) if self.layout else (),
            problem=problem,
            checkpoint_version=read_version(config.section.get("version")),
            baseline=config.section.get("baseline"),
        )
