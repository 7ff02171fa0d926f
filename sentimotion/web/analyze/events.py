"""Event handlers of the Analyze tab."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final

import gradio as gr

from sentimotion.errors import SentimotionError
from sentimotion.explanations.results import Explanation
from sentimotion.explanations.word_deletion import Deletion
from sentimotion.i18n.messages import Language, percent, say
from sentimotion.labels import HEADS, Head
from sentimotion.model import SentimotionModel
from sentimotion.web.analyze.export_buttons import file_of
from sentimotion.web.analyze.head_card import show_decision, stale_questions
from sentimotion.web.analyze.question_events import MENUS, QuestionEvents
from sentimotion.web.analyze.stability import check, render_stability
from sentimotion.web.analyze.views import (
    complete,
    menu_values,
    show_prediction,
    show_results,
    show_words,
)
from sentimotion.web.analyze.word_events import WordEvents
from sentimotion.web.components.decision import render_error
from sentimotion.web.components.explanation import render_stopped
from sentimotion.web.session.analysis import (
    Analysis,
    Question,
    analyze,
    begin_explaining,
    explained,
    question_of,
)
from sentimotion.web.session.background import LatestWork, Readers
from sentimotion.web.session.event_data import event_value
from sentimotion.web.session.prefetch import Prefetch

ShownAs = tuple[Language, tuple[float, ...]] | None
"""The language and the thresholds that a prediction was shown under."""
_N_MENUS: Final = len(MENUS) * len(HEADS)
_N_PREDICTED: Final = 2 + 2 * len(HEADS)
"""Views of a prediction: notices, what was read, each head's decision and chart."""


