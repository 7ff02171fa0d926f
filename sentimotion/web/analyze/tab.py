"""The Analyze tab: a text, the predictions of both heads, and their explanations."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, Final

import gradio as gr

from sentimotion.i18n.messages import Language, say
from sentimotion.labels import HEADS
from sentimotion.model import SentimotionModel
from sentimotion.templating import render_template
from sentimotion.web.analyze.disagreement import render_disagreement
from sentimotion.web.analyze.doubts import Doubt, Measured
from sentimotion.web.analyze.events import AnalyzeEvents
from sentimotion.web.analyze.examples import read_examples
from sentimotion.web.analyze.export_files import export_file, render_export_buttons
from sentimotion.web.analyze.head_card import build_card, card_views
from sentimotion.web.analyze.state import UNANSWERED, AnalyzeState
from sentimotion.web.analyze.text_quality_strip import TextQualityStrip
from sentimotion.web.analyze.tokenization_view import render_trace
from sentimotion.web.analyze.views import show_disagree_button, show_doubt, show_overview
from sentimotion.web.components.bangla_box import bangla_box
from sentimotion.web.components.browser_events import forwarded_events
from sentimotion.web.components.decision import show_notices
from sentimotion.web.components.explanation import render_opposed_words
from sentimotion.web.components.visible_if import visible_if
from sentimotion.web.session.events import (
    EXPLANATIONS,
    IN_BACKGROUND,
    LAST,
    PREDICTIONS,
    QUIET,
    TabEvents,
)
from sentimotion.web.session.session import Sessions
from sentimotion.web.session.state import View, shown

# The button of each doubt by its id, which also names its message.
_BUTTONS: Final[Mapping[Doubt, str]] = {
    "chance": "test-chance",
    "stability": "check-stability",
    "together": "words-together",
    "changes": "what-changes",
}


class AnalyzeTab:
    """The Analyze tab; must be created within the page's gr.Tabs.

    :param model: The model, shared by all visitors.
    :param sessions: The visitors' sessions.
    :param first: The state with which the tab begins.
    :param space: The Space on which the page runs, if any.
    """

    def __init__(
        self,
        model: SentimotionModel,
        sessions: Sessions,
        language: Language,
        first: AnalyzeState = UNANSWERED,
        space: str | None = None,
    ) -> None:
        self.language = language
        self.space = space
        self.handlers = AnalyzeEvents(model)
        self.examples = read_examples()
        with gr.Tab(say("tab_analyze", language), id="analyze-tab") as self.tab:
            self._lay_out(language, first)
            self.events = TabEvents(sessions, language, first, self._views())
        predict = self.events.run(self.handlers.predict, self.typed, starts_anew=True, is_one_message=True)
        self.predict = predict | LAST | PREDICTIONS
        self.explain = self.events.run(self.handlers.explain) | LAST | EXPLANATIONS
        self.rank = self.events.run(self.handlers.rank) | LAST | IN_BACKGROUND

    def _lay_out(self, language: Language, first: AnalyzeState) -> None:
        with gr.Row(elem_id="ask"):
            text = "" if first.analysis is None else first.analysis.encoded.text
            placeholder = say("placeholder", language)
            self.text = bangla_box(text, say("text", language), "text", placeholder=placeholder, scale=5)
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
            self.notices = gr.HTML()
        self.overview = gr.HTML(elem_id="overview")
        self.hint = gr.HTML(render_template("web/analyze/hint.html", language=language))
        with gr.Row(elem_id="heads", equal_height=False):
            self.cards = [build_card(head, language) for head in HEADS]
        self.between = gr.HTML(elem_id="between")
        with gr.Row(elem_id="doubts"):
            self.doubt_buttons: dict[Doubt, gr.Button] = {
                doubt: gr.Button(say(name.replace("-", "_"), language), size="sm", elem_id=name)
                for doubt, name in _BUTTONS.items()
            }
        self.doubt_regions: dict[Doubt, gr.HTML] = {doubt: gr.HTML(elem_id=doubt) for doubt in _BUTTONS}
        self.trace = gr.HTML(elem_id="reading", js_on_load="sentimotion.keepDetails(element, watch)")
        self.export = gr.HTML(elem_id="take")
        self.disagree = gr.HTML(elem_id="disagree")
        gr.HTML(render_disagreement(self.space, language))
        gr.HTML(render_template("web/analyze/colors.html", language=language))
        # word (index), bar (head, index), save (kind).
        self.browser_events = forwarded_events(
            js_on_load='sentimotion.forwardCards(trigger, "word", "put_back", "stop", "save", "bar")'
        )

    def _views(self) -> Iterable[View[AnalyzeState]]:
        yield View(
            self.notices,
            show_notices,
            lambda state: (state.analysis and state.analysis.encoded, state.error),
        )
        yield View(
            self.overview,
            show_overview,
            lambda now: (now.turn, now.analysis, now.thresholds, now.explanations, now.deletion),
        )
        trace = shown(lambda found, language: render_trace(found.encoded, language, found.known_forms))
        yield View(self.trace, trace, lambda state: (state.analysis,))
        for card in self.cards:
            yield from card_views(card)
        opposed = shown(render_opposed_words)
        yield View(self.between, opposed, lambda state: (state.complete_explanations(),))
        for button in self.doubt_buttons.values():
            yield visible_if(button, lambda state: state.explanations_with_words() is not None)
        for doubt, region in self.doubt_regions.items():
            yield View(region, partial(show_doubt, doubt), partial(_parts_of_doubt, doubt))
        # Of the analyzed text: the text box may already hold another one.
        buttons = shown(lambda found, language: render_export_buttons(found[HEADS[0]].text, language))
        yield View(self.export, buttons, lambda state: (state.complete_explanations(),))
        yield View(
            self.disagree, show_disagree_button, lambda state: (state.turn, state.analysis, state.thresholds)
        )

    def wire(self) -> None:
        """Register the events."""
        self.strip.wire(self.text)
        events, handlers, browser = self.events, self.handlers, self.browser_events
        predict, explain, rank = self.predict, self.explain, self.rank

        gr.on([self.analyze.click, self.text.submit], **predict).then(**explain).then(**rank)
        for example, button in zip(self.examples, self.example_buttons, strict=True):
            filled = button.click(partial(str, example["text"]), None, self.text, queue=False, **QUIET)
            filled.then(**predict).then(**explain).then(**rank)
        for card in self.cards:
            moved = events.run(handlers.move_threshold(card.head), [card.threshold], at_once=True)
            # Not change: a load of the page restores the sliders, and the answer to that could come after the
            # one to the restored text, and replace it.
            card.threshold.input(**moved, **LAST)
            for menu, field in (("label", card.label), ("contrast", card.contrast)):
                choose = events.run(handlers.choose(card.head, menu), [field], at_once=True, besides=[field])
                field.input(**choose, **LAST).then(**explain).then(**rank)
        clicked = browser.bar(**events.run(handlers.click_bar, sends_data=True, at_once=True))
        clicked.then(**explain).then(**rank)
        browser.word(**events.run(handlers.toggle_word, sends_data=True, at_once=True))
        browser.put_back(**events.run(handlers.restore_words, at_once=True))
        browser.stop(**events.run(handlers.stop, at_once=True))
        for doubt, button in self.doubt_buttons.items():
            button.click(**events.run(handlers.look_into(doubt)) | LAST | IN_BACKGROUND)
        events.save(browser.save, partial(export_file, self.language), queue=False)

    @property
    def typed(self) -> list[Any]:
        """The components that are restored when the page is loaded."""
        return [self.text, *(card.threshold for card in self.cards)]


def _parts_of_doubt(doubt: Doubt, state: AnalyzeState) -> tuple[Measured]:
    return (state.measured(doubt),)
