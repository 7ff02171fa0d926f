"""Progress bar with a Stop button, and the notice that work was stopped. Pure; does not import gradio."""

from html import escape

from sentimotion.i18n.messages import Language, say


class Stopped:
    """What stands in the place of an answer that the visitor did not wait for."""


def render_meter(label: str, done: float, language: Language) -> str:
    """A bar, what it is of, and the button; the page's ears listen to it.

    :param label: What is at work, and how far it has come, in words.
    :param done: 0 to 1.
    """
    return (
        f'<div class="meter" lang="{language}" aria-busy="true"><progress max="1" value="{done:.3f}"'
        f' aria-label="{escape(label)}"></progress><span>{escape(label)}</span>'
        f'<button type="button" class="quiet-button" data-stop>{escape(say("stop", language))}</button></div>'
    )


def render_halted(key: str, language: Language) -> str:
    """That work was stopped, and how it is begun again.

    :param key: Of a string.
    """
    return f'<p class="stopped" role="status" lang="{language}">{escape(say(key, language))}</p>'
