"""Text quality notices below the text box, updated while typing."""

from typing import Any

import gradio as gr

from sentimotion.i18n.messages import Language, say
from sentimotion.web.analyze.text_quality_view import quality_of, render_quality
from sentimotion.web.session.events import ALONGSIDE, LAST, QUIET


class TextQualityStrip:
    """Notices about the text in a box, and a button that takes the corrected text where there is one.

    :param language: In which the page opens.
    """

    def __init__(self, language: Language) -> None:
        self.notices = gr.HTML("", elem_id="suspicions")
        self.accept = gr.Button(
            say("accept_suggestion", language), size="sm", visible=False, elem_id="accept-suggestion"
        )

    def wire(self, text: gr.Textbox, language: gr.Radio) -> None:
        """Follow a text box, whatever fills it, and the page's language."""
        look: dict[str, Any] = {
            "fn": _look,
            "inputs": [text, language],
            "outputs": [self.notices, self.accept],
            "queue": False,
            **QUIET,
        }
        text.change(**look, **LAST)
        language.change(**look, **ALONGSIDE)
        self.accept.click(_corrected, text, text, queue=False, **QUIET).then(
            # The button is gone by then: who pressed it by keyboard is taken back to the text.
            None,
            None,
            None,
            js=f"() => document.querySelector('#{text.elem_id} textarea').focus()",
            **QUIET,
        )


def _look(text: str, language: Language) -> tuple[str, Any]:
    """The notices, and the button where there is something to take."""
    has_suggestion = quality_of(text).suggestion is not None
    update = gr.update(value=say("accept_suggestion", language), visible=has_suggestion)
    return render_quality(text, language), update


def _corrected(text: str) -> str:
    """The corrected text, of what stands in the box at this moment."""
    return quality_of(text).suggestion or text
