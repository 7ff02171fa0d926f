"""The texts on a page before anything has happened, and which of them are in another language."""

import json
import re
from collections.abc import Iterator
from typing import Any

from sentimotion.i18n.messages import HEAD_NAMES, LABEL_NAMES, LANGUAGES, STRINGS, Language
from tests.sentimotion.web import Shown
from tests.sentimotion.web.pages import Pages

# Attributes whose texts are shown or read out.
_READ_OUT = ("aria-label", "title", "alt", "placeholder")
# A part of a message has this many characters where it is looked for within a longer text.
_LONG = 12


def texts_on(pages: Pages, language: Language) -> set[str]:
    """All texts on the page in a language."""
    config = pages.blocks.get_config_file()
    own = set(config["page"][language]["components"])
    return {
        text
        for part in config["components"]
        if part["id"] in own
        for text in _texts(part["type"], part["props"])
    }


def _texts(kind: str, props: dict[str, Any]) -> Iterator[str]:
    value = props.get("value")
    yield from (props.get(name) or "" for name in ("label", "placeholder", "info"))
    yield from (name for name, _ in props.get("choices") or [])
    if kind == "html":
        yield from _texts_of_html(value)
    elif kind in ("button", "textbox"):
        yield value or ""
    elif kind == "plot" and value is not None:
        plot = value["plot"] if isinstance(value, dict) else value.plot
        for trace in json.loads(plot)["data"]:
            yield from (*(trace.get("y") or ()), *(trace.get("text") or ()))


def _texts_of_html(html: str) -> Iterator[str]:
    # Shown expects an end tag, which an input does not have.
    shown = Shown(str(html).replace("<input", "<br"))
    yield from (text.strip() for text in shown.texts)
    for name in _READ_OUT:
        yield from (element[name] or "" for element in shown.with_attribute(name))


def not_in(language: Language, texts: set[str]) -> set[str]:
    """The texts that are messages in another language, or have a longer part of one.

    Not those that are the same in both languages. The name of a language is in that language everywhere.
    """
    (other,) = {*LANGUAGES} - {language}
    tables = (STRINGS, LABEL_NAMES, HEAD_NAMES)
    messages = {one[other] for table in tables for one in table.values() if one["bn"] != one["en"]}
    messages -= {*LANGUAGES.values()}
    parts = {max(re.split(r"\{\w+\}", message), key=len).strip() for message in messages}
    parts = {part for part in parts if len(part) >= _LONG}
    return {text for text in texts if text in messages or any(part in text for part in parts)}
