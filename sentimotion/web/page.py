"""The page: layout, tabs and language."""

import sys
from typing import Any

import gradio as gr

from sentimotion.errors import InvalidReview, ReviewDatabaseError
from sentimotion.i18n.messages import DEFAULT_LANGUAGE, LANGUAGES, Language, preferred_language, say
from sentimotion.model import SentimotionModel
from sentimotion.settings import DEFAULT_SETTINGS, Settings
from sentimotion.web.about_tab import AboutTab
from sentimotion.web.analyze.tab import AnalyzeTab
from sentimotion.web.api import add_endpoints
from sentimotion.web.compare.tab import CompareTab
from sentimotion.web.components.decision import (
    render_about,
    render_checkpoint,
    render_failure,
    render_header,
    render_theme,
)
from sentimotion.web.error_page import print_error
from sentimotion.web.learn.tab import LearnTab
from sentimotion.web.review.tab import ReviewTab
from sentimotion.web.score.tab import ScoreTab
from sentimotion.web.session.events import ALONGSIDE, QUIET
from sentimotion.web.session.session import Sessions


class Page:
    """The page of the demo for one model.

    :param model: The model, shared by all visitors.
    :param settings: The settings; they determine whether there is a Review tab, and its database.
    :raises ReviewDatabaseError: If the review database cannot be opened.
    :raises InvalidReview: If packages for reviews are missing.
    """

    def __init__(self, model: SentimotionModel, settings: Settings = DEFAULT_SETTINGS) -> None:
        self.model, self.settings, self.sessions = model, settings, Sessions()
        self.blocks = gr.Blocks(title="Sentimotion", analytics_enabled=False, fill_width=False)
        with self.blocks:
            # First, as a page event whose function has the same name would take the endpoint's name.
            add_endpoints(model)
            self._lay_out(DEFAULT_LANGUAGE)
            self._wire()

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
            self.theme = gr.HTML(
                render_theme(language), js_on_load="sentimotion.keepTheme()", elem_id="theme", padding=False
            )
        self.requested_language = gr.Textbox(visible="hidden", elem_id="asked-language")
        self.failure = gr.HTML(render_failure(language), elem_id="failure", padding=False)
        self.checkpoint = gr.HTML(self._checkpoint_line(language))
        with gr.Tabs(elem_id="tabs", overflow_behavior="wrap"):
            self.analyze_tab = AnalyzeTab(self.model, self.sessions, language)
            self.tabs: list[Any] = [
                CompareTab(self.model, self.sessions, language),
                LearnTab(self.model, self.sessions, language),
            ]
            if (database := self.settings.review) is not None:
                revision = self.settings.revision
                self.tabs.append(
                    ReviewTab(self.model, self.sessions, language, database=database, revision=revision)
                )
            self.tabs.append(ScoreTab(self.model, self.sessions, language))
            self.about_tab = AboutTab(self.model, language)
        self.about = gr.HTML(render_about(language))

    def _checkpoint_line(self, language: Language) -> str:
        dtype = str(self.model.dtype).removeprefix("torch.")
        return render_checkpoint(self.model.info, str(self.model.device), dtype, language)

    def _wire(self) -> None:
        self.analyze_tab.wire(self.language)
        for tab in self.tabs:
            tab.wire(self.language)
        self.language.change(
            self._translate,
            self.language,
            [
                self.header,
                self.language,
                self.theme,
                self.failure,
                self.checkpoint,
                self.about,
                *self.about_tab.views,
            ],
            queue=False,
            **QUIET,
            **ALONGSIDE,
        )
        self.analyze_tab.follow_load(self.blocks.load)
        self.blocks.unload(self._leave)
        self.blocks.load(
            _language_of_request,
            self.requested_language,
            self.requested_language,
            js="sentimotion.requestedLanguage",
            queue=False,
            **QUIET,
        ).then(None, self.requested_language, self.language, js="sentimotion.applyLanguage", **QUIET)

    def _leave(self, request: gr.Request) -> None:
        self.sessions.leave(request.session_hash)

    def _translate(self, language: Language) -> list[Any]:
        """Render the page in another language, but for the tabs with events, which do so themselves."""
        return [
            render_header(language),
            gr.update(label=say("language", language)),
            render_theme(language),
            render_failure(language),
            self._checkpoint_line(language),
            render_about(language),
            *self.about_tab.translate(language),
        ]


def _language_of_request(request: gr.Request, requested: str) -> Language:
    """The language chosen earlier or named by the link, otherwise the browser's preferred language."""
    if requested in LANGUAGES:
        return "bn" if requested == "bn" else "en"
    return preferred_language(request.headers.get("accept-language", ""))


def build_page(model: SentimotionModel, settings: Settings = DEFAULT_SETTINGS) -> gr.Blocks:
    """Build the page for one model; exits with code 2 if the Review tab cannot be created."""
    try:
        return Page(model, settings).blocks
    except (InvalidReview, ReviewDatabaseError) as error:
        print_error(error)
        sys.exit(2)
