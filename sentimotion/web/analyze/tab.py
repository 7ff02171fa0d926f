"""The Analyze tab: a text, the predictions of both heads, and their explanations."""

import json
from collections.abc import Callable
from functools import cache, partial
from itertools import chain
from typing import Any, Final

import gradio as gr

from sentimotion.assets import ASSETS
from sentimotion.i18n.messages import Language, say
from sentimotion.labels import DEFAULT_THRESHOLDS, HEADS
from sentimotion.model import SentimotionModel
from sentimotion.web.analyze.browser_events import build_browser_events
from sentimotion.web.analyze.events import AnalysisEvents
from sentimotion.web.analyze.head_card import build_card, contrast_choices, label_choices
from sentimotion.web.analyze.question_events import MENUS
from sentimotion.web.analyze.text_quality_strip import TextQualityStrip
from sentimotion.web.analyze.views import show_prediction, show_results
from sentimotion.web.session.events import EXPLANATIONS, LAST, PREDICTIONS, QUIET, skip_if_empty

_READ_LINK: Final = "(...values) => window.sentimotionLink(...values)"
# If the visitor has already started typing, the link's text is not analyzed.
_UNLESS_TYPED: Final = """(language, text, ...rest) =>
  [language, window.sentimotionIsLinked() ? text : "", ...rest]"""


@cache
def read_examples() -> list[dict[str, Any]]:
    """Load the example sentences in button order: ``text``, ``labels``, ``name`` by language."""
    examples: list[dict[str, Any]] = json.loads((ASSETS / "examples.json").read_text(encoding="utf-8"))
    return examples


