"""Progress bar with a Stop button, and the notice that work was stopped. Pure; does not import gradio."""

from markupsafe import Markup

from sentimotion.i18n.messages import Language, say


class Stopped:
    """Placeholder for a result whose computation the visitor stopped."""


def render_meter(label: str, done: float, language: Language) -> Markup:
    """Render a progress bar with its label and the Stop button; browser events forward clicks on the button.

    :param label: The running work and its progress, in words.
    :param done: Fraction done, 0 to 1.
    """
    return Markup(
        '<div class="meter" lang="{}" aria-busy="true">'
        '<progress max="1" value="{:.3f}" aria-label="{label}"></progress><span>{label}</span>'
        '<button type="button" class="quiet-button" data-stop>{}</button></div>'
    ).format(language, done, say("stop", language), label=label)


def render_halted(key: str, language: Language) -> Markup:
    """Render the notice that work was stopped, and how to start it again.

    :param key: Message key.
    """
    return Markup('<p class="stopped" role="status" lang="{}">{}</p>').format(language, say(key, language))
