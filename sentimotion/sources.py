"""Where a checkpoint lies: embedded in this repository, in a folder, or on the Hugging Face hub."""

import re
from pathlib import Path
from typing import Final

from huggingface_hub import snapshot_download

from sentimotion.errors import CheckpointError

EMBEDDED: Final = "embedded"
PUBLISHED: Final = "arafatfahim/sentimotion"
EMBEDDED_FOLDER: Final = Path(__file__).resolve().parent.parent / "assets" / "checkpoint"

WEIGHTS_FILE: Final = "model.safetensors"
CONFIG_FILE: Final = "config.json"
TOKENIZER_FILES: Final = ("tokenizer.json", "vocab.txt")
_HUB_FILES: Final = [WEIGHTS_FILE, CONFIG_FILE, "tokenizer*.json", "special_tokens_map.json", "vocab.txt"]
_PICKLE_SUFFIXES: Final = frozenset({".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt"})


def resolve(source: str | Path | None, revision: str | None) -> tuple[str, Path]:
    """Find a checkpoint; a hub repository is downloaded, or taken from the cache.

    :param source: ``"embedded"`` (or None), a folder, or a hub id ``owner/name``.
    :param revision: Branch, tag or commit of a hub repository.
    :returns: The name to show, and a folder that holds WEIGHTS_FILE.
    :raises CheckpointError: There is no such checkpoint, it cannot be had, or its weights are pickled.
    """
    name = str(source) if source is not None and str(source) else EMBEDDED
    try:
        path = EMBEDDED_FOLDER if name == EMBEDDED else Path(name).expanduser()
        is_file, is_folder = path.is_file(), path.is_dir()
    except (OSError, RuntimeError) as error:  # longer than a path can be; ~ of nobody
        raise CheckpointError(f"{name}: cannot be opened ({first_line(error)})") from error
    if is_file:
        _refuse_pickle(path)
        raise CheckpointError(f"{name}: this is a file; give the folder that holds {WEIGHTS_FILE}")
    if not is_folder:
        if not re.fullmatch(r"[\w.-]+/[\w.-]+", name) or name.startswith("."):
            raise CheckpointError(
                f"{name}: no such folder, and not a hub id like {PUBLISHED}; check the path or the id"
            )
        path = _download(name, revision)
    try:
        files, has_weights = sorted(path.iterdir()), (path / WEIGHTS_FILE).is_file()
    except OSError as error:
        raise CheckpointError(f"{name}: cannot be read ({first_line(error)})") from error
    if not has_weights:
        for file in files:
            _refuse_pickle(file)
        raise CheckpointError(f"{name}: no {WEIGHTS_FILE} there; a checkpoint folder must hold it")
    return name, path


def _refuse_pickle(path: Path) -> None:
    if path.suffix in _PICKLE_SUFFIXES:
        raise CheckpointError(
            f"{path.name}: pickled weights are refused, since opening a pickle can run any code;"
            f" convert them to {WEIGHTS_FILE}"
        )


def _download(repo_id: str, revision: str | None) -> Path:
    try:
        return Path(snapshot_download(repo_id, revision=revision, allow_patterns=_HUB_FILES))
    except Exception as error:  # its own errors, its HTTP library's, the disk's: no common base
        raise CheckpointError(
            f"{repo_id}: cannot be had from the hub ({first_line(error)}); check the id, the revision and the"
            f" network, or use the embedded checkpoint"
        ) from error


def first_line(error: Exception) -> str:
    """The first line of an error's message, or the name of its class."""
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
