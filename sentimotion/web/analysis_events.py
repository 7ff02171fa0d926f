"""What happens when something in the tab Analyze is touched."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import gradio as gr

from sentimotion.deletion import Deletion
from sentimotion.errors import SentimotionError
from sentimotion.explanation import Explanation
from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.model import SentimotionModel
from sentimotion.web.analysis import Analysis, Question, analyze, explain, question_of
from sentimotion.web.analysis_views import complete, menu_values, show_cards
from sentimotion.web.card import show_explanation, stale_questions
from sentimotion.web.explained import render_pull_apart, render_stopped
from sentimotion.web.progress import LatestWork
from sentimotion.web.stability import check, render_stability
from sentimotion.web.strings import Language, percent, say
from sentimotion.web.take import file_of, render_take
from sentimotion.web.views import render_error


class AnalysisEvents:
    """Answers to the tab's events; each gives values for the outputs that the tab has wired it to.

    :param model: Shared by all visitors.
    """

    def __init__(self, model: SentimotionModel) -> None:
        self.model = model
        # Apart: an explanation that begins late must not end the prediction of the text asked for since.
        self._predicting, self._explaining, self._checking = LatestWork(), LatestWork(), LatestWork()

    def cancel(self, session: str | None) -> None:
        """Stop what is being explained for a visitor."""
        self._explaining.cancel(session)
        self._checking.cancel(session)

    def predict(self, request: gr.Request, text: str) -> list[Any]:
        """A new text: its prediction or what is wrong with it; what was explained before is void."""
        analysis, error = None, None
        n_heads = len(HEADS)
        with self._predicting.begin(request.session_hash) as superseded:
            self.cancel(request.session_hash)
            try:
                analysis = analyze(self.model, text)
            except SentimotionError as found:
                error = found
            if superseded.is_set():
                return [gr.skip()] * (5 + 3 * n_heads)
        # Again: one of the text before may have begun meanwhile.
        self.cancel(request.session_hash)
        return [analysis, error, None, None, {}, *menu_values(analysis, {}), *[None] * n_heads]

    def explain(
        self,
        request: gr.Request,
        language: Language,
        analysis: Analysis | None,
        chosen: Mapping[Head, Question],
        without: Deletion | None,
        *explanations: Explanation | None,
    ) -> Iterator[list[Any]]:
        """Explain the heads whose explanation is missing or answers another question than the chosen one."""
        current: dict[Head, Explanation | None] = dict(zip(HEADS, explanations, strict=True))
        missing = stale_questions(analysis, chosen, current)

        def views(found: Mapping[Head, Explanation | None], done: float = 1.0) -> list[Any]:
            return [
                *(show_explanation(analysis, found[head], language, done, without) for head in HEADS),
                render_pull_apart(found, language),
                gr.update(visible=complete(found) is not None),
                render_take(language) if complete(found) else "",
            ]

        if analysis is None or not missing:
            # Shown again all the same: the language may have changed while they were on their way.
            yield [*views(current), *[gr.skip()] * len(HEADS)]
            return
        with self._explaining.begin(request.session_hash) as canceled:
            try:
                for event in explain(self.model, analysis, missing, canceled):
                    found = current | dict.fromkeys(missing) | (event if isinstance(event, dict) else {})
                    done = event if isinstance(event, float) else 1.0
                    yield [*views(found, done), *(found[head] for head in HEADS)]
                shown = render_stopped(analysis.prediction.text, language) if canceled.stopped else ""
            except SentimotionError as error:
                shown = render_error(error, language)
        if shown:
            yield [shown if head in missing else gr.skip() for head in HEADS] + [gr.skip()] * (3 + len(HEADS))

    def predict_linked(self, request: gr.Request, text: str) -> list[Any]:
        """The text that a link brought, if it brought one."""
        if not text.strip():
            return [gr.skip()] * (5 + 3 * len(HEADS))
        return self.predict(request, text)

    def save(
        self, event: gr.EventData, language: Language, analysis: Analysis | None, *values: Any
    ) -> dict[str, str] | None:
        """A result as a file, made for the browser to save; nothing of it stays here."""
        n_heads = len(HEADS)
        shown = complete(dict(zip(HEADS, values[n_heads:], strict=True)))
        if analysis is None or shown is None:
            return None
        thresholds: dict[Head, float] = dict(zip(HEADS, values[:n_heads], strict=True))
        return file_of(_said(event, "kind"), analysis, shown, thresholds, language)

    def stop(self, request: gr.Request) -> None:
        """The visitor asks for an end of what is being explained."""
        self._explaining.stop(request.session_hash)

    def chooser(self, head: Head, choose: Callable[[Question, str], Question]) -> Callable[..., list[Any]]:
        """What happens when something else is taken from one of a head's menus."""

        # Not a partial: Gradio does not see there that a request is asked for.
        def chosen_from_menu(
            request: gr.Request, analysis: Analysis | None, chosen: dict[Head, Question], value: str
        ) -> list[Any]:
            return self._ask(request, analysis, chosen, head, lambda question: choose(question, value))

        return chosen_from_menu

    def click_bar(
        self,
        request: gr.Request,
        event: gr.EventData,
        analysis: Analysis | None,
        chosen: dict[Head, Question],
    ) -> list[Any]:
        """A bar was clicked: its label is asked for, or set against the one clicked before."""
        head, index = _said(event, "head"), _said(event, "index")
        if head not in HEADS or not isinstance(index, int) or not 0 <= index < len(LABELS[head]):
            return [gr.skip()] * (2 + 2 * len(HEADS))
        return self._ask(
            request, analysis, chosen, head, lambda question: question.after_click(LABELS[head][index])
        )

    def _ask(
        self,
        request: gr.Request,
        analysis: Analysis | None,
        chosen: dict[Head, Question],
        head: Head,
        change: Callable[[Question], Question],
    ) -> list[Any]:
        """Ask something else of a head. Words that were taken out are put back."""
        # What is being explained may be of the old question: it is begun again after this.
        self.cancel(request.session_hash)
        if analysis is not None:
            chosen = {**chosen, head: change(question_of(analysis, chosen, head))}
        return [chosen, None, *menu_values(analysis, chosen)]

    def take_out(
        self,
        event: gr.EventData,
        language: Language,
        analysis: Analysis | None,
        without: Deletion | None,
        *values: Any,
    ) -> list[Any]:
        """Take a word out, or put it back: both heads without it, and what had been promised."""
        index = _said(event, "index")
        n_heads = len(HEADS)
        explanations: dict[Head, Explanation | None] = dict(zip(HEADS, values[n_heads:], strict=True))
        known = {head: found for head, found in explanations.items() if found is not None}
        first = next(iter(known.values()), None)
        if analysis is None or first is None or not isinstance(index, int):
            return [gr.skip()] * (1 + 3 * n_heads)
        if not 0 <= index < len(first.words) or first.text != analysis.prediction.text:
            return [gr.skip()] * (1 + 3 * n_heads)
        words = {*(without.words if without else ())} ^ {index}
        found = self.model.delete_words(first.text, sorted(words), known) if words else None
        return [found, *show_cards(language, analysis, found, values[:n_heads], explanations)]

    def put_back(
        self, language: Language, analysis: Analysis | None, _without: Deletion | None, *values: Any
    ) -> list[Any]:
        """Put all words back."""
        n_heads = len(HEADS)
        explanations = dict(zip(HEADS, values[n_heads:], strict=True))
        return [None, *show_cards(language, analysis, None, values[:n_heads], explanations)]

    def check(
        self, request: gr.Request, language: Language, *explanations: Explanation | None
    ) -> Iterator[list[Any]]:
        """Ask other baselines and methods about the words that are shown."""
        shown = complete(dict(zip(HEADS, explanations, strict=True)))
        if shown is None:
            return
        with self._checking.begin(request.session_hash) as canceled:
            try:
                for event in check(self.model, shown, canceled):
                    if isinstance(event, float):
                        line = say("checking", language, percent=percent(event, language))
                        yield [gr.skip(), f'<p class="notice" role="status" lang="{language}">{line}</p>']
                    else:
                        yield [event, render_stability(shown, event, language)]
            except SentimotionError as error:
                yield [None, render_error(error, language)]


def as_linked(*values: Any) -> list[Any]:
    """What the browser read from the link, or what stood there before."""
    return list(values)


def choose_label(question: Question, label: str) -> Question:
    """Another label taken from its menu; what it is set against stays."""
    return Question(label).against(question.contrast)


def choose_contrast(question: Question, contrast: str) -> Question:
    """Another contrast taken from its menu; "" is none."""
    return question.against(contrast)


def _said(event: gr.EventData, name: str) -> Any:
    """A value that the browser sent with an event: anything, or None."""
    data = event._data
    return data.get(name) if isinstance(data, dict) else None
