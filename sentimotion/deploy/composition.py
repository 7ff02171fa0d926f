"""The files of a Space: what the page needs, with the front matter of README.md fitted to it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from huggingface_hub import SpaceCardData, metadata_load

from sentimotion.checkpoints.sources import BASE, EMBEDDED, PUBLISHED
from sentimotion.errors import DeploymentError

_WHOLE: Final = ("app.py", "LICENSE", "requirements.txt")
_FOLDERS: Final = ("assets", "explain", "sentimotion")
# Of no use to the page.
_LEFT_OUT: Final = "sentimotion/training/"
_SUFFIXES: Final = (
    ".py",
    ".typed",
    ".html",
    ".xml",
    ".svg",
    ".css",
    ".js",
    ".json",
    ".csv",
    ".woff2",
    ".txt",
)
_SUFFIXES_OF_ASSETS: Final = (*_SUFFIXES, ".md", ".png", ".safetensors")
# What is needed of the published model's base.
_TOKENIZER: Final = "config.json,tokenizer.json,tokenizer_config.json,special_tokens_map.json,vocab.txt"
_BODY: Final = """# {title}

{description}

The page, a Python package and a command line, put online by `sentimotion deploy`.
"""


@dataclass(frozen=True, slots=True)
class Space:
    """A Space to be.

    ``files`` are paths on this machine or contents, by the path in the Space; ``hardware`` is its name in the
    hub's API; ``variables`` are those of its environment.
    """

    files: dict[str, Path | bytes]
    hardware: str
    variables: dict[str, str]


def compose(root: Path, name: str, hardware: str, model: str | None) -> Space:
    """Gather the files of a Space.

    :param root: The checkout.
    :param name: Name of the Space, for the address of its thumbnail.
    :param hardware: A value of ``PRESETS``.
    :param model: Hub id of the checkpoint; None is the embedded one.
    :raises DeploymentError: If this is no checkout, or the checkpoint is not on the hub.
    """
    if not (root / "app.py").is_file() or not (root / "requirements.txt").is_file():
        raise DeploymentError(
            "deploy needs a checkout of the repository: app.py and requirements.txt are not here"
        )
    if model == EMBEDDED:
        model = None
    if model is not None and not re.fullmatch(r"[\w.-]+/[\w.-]+", model):
        raise DeploymentError(
            f"the model {model!r} is not a hub id such as {PUBLISHED}; a Space cannot read it"
        )
    files: dict[str, Path | bytes] = {path.relative_to(root).as_posix(): path for path in _files(root)}
    files["README.md"] = _readme(root, name, hardware, model).encode()
    # Said of the embedded one too: an earlier run may have named another.
    return Space(files, hardware, {"SENTIMOTION_MODEL": model or EMBEDDED})


def _files(root: Path) -> Iterator[Path]:
    yield from (root / name for name in _WHOLE)
    for folder in _FOLDERS:
        suffixes = _SUFFIXES_OF_ASSETS if folder == "assets" else _SUFFIXES
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            is_hidden = any(part.startswith((".", "__pycache__")) for part in path.relative_to(root).parts)
            if (
                path.is_file()
                and path.suffix in suffixes
                and not is_hidden
                and not name.startswith(_LEFT_OUT)
            ):
                if folder != "assets" and path.name.startswith("requirements"):
                    continue
                yield path


def _readme(root: Path, name: str, hardware: str, model: str | None) -> str:
    """A short text under the front matter of the repository's README, fitted to the arguments.

    The keys: https://huggingface.co/docs/hub/spaces-config-reference
    """
    stated = metadata_load(root / "README.md") or {}
    values = stated | {"suggested_hardware": hardware}
    if "/" in name:  # otherwise only the hub knows the owner
        values["thumbnail"] = f"https://huggingface.co/spaces/{name}/resolve/main/assets/screenshot.png"
    if model is not None:
        values["models"] = list(dict.fromkeys([model, *stated.get("models", [])]))
        # Of the embedded checkpoint.
        values.pop("datasets", None)
        values["preload_from_hub"] = [f"{model} model.safetensors,config.json"]
        if model == PUBLISHED:
            values["preload_from_hub"].append(f"{BASE} {_TOKENIZER}")
    body = _BODY.format(title=stated["title"], description=stated["short_description"])
    return f"---\n{SpaceCardData(**values).to_yaml()}\n---\n\n{body}"
