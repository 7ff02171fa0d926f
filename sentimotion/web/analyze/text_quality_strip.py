"""Text quality notices below the text box, updated while typing."""

from typing import Any

import gradio as gr
from markupsafe import Markup

from sentimotion.i18n.messages import Language, say
from sentimotion.web.components.text_quality_view import quality_of, render_quality
from sentimotion.web.session.events import LAST, QUIET


class TextQualityStrip:
    """Notices about the text in a box, with a button that applies the corrected text, if any.

    :param language: Language of the page.
    """

    def __init__(self, language: Language) -> None:
        self.language = language
        self.notices = gr.HTML("", elem_id="suspicions")
        self.accept = gr.Button(
            say("accept_suggestion", language), size="sm", visible=False, elem_id="accept-suggestion"
        )

    def wire(self, text: gr.Textbox) -> None:
        """Update when the text box changes."""
        text.change(self._look, text, [self.notices, self.accept], queue=False, **QUIET, **LAST)
        accepted = self.accept.click(_corrected, text, text, queue=False, **QUIET)
        # The button is hidden by then, so the focus moves back to the text box.
        accepted.then(None, None, None, js="sentimotion.focusText", **QUIET)

    def _look(self, text: str) -> tuple[Markup, Any]:
        """Render the notices, and show the button if there is a correction."""
        has_suggestion = quality_of(text).suggestion is not None
        return render_quality(text, self.language), gr.update(visible=has_suggestion)


def _corrected(text: str) -> str:
    """The corrected version of the current text."""
    return quality_of(text).suggestion or text
