"""Load the example pairs, word swaps and neutral templates. Does not import gradio."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from sentimotion.assets import ASSETS
from sentimotion.i18n.messages import Language

TEMPLATES_FILE: Final = ASSETS / "swap_templates.json"


@dataclass(frozen=True, slots=True)
class PairExample:
    """Two texts that differ in one respect, and a name for it."""

    name: dict[Language, str]
    texts: tuple[str, str]


@dataclass(frozen=True, slots=True)
class SwapExample:
    """A text, one of its words, and alternatives for it."""

    name: dict[Language, str]
    text: str
    word: str
    alternatives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedGroup:
    """A name inserted into templates, and, for a name of a person, the group it indicates."""

    text: str
    group: dict[Language, str] | None


@dataclass(frozen=True, slots=True)
class TemplateSet:
    """Neutral sentences with one ``{}`` each, and the names to insert."""

    name: dict[Language, str]
    templates: tuple[str, ...]
    names: tuple[NamedGroup, ...]


@dataclass(frozen=True, slots=True)
class SwapTemplates:
    """The contents of the file."""

    pairs: tuple[PairExample, ...]
    swaps: tuple[SwapExample, ...]
    sets: tuple[TemplateSet, ...]


@cache
def read_templates(path: Path = TEMPLATES_FILE) -> SwapTemplates:
    """Load the page's sentences, in file order."""
    found = json.loads(path.read_text(encoding="utf-8"))
    return SwapTemplates(
        tuple(PairExample(pair["name"], (pair["texts"][0], pair["texts"][1])) for pair in found["pairs"]),
        tuple(
            SwapExample(swap["name"], swap["text"], swap["word"], tuple(swap["alternatives"]))
            for swap in found["swaps"]
        ),
        tuple(
            TemplateSet(
                item["name"],
                tuple(item["templates"]),
                tuple(NamedGroup(name["text"], name.get("group")) for name in item["names"]),
            )
            for item in found["sets"]
        ),
    )
