"""Two texts side by side: both heads of each, and the differences."""

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

import gradio as gr
from markupsafe import Markup

from sentimotion.explanations.results import Explanation
from sentimotion.i18n.messages import Language, say
from sentimotion.labels import DEFAULT_THRESHOLDS, HEADS, Head
from sentimotion.templating import render_template
from sentimotion.web.compare.events import CompareEvents
from sentimotion.web.compare.example_row import example_row
from sentimotion.web.compare.state import CompareState
from sentimotion.web.compare.templates import PairExample
from sentimotion.web.compare.views import (
    render_difference,
    render_section,
)
from sentimotion.web.components.bangla_box import bangla_box
from sentimotion.web.components.browser_events import stop_events
from sentimotion.web.components.charts import probability_chart
from sentimotion.web.components.decision import render_decision, show_notices
from sentimotion.web.components.decision_card import chart
from sentimotion.web.components.explanation import render_explanation, render_unexplained
from sentimotion.web.components.visible_if import visible_if
from sentimotion.web.session.analysis import Analysis
from sentimotion.web.session.events import EXPLANATIONS, LAST, PREDICTIONS, QUIET, TabEvents
from sentimotion.web.session.state import View, shown, stop

_TEXTS: Final = (0, 1)


class PairPart:
    """Two texts compared; created within the tab.

    :param examples: Example pairs, one button each.
    """

    def __init__(self, examples: tuple[PairExample, ...], language: Language) -> None:
        self.examples = examples
        gr.HTML(render_section("pair", language))
        self.texts: list[gr.Textbox] = []
        self.notices: list[gr.HTML] = []
        with gr.Row(elem_classes="compare-row"):
            for index in _TEXTS:
                with gr.Column(min_width=280):
                    label, first = say(f"pair_text_{index}", language), examples[0].texts[index]
                    self.texts.append(bangla_box(first, label, f"compare-text-{index}"))
                    self.notices.append(gr.HTML(elem_id=f"compare-notices-{index}"))
        self.example_buttons = example_row([example.name for example in examples], "pair", language)
        self.run = gr.Button(say("pair_run", language), variant="primary", elem_id="compare-pair")
        self.differences: dict[Head, gr.HTML] = {}
        self.cards: dict[tuple[Head, int], tuple[gr.HTML, gr.Plot, gr.HTML]] = {}
        with gr.Column(elem_id="compare-pair-result") as self.result:
            gr.HTML(render_template("web/compare/pair_present.html", language=language))
            for head in HEADS:
                self.differences[head] = gr.HTML(elem_id=f"compare-difference-{head}")
                with gr.Row(elem_classes="compare-row"):
                    for index in _TEXTS:
                        self.cards[head, index] = _build_card(head, index)
        self.stop_events = stop_events("#compare-pair-result")

    def views(self) -> Iterator[View[CompareState]]:
        """The part drawn from the state."""
        yield visible_if(self.result, lambda state: state.pair.analyses is not None)
        for head, difference in self.differences.items():
            yield View(
                difference, shown(partial(render_difference, head)), lambda state: (state.pair.analyses,)
            )
        for index in _TEXTS:
            yield from self._views_of_text(index)

    def _views_of_text(self, index: int) -> Iterator[View[CompareState]]:
        def predicted(state: CompareState) -> tuple[Any, ...]:
            return (state.pair.analysis(index),)

        def read(state: CompareState) -> tuple[Any, ...]:
            analysis = state.pair.analysis(index)
            return (analysis and analysis.encoded, state.pair.errors[index])

        yield View(self.notices[index], show_notices, read)
        for head in HEADS:
            decision, chart, words = self.cards[head, index]
            yield View(decision, shown(partial(_render_decision, head, index)), predicted)
            yield View(chart, partial(_show_chart, head), predicted)
            yield View(words, _show_explanation, partial(_parts_of_explanation, head, index))

    def wire(self, events: TabEvents[CompareState], handlers: CompareEvents) -> None:
        """Register the events."""
        compare = (
            events.run(handlers.compare, self.texts, starts_anew=True, is_one_message=True)
            | LAST
            | PREDICTIONS
        )
        explain = events.run(handlers.explain) | LAST | EXPLANATIONS
        gr.on([self.run.click, *(text.submit for text in self.texts)], **compare).then(**explain)
        for example, button in zip(self.examples, self.example_buttons, strict=True):
            filled = button.click(partial(list, example.texts), None, self.texts, queue=False, **QUIET)
            filled.then(**compare).then(**explain)
        self.stop_events.stop(**events.run(stop("compare-words"), at_once=True))


def _build_card(head: Head, index: int) -> tuple[gr.HTML, gr.Plot, gr.HTML]:
    """Create the card of one head of one text, still empty: decision, bars, sentence."""
    with gr.Column(elem_id=f"compare-{head}-{index}", elem_classes="card compare-card", min_width=280):
        return (
            gr.HTML(),
            chart(),
            gr.HTML(js_on_load="sentimotion.keepDetails(element, watch)", elem_classes="why"),
        )


def _render_decision(head: Head, index: int, analysis: Analysis, language: Language) -> Markup:
    prediction = analysis.prediction
    decision, probabilities = prediction.decision(head), prediction.probabilities.of(head)
    name = say(f"pair_text_{index}", language)
    return Markup('<p class="compare-whose" lang="{}">{}</p>{}').format(
        language, name, render_decision(head, decision, probabilities, language)
    )


def _show_chart(head: Head, language: Language, analysis: Analysis | None) -> Any:
    probabilities = None if analysis is None else analysis.prediction.probabilities.of(head)
    return probability_chart(head, probabilities, DEFAULT_THRESHOLDS[head], language)


def _parts_of_explanation(head: Head, index: int, state: CompareState) -> tuple[Any, ...]:
    """The parts of the state that an explanation shows, as :func:`_show_explanation` takes them."""
    pair, found = state.pair, state.pair.explanations[index]
    # The progress is that of the missing explanations only.
    progress = (None, pair.done, pair.is_stopped, pair.explanation_error)
    return (pair.analysis(index), *(progress if found is None else (found[head],)))


def _show_explanation(
    language: Language, analysis: Analysis | None, explanation: Explanation | None, *progress: Any
) -> str:
    if analysis is None:
        return ""
    if explanation is not None:
        return render_explanation(explanation, language)
    return render_unexplained(analysis.prediction.text, language, *progress, stopped="pair_stopped")
