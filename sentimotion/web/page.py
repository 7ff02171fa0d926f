"""The page: its layout, and what happens when something on it is touched."""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, Final

import gradio as gr

from sentimotion.errors import SentimotionError
from sentimotion.explanation import Explanation
from sentimotion.labels import DEFAULT_THRESHOLDS, HEADS, Head
from sentimotion.model import SentimotionModel
from sentimotion.web.analysis import Analysis, analyze, explain
from sentimotion.web.api import add_endpoints
from sentimotion.web.card import build_card, label_choices, show_decision, show_explanation, stale_labels
from sentimotion.web.compare import CompareTab
from sentimotion.web.learn import LearnTab
from sentimotion.web.progress import LatestWork
from sentimotion.web.strings import DEFAULT_LANGUAGE, LANGUAGES, Language, preferred_language, say
from sentimotion.web.tabs import EXPLANATIONS, LAST, PREDICTIONS, QUIET, PageTab
from sentimotion.web.views import (
    render_about,
    render_checkpoint,
    render_error,
    render_header,
    render_notices,
)

ASSETS: Final = Path(__file__).resolve().parent.parent.parent / "assets"
OTHER_TABS: Final[tuple[type[PageTab], ...]] = (CompareTab, LearnTab)
"""What stands beside the analysis, in order."""


