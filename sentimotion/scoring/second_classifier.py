"""A second text classifier, as the model card advises for moderation: hate speech, abuse.

Any transformers text-classification checkpoint with safetensors weights, from a folder or the hub. No code of
the checkpoint's is run.
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
# Tokens a text, and tokens a forward pass, padding counted.
_MOST_TOKENS: Final = 512
_PASS: Final = 2048
_TRIAL: Final = ("কেমন আছেন?", "আজ মেলায় গিয়ে ভালো লাগল।")


@dataclass(frozen=True, slots=True)
class ClassifierPrediction:
    """The second classifier's most probable label, and its probability."""

    label: str
    score: float


class SecondClassifier:
    """A text classifier, ready to use; safe to share between threads.

    :param source: The name to show: a folder or a hub id.
    :param network: In eval mode.
    :param tokenizer: Its tokenizer.
    :param commit: Of a hub repository.
    """

    def __init__(self, source: str, network: Any, tokenizer: Any, commit: str | None = None) -> None:
        self.source = source
        self.commit = commit
        self._network = network
        self._tokenizer = tokenizer
        # transformers sets truncation and padding on the tokenizer at each call.
        self._lock = threading.Lock()
        config = network.config
        self.labels: tuple[str, ...] = tuple(config.id2label[index] for index in range(config.num_labels))
        # One label, or several that do not exclude each other, each have a probability of their own.
        self._separate = config.problem_type == "multi_label_classification" or config.num_labels == 1
        positions = getattr(config, "max_position_embeddings", None) or _MOST_TOKENS
        # RoBERTa's kind counts two positions that hold no token.
        self._max_length = min(_MOST_TOKENS, tokenizer.model_max_length, positions - 2)

    def classify(self, texts: Sequence[str]) -> list[ClassifierPrediction]:
        """The classifier's opinions, in the order of the texts, which are cut off at what it can read.

        :raises CheckpointError: Its scores are no finite numbers.
        """
        with self._lock:
            encoded = [
                self._tokenizer(text, truncation=True, max_length=self._max_length)["input_ids"]
                for text in texts
            ]
        opinions: list[ClassifierPrediction | None] = [None] * len(texts)
        for one in passes([len(ids) for ids in encoded], _PASS, self._max_length):
            batch = pad(
                one.filled([encoded[i] for i in one.indexes]), self._network.config.pad_token_id, one.n_tokens
            )
            for index, scores in zip(one.indexes, self._scores(*batch)[: len(one.indexes)], strict=True):
                top = max(range(len(scores)), key=scores.__getitem__)
                opinions[index] = ClassifierPrediction(self.labels[top], scores[top])
        return [opinion for opinion in opinions if opinion is not None]

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
    :param device: Where to run; None takes a GPU where there is one, else the CPU.
    :raises CheckpointError: It cannot be found or read, is pickled, is no text classifier, or one that cannot
        take several texts at once.
    """
    name, folder = _resolve(str(source), revision)
    verbosity = transformers_logging.get_verbosity()
    bars = transformers_logging.is_progress_bar_enabled()
    # What goes wrong is said once, in one line.
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
    except Exception as error:  # a stranger's files: each library that reads them has errors of its own
        raise CheckpointError(
            f"{name}: cannot be opened as a text-classification checkpoint ({first_line(error)})"
        ) from error
    finally:
        transformers_logging.set_verbosity(verbosity)
        if bars:
            transformers_logging.enable_progress_bar()
    if missing := sorted(loaded["missing_keys"]):
        raise CheckpointError(
            f"{name}: no text classifier: its weights lack {', '.join(missing[:3])}; choose one"
            " that was fine-tuned as a classifier"
        )
    if network.config.problem_type == "regression":
        raise CheckpointError(f"{name}: its scores are a regression's, not labels; choose a classifier")
    config = network.config
    if config.pad_token_id is None:
        # A decoder's classifier reads its last token, and finds it by this.
        config.pad_token_id = tokenizer.pad_token_id
    if config.pad_token_id is None:
        raise CheckpointError(f"{name}: names no pad token, so texts cannot share a pass; choose another")
    network.eval().requires_grad_(False).to(chosen_device(device))
    classifier = SecondClassifier(name, network, tokenizer, commit_of(folder))
    try:
        # What it cannot do is found out now, not after hours.
        classifier.classify(_TRIAL)
    except CheckpointError:
        raise
    except Exception as error:  # a stranger's network, as above
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
