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
"""Language and thresholds with which a prediction is shown."""
_N_MENUS: Final = len(MENUS) * len(HEADS)
_N_PREDICTED: Final = 2 + 2 * len(HEADS)
"""Views of a prediction: notices, tokenization trace, and each head's decision and chart."""


class AnalysisEvents:
    """Handlers of the tab's events; each returns values for the outputs that the tab connects it to.

    :param model: The model, shared by all visitors.
    """

    def __init__(self, model: SentimotionModel) -> None:
        self.model = model
        # Separate from predictions: a late explanation must not cancel the prediction of a newer text.
        self._predicting, self._explaining, self._checking = LatestWork(), LatestWork(), LatestWork()
        self._readers = Readers()
        self._prefetch = Prefetch[dict[Head, Explanation]]()
        self.words = WordEvents(model, self._readers)
        self.questions = QuestionEvents(self._readers, self.cancel)

    def cancel(self, session: str | None) -> None:
        """Cancel a visitor's running explanation."""
        self._explaining.cancel(session)
        self._checking.cancel(session)
        self._prefetch.end(session)

    def _replace(self, session: str | None) -> None:
        """Cancel all work on the previous text of a visitor."""
        self.cancel(session)
        self._readers.outdate(session)

    def predict(self, request: gr.Request, language: Language, text: str, *thresholds: float) -> list[Any]:
        """Predict a new text, or show its error; clears earlier explanations.

        Results and views are returned together: in separate updates, the views of an earlier text could
        arrive after those of a later one.
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
        # Again, as one for the previous text may have started in the meantime.
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
        """Show a prediction again if the language or a threshold changed while it was computed."""
        # Without a result there is nothing to show again: this also follows the page's load, with inputs from
        # before the first result, which may be shown by now.
        if shown_as == (language, thresholds) or (analysis is None and error is None):
            return [gr.skip()] * _N_PREDICTED
        with self._readers.begin(request.session_hash) as outdated:
            views = show_prediction(language, analysis, error, without, *thresholds)
            return [gr.skip()] * _N_PREDICTED if outdated.is_set() else views

    def move_threshold(self, head: Head) -> Callable[..., list[Any]]:
        """Return the handler for changes of a head's threshold."""

        # Not a partial: Gradio would not inject the request.
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
        """Explain the heads whose explanation is missing or does not match the chosen question."""
        current: dict[Head, Explanation | None] = dict(zip(HEADS, explanations, strict=True))
        missing = stale_questions(analysis, chosen, current)

        def views(found: Mapping[Head, Explanation | None], done: float = 1.0) -> list[Any]:
            return show_words(language, analysis, without, found, done)

        if analysis is None or not missing:
            # Show them again anyway: the language may have changed in the meantime.
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
                            # Its words are clickable; one may have been removed in the meantime.
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
        """As :meth:`explain`, after a change of the question.

        If the question is unchanged, as when a menu loses focus, the words are not updated: one may just have
        been removed.
        """
        chosen, _without, *explanations = held
        if stale_questions(analysis, chosen, dict(zip(HEADS, explanations, strict=True))):
            yield from self.explain(request, language, analysis, *held)

    def predict_linked(
        self, request: gr.Request, language: Language, text: str, *thresholds: float
    ) -> list[Any]:
        """Predict the text given by the link, if any."""
        return self.predict(request, language, text, *thresholds) if text.strip() else _nothing_predicted()

    def save(
        self, event: gr.EventData, language: Language, analysis: Analysis | None, *values: Any
    ) -> dict[str, str] | None:
        """Create the export file for the browser to save; nothing is stored on the server."""
        n_heads = len(HEADS)
        shown = complete(dict(zip(HEADS, values[n_heads:], strict=True)))
        if analysis is None or shown is None:
            return None
        thresholds: dict[Head, float] = dict(zip(HEADS, values[:n_heads], strict=True))
        return file_of(event_value(event, "kind"), analysis, shown, thresholds, language)

    def stop(self, request: gr.Request) -> None:
        """Stop the running explanation at the visitor's request."""
        self._explaining.stop(request.session_hash)

    def leave(self, request: gr.Request) -> None:
        """Cancel all work of a session that has ended."""
        self._replace(request.session_hash)

    def check(
        self, request: gr.Request, language: Language, *explanations: Explanation | None
    ) -> Iterator[list[Any]]:
        """Compare the shown explanations with other baselines and methods."""
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
    """``gr.skip()`` for all outputs of a prediction: six states, the menus, the explanations, the views."""
    n_views = len(show_results("en", None, None, None, None, *[0.5] * len(HEADS), *[None] * len(HEADS)))
    return [gr.skip()] * (6 + _N_MENUS + len(HEADS) + n_views)
