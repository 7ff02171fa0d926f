"""A word of a text, and others in its place: how far every label moves."""

from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

import gradio as gr

from sentimotion.encoding import EncodedText
from sentimotion.errors import SentimotionError
from sentimotion.labels import DEFAULT_THRESHOLDS, HEADS
from sentimotion.model import SentimotionModel
from sentimotion.swaps import MAX_ALTERNATIVE_LENGTH, MAX_ALTERNATIVES
from sentimotion.web.analysis import check_length
from sentimotion.web.charts import strip_chart
from sentimotion.web.compare_fields import bangla_box, example_row, renamed
from sentimotion.web.compare_tables import render_ranges
from sentimotion.web.compare_views import (
    render_chosen,
    render_complaint,
    render_section,
    render_swap_summary,
    render_words,
)
from sentimotion.web.compare_words import name_once
from sentimotion.web.comparison import Swapped, read_words, swap_word
from sentimotion.web.progress import LatestWork
from sentimotion.web.strings import Language, count, say
from sentimotion.web.swap_templates import SwapExample
from sentimotion.web.tabs import LAST, PREDICTIONS, QUIET
from sentimotion.web.views import render_error, render_notices

# A click marks the word at once and tells the server which; arrow keys lead from word to word.
_CHOOSE: Final = """
const words = () => [...element.querySelectorAll("button[data-swap]")];
element.addEventListener("click", (event) => {
  const chosen = event.target.closest("button[data-swap]");
  if (!chosen) return;
  for (const word of words()) {
    word.setAttribute("aria-pressed", String(word === chosen));
    word.tabIndex = word === chosen ? 0 : -1;
  }
  trigger("select", {index: Number(chosen.dataset.swap)});
});
element.addEventListener("keydown", (event) => {
  const all = words(), at = all.indexOf(event.target);
  const to = {ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: all.length - 1}[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  const next = all[Math.min(Math.max(to, 0), all.length - 1)];
  for (const word of all) word.tabIndex = word === next ? 0 : -1;
  next.focus();
});
"""


@dataclass(frozen=True, slots=True)
class Missing:
    """What a visitor has yet to do; ``key`` is the string that says so."""

    key: str


Answer = Swapped | SentimotionError | Missing | None


