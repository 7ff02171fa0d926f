"""Event handlers of the Analyze tab: each yields changes of the state. Does not import gradio."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from explain import ChanceRank
from sentimotion.errors import SentimotionError
from sentimotion.labels import HEADS, Head
from sentimotion.model import SentimotionModel
from sentimotion.web.analyze.doubts import DOUBTS, Doubt, Measured, measure
from sentimotion.web.analyze.state import FIRST_TURN, AnalyzeState, chosen_by_click, chosen_from_menu
from sentimotion.web.session.analysis import Question, analyze, begin_explaining
from sentimotion.web.session.background import gives_way
from sentimotion.web.session.state import Change, Event, Handler

Changes = Iterator[Change[AnalyzeState]]
# Random choices after which a first figure is shown.
_FIRST_SETS: Final = 40
# Seconds to wait for explanations: what nobody has asked for must not fill the queue when many come.
_PATIENCE: Final = 10.0
# Share of a measurement after which its progress is shown again.
_STEP: Final = 0.04


class AnalyzeEvents:
    """The handlers; what they show is in ``views.py``.

    :param model: The model, shared by all visitors.
    """

    def __init__(self, model: SentimotionModel) -> None:
        self.model = model

    def predict(self, _: AnalyzeState, event: Event) -> Changes:
        """Predict a new text."""
        text, *thresholds = event.values
        analysis, error = None, None
        # A late explanation of the previous text must not cancel the prediction of this one: two names.
        with event.session.begin("predict") as superseded:
            self._drop_work(event)
            try:
                analysis = analyze(self.model, text)
            except SentimotionError as found:
                error = found
            if superseded.is_set():
                return
        # Again, as an explanation of the previous text may have started in the meantime.
        self._drop_work(event)

        def answered(now: AnalyzeState) -> AnalyzeState:
            if now.turn in ("", FIRST_TURN):
                # The first question, or the server has lost the session: the page's thresholds count.
                now = replace(now, thresholds=dict(zip(HEADS, thresholds, strict=True)))
            return now.answered(analysis, error)

        yield answered
        # After the answer is drawn, which would have to share the cores with it.
        if analysis is not None:
            questions = AnalyzeState(analysis=analysis).unexplained()
            event.session.prefetch(
                (analysis, questions), partial(begin_explaining, self.model, analysis, questions)
            )

    def explain(self, state: AnalyzeState, event: Event) -> Changes:
        """Explain the heads that have no explanation."""
        analysis, asked = state.analysis, state.unexplained()
        if analysis is None or not asked:
            return

        def of_this_text(change: Change[AnalyzeState]) -> Change[AnalyzeState]:
            return lambda now: change(now) if now.analysis is analysis else now

        with event.session.begin("explain") as canceled:
            try:
                work = event.session.take((analysis, asked)) or begin_explaining(self.model, analysis, asked)
                for step in work.events(canceled):
                    if isinstance(step, float):
                        yield of_this_text(partial(_progressed, done=step))
                    else:
                        yield of_this_text(partial(AnalyzeState.explained, explanations=step))
                if canceled.stopped:
                    yield of_this_text(lambda now: replace(now, is_stopped=True))
            except SentimotionError as error:
                failure = error
                yield of_this_text(lambda now: replace(now, explanation_error=failure))
        if canceled.stopped or not canceled.is_set():
            yield of_this_text(AnalyzeState.with_charts)

    def rank(self, state: AnalyzeState, event: Event) -> Changes:
        """Compare the explanations with random choices of words, in the background."""
        analysis = state.analysis
        shown = {
            head: found
            for head, found in state.explanations.items()
            if head not in state.ranks and found.words
        }
        if analysis is None or not shown or self.model.is_on_loan:
            return

        def ranked(now: AnalyzeState, ranks: Mapping[Head, ChanceRank]) -> AnalyzeState:
            current = {
                head: rank for head, rank in ranks.items() if now.explanations.get(head) is shown[head]
            }
            return replace(now, ranks={**now.ranks, **current})

        with event.session.begin("rank") as canceled:
            is_shown = False
            for ranks in self.model.chance_ranks(analysis.encoded, shown):
                n_sets, n_wanted = next((rank.n_sets, rank.n_wanted) for rank in ranks.values())
                if n_sets >= n_wanted or (n_sets >= _FIRST_SETS and not is_shown):
                    is_shown = True
                    yield partial(ranked, ranks=ranks)
                if gives_way(canceled, _PATIENCE):
                    return

    def look_into(self, doubt: Doubt) -> Handler[AnalyzeState]:
        """Return the handler that measures a doubt of the shown explanations."""

        def looked(state: AnalyzeState, event: Event) -> Changes:
            analysis, shown = state.analysis, state.explanations_with_words()
            if analysis is None or shown is None:
                return

            def of_these(now: AnalyzeState, measured: Measured) -> AnalyzeState:
                is_same = now.explanations == shown
                if doubt == "changes":
                    is_same = now.analysis is analysis and now.thresholds == state.thresholds
                return now.with_measured(doubt, measured) if is_same else now

            found, said = None, -1.0
            with event.session.begin(doubt) as canceled:
                stops = partial(gives_way, canceled)
                try:
                    for done, found in measure(
                        doubt, self.model, analysis.encoded, state.thresholds, shown, stops
                    ):
                        if done >= 1.0:
                            break
                        # A message to the browser takes time from the work.
                        if done - said >= _STEP:
                            said = done
                            yield partial(of_these, measured=Measured(found, done))
                        if stops():
                            break
                    yield partial(of_these, measured=Measured(found))
                except SentimotionError as error:
                    yield partial(of_these, measured=Measured(found, error))

        return looked

    def move_threshold(self, head: Head) -> Handler[AnalyzeState]:
        """Return the handler for changes of a head's threshold."""

        def moved(_: AnalyzeState, event: Event) -> Changes:
            (threshold,) = event.values
            event.session.cancel("changes")
            yield lambda now: now.with_threshold(head, threshold)

        return moved

    def choose(self, head: Head, menu: str) -> Handler[AnalyzeState]:
        """Return the handler for a choice in one of a head's menus, "label" or "contrast"."""

        def chosen(state: AnalyzeState, event: Event) -> Changes:
            (value,) = event.values
            question = chosen_from_menu(state, head, menu, value)
            return self._ask(event, head, question) if question is not None else iter(())

        return chosen

    def click_bar(self, state: AnalyzeState, event: Event) -> Changes:
        """Explain the label of a bar, or use it as the contrast of the bar clicked before."""
        chosen = chosen_by_click(state, event.data.get("head"), event.data.get("index"))
        if chosen is not None:
            yield from self._ask(event, *chosen)

    def _ask(self, event: Event, head: Head, question: Question) -> Changes:
        # A running explanation may be for the old question; it is restarted after this.
        self._drop_work(event)
        yield lambda now: now.asked(head, question)

    def toggle_word(self, state: AnalyzeState, event: Event) -> Changes:
        """Remove or restore a word; predict both heads and compare with the attributions."""
        index = event.data.get("index")
        first = next(iter(state.explanations.values()), None)
        if first is None or not isinstance(index, int) or not 0 <= index < len(first.words):
            return
        words = {*(state.deletion.words if state.deletion else ())} ^ {index}
        deletion = None
        if words and state.analysis is not None:
            deletion = self.model.delete_words(state.analysis.encoded, sorted(words), state.explanations)
        yield lambda now: replace(now, deletion=deletion) if now.analysis is state.analysis else now

    def restore_words(self, _: AnalyzeState, _event: Event) -> Changes:
        """Restore all words."""
        yield lambda now: replace(now, deletion=None)

    def stop(self, _: AnalyzeState, event: Event) -> Changes:
        """Stop what is running at the visitor's request."""
        event.session.stop("explain")
        event.session.cancel(*DOUBTS)
        return iter(())

    @staticmethod
    def _drop_work(event: Event) -> None:
        """Cancel the work on the current answer."""
        event.session.cancel("explain", "rank", *DOUBTS)
        event.session.drop_prefetched()


def _progressed(now: AnalyzeState, done: float) -> AnalyzeState:
    return replace(now, done=done, is_stopped=False, explanation_error=None)
