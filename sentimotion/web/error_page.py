"""Error line and bilingual error page for a checkpoint that cannot be opened."""

import sys
from html import escape

import gradio as gr

from sentimotion.errors import SentimotionError
from sentimotion.i18n.messages import LANGUAGES, say
from sentimotion.web.components.decision import render_header


def build_broken_page(error: SentimotionError) -> gr.Blocks:
    """A page that says what is wrong and what to do; nothing can be asked of it.

    :param error: Why the checkpoint cannot be opened.
    """
    with gr.Blocks(title="Sentimotion", analytics_enabled=False, fill_width=False) as blocks:
        gr.HTML(render_broken(error))
    return blocks


def error_line(error: SentimotionError) -> None:
    """Say on stderr what is wrong, in one line: who started the app looks there."""
    sys.stderr.write(f"error: {error}\n")


def render_broken(error: SentimotionError) -> str:
    """The page's text, escaped, in Bangla and in English: who comes is not known to read either."""
    told = "".join(
        f'<p class="notice error" role="alert" lang="{language}">{escape(say("broken", language))}</p>'
        for language in LANGUAGES
    )
    return (
        f'{render_header("en")}<div data-error="{error.code}">{told}'
        f'<pre class="what-is-broken">{escape(str(error))}</pre></div>'
    )