class SwapPart:
    """Laid out when made, within the tab.

    :param model: Shared by all visitors.
    :param examples: Sentences that a button fills in.
    """

    def __init__(
        self, model: SentimotionModel, examples: tuple[SwapExample, ...], language: Language
    ) -> None:
        self.model = model
        self.examples = examples
        self._swapping = LatestWork()
        self.head = gr.HTML(render_section("swap", language))
        with gr.Row(elem_classes="compare-ask"):
            self.text = bangla_box(say("swap_text", language), "swap-text")
            self.read = gr.Button(say("swap_read", language), elem_id="swap-read", scale=0, min_width=170)
        self.example_buttons = example_row([example.name for example in examples], "swap", language)
        self.notices = gr.HTML("", elem_id="swap-notices")
        with gr.Column(visible=False, elem_id="swap-choice") as self.choice:
            self.words = gr.HTML("", elem_id="swap-words", js_on_load=_CHOOSE)
            self.chosen = gr.HTML("", elem_id="swap-chosen")
            self.alternatives = bangla_box(_list_label(language), "swap-alternatives", lines=4)
            self.run = gr.Button(say("swap_run", language), variant="primary", elem_id="swap-run")
        with gr.Column(elem_id="swap-result"):
            self.summary = gr.HTML("", elem_id="swap-summary")
            self.strips: list[tuple[gr.Plot, gr.HTML]] = []
            with gr.Row(visible=False, elem_classes="compare-row") as self.strip_row:
                for head in HEADS:
                    with gr.Column(elem_id=f"swap-{head}", elem_classes="card", min_width=300):
                        plot = gr.Plot(None, show_label=False, container=False, elem_classes="chart")
                        self.strips.append((plot, gr.HTML("")))
        self.encoded = gr.State(None)
        self.error = gr.State(None)
        self.word = gr.State(None)
        self.answer = gr.State(None)
        self.states: list[Any] = [self.encoded, self.error, self.word, self.answer]

    @property
    def views(self) -> list[Any]:
        """What depends on the language, in the order of :meth:`translate`."""
        fixed = [self.head, self.text, self.read, *self.example_buttons, self.alternatives, self.run]
        return [*fixed, *self._word_views(), *self._answer_views()]

    def wire(self, language: gr.Radio) -> None:
        """Set up the events; language is the page's switch."""
        quick: dict[str, Any] = {"queue": False, **QUIET}
        show_words: dict[str, Any] = {
            "fn": self._show_words,
            "inputs": [language, self.encoded, self.error, self.word],
            "outputs": self._word_views(),
            **quick,
        }
        show_answer: dict[str, Any] = {
            "fn": self._show_answer,
            "inputs": [language, self.answer],
            "outputs": self._answer_views(),
            **quick,
        }
        swap: dict[str, Any] = {
            "fn": self._swap,
            "inputs": [self.encoded, self.word, self.alternatives],
            "outputs": self.answer,
            **QUIET,
            **LAST,
            **PREDICTIONS,
        }
        gr.on([self.read.click, self.text.submit], self._read, self.text, self.states, **quick, **LAST).then(
            **show_words
        ).then(**show_answer)
        self.words.select(self._choose, [language, self.encoded], [self.word, self.chosen], **quick, **LAST)
        self.run.click(**swap).then(**show_answer)
        for example, button in zip(self.examples, self.example_buttons, strict=True):
            button.click(
                self._filler(example), None, [self.text, self.alternatives, *self.states], **quick
            ).then(**show_words).then(**swap).then(**show_answer)

    def translate(self, language: Language, *held: Any) -> list[Any]:
        """The views in a language, from the values of the states."""
        encoded, error, word, answer = held
        return [
            render_section("swap", language),
            gr.update(label=say("swap_text", language)),
            gr.update(value=say("swap_read", language)),
            *renamed([example.name for example in self.examples], language),
            gr.update(label=_list_label(language)),
            gr.update(value=say("swap_run", language)),
            *self._show_words(language, encoded, error, word),
            *self._show_answer(language, answer),
        ]

    def _word_views(self) -> list[Any]:
        return [self.notices, self.choice, self.words, self.chosen]

    def _answer_views(self) -> list[Any]:
        return [self.summary, self.strip_row, *chain.from_iterable(self.strips)]

    def _read(self, request: gr.Request, text: str) -> list[Any]:
        """A new sentence: what was chosen and swapped in the one before is void."""
        self._swapping.cancel(request.session_hash)
        try:
            return [self.model.encode(check_length(text)), None, None, None]
        except SentimotionError as error:
            return [None, error, None, None]

    def _filler(self, example: SwapExample) -> Any:
        # Not a partial: Gradio does not see there that a request is asked for.
        def fill(request: gr.Request) -> list[Any]:
            encoded, *void = self._read(request, example.text)
            words = [example.text[slice(*span)] for span in read_words(encoded)]
            void[1] = words.index(example.word)
            return [example.text, "\n".join(example.alternatives), encoded, *void]

        return fill

    def _choose(
        self, event: gr.EventData, language: Language, encoded: EncodedText | None
    ) -> tuple[Any, Any]:
        """A word was clicked; which one comes from the browser, and may be anything."""
        index = event._data.get("index") if isinstance(event._data, dict) else None
        if encoded is None or type(index) is not int or not 0 <= index < len(read_words(encoded)):
            return gr.skip(), gr.skip()
        return index, render_chosen(encoded, index, language)

    def _swap(self, request: gr.Request, encoded: EncodedText | None, word: int | None, lines: str) -> Any:
        if encoded is None or word is None:
            return Missing("swap_choose_first")
        with self._swapping.begin(request.session_hash) as superseded:
            try:
                answer: Answer = swap_word(self.model, encoded.text, read_words(encoded)[word], lines)
            except SentimotionError as error:
                answer = error
            return gr.skip() if superseded.is_set() else answer

    def _show_words(
        self,
        language: Language,
        encoded: EncodedText | None,
        error: SentimotionError | None,
        word: int | None,
    ) -> list[Any]:
        if encoded is None:
            notice = render_error(error, language) if error else ""
            return [notice, gr.update(visible=False), "", ""]
        return [
            render_notices(encoded, language),
            gr.update(visible=True),
            render_words(encoded, word, language),
            render_chosen(encoded, word, language),
        ]

    def _show_answer(self, language: Language, answer: Answer) -> list[Any]:
        if isinstance(answer, Swapped) and answer.probabilities:
            views: list[Any] = [render_swap_summary(answer, language), gr.update(visible=True)]
            for head in HEADS:
                shares = [probabilities.of(head) for probabilities in answer.probabilities]
                threshold = DEFAULT_THRESHOLDS[head]
                views += [
                    strip_chart(head, list(map(name_once, answer.words)), shares, threshold, language),
                    render_ranges(head, answer, language),
                ]
            return views
        summary = ""
        if isinstance(answer, Swapped):
            summary = render_swap_summary(answer, language)
        elif isinstance(answer, Missing):
            summary = render_complaint(answer.key, language)
        elif answer is not None:
            summary = render_error(answer, language)
        return [summary, gr.update(visible=False), *chain.from_iterable((gr.skip(), "") for _ in HEADS)]


def _list_label(language: Language) -> str:
    limits = {"lines": count(MAX_ALTERNATIVES, language), "length": count(MAX_ALTERNATIVE_LENGTH, language)}
    return say("swap_alternatives", language, **limits)
