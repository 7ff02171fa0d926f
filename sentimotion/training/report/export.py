"""Write a checkpoint folder: config, fp16 weights, tokenizer, model card."""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer

from sentimotion.checkpoints.opening import SECTION
from sentimotion.checkpoints.sources import CONFIG_FILE, WEIGHTS_FILE
from sentimotion.errors import InvalidRequest
from sentimotion.inference.network import JointClassifier
from sentimotion.labels import DEFAULT_THRESHOLDS, HEADS, LABELS

TOKENIZER_CONFIG: Final = {
    "tokenizer_class": "PreTrainedTokenizerFast",
    "bos_token": "<s>",
    "cls_token": "<s>",
    "eos_token": "</s>",
    "sep_token": "</s>",
    "pad_token": "<pad>",
    "unk_token": "<unk>",
    "mask_token": "<mask>",
    "model_max_length": 512,
    "clean_up_tokenization_spaces": False,
}


def write_checkpoint(
    folder: Path,
    network: JointClassifier,
    tokenizer: Tokenizer,
    training: Mapping[str, Any],
    card: str,
    pictures: Mapping[str, str] | None = None,
    version: Mapping[str, str] | None = None,
) -> None:
    """Write a checkpoint folder atomically: it is written beside its destination and then moved there.

    :param folder: The destination; an existing checkpoint is replaced (see :func:`check_output`).
    :param network: The trained model.
    :param tokenizer: Its tokenizer.
    :param training: Facts of the training run, as plain values.
    :param card: The model card, in Markdown.
    :param pictures: SVG by file name, for the card.
    :param version: ``name`` and ``date`` of the version, see ``checkpoints.version.read_version``.
    """
    unfinished = folder.with_name(folder.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    config = network.config.to_dict() | {
        # transformers has no class for the heads.
        "architectures": None,
        "dtype": "float16",
        SECTION: {
            "labels": {head: list(LABELS[head]) for head in HEADS},
            "thresholds": DEFAULT_THRESHOLDS,
            # Training masks tokens, so the network has seen texts with masked words.
            "baseline": "mask",
            "training": dict(training),
        }
        | ({} if version is None else {"version": dict(version)}),
    }
    _write_json(unfinished / CONFIG_FILE, config)
    state = {key: tensor.detach().cpu().to(torch.float16) for key, tensor in network.state_dict().items()}
    save_file(state, unfinished / WEIGHTS_FILE, metadata={"format": "pt"})
    (unfinished / WEIGHTS_FILE).chmod(0o644)  # safetensors makes it readable for the owner only
    plain = Tokenizer.from_str(tokenizer.to_str())
    plain.no_truncation()
    plain.no_padding()
    plain.save(str(unfinished / "tokenizer.json"))
    _write_json(unfinished / "tokenizer_config.json", TOKENIZER_CONFIG)
    for name, content in {"README.md": card, **(pictures or {})}.items():
        (unfinished / name).write_text(content, encoding="utf-8")
    if folder.exists():
        old = folder.with_name(folder.name + ".old")
        shutil.rmtree(old, ignore_errors=True)
        os.replace(folder, old)
        os.replace(unfinished, folder)
        shutil.rmtree(old)
    else:
        os.replace(unfinished, folder)


def check_output(folder: Path) -> None:
    """Check that a checkpoint may be written to a folder.

    :raises InvalidRequest: If the path cannot be a folder, or contains anything other than a checkpoint.
    """
    if not folder.name or folder.name == "..":
        raise InvalidRequest(f"{folder}: cannot be a checkpoint folder; name a new one")
    if folder.exists() and not folder.is_dir():
        raise InvalidRequest(f"{folder}: is a file; name a folder for the checkpoint")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / WEIGHTS_FILE).is_file():
        raise InvalidRequest(
            f"{folder}: contains files that do not belong to a checkpoint; name a new folder"
        )


def _write_json(path: Path, values: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
