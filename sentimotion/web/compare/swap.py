"""Swap one word of a text for alternatives and show how each label changes."""

from collections.abc import Iterator
from itertools import chain
from threading import Event
from typing import Any

import gradio as gr

from sentimotion.errors import SentimotionError
from sentimotion.i18n.messages import Language, say
from sentimotion.labels import HEADS
from sentimotion.model import SentimotionModel
from sentimotion.text.encoding import EncodedText
from sentimotion.web.compare.comparison import Swapped, read_words, swap_word
from sentimotion.web.compare.fields import bangla_box, example_row, renamed
from sentimotion.web.compare.swap_views import Answer, Missing, list_label, show_answer, show_swap_words
from sentimotion.web.compare.templates import SwapExample
from sentimotion.web.compare.views import render_chosen, render_running, render_section
from sentimotion.web.components.progress_bar import Stopped
from sentimotion.web.components.stop_button import build_stop_events
from sentimotion.web.session.analysis import check_length
from sentimotion.web.session.background import LatestWork, Readers
from sentimotion.web.session.event_data import whole_number
from sentimotion.web.session.events import ALONGSIDE, IN_ORDER, LAST, PREDICTIONS, QUIET, skip_if_empty


class SwapPart:
    """The word swap; created within the tab.

    :param model: The model, shared by all visitors.
    :param examples: Example sentences, one button each.
    """

    def __init__(
        self, model: SentimotionModel, examples: tuple[SwapExample, ...], language: Language
    ) -> None:
        self.model = model
        self.examples = examples
        self._swapping, self._readers = LatestWork(), Readers()
        self.head = gr.HTML(render_section("swap", language))
        with gr.Row(elem_classes="compare-ask"):
            self.text = bangla_box(say("swap_text", language), "swap-text")
            self.read = gr.Button(say("swap_read", language), elem_id="swap-read", scale=0, min_width=170)
        self.example_buttons = example_row([example.name for example in examples], "swap", language)
        self.notices = gr.HTML("", elem_id="swap-notices")
        with gr.Column(visible=False, elem_id="swap-choice") as self.choice:
            self.words = gr.HTML(
                "", elem_id="swap-words", js_on_load="sentimotion.chooseWord(element, trigger)"
            )
            self.chosen = gr.HTML("", elem_id="swap-chosen")
            self.alternatives = bangla_box(list_label(language), "swap-alternatives", lines=4)
            self.run = gr.Button(say("swap_run", language), variant="primary", elem_id="swap-run")
        with gr.Column(elem_id="swap-result"):
            self.meter = gr.HTML("", elem_id="swap-meter")
            self.summary = gr.HTML("", elem_id="swap-summary")
            self.strips: list[tuple[gr.Plot, gr.HTML]] = []
            with gr.Row(visible=False, elem_classes="compare-row") as self.strip_row:
                for head in HEADS:
                    with gr.Column(elem_id=f"swap-{head}", elem_classes="card", min_width=300):
                        plot = gr.Plot(None, show_label=False, container=False, elem_classes="chart")
                        self.strips.append((plot, gr.HTML("")))
        # Outside the column: hidden components in it would be shown together with it.
        self.index = gr.Textbox(visible="hidden")
        self.encoded = gr.State(None)
        self.error = gr.State(None)
        self.word = gr.State(None)
        self.answer = gr.State(None)
        self.states: list[Any] = [self.encoded, self.error, self.word, self.answer]
        self.shown_language = gr.State(language)
        """Language in which the results were first shown."""
        self.stop_events = build_stop_events("#swap-result")

    @property
    def views(self) -> list[Any]:
        """Components that depend on the language, in the order of :meth:`translate`."""
        fixed = [self.head, self.text, self.read, *self.example_buttons, self.alternatives, self.run]
        return [*fixed, *self._word_views(), *self._answer_views()]

    def wire(self, language: gr.Radio) -> None:
        """Register the events; ``language`` is the language switch of the page."""
        quick: dict[str, Any] = {**QUIET, **IN_ORDER}
        read = [*self.states, self.shown_language, *self._word_views(), *self._answer_views()]
        amend: dict[str, Any] = {
            "fn": self._amend,
            "inputs": [language, self.shown_language, *self.states],
            "outputs": [self.shown_language, *self._word_views(), *self._answer_views()],
            **quick,
        }
        answered = [self.answer, self.shown_language, *self._answer_views()]
        swap: dict[str, Any] = {
            "fn": skip_if_empty(self._swap, answered),
            "inputs": [language, self.encoded, self.word, self.alternatives],
            "outputs": answered,
            **QUIET,
            **LAST,
            **PREDICTIONS,
        }
        asked = gr.on(
            [self.read.click, self.text.submit], self._read, [language, self.text], read, **quick, **LAST
        )
        asked.then(**amend)
        self.words.select(
            self._choose,
            [self.index, language, self.encoded],
            [self.word, self.chosen],
            js="sentimotion.chosenWord",
            **quick,
            **LAST,
        )
        pressed = self.run.click(self._cancel, None, None, queue=False, **QUIET)
        pressed.then(**swap).then(**amend)
        for example, button in zip(self.examples, self.example_buttons, strict=True):
            filled = button.click(
                self._filler(example), language, [self.text, self.alternatives, *read], **quick
            )
            filled.then(**swap).then(**amend)
        language.change(**amend | ALONGSIDE)
        self.stop_events.stop(self._stop, None, None, queue=False, **QUIET)

    def translate(self, language: Language, *held: Any) -> list[Any]:
        """Render the views in a language from the values of the states."""
        encoded, error, word, answer = held
        return [
            render_section("swap", language),
            gr.update(label=say("swap_text", language)),
            gr.update(value=say("swap_read", language)),
            *renamed([example.name for example in self.examples], language),
            gr.update(label=list_label(language)),
            gr.update(value=say("swap_run", language)),
            *show_swap_words(language, encoded, error, word),
            *show_answer(language, answer),
        ]

    def _word_views(self) -> list[Any]:
        return [self.notices, self.choice, self.words, self.chosen]

    def _answer_views(self) -> list[Any]:
        return [self.meter, self.summary, self.strip_row, *chain.from_iterable(self.strips)]

    def _read(self, request: gr.Request, language: Language, text: str) -> list[Any]:
        """Read a new sentence; clears the earlier choice and results.

        State and views are returned together: in separate updates, older ones could arrive last.
        """
        encoded, error = None, None
        try:
            encoded = self.model.encode(check_length(text))
        except SentimotionError as found:
            error = found
        return self._begun(request, language, encoded, error, None)

    def _begun(
        self,
        request: gr.Request,
        language: Language,
        encoded: EncodedText | None,
        error: SentimotionError | None,
        word: int | None,
    ) -> list[Any]:
        self._swapping.cancel(request.session_hash)
        self._readers.outdate(request.session_hash)
        shown = [*show_swap_words(language, encoded, error, word), *show_answer(language, None)]
        return [encoded, error, word, None, language, *shown]

    def _filler(self, example: SwapExample) -> Any:
        # Not a partial: Gradio would not inject the request.
        def fill(request: gr.Request, language: Language) -> list[Any]:
            encoded = self.model.encode(example.text)
            word = [example.text[slice(*span)] for span in read_words(encoded)].index(example.word)
            lines = "\n".join(example.alternatives)
            return [example.text, lines, *self._begun(request, language, encoded, None, word)]

        return fill

    def _choose(self, value: str | None, language: Language, encoded: EncodedText | None) -> tuple[Any, Any]:
        """Choose the clicked word, by its index."""
        index = whole_number(value)
        if encoded is None or index is None or index >= len(read_words(encoded)):
            return gr.skip(), gr.skip()
        return index, render_chosen(encoded, index, language)

    def _swap(
        self,
        request: gr.Request,
        language: Language,
        encoded: EncodedText | None,
        word: int | None,
        lines: str,
    ) -> Iterator[list[Any]]:
        answer: Answer = Missing("swap_choose_first")
        with self._swapping.begin(request.session_hash) as superseded:
            self._readers.outdate(request.session_hash)
            try:
                for event in self._swapped(encoded, word, lines, superseded):
                    if isinstance(event, float):
                        rest = [gr.skip()] * (len(self._answer_views()) - 1)
                        yield [gr.skip(), gr.skip(), render_running("swap", event, language), *rest]
                    else:
                        answer = event
            except SentimotionError as error:
                answer = error
            if superseded.stopped:
                answer = Stopped()
            elif superseded.is_set():
                return
        yield [answer, language, *show_answer(language, answer)]

    def _swapped(
        self, encoded: EncodedText | None, word: int | None, lines: str, canceled: Event
    ) -> Iterator[float | Swapped]:
        if encoded is None or word is None:
            return iter(())
        return swap_word(self.model, encoded.text, read_words(encoded)[word], lines, canceled)

    def _amend(
        self,
        request: gr.Request,
        language: Language,
        shown_language: Language,
        encoded: EncodedText | None,
        error: SentimotionError | None,
        word: int | None,
        answer: Answer,
    ) -> list[Any]:
        """Show words and results again if the language changed in the meantime."""
        with self._readers.begin(request.session_hash) as outdated:
            words = show_swap_words(language, encoded, error, word)
            views = [*words, *show_answer(language, answer)]
            if language == shown_language or outdated.is_set():
                return [gr.skip()] * (1 + len(views))
        return [language, *views]

    def _cancel(self, request: gr.Request) -> None:
        """Cancel earlier work and clear an earlier stop, when the button is clicked."""
        self._swapping.cancel(request.session_hash)

    def _stop(self, request: gr.Request) -> None:
        self._swapping.stop(request.session_hash)
