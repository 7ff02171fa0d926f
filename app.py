"""Sentimotion's demo: ``python app.py``.

SENTIMOTION_MODEL chooses the checkpoint, SENTIMOTION_REVISION its branch, tag or commit on the hub, and
SENTIMOTION_LAYOUT says what a foreign weights file cannot (``head_activation=gelu``).
"""

import os
import sys

# Before gradio is imported: a demo that must not store what people type also does not count them.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

from sentimotion import SentimotionError, load
from sentimotion.web.launch import launch
from sentimotion.web.page import build_page


def main() -> int:
    """Load the checkpoint, build the page, serve it.

    :returns: Exit code: 2 where the checkpoint cannot be opened, which is one line on stderr.
    """
    try:
        model = load(
            os.environ.get("SENTIMOTION_MODEL") or None,
            revision=os.environ.get("SENTIMOTION_REVISION") or None,
            layout=os.environ.get("SENTIMOTION_LAYOUT"),
        )
        # The first pass through a network is its slowest: better now than under the first visitor. It also
        # finds weights that are no numbers.
        model.explain_heads("শুভ সকাল")
    except SentimotionError as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201 (the terminal is where this belongs)
        return 2
    launch(build_page(model))
    return 0


if __name__ == "__main__":
    sys.exit(main())
