"""Event handlers that change what a head explains, from its menus or its chart."""

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

import gradio as gr

from sentimotion.i18n.messages import Language
from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.web.analyze.views import menu_values, show_decisions
from sentimotion.web.session.analysis import Analysis, Question, question_of
from sentimotion.web.session.background import Readers
from sentimotion.web.session.event_data import event_value

Menu = Literal["label", "contrast"]
MENUS: Final[tuple[Menu, ...]] = ("label", "contrast")


class QuestionEvents:
    """Handlers for the choice of a label; each returns values for the outputs that the tab connects it to.

    They do not update the menus, as that could undo a later choice; :meth:`show_menus` runs afterwards.

    :param readers: Notified when a visitor requests another text.
    :param cancel: Cancels a visitor's running explanation.
    """

    def __init__(self, readers: Readers, cancel: Callable[[str | None], None]) -> None:
        self._readers, self._cancel = readers, cancel

    def chooser(self, head: Head, menu: Menu) -> Callable[..., list[Any]]:
        """Return the handler for one of a head's menus."""

        # Not a partial: Gradio would not inject the request.
        def chosen_from_menu(
            request: gr.Request,
            language: Language,
            analysis: Analysis | None,
            chosen: dict[Head, Question],
            value: Any,
            *thresholds: float,
        ) -> list[Any]:
            if analysis is None:
                return _nothing_asked()
            question = question_of(analysis, chosen, head)
            in_menu, labels = (
                (question.label, LABELS[head])
                if menu == "label"
                else (question.contrast or "", ("", *LABELS[head]))
            )
            # A menu also triggers this when it loses focus, unchanged or empty. Removed words stay removed.
            if value == in_menu or value not in labels:
                return _nothing_asked()
            asked = Question(value).against(question.contrast) if menu == "label" else question.against(value)
            return self._ask(request, language, analysis, chosen | {head: asked}, thresholds)

        return chosen_from_menu

    def click_bar(
        self,
        request: gr.Request,
        event: gr.EventData,
        language: Language,
        analysis: Analysis | None,
        chosen: dict[Head, Question],
        *thresholds: float,
    ) -> list[Any]:
        """Handle a click on a bar: explain its label, or use it as the contrast of the bar clicked before."""
        head, index = event_value(event, "head"), event_value(event, "index")
        if analysis is None or head not in HEADS or not isinstance(index, int):
            return _nothing_asked()
        if not 0 <= index < len(LABELS[head]):
            return _nothing_asked()
        asked = question_of(analysis, chosen, head).after_click(LABELS[head][index])
        return self._ask(request, language, analysis, chosen | {head: asked}, thresholds)

    def _ask(
        self,
        request: gr.Request,
        language: Language,
        analysis: Analysis,
        chosen: Mapping[Head, Question],
        thresholds: tuple[float, ...],
    ) -> list[Any]:
        """Change the question of a head, and restore removed words."""
        with self._readers.begin(request.session_hash) as outdated:
            # A running explanation may be for the old question; it is restarted after this.
            self._cancel(request.session_hash)
            decisions = show_decisions(language, analysis, None, thresholds)
            if outdated.is_set():
                return _nothing_asked()
        # The comparison of methods was for the previous question.
        return [(language, thresholds), chosen, None, None, "", *decisions]

    def show_menus(
        self, request: gr.Request, analysis: Analysis | None, chosen: Mapping[Head, Question]
    ) -> list[Any]:
        """Values of both menus of each head, for its question."""
        with self._readers.begin(request.session_hash) as outdated:
            menus = menu_values(analysis, chosen)
            return [gr.skip()] * len(menus) if outdated.is_set() else menus


def _nothing_asked() -> list[Any]:
    """``gr.skip()`` for all outputs of a question: five states and checks, decisions, charts."""
    return [gr.skip()] * (5 + 2 * len(HEADS))
