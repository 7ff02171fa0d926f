"""What a visitor sees of the Review tab. Does not import gradio."""

from dataclasses import dataclass, replace
from secrets import token_hex
from typing import TYPE_CHECKING, Any, Self

from sentimotion.errors import ReviewExpired, SentimotionError
from sentimotion.web.review.confusion_cell import CellName
from sentimotion.web.review.desk import Desk
from sentimotion.web.review.explanation_view import ShownExplanation
from sentimotion.web.review.figures import WANTED
from sentimotion.web.session.state import TabState

if TYPE_CHECKING:
    from sentimotion.review.figures.figures import Figures
    from sentimotion.review.store.records import Project, ProjectContents, Task

Place = Desk | SentimotionError | None
"""The annotator's desk, or the reason why there is none."""


@dataclass(frozen=True, slots=True)
class ProjectFigures:
    """The figures of a project."""

    project: str
    figures: "Figures"


@dataclass(frozen=True, slots=True)
class CellTexts:
    """The texts behind a cell of the confusion matrix of some figures."""

    name: CellName
    figures: "Figures"
    contents: "ProjectContents"


@dataclass(frozen=True, slots=True)
class ReviewState(TabState):
    """The state of the tab.

    :param projects: The projects when the tab was opened.
    :param place: The annotator's desk.
    :param explained: Explanations of the decided text.
    :param explaining: Progress of the missing ones, 0 to 1, or why they failed.
    :param figures: The figures on the dashboard, or why there are none.
    :param cell: Project and cell whose texts are open; the figures may be recomputed meanwhile.
    :param texts: Those texts, or why there are none.
    :param wanted: The wanted precision, 0 to 1.
    """

    projects: "tuple[Project, ...]" = ()
    place: Place = None
    explained: ShownExplanation | None = None
    explaining: float | SentimotionError = 0.0
    figures: ProjectFigures | SentimotionError | None = None
    cell: tuple[str, CellName] | None = None
    texts: CellTexts | SentimotionError | None = None
    wanted: float = WANTED

    def lost(self) -> SentimotionError:
        """The error of an event about a desk or figures that the server no longer has."""
        return ReviewExpired("the server no longer has the desk and the figures; begin and count again")

    def failed(self, error: SentimotionError) -> Self:
        """The state after an event of the desk failed."""
        if isinstance(error, ReviewExpired):
            return self._showing(place=error, figures=error)
        explaining = error if self.explained is None else self.explaining
        place = self.place.with_notice(error) if isinstance(self.place, Desk) else error
        return replace(self, place=place, explaining=explaining)

    def failed_dashboard(self, error: SentimotionError) -> Self:
        """The state after an event of the dashboard failed."""
        if isinstance(error, ReviewExpired):
            return self.failed(error)
        return replace(self, figures=error, texts=None)

    def _showing(self, **parts: Any) -> Self:
        # The turn stays once it is set: events of the dashboard must not fail because the desk has changed.
        return replace(self, turn=self.turn or token_hex(8), **parts)

    def seated(self, place: Place) -> Self:
        """Another desk, or another text on it."""
        return self._showing(place=place, explained=None, explaining=0.0)

    def decided_task(self) -> "Task | None":
        """The decided text on the desk, which is to be explained."""
        place = self.place
        return place.task if isinstance(place, Desk) and place.stage == "decided" else None

    def with_explanation(self, task: "Task", step: float | SentimotionError | ShownExplanation) -> Self:
        """After the progress, error or result of explaining a text; unchanged if another is on the desk."""
        now = self.decided_task()
        if now is None or now.assignment_id != task.assignment_id:
            return self
        if isinstance(step, ShownExplanation):
            return replace(self, explained=step)
        return replace(self, explaining=step)

    def counted(self, figures: ProjectFigures | SentimotionError) -> Self:
        """Other figures. Texts behind a cell of another project's figures are not shown."""
        is_open = (
            isinstance(figures, ProjectFigures) and self.cell is not None and self.cell[0] == figures.project
        )
        return self._showing(figures=figures, texts=self.texts if is_open else None)

    def opened(self, name: CellName | None) -> Self:
        """Another open cell; None for none."""
        if name is None or not isinstance(self.figures, ProjectFigures):
            return replace(self, cell=None)
        return replace(self, cell=(self.figures.project, name))
