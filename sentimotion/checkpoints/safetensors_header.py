"""Read the headers of safetensors files, single or sharded with an index."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from safetensors import SafetensorError, safe_open

from sentimotion.checkpoints.hub import first_line, list_files, read_remote_header
from sentimotion.checkpoints.sources import INDEX_FILE, WEIGHTS_FILE, check_listing, commit_of, has_weights
from sentimotion.errors import CheckpointError
from sentimotion.inference.head_layer import Shape

_MOST_PARTS: Final = 1000


@dataclass(frozen=True, slots=True)
class Header:
    """Shape, type and file of each tensor, by name; and the size of all weights files."""

    shapes: Mapping[str, Shape]
    dtypes: Mapping[str, str]
    files: Mapping[str, str]
    size_bytes: int


@contextmanager
def opened(path: Path, name: str) -> Iterator[Any]:
    """A weights file, mapped into memory.

    :param path: A safetensors file.
    :param name: The checkpoint's name, for errors.
    :returns: safetensors' own open file.
    :raises CheckpointError: If it is incomplete or not a safetensors file.
    """
    try:
        with safe_open(path, framework="pt") as file:
            yield file
    except (SafetensorError, OSError) as error:
        if _starts_with(path, b"version"):
            raise CheckpointError(
                f"{name}: {path.name} is only a Git LFS pointer; fetch the file itself (git lfs pull)"
            ) from error
        if isinstance(error, PermissionError) or "ermission denied" in str(error):
            raise CheckpointError(f"{name}: {path.name} cannot be read; check its permissions") from error
        if "not valid UTF-8" in str(error):
            raise CheckpointError(
                f"{name}: the path of {path.name} holds a byte that is not UTF-8; rename the folder"
            ) from error
        raise CheckpointError(
            f"{name}: {path.name} is incomplete or not a safetensors file ({first_line(error)});"
            " download or copy it again"
        ) from error


def read_header(folder: Path, name: str) -> Header:
    """Read the headers of the weights files in a folder, or else of those on the hub.

    :param folder: The checkpoint's folder, or that of a hub repository whose weights were not downloaded.
    :param name: The checkpoint's name: of a hub repository, its id.
    :raises CheckpointError: If they cannot be downloaded or read, or are inconsistent.
    """
    if has_weights(folder):
        files = _files(folder, name)
        parts = {file: _local_part(folder / file, name) for file in files}
        sizes = {file: (folder / file).stat().st_size for file in files}
    else:
        commit = commit_of(folder) or folder.name
        sizes = list_files(name, commit)
        check_listing(sizes, name, folder)
        files = [WEIGHTS_FILE] if WEIGHTS_FILE in sizes else _files(folder, name)
        _check_parts([file for file in files if file not in sizes], name)
        parts = {file: read_remote_header(name, commit, file) for file in files}
    shapes: dict[str, Shape] = {}
    dtypes: dict[str, str] = {}
    places: dict[str, str] = {}
    for file, tensors in parts.items():
        for tensor, (shape, dtype) in tensors.items():
            if tensor in places:
                raise CheckpointError(f"{name}: {tensor} is in {places[tensor]} and in {file}; expected once")
            shapes[tensor], dtypes[tensor], places[tensor] = shape, dtype, file
    return Header(shapes, dtypes, places, sum(sizes[file] for file in files))


def _local_part(path: Path, name: str) -> dict[str, tuple[Shape, str]]:
    with opened(path, name) as file:
        slices = {key: file.get_slice(key) for key in file.offset_keys()}
        return {key: (tuple(part.get_shape()), part.get_dtype()) for key, part in slices.items()}


def _files(folder: Path, name: str) -> list[str]:
    """The weights files of a folder: one, or the parts that the index names."""
    if (folder / WEIGHTS_FILE).is_file():
        return [WEIGHTS_FILE]
    try:
        index = json.loads((folder / INDEX_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise CheckpointError(f"{name}: {INDEX_FILE} is not valid JSON ({first_line(error)})") from error
    parts = index.get("weight_map") if isinstance(index, dict) else None
    files = sorted(set(parts.values())) if isinstance(parts, dict) and _all_text(parts) else []
    if not 0 < len(files) <= _MOST_PARTS:
        raise CheckpointError(f"{name}: {INDEX_FILE} has no weight_map from tensors to files")
    for file in files:
        # The index is not trusted: it must not lead out of the folder.
        if Path(file).name != file or Path(file).suffix != ".safetensors":
            raise CheckpointError(
                f"{name}: {INDEX_FILE} names {file!r}; expected safetensors files beside it"
            )
    if has_weights(folder):
        _check_parts([file for file in files if not (folder / file).is_file()], name)
    return files


def _all_text(values: Mapping[Any, Any]) -> bool:
    return all(isinstance(value, str) for value in values.values())


def _check_parts(missing: list[str], name: str) -> None:
    if missing:
        raise CheckpointError(
            f"{name}: {len(missing)} of the files listed in {INDEX_FILE} are missing"
            f" ({', '.join(missing[:3])}); download or copy them again"
        )


def _starts_with(path: Path, beginning: bytes) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(beginning)) == beginning
    except OSError:  # not readable: the caller reports the first error
        return False