class AnalyzeTab:
    """The Analyze tab; a ``PageTab``.

    :param model: The model, shared by all visitors.
    """

    def __init__(self, model: SentimotionModel, language: Language) -> None:
        self.model = model
        self.events = AnalysisEvents(model)
        self.leave = self.events.leave
        self.examples = read_examples()
        with gr.Tab(say("tab_analyze", language), id="analyze-tab") as self.tab:
            self._lay_out(language)
        self.views = [*self._fixed_views(), *self._result_views()]
        self._results = [self.analysis, self.error, self.without, self.checks]
        self._thresholds = [card.threshold for card in self.cards]
        self._explanations = [card.state for card in self.cards]
        self.states = [*self._results, *self._thresholds, *self._explanations]

    def _lay_out(self, language: Language) -> None:
        with gr.Row(elem_id="ask"):
            self.text = gr.Textbox(
                label=say("text", language),
                placeholder=say("placeholder", language),
                lines=2,
                max_lines=12,
                elem_id="text",
                scale=5,
                html_attributes=gr.InputHTMLAttributes(lang="bn", spellcheck=False, autocomplete="off"),
            )
            self.analyze = gr.Button(
                say("analyze", language), variant="primary", elem_id="analyze", scale=1, min_width=150
            )
        with gr.Row(elem_id="examples"):
            self.example_buttons = [
                gr.Button(example["name"][language], size="sm", min_width=80, elem_classes="example")
                for example in self.examples
            ]
        with gr.Column(elem_id="notices"):
            self.strip = TextQualityStrip(language)
            self.notices = gr.HTML("")
        self.hint = gr.HTML(_hint(language))
        with gr.Row(elem_id="heads", equal_height=False):
            self.cards = [build_card(head, DEFAULT_THRESHOLDS[head], language) for head in HEADS]
        self.between = gr.HTML("", elem_id="between")
        self.check = gr.Button(
            say("check_stability", language), size="sm", visible=False, elem_id="check-stability"
        )
        self.stability = gr.HTML("", elem_id="stability")
        self.reading = gr.HTML("", elem_id="reading")
        self.export = gr.HTML("", elem_id="take")
        self.browser_events = build_browser_events()
        self.file = gr.JSON(visible="hidden")
        self.analysis = gr.State(None)
        self.error = gr.State(None)
        self.shown_as = gr.State(None)
        # The chosen question of each head for the current text. Not read from the menus, as the browser may
        # still send the label of the previous text.
        self.chosen = gr.State({})
        self.without = gr.State(None)
        """Result with the removed words, or None."""
        self.checks = gr.State(None)

    def wire(self, language: gr.Radio) -> None:
        """Register the events."""
        self.strip.wire(self.text, language)
        quick: dict[str, Any] = {"queue": False, **QUIET}
        menus = list(chain.from_iterable((card.label, card.contrast) for card in self.cards))
        question: dict[str, Any] = {
            "outputs": [
                *(self.shown_as, self.chosen, self.without, self.checks, self.stability),
                *self._decision_views(),
            ],
            **quick,
        }
        asked = [language, self.analysis, self.chosen]
        ask: dict[str, Any] = {
            "fn": self.events.predict,
            "inputs": [language, self.text, *self._thresholds],
            "outputs": [
                *(self.analysis, self.error, self.shown_as),
                *(self.without, self.checks, self.chosen),
                *menus,
                *self._explanations,
                *self._result_views(),
            ],
            **QUIET,
            **LAST,
            **PREDICTIONS,
        }
        predicted = [self.analysis, self.error, self.without, *self._thresholds]
        amend: dict[str, Any] = {
            "fn": self.events.amend,
            "inputs": [language, self.shown_as, *predicted],
            "outputs": self._prediction_views(),
            **quick,
        }
        explained = [*self._word_views(), *self._explanations]
        self._explain_event: dict[str, Any] = {
            "fn": skip_if_empty(self.events.explain, explained),
            "inputs": [language, self.analysis, self.chosen, self.without, *self._explanations],
            "outputs": explained,
            **QUIET,
            **LAST,
            **EXPLANATIONS,
        }
        self._show_event: dict[str, Any] = {
            **amend,
            "fn": show_prediction,
            "inputs": [language, *predicted],
        }
        explain = self._explain_event

        def follow(prediction: Any) -> None:
            # In parallel: the explanation does not wait for this, which is rarely needed.
            prediction.then(**explain)
            prediction.then(**amend)

        def settle(question: Any) -> None:
            question.then(self.events.questions.show_menus, [self.analysis, self.chosen], menus, **quick)
            question.then(**explain | {"fn": skip_if_empty(self.events.explain_asked, explained)})
            # A threshold moved in the meantime is handled first.
            question.then(**amend)

        follow(gr.on([self.analyze.click, self.text.submit], **ask))
        for example, button in zip(self.examples, self.example_buttons, strict=True):
            fill = partial(str, example["text"])
            filled = button.click(fill, None, self.text, **quick)
            follow(filled.then(**ask))
        for card in self.cards:
            card.threshold.change(
                self.events.move_threshold(card.head),
                [self.analysis, card.threshold, language, self.without],
                [card.decision, card.chart],
                **quick,
                **LAST,
            )
            for menu, field in zip(MENUS, (card.label, card.contrast), strict=True):
                choose = self.events.questions.chooser(card.head, menu)
                settle(field.input(choose, [*asked, field, *self._thresholds], **question, **LAST))
        settle(
            self.browser_events.bar(self.events.questions.click_bar, [*asked, *self._thresholds], **question)
        )
        words: dict[str, Any] = {
            "inputs": [language, self.analysis, self.without, *self._thresholds, *self._explanations],
            "outputs": [
                *(self.shown_as, self.without),
                *self._decision_views(),
                *(card.explanation for card in self.cards),
            ],
        }
        self.browser_events.word(self.events.words.toggle, **words, **quick).then(**amend)
        self.browser_events.put_back(self.events.words.restore, **words, **quick).then(**amend)
        self.browser_events.stop(self.events.stop, None, None, **quick)
        self.browser_events.save(
            self.events.save,
            [language, self.analysis, *self._thresholds, *self._explanations],
            self.file,
            **quick,
        ).then(None, self.file, None, js="(file) => window.sentimotionDownload(file)", **QUIET)
        checked = [self.checks, self.stability]
        self.check.click(
            skip_if_empty(self.events.check, checked),
            [language, *self._explanations],
            checked,
            **QUIET,
            **LAST,
            **EXPLANATIONS,
        )

        linked = ask | {"fn": self.events.predict_linked, "js": _UNLESS_TYPED}
        self._after_load: Callable[[Any], None] = lambda loaded: follow(loaded.then(**linked))

    def follow_load(self, load: Callable[..., Any]) -> None:
        """Analyze the text in the link's fragment; ``load`` is the page's load event."""
        held = [self.text, *self._thresholds]
        # In the browser only: a server response could arrive after typing has begun.
        self._after_load(load(None, held, held, js=_READ_LINK, **QUIET))

    def follow_language(self, translated: Any) -> None:
        """Restart explanations that a language change canceled; ``translated`` is the page's event."""
        # The prediction too: one that arrived in the meantime was shown in the old language, or replaced by
        # the previous one in the new language.
        translated.then(**self._show_event).then(**self._explain_event)

    def _fixed_views(self) -> list[Any]:
        """Views that do not depend on results."""
        return [
            self.tab,
            self.text,
            self.analyze,
            *self.example_buttons,
            *chain.from_iterable((card.threshold, card.label, card.contrast) for card in self.cards),
            self.hint,
        ]

    def _decision_views(self) -> list[Any]:
        return list(chain.from_iterable((card.decision, card.chart) for card in self.cards))

    def _prediction_views(self) -> list[Any]:
        """Filled by :func:`sentimotion.web.analyze.views.show_prediction`."""
        return [self.notices, self.reading, *self._decision_views()]

    def _word_views(self) -> list[Any]:
        """Filled by :func:`sentimotion.web.analyze.views.show_words`."""
        return [*(card.explanation for card in self.cards), self.between, self.check, self.export]

    def _result_views(self) -> list[Any]:
        """Filled by :func:`sentimotion.web.analyze.views.show_results`."""
        return [*self._prediction_views(), *self._word_views(), self.stability]

    def translate(self, language: Language, *held: Any) -> list[Any]:
        """Render the views in a language from the values of the states."""
        menus = [
            (
                gr.update(label=say("threshold", language)),
                gr.update(label=say("why", language), choices=label_choices(card.head, language)),
                gr.update(label=say("rather_than", language), choices=contrast_choices(card.head, language)),
            )
            for card in self.cards
        ]
        return [
            gr.update(label=say("tab_analyze", language)),
            gr.update(label=say("text", language), placeholder=say("placeholder", language)),
            gr.update(value=say("analyze", language)),
            *(gr.update(value=example["name"][language]) for example in self.examples),
            *chain.from_iterable(menus),
            _hint(language),
            *show_results(language, *held),
        ]


def _hint(language: Language) -> str:
    return f'<p class="hint" lang="{language}">{say("click_hint", language)}</p>'
