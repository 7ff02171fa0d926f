"""Swap one word of a text for alternatives and show how each label changes."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import gradio as gr

from sentimotion.i18n.messages import Language, say
from sentimotion.labels import HEADS
from sentimotion.web.compare.events import CompareEvents, begin_anew
from sentimotion.web.compare.example_row import example_row
from sentimotion.web.compare.state import CompareState
from sentimotion.web.compare.swap_views import (
    list_label,
    predicted,
    show_chosen,
    show_strip,
    show_summary,
    show_words,
)
from sentimotion.web.compare.tables import render_ranges
from sentimotion.web.compare.templates import SwapExample
from sentimotion.web.compare.views import render_running, render_section
from sentimotion.web.components.bangla_box import bangla_box
from sentimotion.web.components.browser_events import stop_events
from sentimotion.web.components.decision import show_notices
from sentimotion.web.components.decision_card import chart
from sentimotion.web.components.visible_if import visible_if
from sentimotion.web.session.events import IN_ORDER, LAST, PREDICTIONS, QUIET, TabEvents
from sentimotion.web.session.state import View, shown, stop


class SwapPart:
    """The word swap; created within the tab.

    :param examples: Example sentences, one button each.
    """

    def __init__(self, examples: tuple[SwapExample, ...], language: Language) -> None:
        self.examples = examples
        gr.HTML(render_section("swap", language))
        with gr.Row(elem_classes="compare-ask"):
            self.text = bangla_box(examples[0].text, say("swap_text", language), "swap-text")
            self.read = gr.Button(say("swap_read", language), elem_id="swap-read", scale=0, min_width=170)
        self.example_buttons = example_row([example.name for example in examples], "swap", language)
        self.notices = gr.HTML(elem_id="swap-notices")
        with gr.Column(elem_id="swap-choice") as self.choice:
            self.words = gr.HTML(elem_id="swap-words", js_on_load="sentimotion.chooseWord(element, trigger)")
            self.chosen = gr.HTML(elem_id="swap-chosen")
            alternatives = "\n".join(examples[0].alternatives)
            self.alternatives = bangla_box(alternatives, list_label(language), "swap-alternatives", lines=4)
            self.run = gr.Button(say("swap_run", language), variant="primary", elem_id="swap-run")
        with gr.Column(elem_id="swap-result"):
            self.meter = gr.HTML(elem_id="swap-meter")
            self.summary = gr.HTML(elem_id="swap-summary")
            self.strips: list[tuple[gr.Plot, gr.HTML]] = []
            with gr.Row(elem_classes="compare-row") as self.strip_row:
                for head in HEADS:
                    with gr.Column(elem_id=f"swap-{head}", elem_classes="card", min_width=300):
                        strip = chart(), gr.HTML(js_on_load="sentimotion.keepDetails(element, watch)")
                        self.strips.append(strip)
        # Outside the column: hidden components in it would be shown together with it.
        self.index = gr.Textbox(visible="hidden")
        self.stop_events = stop_events("#swap-result")

    def views(self) -> Iterator[View[CompareState]]:
        """The part drawn from the state."""
        yield View(
            self.notices,
            show_notices,
            lambda state: (state.swap.encoded, state.swap.error),
        )
        yield visible_if(self.choice, lambda state: state.swap.encoded is not None)

        def chosen(state: CompareState) -> tuple[Any, ...]:
            return (state.swap.encoded, state.swap.word)

        yield View(self.words, show_words, chosen)
        yield View(self.chosen, show_chosen, chosen)
        yield View(self.meter, shown(partial(render_running, "swap")), lambda state: (state.swap.done,))
        yield visible_if(self.strip_row, lambda state: predicted(state.swap.answer) is not None)

        def answered(state: CompareState) -> tuple[Any, ...]:
            return (state.swap.answer,)

        yield View(self.summary, show_summary, answered)
        for head, (plot, table) in zip(HEADS, self.strips, strict=True):
            yield View(plot, partial(show_strip, head), answered)
            ranges = shown(partial(render_ranges, head))
            yield View(table, ranges, lambda state: (predicted(state.swap.answer),))

    def wire(self, events: TabEvents[CompareState], handlers: CompareEvents) -> None:
        """Register the events."""
        swap = events.run(handlers.swap, [self.alternatives]) | LAST | PREDICTIONS
        read = events.run(handlers.read, [self.text], starts_anew=True) | LAST | IN_ORDER
        gr.on([self.read.click, self.text.submit], **read)
        # The browser has marked the word already; drawn again, it would lose the focus.
        choose = events.run(handlers.choose, [self.index], besides=[self.words]) | LAST | IN_ORDER
        self.words.select(**choose, js="sentimotion.chosenWord")
        self.run.click(**events.run(begin_anew("compare-swap"), at_once=True)).then(**swap)
        for example, button in zip(self.examples, self.example_buttons, strict=True):
            values = (example.text, "\n".join(example.alternatives))
            filled = button.click(
                partial(list, values), None, [self.text, self.alternatives], queue=False, **QUIET
            )
            read_example = events.run(handlers.fill(example), starts_anew=True) | IN_ORDER
            filled.then(**read_example).then(**swap)
        self.stop_events.stop(**events.run(stop("compare-swap"), at_once=True))
