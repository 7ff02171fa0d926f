"""Fingerprint of a scoring run, so that only the same run resumes it. Pure."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from sentimotion.errors import DataError

# The files that determine a checkpoint's predictions.
_CHECKPOINT_FILES: Final = (
    "*.safetensors",
    "*.safetensors.index.json",
    "config.json",
    "tokenizer*",
    "vocab*",
)
_MORE_FILES: Final = ("merges.txt", "special_tokens_map.json", "*.model")


def fingerprint_of_file(path: Path) -> dict[str, Any]:
    """Size and SHA-256 of a file.

    The modification time is ignored, so that a copy is the same input.

    :raises DataError: If it cannot be read.
    """
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return {"size": path.stat().st_size, "sha256": digest}
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror or error}") from error


def fingerprint_of_folder(folder: Path) -> str:
    """SHA-256 over the names and contents of a checkpoint's files."""
    digest = hashlib.sha256()
    for path in sorted(_files(folder, (*_CHECKPOINT_FILES, *_MORE_FILES))):
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        digest.update(f"{path.name}\0{content}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def state_of(path: Path) -> tuple[int, int]:
    """Size and modification time, to detect changes of a file while it is read."""
    state = path.stat()
    return state.st_size, state.st_mtime_ns


def _files(folder: Path, patterns: Iterable[str]) -> set[Path]:
    return {path for pattern in patterns for path in folder.glob(pattern) if path.is_file()}
