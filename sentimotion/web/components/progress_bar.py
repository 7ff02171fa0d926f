"""Progress bar with a Stop button, and the notice that work was stopped. Pure; does not import gradio."""

from html import escape

from sentimotion.i18n.messages import Language, say


class Stopped:
    """Placeholder for a result whose computation the visitor stopped."""


def render_meter(label: str, done: float, language: Language) -> str:
    """Render a progress bar with its label and the Stop button; browser events forward clicks on the button.

    :param label: The running work and its progress, in words.
    :param done: Fraction done, 0 to 1.
    """
    return (
        f'<div class="meter" lang="{language}" aria-busy="true"><progress max="1" value="{done:.3f}"'
        f' aria-label="{escape(label)}"></progress><span>{escape(label)}</span>'
        f'<button type="button" class="quiet-button" data-stop>{escape(say("stop", language))}</button></div>'
    )


def render_halted(key: str, language: Language) -> str:
    """Render the notice that work was stopped, and how to start it again.

    :param key: Message key.
    """
    return f'<p class="stopped" role="status" lang="{language}">{escape(say(key, language))}</p>'
