"""The Review tab: the annotator's desk and the dashboard."""

import json
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final

import gradio as gr

from sentimotion.errors import SentimotionError
from sentimotion.explanations.results import Explanation
from sentimotion.i18n.messages import Language, count, say
from sentimotion.labels import HEADS, Head
from sentimotion.model import SentimotionModel
from sentimotion.web.review.browser_events import build_review_events
from sentimotion.web.review.dashboard import Dashboard
from sentimotion.web.review.desk import Act, Desk, Reviewer
from sentimotion.web.review.desk_views import render_desk, render_welcome
from sentimotion.web.review.explanation_view import (
    ShownExplanation,
    labels_to_explain,
    render_desk_explanation,
    render_explanation_error,
    render_explanation_progress,
)
from sentimotion.web.review.store import open_review_store
from sentimotion.web.session.background import Done, LatestWork, Work
from sentimotion.web.session.events import ALONGSIDE, EXPLANATIONS, LAST, QUIET, skip_if_empty
from sentimotion.web.session.prefetch import Prefetch

_PARTS: Final = ("annotate", "lead")
Place = Desk | SentimotionError | None
"""The annotator's desk, or the reason why there is none."""


class ReviewTab:
    """The Review tab; a ``PageTab``.

    :param model: The model of the page, whose explanations are shown.
    :param database: The review database, a file or a URL.
    :param revision: The requested revision of the model, if any.
    :raises SentimotionError: If the database cannot be opened.
    """

    def __init__(
        self, model: SentimotionModel, language: Language, *, database: str, revision: str | None = None
    ) -> None:
        self.store = open_review_store(database)
        from sentimotion.review.exchange.scoring import checkpoint_name_of

        self.model, self._work = model, LatestWork()
        self._prefetch = Prefetch[dict[Head, Explanation]]()
        self.reviewer = Reviewer(self.store, checkpoint_name_of(model, revision))
        projects = self._projects(language)
        with gr.Tab(say("tab_review", language), id="review-tab") as self.tab:
            self.part = gr.Radio(
                _part_names(language),
                value=_PARTS[0],
                label=say("review_part", language),
                show_label=False,
                container=False,
                elem_id="review-part",
            )
            with gr.Row(elem_id="review-ask"):
                self.project = gr.Dropdown(
                    projects,
                    value=projects[0][1] if projects else None,
                    label=say("review_project", language),
                    elem_id="review-project",
                    filterable=False,
                )
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
                self.desk = gr.HTML(render_welcome(language, len(projects)), elem_id="review-desk")
                self.explanation = gr.HTML("", elem_id="review-colors")
            self.dashboard = Dashboard(self.store, language)
            self.browser_events = build_review_events()
            self.kept = gr.Textbox(visible="hidden")
            self.place = gr.State(None)
            self.explained = gr.State(None)
        self.views: list[Any] = [
            *(self.tab, self.part, self.project, self.name, self.begin, self.desk, self.explanation)
        ]
        self.views += self.dashboard.views
        self.states: list[Any] = [self.place, self.explained, *self.dashboard.states]

    def wire(self, language: gr.Radio) -> None:
        """Register the events; ``language`` is the language switch of the page."""
        quick: dict[str, Any] = {"queue": False, **QUIET}
        acted = [self.place, self.explained, self.desk, self.explanation]
        explain: dict[str, Any] = {
            "fn": skip_if_empty(self._explain, [self.explained, self.explanation]),
            "inputs": [language, self.place, self.explained],
            "outputs": [self.explained, self.explanation],
            **QUIET,
            **LAST,
            **EXPLANATIONS,
        }
        self.tab.select(
            self._arrive,
            [self.kept, language, self.place, self.project],
            [self.project, self.name, *acted],
            js="sentimotion.storedAnnotator",
            **quick,
        )
        gr.on(
            [self.begin.click, self.name.submit],
            self._begin,
            [language, self.project, self.name],
            acted,
            **quick,
        )
        self.browser_events.act(self._act, [language, self.place], acted, **quick).then(**explain)
        # Running work would be shown in the old language, and delay that in the new one.
        language.change(self._cancel, None, None, **quick | ALONGSIDE).then(**explain)
        self.dashboard.wire(language, self.project, self.part)

    def translate(self, language: Language, *held: Any) -> list[Any]:
        """Render the views in a language from the values of the states; one update per view, in order."""
        place, explained, *dashboard = held
        return [
            gr.update(label=say("tab_review", language)),
            gr.update(label=say("review_part", language), choices=_part_names(language)),
            gr.update(label=say("review_project", language), choices=self._projects(language)),
            gr.update(label=say("review_name", language)),
            gr.update(value=say("review_begin", language)),
            self._shown(language, place),
            _shown_explanation(language, place, explained),
            *self.dashboard.translate(language, *dashboard),
        ]

    def _projects(self, language: Language) -> list[tuple[str, str]]:
        return [
            (
                say(
                    "review_project_size",
                    language,
                    name=project.name,
                    total=count(project.n_items, language),
                ),
                project.name,
            )
            for project in self.store.projects()
        ]

    def _arrive(
        self, request: gr.Request, kept: str, language: Language, place: Place, chosen: str | None
    ) -> list[Any]:
        """Refresh the projects when the tab opens; resume the annotator stored before a reload."""
        projects = self._projects(language)
        names = [name for _, name in projects]
        project, name = _stored_annotator(kept)
        project = project if project in names else chosen if chosen in names else next(iter(names), "")
        update = gr.update(choices=projects, value=project or None)
        if place is not None or not name:
            return [update, gr.skip(), *[gr.skip()] * 4]
        return [update, name, *self._begin(request, language, project, name)]

    def _begin(self, request: gr.Request, language: Language, project: str | None, name: str) -> list[Any]:
        place: Place
        try:
            place = self.reviewer.begin(project or "", name)
        except SentimotionError as error:
            place = error
        self._explain_ahead(request, place)
        return [place, None, self._shown(language, place), ""]

    def _act(self, request: gr.Request, event: gr.EventData, language: Language, place: Place) -> list[Any]:
        """Store an annotator's action, then show the new desk."""
        self._work.cancel(request.session_hash)
        try:
            place = self.reviewer.act(place if isinstance(place, Desk) else None, Act.of(event._data))
        except SentimotionError as error:
            place = error
        self._explain_ahead(request, place)
        return [place, None, self._shown(language, place), _shown_explanation(language, place, None)]

    def _explain_ahead(self, request: gr.Request, place: Place) -> None:
        """Prefetch the explanation while the annotator reads; it is sent only after the decision is saved."""
        if not isinstance(place, Desk) or place.task is None:
            self._prefetch.end(request.session_hash)
        elif place.stage == "deciding":
            question = (place.task.item.text, labels_to_explain(place))
            self._prefetch.begin(request.session_hash, question, partial(self._begin_explaining, *question))

    def _begin_explaining(self, text: str, labels: Mapping[Head, str]) -> Work[dict[Head, Explanation]]:
        return Work(
            lambda report: self.model.explain_heads(text, heads=HEADS, labels=labels, on_progress=report)
        )

    def _cancel(self, request: gr.Request) -> None:
        self._work.cancel(request.session_hash)

    def leave(self, request: gr.Request) -> None:
        """Drop the prefetched work of a session that has ended."""
        self._work.cancel(request.session_hash)
        self._prefetch.end(request.session_hash)

    def _explain(
        self, request: gr.Request, language: Language, place: Place, explained: ShownExplanation | None
    ) -> Iterator[list[Any]]:
        """Explain a decided text; the store records when the explanation is shown."""
        if not isinstance(place, Desk) or place.stage != "decided" or place.task is None:
            return
        task, question = place.task, (place.task.item.text, labels_to_explain(place))
        if explained is not None and explained.assignment == task.assignment_id:
            yield [gr.skip(), render_desk_explanation(place, explained, language)]
            return
        with self._work.begin(request.session_hash) as canceled:
            try:
                begun = self._prefetch.take(request.session_hash, question)
                work = begun or self._begin_explaining(*question)
                for event in work.events(canceled):
                    if not isinstance(event, Done):
                        yield [gr.skip(), render_explanation_progress(task, event)]
                        continue
                    self.store.show_explanation(task.assignment_id)
                    page = None if self.reviewer.has_same_weights(task) else self.reviewer.page
                    found = ShownExplanation(task.assignment_id, event.result, page)
                    yield [found, render_desk_explanation(place, found, language)]
            except SentimotionError as error:
                yield [gr.skip(), render_explanation_error(task, error, language)]

    def _shown(self, language: Language, place: Place) -> str:
        if isinstance(place, Desk):
            return render_desk(place, language)
        return render_welcome(language, len(self.store.projects()), place)


def _shown_explanation(language: Language, place: Place, explained: ShownExplanation | None) -> str:
    if not isinstance(place, Desk) or place.stage != "decided" or place.task is None:
        return ""
    if explained is None or explained.assignment != place.task.assignment_id:
        return render_explanation_progress(place.task, 0.0)
    return render_desk_explanation(place, explained, language)


def _stored_annotator(kept: str) -> tuple[str, str]:
    """Project and name stored by the browser; untrusted."""
    try:
        values = json.loads(kept or "null")
    except (ValueError, RecursionError):
        return "", ""
    values = values if isinstance(values, dict) else {}
    project, name = values.get("project"), values.get("name")
    return (project, name) if isinstance(project, str) and isinstance(name, str) else ("", "")


def _part_names(language: Language) -> list[tuple[str, str]]:
    return [(say(f"review_part_{part}", language), part) for part in _PARTS]
