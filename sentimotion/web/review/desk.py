"""The review desk: hand out one text at a time and store the decisions. Does not import gradio."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING, Any, Final, Literal

from sentimotion.errors import ItemTaken, SentimotionError, UnknownReview
from sentimotion.labels import HEADS, Head

if TYPE_CHECKING:
    from sentimotion.review.store.records import Annotator, CheckpointName, Project, Task
    from sentimotion.review.store.store import Store

Stage = Literal["deciding", "decided", "done"]
Saved = Literal["", "decided", "changed", "skipped", "same"]
_TURNS: Final = count(1)


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies before an annotator.

    ``stage``: a text to decide on; decided on, its colors to be seen; or nothing is left. ``saved`` is what
    the store has just acknowledged, ``notice`` what went wrong. ``turn`` tells one answer from the next.
    """

    project: "Project"
    annotator: "Annotator"
    stage: Stage
    task: "Task | None"
    saved: Saved = ""
    notice: SentimotionError | None = None
    turn: int = field(default_factory=lambda: next(_TURNS))

    def with_notice(self, notice: SentimotionError) -> "Desk":
        """The same, with what went wrong."""
        return replace(self, saved="", notice=notice, turn=next(_TURNS))

    def model_label(self, head: Head) -> str:
        """What the model says of the text, under the project's threshold."""
        assert self.task is not None, "there is a text"
        return self.task.item.decision(head, self.project.settings).label


@dataclass(frozen=True, slots=True)
class Act:
    """What an annotator did, as the browser says it.

    ``labels`` are those that were chosen; where there is none, the annotator agrees with the model.
    """

    do: str
    assignment: int | None
    labels: Mapping[Head, str]
    note: str
    project: str
    name: str

    @classmethod
    def of(cls, said: Any) -> "Act":
        """Read what came with an event, which may be anything."""
        values = said if isinstance(said, dict) else {}
        texts = {name: value for name, value in values.items() if isinstance(value, str)}
        assignment = values.get("assignment")
        return cls(
            texts.get("do", ""),
            assignment if isinstance(assignment, int) else None,
            {head: texts[head] for head in HEADS if texts.get(head)},
            # As the browser's own fields have it, which send both kinds of line breaks.
            texts.get("note", "").replace("\r\n", "\n").strip(),
            texts.get("project", ""),
            texts.get("name", ""),
        )


class Reviewer:
    """Acts of annotators on a store; every answer is given after the store has committed.

    :param store: Shared by all annotators.
    :param page: The checkpoint behind the page, whose colors are shown.
    """

    def __init__(self, store: "Store", page: "CheckpointName") -> None:
        self.store, self.page = store, page
        self._acts: dict[str, Callable[[Desk, Act], Desk]] = {
            "decide": self._decide,
            "skip": self._skip,
            "back": self._back,
            "next": lambda desk, _: self._next(desk),
        }

    def begin(self, project: str, name: str) -> Desk:
        """Sit down: the text that was in hand, or the next one.

        :raises SentimotionError: There is no such project, or the name cannot be kept.
        """
        found = self.store.project(project)
        return self._next(Desk(found, self.store.join(found.id, name), "done", None))

    def act(self, desk: Desk | None, act: Act) -> Desk:
        """What lies there after an act; where it could not be done, the same with the reason.

        :param desk: As it was; None where this process does not know, being younger than the page.
        :raises SentimotionError: There is no desk, and none can be made of the act.
        """
        if desk is None or (desk.project.name, desk.annotator.name) != (act.project, act.name):
            desk = self.begin(act.project, act.name)
        try:
            return self._acts[act.do](desk, act) if act.do in self._acts else desk
        except ItemTaken as error:
            return self._next(desk).with_notice(error)
        except SentimotionError as error:
            return desk.with_notice(error)

    def has_same_weights(self, task: "Task") -> bool:
        """Whether the page runs the weights that labeled a text."""
        return self.page.has_weights_of(task.item.checkpoint)

    def _seen(self, task: "Task") -> "CheckpointName":
        """Whose labels, or by now whose colors, the annotator saw last."""
        if task.explained is None or self.has_same_weights(task):
            return task.item.checkpoint
        return self.page

    def _task(self, desk: Desk, act: Act) -> "Task":
        """The text that was acted on, which may not be the one that lies here.

        :raises UnknownReview: It is none of this annotator's.
        """
        if act.assignment is None:
            raise UnknownReview("the event names no assignment")
        task = self.store.task(act.assignment)
        if task.annotator_id != desk.annotator.id:
            raise UnknownReview(f"assignment {act.assignment} is another annotator's")
        return task

    def _decide(self, desk: Desk, act: Act) -> Desk:
        task = self._task(desk, act)
        settings = desk.project.settings
        chosen = {head: act.labels.get(head) or task.item.decision(head, settings).label for head in HEADS}
        last = task.last
        wanted = ("decide", chosen["sentiment"], chosen["emotion"], act.note)
        if last is None or (last.action, last.sentiment, last.emotion, last.note) != wanted:
            self.store.decide(
                task.assignment_id,
                chosen["sentiment"],
                chosen["emotion"],
                checkpoint=self._seen(task),
                note=act.note,
            )
            saved: Saved = "decided" if last is None or last.action == "skip" else "changed"
        else:
            # Pressed again because the answer was lost on its way, or looked at and left.
            saved = "same"
        if task.explained is not None:
            return self._next(desk, saved)
        project = self.store.project(desk.project.name)
        return Desk(project, desk.annotator, "decided", self.store.task(task.assignment_id), saved)

    def _skip(self, desk: Desk, act: Act) -> Desk:
        task = self._task(desk, act)
        if task.last is None or task.last.action != "skip" or task.last.note != act.note:
            self.store.skip(task.assignment_id, checkpoint=self._seen(task), note=act.note)
        return self._next(desk, "skipped")

    def _back(self, desk: Desk, act: Act) -> Desk:
        task = self.store.previous(desk.annotator.id, act.assignment)
        if task is None:
            return replace(desk, saved="", notice=None, turn=next(_TURNS))
        is_decided = task.explained is not None and task.last is not None and task.last.action == "decide"
        return Desk(desk.project, desk.annotator, "decided" if is_decided else "deciding", task)

    def _next(self, desk: Desk, saved: Saved = "") -> Desk:
        task = self.store.take(desk.annotator.id)
        project = self.store.project(desk.project.name)
        return Desk(project, desk.annotator, "deciding" if task else "done", task, saved)
