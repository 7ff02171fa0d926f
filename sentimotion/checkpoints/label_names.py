"""Recognize the names that other checkpoints give to this model's labels. Pure.

The table is closed. A name is in it only if it denotes the same class in every data set that uses it: the
label's own name, its names on the page, common abbreviations and inflections, and transliterations. "anger"
alone is not ``anger_disgust``: a head trained on anger says nothing of disgust.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from sentimotion.i18n.messages import LABEL_NAMES
from sentimotion.labels import LABELS, Head

_ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    "negative": ("neg", "নেগেটিভ"),
    "neutral": ("neu", "নিউট্রাল"),
    "positive": ("pos", "পজিটিভ"),
    "happy": ("happiness", "joy", "খুশি"),
    "anger_disgust": (
        *("anger and disgust", "anger or disgust", "disgust/anger", "disgust and anger", "angry/disgusted"),
        *("রাগ/ঘৃণা", "রাগ ও ঘৃণা", "রাগ বা ঘৃণা", "রাগ ও বিতৃষ্ণা", "রাগ বা বিতৃষ্ণা"),
    ),
    "sadness": ("sad",),
    "surprise": ("surprised",),
    "fear": (),
}
_SEPARATORS: Final = re.compile(r"[\s_\-/&+|,.]+")


def label_of(name: str, head: Head) -> str | None:
    """The label of a head that a name denotes, whatever its case, spaces and separators.

    :param name: As a config spells it, such as ``"Anger / Disgust"``.
    :param head: The head that has the label.
    :returns: One of ``LABELS[head]``, or None if the name is not in the table.
    """
    return _KNOWN[head].get(_folded(name))


def _folded(name: str) -> str:
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", name).casefold())


_KNOWN: Final[Mapping[Head, Mapping[str, str]]] = {
    head: {
        _folded(name): label
        for label in labels
        for name in (label, *LABEL_NAMES[label].values(), *_ALIASES[label])
    }
    for head, labels in LABELS.items()
}
