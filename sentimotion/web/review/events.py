"""Event handlers of the Review tab: each yields changes of the state. Does not import gradio."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from sentimotion.errors import SentimotionError
from sentimotion.explanations.results import Explanation
from sentimotion.labels import HEADS, Head
from sentimotion.model import SentimotionModel
from sentimotion.web.review.confusion_cell import CellName, shown_items
from sentimotion.web.review.desk import Act, Desk, Reviewer
from sentimotion.web.review.explanation_view import ShownExplanation, labels_to_explain
from sentimotion.web.review.state import CellTexts, Place, ProjectFigures, ReviewState
from sentimotion.web.session.background import Work
from sentimotion.web.session.state import Change, Event, SavedFile, whole_number

if TYPE_CHECKING:
    from sentimotion.review.exchange.exporting import Format
    from sentimotion.review.store.store import Store

Changes = Iterator[Change[ReviewState]]
# Endings of the names of exported files, by format.
ENDINGS: "Final[Mapping[Format, str]]" = {
    "csv": "csv",
    "jsonl": "jsonl",
    "parquet": "parquet",
    "label-studio": "label-studio.json",
    "argilla": "argilla.jsonl",
}


class ReviewEvents:
    """The handlers.

    :param model: The model of the page, whose explanations are shown.
    :param store: The review store, shared by all visitors.
    :param reviewer: Applies annotators' actions to the store.
    """

    def __init__(self, model: SentimotionModel, store: "Store", reviewer: Reviewer) -> None:
        self.model, self.store, self.reviewer = model, store, reviewer

    # The desk

    def arrive(self, state: ReviewState, event: Event) -> Changes:
        """Count the projects when the tab opens; resume the annotator stored before a reload."""
        kept, project = event.values
        projects = tuple(self.store.projects())
        yield lambda now: replace(now, projects=projects)
        _, name = stored_annotator(kept)
        if name and state.place is None:
            yield from self._seat(event, partial(self.reviewer.begin, project or "", name, event.address))

    def begin(self, _: ReviewState, event: Event) -> Changes:
        """Begin to annotate."""
        project, name = event.values
        return self._seat(event, partial(self.reviewer.begin, project or "", name, event.address))

    def act(self, state: ReviewState, event: Event) -> Changes:
        """Store an annotator's action, then show the new desk."""
        desk = state.place if isinstance(state.place, Desk) else None
        return self._seat(event, partial(self.reviewer.act, desk, Act.of(event.data, event.address)))

    def _seat(self, event: Event, move: Callable[[], Desk]) -> Changes:
        event.session.cancel("review")
        place: Place
        try:
            place = move()
        except SentimotionError as error:
            place = error
        self._explain_ahead(event, place)
        yield lambda now: now.seated(place)

    def _explain_ahead(self, event: Event, place: Place) -> None:
        """Prefetch the explanation while the annotator reads; it is sent only after the decision is saved."""
        if not isinstance(place, Desk) or place.task is None:
            event.session.drop_prefetched()
        elif place.stage == "deciding":
            question = (place.task.item.text, labels_to_explain(place))
            event.session.prefetch(question, partial(self._begin_explaining, *question))

    def _begin_explaining(self, text: str, labels: Mapping[Head, str]) -> Work[dict[Head, Explanation]]:
        return Work(
            lambda report: self.model.explain_heads(text, heads=HEADS, labels=labels, on_progress=report)
        )

    def explain(self, state: ReviewState, event: Event) -> Changes:
        """Explain a decided text; the store records when the explanation is shown."""
        place, task = state.place, state.decided_task()
        if not isinstance(place, Desk) or task is None or state.explained is not None:
            return
        question = (task.item.text, labels_to_explain(place))
        with event.session.begin("review") as canceled:
            try:
                work = event.session.take(question) or self._begin_explaining(*question)
                for step in work.events(canceled):
                    if isinstance(step, float):
                        yield partial(ReviewState.with_explanation, task=task, step=step)
                        continue
                    self.store.show_explanation(task.assignment_id)
                    page = None if self.reviewer.has_same_weights(task) else self.reviewer.page
                    shown = ShownExplanation(task.assignment_id, step, page)
                    yield partial(ReviewState.with_explanation, task=task, step=shown)
            except SentimotionError as error:
                yield partial(ReviewState.with_explanation, task=task, step=error)

    # The dashboard

    def count(self, state: ReviewState, event: Event) -> Changes:
        """Recompute all figures from the current decisions, if the dashboard is visible."""
        from sentimotion.review.figures.figures import project_figures

        part, project, stage = event.values
        if part != "lead":
            return
        figures: ProjectFigures | SentimotionError
        try:
            contents = self.store.contents(project or "")
            found = project_figures(contents, stage=stage, wanted_precision=state.wanted)
            figures = ProjectFigures(contents.project.name, found)
        except SentimotionError as error:
            figures = error
        yield lambda now: now.counted(figures)

    def want(self, _: ReviewState, event: Event) -> Changes:
        """Another wanted precision, in percent."""
        percent = whole_number(event.values[0])
        if percent is not None and percent <= 100:
            yield lambda now: replace(now, wanted=percent / 100)

    def open_cell(self, _: ReviewState, event: Event) -> Changes:
        """Open a cell of the confusion matrix, or close the open one."""
        name = CellName.of(event.values[0])
        yield lambda now: now.opened(name)

    def load_texts(self, state: ReviewState, _: Event) -> Changes:
        """Load the texts behind the open cell, if it belongs to these figures."""
        figures, cell = state.figures, state.cell
        texts: CellTexts | SentimotionError | None = None
        if isinstance(figures, ProjectFigures) and cell is not None and cell[0] == figures.project:
            try:
                contents = self.store.contents(figures.project, shown_items(cell[1], figures.figures))
                texts = CellTexts(cell[1], figures.figures, contents)
            except SentimotionError as error:
                texts = error
        # Otherwise another event loads those of other figures or of another cell.
        yield lambda now: replace(now, texts=texts) if now.figures is figures and now.cell == cell else now

    def export(self, _: ReviewState, event: Event) -> SavedFile | None:
        """A project's decisions for the browser to save."""
        from sentimotion.review.exchange.exporting import export

        (project,), kind = event.values, event.data.get("format")
        # A tuple, as what the browser sends may not be hashable.
        if not project or kind not in tuple(ENDINGS):
            return None
        contents = self.store.contents(project)
        with TemporaryDirectory() as folder:
            path = Path(folder) / "export"
            export(contents, path, kind)
            content = path.read_bytes()
        # Project names may contain characters that file names must not.
        name = f"{project.replace('/', '-').replace(chr(92), '-')}.{ENDINGS[kind]}"
        return SavedFile(name, "application/octet-stream", content)


def stored_annotator(kept: str) -> tuple[str, str]:
    """Project and name stored by the browser; untrusted."""
    try:
        values = json.loads(kept or "null")
    except (ValueError, RecursionError):
        return "", ""
    values = values if isinstance(values, dict) else {}
    project, name = values.get("project"), values.get("name")
    return (project, name) if isinstance(project, str) and isinstance(name, str) else ("", "")