class AnalysisEvents:
    """Answers to the tab's events; each gives values for the outputs that the tab has wired it to.

    :param model: Shared by all visitors.
    """

    def __init__(self, model: SentimotionModel) -> None:
        self.model = model
        # Apart: an explanation that begins late must not end the prediction of the text asked for since.
        self._predicting, self._explaining, self._checking = LatestWork(), LatestWork(), LatestWork()
        self._readers = Readers()
        self._prefetch = Prefetch[dict[Head, Explanation]]()
        self.words = WordEvents(model, self._readers)
        self.questions = QuestionEvents(self._readers, self.cancel)

    def cancel(self, session: str | None) -> None:
        """Stop what is being explained for a visitor."""
        self._explaining.cancel(session)
        self._checking.cancel(session)
        self._prefetch.end(session)

    def _replace(self, session: str | None) -> None:
        """A new text is asked for: what is at work on the one before no longer counts."""
        self.cancel(session)
        self._readers.outdate(session)

    def predict(self, request: gr.Request, language: Language, text: str, *thresholds: float) -> list[Any]:
        """A new text: its prediction or what is wrong with it; what was explained before is void.

        Results and their views in one message: of two, a visitor who asks twice could see the first text's
        views after the second's.
        """
        analysis, error = None, None
        nothing = [None] * len(HEADS)
        with self._predicting.begin(request.session_hash) as superseded:
            self._replace(request.session_hash)
            try:
                analysis = analyze(self.model, text)
            except SentimotionError as found:
                error = found
            views = show_results(language, analysis, error, None, None, *thresholds, *nothing)
            if superseded.is_set():
                return _nothing_predicted()
        # Again: one of the text before may have begun meanwhile.
        self._replace(request.session_hash)
        if analysis is not None:
            questions = {head: question_of(analysis, {}, head) for head in HEADS}
            self._prefetch.begin(
                request.session_hash,
                (analysis, questions),
                partial(begin_explaining, self.model, analysis, questions),
            )
        shown_as: ShownAs = (language, thresholds)
        return [
            *(analysis, error, shown_as),
            *(None, None, {}),
            *menu_values(analysis, {}),
            *nothing,
            *views,
        ]

    def amend(
        self,
        request: gr.Request,
        language: Language,
        shown_as: ShownAs,
        analysis: Analysis | None,
        error: SentimotionError | None,
        without: Deletion | None,
        *thresholds: float,
    ) -> list[Any]:
        """Show a prediction again, if language or thresholds were changed while it was on its way."""
        if shown_as == (language, thresholds):
            return [gr.skip()] * _N_PREDICTED
        with self._readers.begin(request.session_hash) as outdated:
            views = show_prediction(language, analysis, error, without, *thresholds)
            return [gr.skip()] * _N_PREDICTED if outdated.is_set() else views

    def move_threshold(self, head: Head) -> Callable[..., list[Any]]:
        """What happens when a head's threshold is moved."""

        # Not a partial: Gradio does not see there that a request is asked for.
        def moved(
            request: gr.Request,
            analysis: Analysis | None,
            threshold: float,
            language: Language,
            without: Deletion | None,
        ) -> list[Any]:
            with self._readers.begin(request.session_hash) as outdated:
                views = show_decision(head, analysis, threshold, language, without)
                return [gr.skip()] * len(views) if outdated.is_set() else list(views)

        return moved

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
            return show_words(language, analysis, without, found, done)

        if analysis is None or not missing:
            # Shown again all the same: the language may have changed while they were on their way.
            yield [*views(current), *[gr.skip()] * len(HEADS)]
            return
        with self._explaining.begin(request.session_hash) as canceled:
            try:
                begun = self._prefetch.take(request.session_hash, (analysis, missing))
                work = begun or begin_explaining(self.model, analysis, missing)
                for event in explained(work, canceled):
                    found = current | dict.fromkeys(missing) | (event if isinstance(event, dict) else {})
                    done = event if isinstance(event, float) else 1.0
                    shown_words = views(found, done)
                    for place, head in enumerate(HEADS):
                        if head not in missing:
                            # Its words can be clicked: one may have been taken out since this began.
                            shown_words[place] = gr.skip()
                    yield [*shown_words, *(found[head] for head in HEADS)]
                shown = render_stopped(analysis.prediction.text, language) if canceled.stopped else ""
            except SentimotionError as error:
                shown = render_error(error, language)
        if shown:
            yield [shown if head in missing else gr.skip() for head in HEADS] + [gr.skip()] * (3 + len(HEADS))

    def explain_asked(
        self, request: gr.Request, language: Language, analysis: Analysis | None, *held: Any
    ) -> Iterator[list[Any]]:
        """As :meth:`explain`, after a question.

        Where nothing was asked, as when a menu is left, the words stay: one may be taken out at this moment.
        """
        chosen, _without, *explanations = held
        if stale_questions(analysis, chosen, dict(zip(HEADS, explanations, strict=True))):
            yield from self.explain(request, language, analysis, *held)

    def predict_linked(
        self, request: gr.Request, language: Language, text: str, *thresholds: float
    ) -> list[Any]:
        """The text that a link brought, if it brought one."""
        return self.predict(request, language, text, *thresholds) if text.strip() else _nothing_predicted()

    def save(
        self, event: gr.EventData, language: Language, analysis: Analysis | None, *values: Any
    ) -> dict[str, str] | None:
        """A result as a file, made for the browser to save; nothing of it stays here."""
        n_heads = len(HEADS)
        shown = complete(dict(zip(HEADS, values[n_heads:], strict=True)))
        if analysis is None or shown is None:
            return None
        thresholds: dict[Head, float] = dict(zip(HEADS, values[:n_heads], strict=True))
        return file_of(event_value(event, "kind"), analysis, shown, thresholds, language)

    def stop(self, request: gr.Request) -> None:
        """The visitor asks for an end of what is being explained."""
        self._explaining.stop(request.session_hash)

    def leave(self, request: gr.Request) -> None:
        """The visitor has closed the page: nobody waits any more."""
        self._replace(request.session_hash)

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


def _nothing_predicted() -> list[Any]:
    """Nothing changes of a prediction's outputs: six states, the menus, the explanations, the views."""
    n_views = len(show_results("en", None, None, None, None, *[0.5] * len(HEADS), *[None] * len(HEADS)))
    return [gr.skip()] * (6 + _N_MENUS + len(HEADS) + n_views)
