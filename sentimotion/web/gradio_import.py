"""Import gradio quickly, without usage statistics."""

import inspect
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch


def import_gradio() -> None:
    """Import gradio; to be called before anything else imports it.

    At each import Gradio (6.31) parses the sources of its components and compares them with the .pyi files
    that it has written beside them for editors: half of the four seconds of the import. It passes over
    components that have no source file.
    """
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    getfile = inspect.getfile

    def getfile_of_others(item: Any) -> str:
        if isinstance(item, type) and item.__module__.startswith("gradio."):
            raise OSError
        return getfile(item)

    with patch("inspect.getfile", getfile_of_others):
        import gradio  # noqa: F401 - for what it does on import


@contextmanager
def without_stub_files() -> Iterator[None]:
    """Define components in this block; else Gradio (6.31) writes a .pyi file beside their source."""
    with patch("inspect.getfile", side_effect=OSError):
        yield
