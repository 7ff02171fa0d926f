"""Error line and error page for a checkpoint that cannot be opened."""

import sys

import gradio as gr
from markupsafe import Markup

from sentimotion.errors import SentimotionError
from sentimotion.i18n.messages import LANGUAGES, Language
from sentimotion.templating import render_template
from sentimotion.web.page_blocks import PageBlocks


def build_error_page(error: SentimotionError) -> gr.Blocks:
    """Build a page that shows only the error and what to do about it.

    :param error: The error raised when the checkpoint was opened.
    """
    blocks = PageBlocks(title="Sentimotion", analytics_enabled=False, fill_width=False)
    for language, name in LANGUAGES.items():
        with blocks.route(name, language, show_in_navbar=False):
            gr.HTML(render_error_page(error, language))
    return blocks


def print_error(error: SentimotionError) -> None:
    """Print the error to stderr in one line."""
    sys.stderr.write(f"error: {error}\n")


def render_error_page(error: SentimotionError, language: Language) -> Markup:
    """Render the error: what it means in the page's language, and its own (English) message."""
    return render_template("web/broken.html", language=language, error=error)