class Page:
    """The demo's page for one model.

    :param model: The model behind it, shared by all visitors.
    """

    def __init__(self, model: SentimotionModel) -> None:
        self.model = model
        # Apart: an explanation that begins late must not end the prediction of the text asked for since.
        self._predicting, self._explaining = LatestWork(), LatestWork()
        self.examples = json.loads((ASSETS / "examples.json").read_text(encoding="utf-8"))
        with gr.Blocks(title="Sentimotion", analytics_enabled=False, fill_width=False) as self.blocks:
            self._lay_out(DEFAULT_LANGUAGE)
            self._wire()
            add_endpoints(model)

    def _lay_out(self, language: Language) -> None:
        with gr.Row(elem_id="top"):
            self.header = gr.HTML(render_header(language))
            self.language = gr.Radio(
                [(name, code) for code, name in LANGUAGES.items()],
                value=language,
                label=say("language", language),
                show_label=False,
                container=False,
                elem_id="language",
                scale=0,
                min_width=190,
            )
        self.checkpoint = gr.HTML(self._checkpoint_line(language))
        with gr.Tabs(elem_id="tabs"):
            with gr.Tab(say("tab_analyze", language), id="analyze-tab") as self.analyze_tab:
                with gr.Row(elem_id="ask"):
                    self.text = gr.Textbox(
                        label=say("text", language),
                        placeholder=say("placeholder", language),
                        lines=2,
                        max_lines=12,
                        elem_id="text",
                        scale=5,
                        html_attributes=gr.InputHTMLAttributes(
                            lang="bn", spellcheck=False, autocomplete="off"
                        ),
                    )
                    self.analyze = gr.Button(
                        say("analyze", language), variant="primary", elem_id="analyze", scale=1, min_width=150
                    )
                with gr.Row(elem_id="examples"):
                    self.example_buttons = [
                        gr.Button(example["name"][language], size="sm", min_width=80, elem_classes="example")
                        for example in self.examples
                    ]
                self.notices = gr.HTML("", elem_id="notices")
                with gr.Row(elem_id="heads", equal_height=False):
                    self.cards = [build_card(head, DEFAULT_THRESHOLDS[head], language) for head in HEADS]
            self.other_tabs: list[PageTab] = [kind(self.model, language) for kind in OTHER_TABS]
        self.about = gr.HTML(render_about(language))
        self.analysis = gr.State(None)
        self.error = gr.State(None)
        # The labels chosen in the menus for the text at hand. Not read from the menus themselves: what the
        # browser sends with an event may still be the label of the text before.
        self.chosen = gr.State({})

    def _checkpoint_line(self, language: Language) -> str:
        return render_checkpoint(self.model.info, str(self.model.device), language)

    def _wire(self) -> None:
        cards = self.cards
        labels, states = [card.label for card in cards], [card.state for card in cards]
        thresholds = [card.threshold for card in cards]
        ask: dict[str, Any] = {
            "fn": self._predict,
            "inputs": [self.text],
            "outputs": [self.analysis, self.error, self.chosen, *labels, *states],
            **QUIET,
            **LAST,
            **PREDICTIONS,
        }
        results = [self.analysis, self.error, *thresholds, *states]
        self._n_results = len(results)
        show: dict[str, Any] = {
            "fn": self._show,
            "inputs": [self.language, *results],
            "outputs": self._result_views(),
            "queue": False,
            **QUIET,
        }
        explain: dict[str, Any] = {
            "fn": self._explain,
            "inputs": [self.language, self.analysis, self.chosen, *states],
            "outputs": [*(card.explanation for card in cards), *states],
            **QUIET,
            **LAST,
            **EXPLANATIONS,
        }
        gr.on([self.analyze.click, self.text.submit], **ask).then(**show).then(**explain)
        for example, button in zip(self.examples, self.example_buttons, strict=True):
            fill = partial(str, example["text"])
            filled = button.click(fill, None, self.text, queue=False, **QUIET)
            filled.then(**ask).then(**show).then(**explain)
        for card in cards:
            card.threshold.change(
                partial(show_decision, card.head),
                [self.analysis, card.threshold, self.language],
                [card.decision, card.chart],
                queue=False,
                **QUIET,
                **LAST,
            )
            card.label.input(
                self._chooser(card.head),
                [self.chosen, card.label],
                self.chosen,
                queue=False,
                **QUIET,
                **LAST,
            ).then(**explain)
        for tab in self.other_tabs:
            tab.wire(self.language)
        self.language.change(
            self._translate,
            [self.language, *results, *chain.from_iterable(tab.states for tab in self.other_tabs)],
            [*self._fixed_views(), *self._result_views()],
            queue=False,
            **QUIET,
        ).then(**explain)
        self.language.change(None, self.language, None, js=_SET_DOCUMENT_LANGUAGE, **QUIET)
        # Not by the change alone: where the page stays in English, Gradio has set the browser's language.
        self.blocks.load(_language_of_request, None, self.language, queue=False, **QUIET).then(
            None, self.language, None, js=_SET_DOCUMENT_LANGUAGE, **QUIET
        )

    def _result_views(self) -> list[Any]:
        """What shows the results: filled by :meth:`_show`."""
        views = [(card.decision, card.chart, card.explanation) for card in self.cards]
        return [self.notices, *chain.from_iterable(views)]

    def _predict(self, request: gr.Request, text: str) -> list[Any]:
        """A new text: its prediction or what is wrong with it; what was explained before is void."""
        analysis, error = None, None
        with self._predicting.begin(request.session_hash) as superseded:
            self._explaining.cancel(request.session_hash)
            try:
                analysis = analyze(self.model, text)
            except SentimotionError as found:
                error = found
            if superseded.is_set():
                return [gr.skip()] * (3 + 2 * len(self.cards))
        # Again: one of the text before may have begun meanwhile.
        self._explaining.cancel(request.session_hash)
        decisions = [analysis and analysis.prediction.decision(card.head) for card in self.cards]
        labels = [gr.update(value=decision and decision.top_label) for decision in decisions]
        return [analysis, error, {}, *labels, *[None] * len(self.cards)]

    def _show(
        self, language: Language, analysis: Analysis | None, error: SentimotionError | None, *values: Any
    ) -> list[Any]:
        """The results at hand under the present thresholds, in the present language."""
        n_heads = len(self.cards)
        thresholds, explanations = values[:n_heads], values[n_heads:]
        notices = ""
        if error is not None:
            notices = render_error(error, language)
        elif analysis is not None:
            notices = render_notices(analysis.encoded, language)
        views: list[Any] = [notices]
        for card, threshold, explanation in zip(self.cards, thresholds, explanations, strict=True):
            views += show_decision(card.head, analysis, threshold, language)
            views.append(show_explanation(analysis, explanation, language))
        return views

    def _explain(
        self,
        request: gr.Request,
        language: Language,
        analysis: Analysis | None,
        chosen: Mapping[Head, str],
        *explanations: Explanation | None,
    ) -> Iterator[list[Any]]:
        """Explain the heads whose explanation is missing or is of another label than the chosen one."""
        n_heads = len(self.cards)
        current: dict[Head, Explanation | None] = dict(zip(HEADS, explanations, strict=True))
        missing = stale_labels(analysis, chosen, current)
        if analysis is None or not missing:
            # Shown again all the same: the language may have changed while they were on their way.
            yield [show_explanation(analysis, current[head], language) for head in HEADS] + [
                gr.skip()
            ] * n_heads
            return
        with self._explaining.begin(request.session_hash) as superseded:
            try:
                for event in explain(self.model, analysis, missing, superseded):
                    found = current | dict.fromkeys(missing) | (event if isinstance(event, dict) else {})
                    done = event if isinstance(event, float) else 1.0
                    yield [
                        *(show_explanation(analysis, found[head], language, done) for head in HEADS),
                        *(found[head] for head in HEADS),
                    ]
            except SentimotionError as error:
                shown = render_error(error, language)
                yield [shown if head in missing else gr.skip() for head in HEADS] + [gr.skip()] * n_heads

    def _chooser(self, head: Head) -> Callable[..., dict[Head, str]]:
        """What happens when another label is taken from a head's menu."""

        # Not a partial: Gradio does not see there that a request is asked for.
        def choose(request: gr.Request, chosen: dict[Head, str], label: str) -> dict[Head, str]:
            # What is being explained may be of the old label: it is begun again after this.
            self._explaining.cancel(request.session_hash)
            return {**chosen, head: label}

        return choose

    def _fixed_views(self) -> list[Any]:
        """What stands on the page whatever the results: filled by :meth:`_translate`."""
        return [
            self.header,
            self.language,
            self.checkpoint,
            self.text,
            self.analyze,
            *self.example_buttons,
            *chain.from_iterable((card.threshold, card.label) for card in self.cards),
            self.about,
            self.analyze_tab,
            *chain.from_iterable(tab.views for tab in self.other_tabs),
        ]

    def _translate(self, request: gr.Request, language: Language, *held: Any) -> list[Any]:
        """The whole page in another language, from the results it holds."""
        results, held_by_tabs = held[: self._n_results], list(held[self._n_results :])
        tabs: list[Any] = []
        for tab in self.other_tabs:
            own, held_by_tabs = held_by_tabs[: len(tab.states)], held_by_tabs[len(tab.states) :]
            tabs += tab.translate(language, *own)
        # What is being explained would come out in the old language: it is begun again after this.
        self._explaining.cancel(request.session_hash)
        menus = [
            (
                gr.update(label=say("threshold", language)),
                gr.update(label=say("why", language), choices=label_choices(card.head, language)),
            )
            for card in self.cards
        ]
        return [
            render_header(language),
            gr.update(label=say("language", language)),
            self._checkpoint_line(language),
            gr.update(label=say("text", language), placeholder=say("placeholder", language)),
            gr.update(value=say("analyze", language)),
            *(gr.update(value=example["name"][language]) for example in self.examples),
            *chain.from_iterable(menus),
            render_about(language),
            gr.update(label=say("tab_analyze", language)),
            *tabs,
            *self._show(language, *results),
        ]


_SET_DOCUMENT_LANGUAGE: Final = "(language) => { document.documentElement.lang = language; }"


def _language_of_request(request: gr.Request) -> Language:
    return preferred_language(request.headers.get("accept-language", ""))


def build_page(model: SentimotionModel) -> gr.Blocks:
    """The demo's page for one model."""
    return Page(model).blocks
