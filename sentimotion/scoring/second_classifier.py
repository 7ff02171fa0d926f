"""A second text classifier, as the model card advises for moderation: hate speech, abuse.

Any transformers text-classification checkpoint with safetensors weights, from a folder or the hub. No code
from the checkpoint is run.
"""

import logging
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor
from transformers import AutoModelForSequenceClassification, AutoTokenizer
from transformers.utils import logging as transformers_logging

from sentimotion.checkpoints.hub import fetch, first_line
from sentimotion.checkpoints.sources import check_listing, commit_of, has_weights
from sentimotion.errors import CheckpointError
from sentimotion.inference.batching import passes
from sentimotion.inference.device import chosen_device
from sentimotion.inference.predictor import pad

_FILES: Final = ("*.json", "*.txt", "*.model", "*.safetensors")
# Tokens per text, and tokens per forward pass including padding.
_MOST_TOKENS: Final = 512
_PASS: Final = 2048
_TRIAL: Final = ("কেমন আছেন?", "আজ মেলায় গিয়ে ভালো লাগল।")


@dataclass(frozen=True, slots=True)
class ClassifierPrediction:
    """The most probable label of the second classifier, and its probability."""

    label: str
    score: float


class SecondClassifier:
    """A text classifier. Thread-safe.

    :param source: Displayed name: a folder or a hub id.
    :param network: The network, in eval mode.
    :param tokenizer: Its tokenizer.
    :param commit: Commit of a hub repository.
    """

    def __init__(self, source: str, network: Any, tokenizer: Any, commit: str | None = None) -> None:
        self.source = source
        self.commit = commit
        self._network = network
        self._tokenizer = tokenizer
        # transformers changes the tokenizer's truncation and padding in each call.
        self._lock = threading.Lock()
        config = network.config
        self.labels: tuple[str, ...] = tuple(config.id2label[index] for index in range(config.num_labels))
        # With one label, or labels that are not mutually exclusive, probabilities are independent.
        self._separate = config.problem_type == "multi_label_classification" or config.num_labels == 1
        positions = getattr(config, "max_position_embeddings", None) or _MOST_TOKENS
        # RoBERTa models reserve two positions.
        self._max_length = min(_MOST_TOKENS, tokenizer.model_max_length, positions - 2)

    def classify(self, texts: Sequence[str]) -> list[ClassifierPrediction]:
        """Classify texts, in order. Long texts are truncated.

        :raises CheckpointError: If its scores are not finite.
        """
        with self._lock:
            encoded = [
                self._tokenizer(text, truncation=True, max_length=self._max_length)["input_ids"]
                for text in texts
            ]
        predictions: list[ClassifierPrediction | None] = [None] * len(texts)
        for one in passes([len(ids) for ids in encoded], _PASS, self._max_length):
            batch = pad(
                one.filled([encoded[i] for i in one.indexes]), self._network.config.pad_token_id, one.n_tokens
            )
            for index, scores in zip(one.indexes, self._scores(*batch)[: len(one.indexes)], strict=True):
                top = max(range(len(scores)), key=scores.__getitem__)
                predictions[index] = ClassifierPrediction(self.labels[top], scores[top])
        return [prediction for prediction in predictions if prediction is not None]

    def _scores(self, input_ids: Tensor, attention_mask: Tensor) -> list[list[float]]:
        device = self._network.device
        with torch.inference_mode():
            logits = self._network(
                input_ids=input_ids.to(device), attention_mask=attention_mask.to(device)
            ).logits.cpu()
        logits = logits.double()
        if not logits.isfinite().all():
            raise CheckpointError(f"{self.source}: its scores are not finite numbers; it may be damaged")
        probabilities = logits.sigmoid() if self._separate else logits.softmax(-1)
        values: list[list[float]] = probabilities.tolist()
        return values


def load_second_classifier(
    source: str | Path, *, revision: str | None = None, device: str | torch.device | None = None
) -> SecondClassifier:
    """Open a text-classification checkpoint.

    :param source: A folder or a hub id ``owner/name``.
    :param revision: Branch, tag or commit of a hub repository.
    :param device: Device; None uses a GPU if available, otherwise the CPU.
    :raises CheckpointError: If it cannot be found or read, is pickled, is not a text classifier, or cannot
        process batches.
    """
    name, folder = _resolve(str(source), revision)
    verbosity = transformers_logging.get_verbosity()
    bars = transformers_logging.is_progress_bar_enabled()
    # Errors are reported once, in one line.
    transformers_logging.set_verbosity(logging.ERROR)
    transformers_logging.disable_progress_bar()
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
        network, loaded = AutoModelForSequenceClassification.from_pretrained(
            folder,
            local_files_only=True,
            trust_remote_code=False,
            use_safetensors=True,
            output_loading_info=True,
            dtype=torch.float32,
        )
    except Exception as error:  # third-party files: each library raises its own errors
        raise CheckpointError(
            f"{name}: cannot be opened as a text-classification checkpoint ({first_line(error)})"
        ) from error
    finally:
        transformers_logging.set_verbosity(verbosity)
        if bars:
            transformers_logging.enable_progress_bar()
    if missing := sorted(loaded["missing_keys"]):
        raise CheckpointError(
            f"{name}: not a text classifier: its weights lack {', '.join(missing[:3])}; choose one"
            " that was fine-tuned as a classifier"
        )
    if network.config.problem_type == "regression":
        raise CheckpointError(f"{name}: it is a regression model; choose a classifier")
    config = network.config
    if config.pad_token_id is None:
        # Decoder-based classifiers use it to find the last token.
        config.pad_token_id = tokenizer.pad_token_id
    if config.pad_token_id is None:
        raise CheckpointError(f"{name}: has no pad token, so texts cannot be batched; choose another")
    network.eval().requires_grad_(False).to(chosen_device(device))
    classifier = SecondClassifier(name, network, tokenizer, commit_of(folder))
    try:
        # Detect failures now rather than after hours.
        classifier.classify(_TRIAL)
    except CheckpointError:
        raise
    except Exception as error:  # third-party network, as above
        raise CheckpointError(f"{name}: cannot classify texts ({first_line(error)})") from error
    return classifier


def second_classifier_folder(source: str, revision: str | None) -> Path:
    """The folder that holds a second classifier's files, for its fingerprint.

    :raises CheckpointError: As :func:`load_second_classifier` does.
    """
    return _resolve(source, revision)[1]


def _resolve(name: str, revision: str | None) -> tuple[str, Path]:
    try:
        folder = Path(name).expanduser()
        is_folder = name != "" and folder.is_dir()
    except (OSError, RuntimeError) as error:
        raise CheckpointError(f"{name}: cannot be opened ({first_line(error)})") from error
    if not is_folder:
        if not re.fullmatch(r"[\w.-]+/[\w.-]+", name) or name.startswith("."):
            raise CheckpointError(
                f"{name}: no such folder, and not a hub id like owner/name; check the path or the id"
            )
        folder = fetch(name, revision, _FILES)
    if not folder.is_dir() or not has_weights(folder):
        check_listing([file.name for file in folder.iterdir()] if folder.is_dir() else [], name)
    return name, folder
