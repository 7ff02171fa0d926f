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
    """Answers to choices of a label; each gives values for the outputs that the tab has wired it to.

    No answer touches the menus: something else may have been chosen in them since, and be taken back before
    it is asked for. :meth:`show_menus` comes after.

    :param readers: Told when a visitor asked for another text.
    :param cancel: Stops what is being explained for a visitor.
    """

    def __init__(self, readers: Readers, cancel: Callable[[str | None], None]) -> None:
        self._readers, self._cancel = readers, cancel

    def chooser(self, head: Head, menu: Menu) -> Callable[..., list[Any]]:
        """What happens when one of a head's menus is touched."""

        # Not a partial: Gradio does not see there that a request is asked for.
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
            # A menu says so too when it is left, as it was or empty. Words that were taken out stay out.
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
        """A bar was clicked: its label is asked for, or set against the one clicked before."""
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
        """Ask something else of a head. Words that were taken out are put back."""
        with self._readers.begin(request.session_hash) as outdated:
            # What is being explained may be of the old question: it is begun again after this.
            self._cancel(request.session_hash)
            decisions = show_decisions(language, analysis, None, thresholds)
            if outdated.is_set():
                return _nothing_asked()
        # What other methods said was of the question before.
        return [(language, thresholds), chosen, None, None, "", *decisions]

    def show_menus(
        self, request: gr.Request, analysis: Analysis | None, chosen: Mapping[Head, Question]
    ) -> list[Any]:
        """Both menus of each head, as what is asked of it."""
        with self._readers.begin(request.session_hash) as outdated:
            menus = menu_values(analysis, chosen)
            return [gr.skip()] * len(menus) if outdated.is_set() else menus


def _nothing_asked() -> list[Any]:
    """Nothing changes of a question's outputs: five of states and the checks, decisions, charts."""
    return [gr.skip()] * (5 + 2 * len(HEADS))
