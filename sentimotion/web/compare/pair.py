"""Compare two texts side by side: both heads of each, and the differences."""

from collections.abc import Iterator
from itertools import chain, product
from typing import Any, Final

import gradio as gr
from markupsafe import Markup

from sentimotion.errors import SentimotionError
from sentimotion.i18n.messages import Language, say
from sentimotion.labels import HEADS, Head
from sentimotion.model import SentimotionModel
from sentimotion.web.compare.comparison import Explanations, analyze_pair, explain_pair
from sentimotion.web.compare.fields import bangla_box, build_pair_card, example_row, renamed
from sentimotion.web.compare.templates import PairExample
from sentimotion.web.compare.views import (
    render_difference,
    render_pair_present,
    render_section,
    render_text_name,
)
from sentimotion.web.components.charts import probability_chart
from sentimotion.web.components.decision import render_decision, render_error, render_notices
from sentimotion.web.components.explanation import render_explanation, render_pending, render_stopped
from sentimotion.web.components.stop_button import build_stop_events
from sentimotion.web.session.analysis import Analysis, check_length
from sentimotion.web.session.background import LatestWork, Readers
from sentimotion.web.session.events import (
    ALONGSIDE,
    EXPLANATIONS,
    IN_ORDER,
    LAST,
    PREDICTIONS,
    QUIET,
    skip_if_empty,
)

Pair = tuple[Analysis, ...] | None
Errors = tuple[SentimotionError | None, ...]
_TEXTS: Final = (0, 1)
_CARDS: Final = tuple(product(HEADS, _TEXTS))
"""In page order."""
_UNEXPLAINED: Final[tuple[Explanations, ...]] = (None, None)


