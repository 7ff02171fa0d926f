"""Sentimotion's demo: ``python app.py``, the same as ``python -m sentimotion serve``.

Environment variables: SENTIMOTION_MODEL is the checkpoint, SENTIMOTION_REVISION its branch, tag or commit on
the hub, and SENTIMOTION_LAYOUT the settings that a weights file does not contain (``head_activation=gelu``).
SENTIMOTION_DEVICE and SENTIMOTION_DTYPE override device and precision. SENTIMOTION_REVIEW is a review
database, which adds the Review tab. sentimotion/web/README.md lists all, among them those that limit who
reaches the page.
"""

from sentimotion.web.serve import serve

if __name__ == "__main__":
    serve()
