"""Sentimotion's demo: ``python app.py``, the same as ``python -m sentimotion serve``.

SENTIMOTION_MODEL chooses the checkpoint, SENTIMOTION_REVISION its branch, tag or commit on the hub, and
SENTIMOTION_LAYOUT says what a foreign weights file cannot (``head_activation=gelu``). SENTIMOTION_DEVICE and
SENTIMOTION_DTYPE say where it runs and in which precision it predicts, where its own choice is not wanted.
SENTIMOTION_REVIEW names a database of spot checks, which then have a tab.
"""

from sentimotion.web.serve import serve

if __name__ == "__main__":
    serve()
