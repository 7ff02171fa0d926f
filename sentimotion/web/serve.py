"""Start the page: read the settings, open the checkpoint, build, serve."""

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

# Before gradio is imported: a demo that must not store what people type also does not count them.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

from sentimotion.errors import SentimotionError
from sentimotion.model import load
from sentimotion.settings import Settings, unknown_variables
from sentimotion.web.error_page import build_broken_page, print_error
from sentimotion.web.example_cache import example_texts, with_example_cache
from sentimotion.web.launch import launch
from sentimotion.web.page import build_page
from sentimotion.web.zero_gpu import import_spaces, with_lent_gpu

if TYPE_CHECKING:
    import gradio as gr


def serve(settings: Settings | None = None, environ: Mapping[str, str] = os.environ) -> None:
    """Serve the page until the process is ended; GRADIO_SERVER_NAME and GRADIO_SERVER_PORT apply.

    :param settings: None takes those of the environment.
    :param environ: Variables by name. One that looks like a setting and is none is named on stderr.
    """
    said = unknown_variables(environ)
    if said is not None:
        sys.stderr.write(f"{said}\n")
    launch(build(Settings.from_environ(environ) if settings is None else settings))


def build(settings: Settings) -> "gr.Blocks":
    """The page for the checkpoint asked for; where that cannot be opened, the page that says so.

    What is wrong also goes to stderr, as one line: who started the app looks there.
    """
    if settings.zero_gpu:
        import_spaces()
    try:
        model = load(
            settings.model,
            revision=settings.revision,
            device=settings.device or ("cuda" if settings.zero_gpu else None),
            dtype=settings.dtype,
            layout=settings.layout,
        )
        if settings.zero_gpu:
            # No GPU is lent yet: the first visitor's call is the first pass.
            return build_page(with_example_cache(with_lent_gpu(model), example_texts()), settings)
        # The first pass through a network is its slowest: better now than under the first visitor. It also
        # finds weights that are no numbers.
        model.explain_heads("শুভ সকাল")
    except SentimotionError as error:
        print_error(error)
        return build_broken_page(error)
    return build_page(with_example_cache(model, example_texts()), settings)
