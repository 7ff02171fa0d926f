"""Open or inspect a checkpoint: embedded, in a folder, or on the Hugging Face hub.

All three end in a folder with ``model.safetensors``, and usually ``config.json`` and a tokenizer; what is
missing of the latter two comes from the published model's base. Weights come from the safetensors file only.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from transformers import PretrainedConfig, PreTrainedTokenizerBase

from explain import Baseline
from sentimotion.checkpoints import sources
from sentimotion.checkpoints.adapters import CONFIG as ADAPTER_CONFIG
from sentimotion.checkpoints.config import SECTION, read_config
from sentimotion.checkpoints.layout import Layout, LayoutDecision, read_layout
from sentimotion.checkpoints.layout_settings import LayoutSettings
from sentimotion.checkpoints.safetensors_header import Header, read_header
from sentimotion.checkpoints.sources import EMBEDDED, commit_of, resolve
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

    ``groups`` and ``decisions`` say what the tensors were taken for, and by what; ``problem`` why it cannot
    be opened, in one line, or None; ``commit`` is that of a hub repository; ``checkpoint_version`` is the
    name and date that the config gives it, if any.
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
    """An opened checkpoint: the network in eval mode, fp32, its parameters frozen.

    ``predictor`` is what predicts, in ``dtype``: the network itself, or its twin in half precision.
    ``default_baseline`` is where explanations start unless told otherwise.
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
    """What a checkpoint holds, read from its config and the header of its weights file.

    Of a hub repository the config, the tokenizer and the header are fetched, never the weights.

    :param source: ``"embedded"`` (or None), a folder, or a hub id ``owner/name``.
    :param revision: Branch, tag or commit of a hub repository.
    :param layout: What the file cannot tell about its heads, as for :func:`sentimotion.load`.
    :raises CheckpointError: It cannot be found or read. What only hinders opening is its ``problem``.
    :raises InvalidRequest: An unknown layout setting.
    """
    settings = LayoutSettings.of(layout)
    name, folder = resolve(source, revision, weights=False)
    config, config_from = read_config(folder, name)
    return _Described(name, folder, config, config_from, settings).info


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
    :param dtype: Precision of predictions; None takes what is fast there without being wrong.
    :raises CheckpointError: It cannot be found or read, or its tensors are not those of the model.
    :raises InvalidRequest: An unknown layout setting.
    """
    settings = LayoutSettings.of(layout)
    name, folder = resolve(source, revision)
    config, config_from = read_config(folder, name)
    described = _Described(name, folder, config, config_from, settings)
    if described.layout is None or described.network is None:
        raise CheckpointError(str(described.info.problem))
    # Before the weights: it is read in no time, and what is wrong with it is said sooner.
    tokenizer = read_tokenizer(folder, name, config)
    dtype = dtype or prediction_dtype(device, config.hidden_size)
    layout_found, header = described.layout, described.header
    empty = None if dtype is torch.float32 else deepcopy(described.network)
    network = predictor = fill(described.network, layout_found, header, folder, name, device)
    if empty is not None:
        predictor = fill_half(empty, network, layout_found, header, folder, name, dtype)
    return Checkpoint(
        described.info, network, tokenizer, predictor, dtype, _default_baseline(config, tokenizer)
    )


def _default_baseline(config: PretrainedConfig, tokenizer: PreTrainedTokenizerBase) -> Baseline:
    """The baseline that a config names; pad where there is none, or no token for the one named."""
    named: Baseline = (getattr(config, SECTION, None) or {}).get("baseline", "pad")
    return "pad" if named == "mask" and tokenizer.mask_token_id is None else named


def _adapter_decisions(folder: Path) -> Iterator[LayoutDecision]:
    if (folder / ADAPTER_CONFIG).is_file():
        yield LayoutDecision("adapter", f"{ADAPTER_CONFIG} and its weights are not used", "convention")


class _Described:
    """A checkpoint before its weights are read: the header, what it was taken for, the empty network.

    Where it cannot be opened, ``layout`` or ``network`` is None, and the info says why.
    """

    layout: Layout | None = None
    network: JointClassifier | None = None

    def __init__(
        self, name: str, folder: Path, config: PretrainedConfig, config_from: str, settings: LayoutSettings
    ) -> None:
        self.header: Header = read_header(folder, name)
        problem = None
        try:
            self.layout = read_layout(self.header.shapes, settings)
            check_depth(config, self.header)
            source = None if config_from == name else config_from
            sizes = wrong_sizes(config, source, self.layout, self.header)
            network = build_empty(config, self.layout, sizes)
            check_tensors(network, self.layout, self.header, sizes)
            self.network = network
        except CheckpointError as error:
            problem = f"{name}: {error}"
        groups = self.layout.groups if self.layout else group_tensors(self.header.shapes)
        section = getattr(config, SECTION, None) or {}
        self.info = CheckpointInfo(
            source=name,
            encoder_type=config.model_type,
            hidden_size=config.hidden_size,
            n_layers=config.num_hidden_layers,
            vocab_size=config.vocab_size,
            n_parameters=sum(group.n_parameters for group in groups if group.use not in UNUSED),
            dtypes=tuple(sorted(set(self.header.dtypes.values()))),
            size_bytes=self.header.size_bytes,
            labels={head: LABELS[head] for head in HEADS},
            thresholds=dict(DEFAULT_THRESHOLDS) | section.get("thresholds", {}),
            training=section.get("training", {}),
            shapes=self.header.shapes,
            config_from=config_from,
            tokenizer_from=name if has_tokenizer(folder) else sources.BASE,
            commit=commit_of(folder),
            groups=groups,
            decisions=(*self.layout.decisions, *_adapter_decisions(folder)) if self.layout else (),
            problem=problem,
            checkpoint_version=read_version(section.get("version")),
        )
