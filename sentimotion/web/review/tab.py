"""The Review tab: the annotator's desk and the dashboard."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

import gradio as gr

from sentimotion.errors import SentimotionError
from sentimotion.i18n.messages import Language, count, say
from sentimotion.model import SentimotionModel
from sentimotion.web.components.browser_events import forwarded_events
from sentimotion.web.components.menu import Choices, Menu
from sentimotion.web.review.address_limits import AddressLimits
from sentimotion.web.review.dashboard import Dashboard
from sentimotion.web.review.desk import Desk, Reviewer
from sentimotion.web.review.desk_views import render_desk, render_welcome
from sentimotion.web.review.events import ReviewEvents, stored_annotator
from sentimotion.web.review.explanation_view import (
    ShownExplanation,
    render_desk_explanation,
    render_explaining,
)
from sentimotion.web.review.state import Place, ReviewState
from sentimotion.web.session.events import EXPLANATIONS, LAST, QUIET, TabEvents
from sentimotion.web.session.session import Sessions
from sentimotion.web.session.state import StateCell, View

if TYPE_CHECKING:
    from sentimotion.review.store.records import Project
    from sentimotion.review.store.store import Store

_PARTS: Final = ("annotate", "lead")


class ReviewTab:
    """The Review tab; must be created within the page's gr.Tabs.

    :param model: The model of the page, whose explanations are shown.
    :param sessions: The visitors' sessions.
    :param store: The review store.
    :param limits: What one address may take and write; shared by the pages.
    :param revision: The requested revision of the model, if any.
    """

    def __init__(
        self,
        model: SentimotionModel,
        sessions: Sessions,
        language: Language,
        store: "Store",
        limits: AddressLimits,
        revision: str | None = None,
    ) -> None:
        from sentimotion.review.exchange.scoring import checkpoint_name_of

        self.language, self.store = language, store
        self.reviewer = Reviewer(self.store, checkpoint_name_of(model, revision), limits)
        self.handlers = ReviewEvents(model, self.store, self.reviewer)
        first = ReviewState(projects=tuple(self.store.projects()))
        with gr.Tab(say("tab_review", language), id="review-tab") as self.tab:
            self.part = Choices(
                [(say(f"review_part_{part}", language), part) for part in _PARTS],
                value=_PARTS[0],
                label=say("review_part", language),
                elem_id="review-part",
                shows_label=False,
            )
            with gr.Row(elem_id="review-ask"):
                # Projects come when the tab is opened: what a page begins with can be read by anybody.
                self.project = Menu([], label=say("review_project", language), elem_id="review-project")
                self.name = gr.Textbox(
                    label=say("review_name", language),
                    lines=1,
                    max_lines=1,
                    elem_id="review-name",
                    html_attributes=gr.InputHTMLAttributes(autocomplete="off", spellcheck=False),
                )
                self.begin = gr.Button(
                    say("review_begin", language), variant="primary", elem_id="review-begin", scale=0
                )
            with gr.Column(elem_id="review-annotate"):
                self.desk = gr.HTML(elem_id="review-desk")
                self.explanation = gr.HTML(elem_id="review-colors")
            self.dashboard = Dashboard(language)
            # act (do, project, name, assignment, one label per head, note).
            self.browser_events = forwarded_events(js_on_load='sentimotion.forwardDesk(trigger, "act")')
            self.kept = gr.Textbox(visible="hidden")
            views = [*self._views(), *self.dashboard.views()]
            self.events = TabEvents(sessions, language, first, views)

    def _views(self) -> Iterable[View[ReviewState]]:
        """The components that depend on the state, but for those of the dashboard."""
        yield View(self.desk, _show_desk, lambda state: (state.place, len(state.projects)))
        yield View(
            self.explanation,
            _show_explanation,
            lambda state: (state.place, state.explained, state.explaining),
        )

    def wire(self) -> None:
        """Register the events."""
        events, handlers = self.events, self.handlers
        stored: dict[str, Any] = {"js": "sentimotion.storedAnnotator"}
        explain = events.run(handlers.explain) | LAST | EXPLANATIONS
        filled = self.tab.select(
            self._fill_in,
            [events.state, events.turn, self.kept, self.project],
            [self.project, self.name],
            queue=False,
            **stored,
            **QUIET,
        )
        arrive = events.run(handlers.arrive, [self.kept, self.project], starts_anew=True, at_once=True)
        filled.then(**arrive, **stored)
        begin = events.run(handlers.begin, [self.project, self.name], starts_anew=True, at_once=True)
        gr.on([self.begin.click, self.name.submit], **begin)
        act = events.run(handlers.act, starts_anew=True, sends_data=True, at_once=True)
        self.browser_events.act(**act).then(**explain)
        dashboard = events.failing(ReviewState.failed_dashboard)
        self.dashboard.wire(dashboard, handlers, self.project, self.part)

    def _fill_in(self, cell: StateCell[ReviewState], _turn: str, kept: str, chosen: str | None) -> list[Any]:
        """Offer the current projects; fill in the annotator stored before a reload, unless there is one."""
        projects = self.store.projects()
        names = [project.name for project in projects]
        project, name = stored_annotator(kept)
        project = project if project in names else chosen if chosen in names else next(iter(names), "")
        menu = gr.update(choices=_project_names(self.language, projects), value=project or None)
        return [menu, name if name and cell.state.place is None else gr.skip()]


def _show_desk(language: Language, place: Place, n_projects: int) -> str:
    if isinstance(place, Desk):
        return render_desk(place, language)
    return render_welcome(language, n_projects, place)


def _show_explanation(
    language: Language,
    place: Place,
    explained: ShownExplanation | None,
    explaining: float | SentimotionError,
) -> str:
    """The explanation of a decided text, its progress, or its error."""
    if not isinstance(place, Desk) or place.stage != "decided" or place.task is None:
        return ""
    if explained is not None:
        return render_desk_explanation(place, explained, language)
    return render_explaining(place.task, explaining, language)


def _project_names(language: Language, projects: "Iterable[Project]") -> list[tuple[str, str]]:
    return [
        (
            say("review_project_size", language, name=one.name, total=count(one.n_items, language)),
            one.name,
        )
        for one in projects
    ]