class PairPart:
    """Two texts compared; created within the tab.

    :param model: The model, shared by all visitors.
    :param examples: Example pairs, one button each.
    """

    def __init__(
        self, model: SentimotionModel, examples: tuple[PairExample, ...], language: Language
    ) -> None:
        self.model = model
        self.examples = examples
        # Separate from predictions, as on the Analyze tab: a late explanation must not cancel a newer
        # prediction.
        self._predicting, self._explaining = LatestWork(), LatestWork()
        self._readers = Readers()
        self.head = gr.HTML(render_section("pair", language))
        self.texts: list[gr.Textbox] = []
        self.notices: list[gr.HTML] = []
        with gr.Row(elem_classes="compare-row"):
            for index in _TEXTS:
                with gr.Column(min_width=280):
                    self.texts.append(
                        bangla_box(say(f"pair_text_{index}", language), f"compare-text-{index}")
                    )
                    self.notices.append(gr.HTML("", elem_id=f"compare-notices-{index}"))
        self.example_buttons = example_row([example.name for example in examples], "pair", language)
        self.run = gr.Button(say("pair_run", language), variant="primary", elem_id="compare-pair")
        self.differences: dict[Head, gr.HTML] = {}
        self.cards: dict[tuple[Head, int], tuple[gr.HTML, gr.Plot, gr.HTML]] = {}
        with gr.Column(visible=False, elem_id="compare-pair-result") as self.result:
            self.present = gr.HTML("")
            for head in HEADS:
                self.differences[head] = gr.HTML("", elem_id=f"compare-difference-{head}")
                with gr.Row(elem_classes="compare-row"):
                    for index in _TEXTS:
                        self.cards[head, index] = build_pair_card(head, index, language)
        self.pair = gr.State(None)
        self.errors = gr.State((None, None))
        self.explanations = gr.State(_UNEXPLAINED)
        self.states: list[Any] = [self.pair, self.errors, self.explanations]
        self.shown_language = gr.State(language)
        """Language in which the results were first shown."""
        self.stop_events = build_stop_events("#compare-pair-result")

    @property
    def views(self) -> list[Any]:
        """Components that depend on the language, in the order of :meth:`translate`."""
        return [self.head, *self.texts, self.run, *self.example_buttons, *self._result_views()]

    def wire(self, language: gr.Radio) -> None:
        """Register the events; ``language`` is the language switch of the page."""
        ask: dict[str, Any] = {
            "fn": self._predict,
            "inputs": [language, *self.texts],
            "outputs": [*self.states, self.shown_language, *self._result_views()],
            **QUIET,
            **LAST,
            **PREDICTIONS,
        }
        amend: dict[str, Any] = {
            "fn": self._amend,
            "inputs": [language, self.shown_language, *self.states],
            "outputs": [self.shown_language, *self._result_views()],
            **QUIET,
            **IN_ORDER,
        }
        explained = [*(self.cards[card][2] for card in _CARDS), self.explanations]
        explain: dict[str, Any] = {
            "fn": skip_if_empty(self._explain, explained),
            "inputs": [language, self.pair, self.explanations],
            "outputs": explained,
            **QUIET,
            **LAST,
            **EXPLANATIONS,
        }
        gr.on([self.run.click, *(text.submit for text in self.texts)], **ask).then(**amend).then(**explain)
        for example, button in zip(self.examples, self.example_buttons, strict=True):
            filled = button.click(_filler(example), None, self.texts, queue=False, **QUIET)
            filled.then(**ask).then(**amend).then(**explain)
        # Running work would be shown in the old language.
        language.change(**amend | ALONGSIDE).then(**explain)
        self.stop_events.stop(self._stop, None, None, queue=False, **QUIET)

    def translate(self, language: Language, *held: Any) -> list[Any]:
        """Render the views in a language from the values of the states."""
        return [
            render_section("pair", language),
            *(gr.update(label=say(f"pair_text_{index}", language)) for index in _TEXTS),
            gr.update(value=say("pair_run", language)),
            *renamed([example.name for example in self.examples], language),
            *self._show(language, *held),
        ]

    def _result_views(self) -> list[Any]:
        cards = chain.from_iterable(self.cards[card] for card in _CARDS)
        return [*self.notices, self.result, self.present, *self.differences.values(), *cards]

    def _predict(self, request: gr.Request, language: Language, *texts: str) -> list[Any]:
        """Predict two new texts, or show the error of either.

        Results and views are returned together: in separate updates, older ones could arrive after newer
        ones.
        """
        errors: Errors = tuple(map(_fault, texts))
        pair: Pair = None
        with self._predicting.begin(request.session_hash) as superseded:
            self._explaining.cancel(request.session_hash)
            if not any(errors):
                try:
                    pair = analyze_pair(self.model, texts)
                except SentimotionError as found:
                    errors = (found, None)
            views = self._show(language, pair, errors, _UNEXPLAINED)
            if superseded.is_set():
                return [gr.skip()] * (len(self.states) + 1 + len(views))
        # Again, as an explanation of the previous texts may have started in the meantime.
        self._explaining.cancel(request.session_hash)
        self._readers.outdate(request.session_hash)
        return [pair, errors, _UNEXPLAINED, language, *views]

    def _amend(
        self, request: gr.Request, language: Language, shown_language: Language, *held: Any
    ) -> list[Any]:
        """Show the results again if the language changed in the meantime."""
        with self._readers.begin(request.session_hash) as outdated:
            views = self._show(language, *held)
            if language == shown_language or outdated.is_set():
                return [gr.skip()] * (1 + len(views))
        # A running explanation reports progress in the old language, and the next one would wait for it.
        self._explaining.cancel(request.session_hash)
        return [language, *views]

    def _stop(self, request: gr.Request) -> None:
        self._explaining.stop(request.session_hash)

    def _show(
        self, language: Language, pair: Pair, errors: Errors, explanations: tuple[Explanations, ...]
    ) -> list[Any]:
        """Render the current results in the given language."""
        if pair is None:
            notices = [render_error(error, language) if error else "" for error in errors]
            return [
                *notices,
                gr.update(visible=False),
                *[""] * (1 + len(HEADS)),
                *chain.from_iterable(("", gr.skip(), "") for _ in _CARDS),
            ]
        views: list[Any] = [render_notices(analysis.encoded, language) for analysis in pair]
        views += [gr.update(visible=True), render_pair_present(language)]
        views += [render_difference(head, pair, language) for head in HEADS]
        for head, index in _CARDS:
            prediction = pair[index].prediction
            probabilities, decision = prediction.probabilities.of(head), prediction.decision(head)
            views += [
                Markup().join(
                    [
                        render_text_name(index, language),
                        render_decision(head, decision, probabilities, language),
                    ]
                ),
                probability_chart(head, probabilities, decision.threshold, language),
                _explanation(head, pair[index], explanations[index], language),
            ]
        return views

    def _explain(
        self, request: gr.Request, language: Language, pair: Pair, explanations: tuple[Explanations, ...]
    ) -> Iterator[list[Any]]:
        """Explain the texts that have no explanation yet, one at a time."""
        if pair is None:
            yield [gr.skip()] * (len(_CARDS) + 1)
            return
        if None not in explanations:
            # Show them again anyway: the language may have changed in the meantime.
            shown = [_explanation(head, pair[at], explanations[at], language) for head, at in _CARDS]
            yield [*shown, gr.skip()]
            return
        found = explanations
        with self._explaining.begin(request.session_hash) as superseded:
            try:
                for done, found in explain_pair(self.model, pair, explanations, superseded):
                    shown = [_explanation(head, pair[at], found[at], language, done) for head, at in _CARDS]
                    yield [*shown, found]
            except SentimotionError as error:
                faulty = render_error(error, language)
                yield [*(gr.skip() if found[at] else faulty for _, at in _CARDS), found]
        if superseded.stopped:
            texts = [analysis.prediction.text for analysis in pair]
            halted = (
                gr.skip() if found[at] else render_stopped(texts[at], language, "pair_stopped")
                for _, at in _CARDS
            )
            yield [*halted, gr.skip()]


def _explanation(
    head: Head, analysis: Analysis, found: Explanations, language: Language, done: float = 0.0
) -> str:
    if found is None:
        return render_pending(analysis.prediction.text, done, language)
    return render_explanation(found[head], language)


def _fault(text: str) -> SentimotionError | None:
    try:
        check_length(text)
    except SentimotionError as found:
        return found
    return None


def _filler(example: PairExample) -> Any:
    return lambda: list(example.texts)
