"""The pages, one for each language, and the API; the root holds the API only."""

import sys
from typing import TYPE_CHECKING

import gradio as gr
from markupsafe import Markup

from sentimotion.errors import InvalidReview, ReviewDatabaseError
from sentimotion.i18n.messages import LANGUAGES, Language
from sentimotion.model import SentimotionModel
from sentimotion.settings import DEFAULT_SETTINGS, Settings
from sentimotion.templating import render_template
from sentimotion.web.about_tab import build_about_tab
from sentimotion.web.analyze.state import UNANSWERED, AnalyzeState
from sentimotion.web.analyze.tab import AnalyzeTab
from sentimotion.web.api import add_endpoints
from sentimotion.web.compare.tab import CompareTab
from sentimotion.web.components.decision import EMBEDDED_SUFFIX, render_checkpoint
from sentimotion.web.http.access import Access
from sentimotion.web.learn.tab import LearnTab
from sentimotion.web.page_blocks import PageBlocks
from sentimotion.web.review.address_limits import AddressLimits
from sentimotion.web.review.store import open_review_store
from sentimotion.web.review.tab import ReviewTab
from sentimotion.web.score.tab import ScoreTab
from sentimotion.web.session.events import QUIET
from sentimotion.web.session.session import Sessions

if TYPE_CHECKING:
    from sentimotion.review.store.store import Store


def build_page(
    model: SentimotionModel,
    settings: Settings = DEFAULT_SETTINGS,
    first: AnalyzeState = UNANSWERED,
    instead: SentimotionModel | None = None,
) -> gr.Blocks:
    """Build the pages for one model.

    :param model: The model, shared by all visitors.
    :param settings: The settings; they determine whether there is a Review tab, and its database. Where it
        cannot be created, a line on stderr says why.
    :param first: What Analyze begins with.
    :param instead: A model for visitors whom the other cannot answer, on pages of its own.
    """
    store = _review_store(settings)
    sessions, limits = Sessions(), AddressLimits()
    blocks = PageBlocks(title="Sentimotion", analytics_enabled=False, fill_width=False)
    blocks.has_left = sessions.leave
    with blocks:
        # First, as a page event whose function has the same name would take the endpoint's name.
        add_endpoints(model)
    for language, name in LANGUAGES.items():
        with blocks.route(name, language, show_in_navbar=False):
            LanguagePage(model, sessions, language, limits, first, settings, store).wire(blocks)
        if instead is not None:
            with blocks.route(name, language + EMBEDDED_SUFFIX, show_in_navbar=False):
                page = LanguagePage(
                    instead, sessions, language, limits, settings=settings, suffix=EMBEDDED_SUFFIX
                )
                page.wire(blocks)
    return blocks


def _review_store(settings: Settings) -> "Store | None":
    """The review store that the settings name; None, and a line on stderr, if it cannot be opened."""
    if settings.review is None:
        return None
    try:
        return open_review_store(settings.review, Access.from_settings(settings))
    except (InvalidReview, ReviewDatabaseError) as error:
        sys.stderr.write(f"warning: there is no tab Review: {error}\n")
        return None


class LanguagePage:
    """The page in one language; must be created within its route.

    :param model: The model, shared by all visitors.
    :param sessions: The visitors' sessions.
    :param language: Language of the page.
    :param limits: What one address may take and write in Review; shared by the pages.
    :param first: What Analyze begins with.
    :param settings: The settings.
    :param store: The review store; None for a page without the Review tab.
    :param suffix: What follows the language in the page's address.
    """

    def __init__(
        self,
        model: SentimotionModel,
        sessions: Sessions,
        language: Language,
        limits: AddressLimits,
        first: AnalyzeState = UNANSWERED,
        settings: Settings = DEFAULT_SETTINGS,
        store: "Store | None" = None,
        suffix: str = "",
    ) -> None:
        self.review: ReviewTab | None = None

        def part(name: str) -> Markup:
            return render_template(f"web/{name}.html", language=language, suffix=suffix)

        with gr.Row(elem_id="top"):
            gr.HTML(part("header"))
            gr.HTML(part("languages"), elem_id="language", padding=False)
            gr.HTML(part("theme"), js_on_load="sentimotion.keepTheme()", elem_id="theme", padding=False)
        # Whether a load of the page restores them. Outside the tabs, whose parts come when they are opened.
        self.text_restored, self.lesson_restored = (gr.Textbox("", visible="hidden") for _ in range(2))
        gr.HTML(part("leave"), elem_id="leave", padding=False)
        gr.HTML(part("failure"), elem_id="failure", padding=False)
        gr.HTML(render_checkpoint(model.info, language))
        with gr.Tabs(elem_id="tabs", overflow_behavior="wrap") as self.selected:
            self.analyze = AnalyzeTab(model, sessions, language, first, settings.space)
            self.compare = CompareTab(model, sessions, language)
            self.learn = LearnTab(model, sessions, language)
            if store is not None:
                self.review = ReviewTab(model, sessions, language, store, limits, settings.revision)
            self.score = ScoreTab(model, sessions, language)
            build_about_tab(model, language)

    def wire(self, blocks: gr.Blocks) -> None:
        """Register the events.

        :param blocks: The pages, of which this one is loaded.
        """
        for tab in (self.analyze, self.compare, self.learn, self.review, self.score):
            if tab is not None:
                tab.wire()
        typed = [*self.analyze.typed, *self.compare.typed, *self.learn.typed]
        # In the browser only: a server response could arrive after typing has begun.
        restored = [self.selected, self.text_restored, self.lesson_restored, *typed]
        blocks.load(None, typed, restored, js="sentimotion.restoreTyped", **QUIET)
        predicted = self.text_restored.change(**self.analyze.predict)
        predicted.then(**self.analyze.explain).then(**self.analyze.rank)
        self.lesson_restored.change(**self.learn.show).then(**self.learn.explain)
