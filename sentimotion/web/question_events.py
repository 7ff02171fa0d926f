"""Another question to a head, from its menus or by its bars."""

from collections.abc import Callable, Mapping
from itertools import chain
from typing import Any, Final, Literal

import gradio as gr

from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.web.analysis import Analysis, Question, question_of
from sentimotion.web.analysis_views import menu_values, show_decisions
from sentimotion.web.from_browser import said
from sentimotion.web.progress import Readers
from sentimotion.web.strings import Language

Menu = Literal["label", "contrast"]
MENUS: Final[tuple[Menu, ...]] = ("label", "contrast")


class QuestionEvents:
    """Answers to choices of a label; each gives values for the outputs that the tab has wired it to.

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
            value: str,
            *thresholds: float,
        ) -> list[Any]:
            if analysis is None:
                return [*_NOTHING_HELD, *menu_values(None, {}), *_NO_DECISIONS]
            question = question_of(analysis, chosen, head)
            if value == _in_menus(question)[menu]:
                # A menu says so too when it is left. Words that were taken out stay out.
                return _nothing_asked()
            asked = Question(value).against(question.contrast) if menu == "label" else question.against(value)
            held = _in_menus(question) | {menu: value}
            return self._ask(request, language, analysis, chosen | {head: asked}, {head: held}, thresholds)

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
        head, index = said(event, "head"), said(event, "index")
        if head not in HEADS or not isinstance(index, int) or not 0 <= index < len(LABELS[head]):
            return _nothing_asked()
        if analysis is None:
            return _nothing_asked()
        question = question_of(analysis, chosen, head)
        asked = chosen | {head: question.after_click(LABELS[head][index])}
        return self._ask(request, language, analysis, asked, {head: _in_menus(question)}, thresholds)

    def _ask(
        self,
        request: gr.Request,
        language: Language,
        analysis: Analysis,
        chosen: Mapping[Head, Question],
        held: Mapping[Head, Mapping[Menu, str]],
        thresholds: tuple[float, ...],
    ) -> list[Any]:
        """Ask something else of a head. Words that were taken out are put back.

        :param held: What stands in the menus of the head.
        """
        with self._readers.begin(request.session_hash) as outdated:
            # What is being explained may be of the old question: it is begun again after this.
            self._cancel(request.session_hash)
            decisions = show_decisions(language, analysis, None, thresholds)
            if outdated.is_set():
                return _nothing_asked()
        # What other methods said was of the question before.
        return [
            *((language, thresholds), chosen, None, None, ""),
            *chain.from_iterable(
                _menus(question_of(analysis, chosen, head), held.get(head)) for head in HEADS
            ),
            *decisions,
        ]


_NOTHING_HELD: Final = [gr.skip()] * 5
"""The states of a question, and what other methods said."""
_NO_DECISIONS: Final = [gr.skip()] * (2 * len(HEADS))


def _nothing_asked() -> list[Any]:
    return [*_NOTHING_HELD, *[gr.skip()] * (len(MENUS) * len(HEADS)), *_NO_DECISIONS]


def _in_menus(question: Question) -> dict[Menu, str]:
    """What stands in a head's menus when a question is asked of it."""
    return {"label": question.label, "contrast": question.contrast or ""}


def _menus(question: Question, held: Mapping[Menu, str] | None) -> list[Any]:
    """Updates of a head's menus, of those alone that do not stand right.

    Something else may have been chosen since; the answer would take it back before it is asked for.
    """
    if held is None:
        return [gr.skip()] * len(MENUS)
    return [
        gr.skip() if held[menu] == value else gr.update(value=value)
        for menu, value in _in_menus(question).items()
    ]
