"""Sentimotion's demo: ``python app.py``.

SENTIMOTION_MODEL chooses the checkpoint, SENTIMOTION_REVISION its branch, tag or commit on the hub, and
SENTIMOTION_LAYOUT says what a foreign weights file cannot (``head_activation=gelu``). SENTIMOTION_DEVICE and
SENTIMOTION_DTYPE say where it runs and in which precision it predicts, where its own choice is not wanted.
"""

import os
from typing import TYPE_CHECKING

# Before gradio is imported: a demo that must not store what people type also does not count them.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

from sentimotion import SentimotionError, load
from sentimotion.web.error_page import build_broken_page, tell
from sentimotion.web.example_cache import own_texts, remembering
from sentimotion.web.launch import launch
from sentimotion.web.page import build_page
from sentimotion.web.zero_gpu import is_lent, with_lent_gpu

if TYPE_CHECKING:
    import gradio as gr


def build() -> "gr.Blocks":
    """The page for the checkpoint asked for; where that cannot be opened, the page that says so.

    What is wrong also goes to stderr, as one line: who started the app looks there.
    """
    lent = is_lent()
    try:
        model = load(
            os.environ.get("SENTIMOTION_MODEL") or None,
            revision=os.environ.get("SENTIMOTION_REVISION") or None,
            device=os.environ.get("SENTIMOTION_DEVICE") or ("cuda" if lent else None),
            dtype=os.environ.get("SENTIMOTION_DTYPE") or None,
            layout=os.environ.get("SENTIMOTION_LAYOUT"),
        )
        if lent:
            # No GPU is lent yet: the first visitor's call is the first pass.
            return build_page(remembering(with_lent_gpu(model), own_texts()))
        # The first pass through a network is its slowest: better now than under the first visitor. It also
        # finds weights that are no numbers.
        model.explain_heads("শুভ সকাল")
    except SentimotionError as error:
        tell(error)
        return build_broken_page(error)
    return build_page(remembering(model, own_texts()))


if __name__ == "__main__":
    launch(build())
