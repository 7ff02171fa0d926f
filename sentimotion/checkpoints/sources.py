"""Resolve a checkpoint source to a folder: embedded, local, or on the Hugging Face hub."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from sentimotion.assets import ASSETS
from sentimotion.checkpoints import adapters
from sentimotion.checkpoints.hub import fetch, first_line, list_files
from sentimotion.errors import CheckpointError

EMBEDDED: Final = "embedded"
PUBLISHED: Final = "arafatfahim/sentimotion"
# The published model's encoder; only its config and tokenizer are ever needed.
BASE: Final = "csebuetnlp/banglabert_large"
EMBEDDED_FOLDER: Final = ASSETS / "checkpoint"

WEIGHTS_FILE: Final = "model.safetensors"
INDEX_FILE: Final = "model.safetensors.index.json"
CONFIG_FILE: Final = "config.json"
# config.json is a transformers config of the encoder; what is this project's stands under this key.
SECTION: Final = "sentimotion"
TOKENIZER_FILES: Final = ("tokenizer.json", "vocab.txt")
_SMALL_FILES: Final = (
    *(CONFIG_FILE, "tokenizer*.json", "special_tokens_map.json", "vocab.txt", INDEX_FILE),
    adapters.CONFIG,
)
_WEIGHTS_FILES: Final = (WEIGHTS_FILE, "model-*-of-*.safetensors")
_PICKLE_SUFFIXES: Final = frozenset({".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt"})


def resolve(source: str | Path | None, revision: str | None, *, weights: bool = True) -> tuple[str, Path]:
    """Find a checkpoint; a hub repository is downloaded, or read from the cache.

    :param source: ``"embedded"`` (or None), a folder, or a hub id ``owner/name``.
    :param revision: Branch, tag or commit of a hub repository.
    :param weights: Whether the weights of a hub repository are downloaded as well.
    :returns: The name to show, and the folder, which holds the weights if ``weights`` is set.
    :raises CheckpointError: If it does not exist, cannot be downloaded, or has only an adapter or pickled
        weights.
    """
    name = str(source) if source is not None and str(source) else EMBEDDED
    try:
        path = EMBEDDED_FOLDER if name == EMBEDDED else Path(name).expanduser()
        is_file, is_folder = path.is_file(), path.is_dir()
    except (OSError, RuntimeError) as error:  # a path that is too long; ~ of an unknown user
        raise CheckpointError(f"{name}: cannot be opened ({first_line(error)})") from error
    if is_file:
        _refuse_pickles([path.name])
        raise CheckpointError(f"{name}: this is a file; give the folder that holds {WEIGHTS_FILE}")
    if is_folder:
        _check_folder(path, name)
        return name, path
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", name) or name.startswith("."):
        raise CheckpointError(
            f"{name}: no such folder, and not a hub id like {PUBLISHED}; check the path or the id"
        )
    path = fetch(name, revision, (*_SMALL_FILES, *_WEIGHTS_FILES) if weights else _SMALL_FILES)
    if weights and not has_weights(path):
        check_listing(list_files(name, path.name), name, path)
    return name, path


def base_folder(name: str) -> Path:
    """The folder with config and tokenizer of the published model's base, without its weights.

    :param name: The checkpoint that lacks its own, for errors.
    :raises CheckpointError: If they cannot be downloaded.
    """
    if Path(BASE).is_dir():
        return Path(BASE)
    try:
        return fetch(BASE, None, _SMALL_FILES)
    except CheckpointError as error:
        raise CheckpointError(f"{name}: no {CONFIG_FILE} or tokenizer of its own; {error}") from error


def commit_of(folder: Path) -> str | None:
    """The commit of a downloaded repository, from its folder in the hub's cache; None for other folders."""
    return folder.name if folder.parent.name == "snapshots" else None


def has_weights(folder: Path) -> bool:
    """Whether a folder holds weights, in one file or in parts with an index.

    :raises OSError: It cannot be read.
    """
    return (folder / WEIGHTS_FILE).is_file() or (
        (folder / INDEX_FILE).is_file() and any(folder.glob("*.safetensors"))
    )


def check_listing(files: Iterable[str], name: str, folder: Path | None = None) -> None:
    """Raise an error that says why no weights can be opened, unless there are weights among the files.

    :param files: The names of a checkpoint's files.
    :param name: The checkpoint's name, for errors.
    :param folder: Where its small files can be read, if anywhere.
    :raises CheckpointError: The weights are those of an adapter, or pickled, or not there.
    """
    names = sorted(files)
    if WEIGHTS_FILE in names or INDEX_FILE in names:
        return
    adapters.check_not_adapter_folder(names, folder, name)
    _refuse_pickles(names)
    raise CheckpointError(f"{name}: no {WEIGHTS_FILE} in the folder; a checkpoint must contain it")


def _check_folder(path: Path, name: str) -> None:
    try:
        files = [file.name for file in path.iterdir() if not file.is_dir()]
        is_whole = has_weights(path)
    except OSError as error:
        raise CheckpointError(
            f"{name}: cannot be read ({first_line(error)}); check its permissions"
        ) from error
    if not is_whole:
        check_listing([file for file in files if file != INDEX_FILE], name, path)


def _refuse_pickles(names: Iterable[str]) -> None:
    for name in names:
        if Path(name).suffix in _PICKLE_SUFFIXES:
            raise CheckpointError(
                f"{name}: pickled weights are rejected, as loading a pickle can run arbitrary code;"
                f" convert them to {WEIGHTS_FILE}"
            )
