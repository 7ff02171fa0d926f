"""Event handlers of the Compare tab: each yields changes of the state. Does not import gradio."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sentimotion.errors import ResultExpired, SentimotionError
from sentimotion.model import SentimotionModel
from sentimotion.text.encoding import EncodedText
from sentimotion.web.compare.comparison import (
    SetResult,
    analyze_pair,
    explain_pair,
    read_words,
    run_set,
    swap_word,
)
from sentimotion.web.compare.state import (
    Answer,
    CompareState,
    Missing,
    Outcome,
    PairState,
    SetsState,
    SwapState,
)
from sentimotion.web.compare.templates import SwapExample, TemplateSet
from sentimotion.web.components.progress_bar import Stopped
from sentimotion.web.session.analysis import Analysis, check_length
from sentimotion.web.session.state import Change, Event, Handler, whole_number

Changes = Iterator[Change[CompareState]]


class CompareEvents:
    """The handlers; what they show is in ``pair.py``, ``swap.py`` and ``template_sets.py``.

    :param model: The model, shared by all visitors.
    """

    def __init__(self, model: SentimotionModel) -> None:
        self.model = model

    def compare(self, _: CompareState, event: Event) -> Changes:
        """Predict two new texts."""
        analyses, errors = None, tuple(map(_fault, event.values))
        # A late explanation of the previous texts must not cancel the prediction of these: two names.
        with event.session.begin("compare-pair") as superseded:
            event.session.cancel("compare-words")
            if not any(errors):
                try:
                    analyses = analyze_pair(self.model, event.values)
                except SentimotionError as found:
                    errors = (found, None)
            if superseded.is_set():
                return
        # Again, as an explanation of the previous texts may have started in the meantime.
        event.session.cancel("compare-words")
        yield lambda now: now.showing(pair=PairState(analyses, errors))

    def explain(self, state: CompareState, event: Event) -> Changes:
        """Explain the texts, one after the other."""
        analyses, found = state.pair.analyses, state.pair.explanations
        if analyses is None or None not in found:
            return
        with event.session.begin("compare-words") as canceled:
            try:
                for done, known in explain_pair(self.model, analyses, found, canceled):
                    yield _of_pair(analyses, explanations=known, done=done)
            except SentimotionError as error:
                yield _of_pair(analyses, explanation_error=error)
            if canceled.stopped:
                yield _of_pair(analyses, is_stopped=True)

    def read(self, _: CompareState, event: Event) -> Changes:
        """Read a new sentence; clears the earlier choice and results."""
        (text,) = event.values
        encoded, error = None, None
        try:
            encoded = self.model.encode(check_length(text))
        except SentimotionError as found:
            error = found
        event.session.cancel("compare-swap")
        yield lambda now: now.showing(swap=SwapState(encoded, error))

    def fill(self, example: SwapExample) -> Handler[CompareState]:
        """Return the handler that reads an example and chooses its word."""

        def filled(_: CompareState, event: Event) -> Changes:
            encoded = self.model.encode(example.text)
            word = [example.text[slice(*span)] for span in read_words(encoded)].index(example.word)
            event.session.cancel("compare-swap")
            yield lambda now: now.showing(swap=SwapState(encoded, word=word))

        return filled

    def choose(self, state: CompareState, event: Event) -> Changes:
        """Choose the clicked word, by its index."""
        encoded, index = state.swap.encoded, whole_number(event.values[0])
        if encoded is None:
            raise ResultExpired("the server no longer has this sentence; have its words shown again")
        if index is not None and index < len(read_words(encoded)):
            yield _of_sentence(encoded, word=index)

    def swap(self, state: CompareState, event: Event) -> Changes:
        """Swap the chosen word."""
        encoded, word = state.swap.encoded, state.swap.word
        (lines,) = event.values
        answer: Answer = Missing("swap_choose_first")
        with event.session.begin("compare-swap") as canceled:
            try:
                if encoded is not None and word is not None:
                    span = read_words(encoded)[word]
                    for step in swap_word(self.model, encoded.text, span, lines, canceled):
                        if isinstance(step, float):
                            yield _of_sentence(encoded, done=step)
                        else:
                            answer = step
            except SentimotionError as error:
                answer = error
            if canceled.stopped:
                answer = Stopped()
            elif canceled.is_set():
                return
        yield _of_sentence(encoded, answer=answer, done=None)

    def run_set(self, index: int, template_set: TemplateSet) -> Handler[CompareState]:
        """Return the handler that runs a template set."""

        def run(_: CompareState, event: Event) -> Changes:
            outcome: Outcome = None
            with event.session.begin("compare-set") as canceled:
                try:
                    for step in run_set(self.model, index, template_set, canceled):
                        if isinstance(step, SetResult):
                            outcome = step
                        else:
                            yield _of_set(SetsState(done=step))
                except SentimotionError as error:
                    outcome = error
            if canceled.stopped:
                outcome = Stopped()
            if outcome is not None:
                yield _of_set(SetsState(outcome))

        return run


def begin_anew(name: str) -> Handler[CompareState]:
    """Return the handler that cancels earlier work and clears an earlier stop, when a button is clicked.

    The new work may have to wait in the queue.
    """

    def begun(_: CompareState, event: Event) -> Changes:
        event.session.cancel(name)
        return iter(())

    return begun


def _fault(text: str) -> SentimotionError | None:
    try:
        check_length(text)
    except SentimotionError as found:
        return found
    return None


def _of_pair(analyses: Sequence[Analysis], **changed: Any) -> Change[CompareState]:
    """A change that is for these texts only."""
    return lambda now: (
        replace(now, pair=replace(now.pair, **changed)) if now.pair.analyses is analyses else now
    )


def _of_sentence(encoded: EncodedText | None, **changed: Any) -> Change[CompareState]:
    """A change that is for this sentence only."""
    return lambda now: replace(now, swap=replace(now.swap, **changed)) if now.swap.encoded is encoded else now


def _of_set(sets: SetsState) -> Change[CompareState]:
    return lambda now: now.showing(sets=sets)
