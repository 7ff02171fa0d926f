"""Error line and bilingual error page for a checkpoint that cannot be opened."""

import sys

import gradio as gr
from markupsafe import Markup

from sentimotion.errors import SentimotionError
from sentimotion.i18n.messages import LANGUAGES, say
from sentimotion.web.components.decision import render_header


def build_error_page(error: SentimotionError) -> gr.Blocks:
    """Build a page that shows only the error and what to do about it.

    :param error: The error raised when the checkpoint was opened.
    """
    blocks = gr.Blocks(title="Sentimotion", analytics_enabled=False, fill_width=False)
    with blocks:
        gr.HTML(render_error_page(error))
    return blocks


def print_error(error: SentimotionError) -> None:
    """Print the error to stderr in one line."""
    sys.stderr.write(f"error: {error}\n")


def render_error_page(error: SentimotionError) -> Markup:
    """Render the error in Bangla and in English, as the visitor's language is unknown."""
    notice = Markup('<p class="notice error" role="alert" lang="{}">{}</p>').format
    messages = Markup("").join(notice(language, say("broken", language)) for language in LANGUAGES)
    return Markup('{}<div data-error="{}">{}<pre class="what-is-broken">{}</pre></div>').format(
        render_header("en"), error.code, messages, str(error)
    )
