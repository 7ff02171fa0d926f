"""Error line and bilingual error page for a checkpoint that cannot be opened."""

import sys
from html import escape

import gradio as gr

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


def render_error_page(error: SentimotionError) -> str:
    """Render the error, escaped, in Bangla and in English, as the visitor's language is unknown."""
    messages = "".join(
        f'<p class="notice error" role="alert" lang="{language}">{escape(say("broken", language))}</p>'
        for language in LANGUAGES
    )
    return (
        f'{render_header("en")}<div data-error="{error.code}">{messages}'
        f'<pre class="what-is-broken">{escape(str(error))}</pre></div>'
    )
