"""The identity of a checkpoint: name, commit and a digest of its files."""

from typing import Any

from sentimotion.checkpoints.opening import LayoutOptions
from sentimotion.checkpoints.sources import commit_of, resolve
from sentimotion.scoring.fingerprint import fingerprint_of_folder
from sentimotion.scoring.second_classifier import second_classifier_folder


def identity_of(
    source: str | None, revision: str | None = None, layout: LayoutOptions = None
) -> dict[str, Any]:
    """Identity of the model's checkpoint, as plain values; downloads a hub repository.

    :raises CheckpointError: If it cannot be found.
    """
    name, folder = resolve(source, revision)
    return {
        "source": name,
        "commit": commit_of(folder),
        "layout": None if layout is None else str(layout),
        "sha256": fingerprint_of_folder(folder),
    }


def identity_of_second_classifier(source: str, revision: str | None = None) -> dict[str, Any]:
    """Identity of a second classifier's checkpoint."""
    folder = second_classifier_folder(source, revision)
    return {"source": source, "commit": commit_of(folder), "sha256": fingerprint_of_folder(folder)}
