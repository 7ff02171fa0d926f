"""Start the page: read the settings, open the checkpoint, build, serve."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from sentimotion.web.gradio_import import import_gradio

import_gradio()  # before any module that imports it

from sentimotion.checkpoints.sources import EMBEDDED
from sentimotion.errors import SentimotionError
from sentimotion.model import load
from sentimotion.settings import Settings, unknown_variables
from sentimotion.web.analyze.first_answer import first_answer
from sentimotion.web.error_page import build_error_page, print_error
from sentimotion.web.example_cache import CachedModel, example_texts
from sentimotion.web.http.access import Access
from sentimotion.web.http.fair_queue import FairQueue
from sentimotion.web.launch import launch
from sentimotion.web.operating.memory import keep_all_objects, share_one_arena
from sentimotion.web.operating.options import Operation
from sentimotion.web.operating.shutdown import wait_for_stop
from sentimotion.web.page import build_page
from sentimotion.web.score.bounded_child import unenforced_limits
from sentimotion.web.zero_gpu import ZeroGPUModel, import_spaces

if TYPE_CHECKING:
    import gradio as gr


def serve(settings: Settings | None = None, environ: Mapping[str, str] = os.environ) -> None:
    """Serve the page until the process ends; GRADIO_SERVER_NAME and GRADIO_SERVER_PORT apply.

    :param settings: The settings; None reads them from the environment.
    :param environ: Environment variables. Unknown variables that resemble settings are reported on stderr,
        and so are limits on uploads that the operating system does not enforce.
    """
    share_one_arena()
    for warning in (unknown_variables(environ), unenforced_limits()):
        if warning is not None:
            sys.stderr.write(f"{warning}\n")
    settings = Settings.from_environ(environ) if settings is None else settings
    try:
        access = Access.from_settings(settings)
    except SentimotionError as error:
        print_error(error)
        sys.exit(2)
    page = build(settings)
    launch(
        page.blocks,
        access,
        Operation.from_settings(settings, has_run=page.has_run),
        prevent_thread_lock=True,
    )
    keep_all_objects()
    wait_for_stop(cast(FairQueue, page.blocks._queue), page.blocks)


@dataclass(frozen=True, slots=True)
class Page:
    """The page, and whether its model has answered once; one that cannot be opened never does."""

    blocks: "gr.Blocks"
    has_run: bool


def build(settings: Settings) -> Page:
    """Build the page for the checkpoint in the settings.

    If the checkpoint cannot be opened, the page shows the error, which is also printed to stderr.
    """
    is_embedded = settings.model in (None, EMBEDDED)
    # The embedded checkpoint is small: on the Space's CPU it answers at once, and takes nobody's minutes.
    is_lent = settings.zero_gpu and not is_embedded
    if settings.zero_gpu:
        import_spaces(declare=is_embedded)
    try:
        model = load(
            settings.model,
            revision=settings.revision,
            device=settings.device or ("cuda" if is_lent else None),
            dtype=settings.dtype,
            layout=settings.layout,
        )
        if is_lent:
            # No GPU is assigned yet: the first forward pass is that of the first visitor, and the page begins
            # without an answer.
            lent = CachedModel(ZeroGPUModel(model), example_texts())
            # For visitors whose minutes are spent.
            instead = CachedModel(load(EMBEDDED, device="cpu"), example_texts())
            return Page(build_page(lent, settings, instead=instead), has_run=False)
        model = CachedModel(model, example_texts())
        # The first forward pass is the slowest, so it runs before the first visitor. It also detects weights
        # that are not finite.
        first = first_answer(model)
    except SentimotionError as error:
        print_error(error)
        return Page(build_error_page(error), has_run=False)
    return Page(build_page(model, settings, first), has_run=True)
