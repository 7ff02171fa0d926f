"""The review desk: hand out one text at a time and store the decisions. Does not import gradio."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING, Any, Final, Literal

from sentimotion.errors import ItemTaken, SentimotionError, UnknownReview
from sentimotion.labels import HEADS, Head
from sentimotion.review.store.validation import check_name, name_key
from sentimotion.web.review.address_limits import AddressLimits

if TYPE_CHECKING:
    from sentimotion.review.store.records import Annotator, CheckpointName, Project, Task
    from sentimotion.review.store.store import Store

Stage = Literal["deciding", "decided", "done"]
Saved = Literal["", "decided", "changed", "skipped", "same"]
_TURNS: Final = count(1)
# Larger ones no database can look up.
_MOST_ID: Final = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Desk:
    """State of an annotator's desk.

    ``stage``: a text to decide on; a decided text with its explanation; or nothing left. ``saved`` is the
    action that was just stored, ``notice`` the last error. ``turn`` distinguishes consecutive responses.
    """

    project: "Project"
    annotator: "Annotator"
    stage: Stage
    task: "Task | None"
    saved: Saved = ""
    notice: SentimotionError | None = None
    turn: int = field(default_factory=lambda: next(_TURNS))

    def with_notice(self, notice: SentimotionError) -> "Desk":
        """The same desk with an error."""
        return replace(self, saved="", notice=notice, turn=next(_TURNS))

    def model_label(self, head: Head) -> str:
        """The model's label for the text, under the project's threshold."""
        assert self.task is not None, "there is a text"
        return self.task.item.decision(head, self.project.settings).label


@dataclass(frozen=True, slots=True)
class Act:
    """An annotator's action, as sent by the browser.

    ``labels`` are the chosen labels; for a head without one, the annotator agrees with the model. ``address``
    is where it came from, as limits count it.
    """

    do: str
    assignment: int | None
    labels: Mapping[Head, str]
    note: str
    project: str
    name: str
    address: str = ""

    @classmethod
    def of(cls, data: Any, address: str = "") -> "Act":
        """Parse untrusted event data."""
        values = data if isinstance(data, dict) else {}
        texts = {name: value for name, value in values.items() if isinstance(value, str)}
        assignment = values.get("assignment")
        return cls(
            texts.get("do", ""),
            assignment if isinstance(assignment, int) and 0 < assignment <= _MOST_ID else None,
            {head: texts[head] for head in HEADS if texts.get(head)},
            # As in browser fields, which send both kinds of line breaks.
            texts.get("note", "").replace("\r\n", "\n").strip(),
            texts.get("project", ""),
            texts.get("name", ""),
            address,
        )


class Reviewer:
    """Applies annotators' actions to the store; returns after the store has committed.

    :param store: The store, shared by all annotators.
    :param page: The page's checkpoint, whose explanations are shown.
    :param limits: What one address may take and write; shared by the pages.
    """

    def __init__(self, store: "Store", page: "CheckpointName", limits: AddressLimits) -> None:
        self.store, self.page, self.limits = store, page, limits
        self._acts: dict[str, Callable[[Desk, Act], Desk]] = {
            "decide": self._decide,
            "skip": self._skip,
            "back": self._back,
            "next": lambda desk, _: self._next(desk),
        }

    def begin(self, project: str, name: str, address: str = "") -> Desk:
        """Start annotating: return the text held before, or the next one.

        :param address: Where the request came from, as limits count it.
        :raises SentimotionError: If the project does not exist, the name is invalid, or the address is at
            work under too many names.
        """
        found = self.store.project(project)
        self._work_as(found, name, address)
        return self._next(Desk(found, self.store.join(found.id, name), "done", None))

    def _work_as(self, project: "Project", name: str, address: str) -> None:
        key = name_key(check_name(name, "annotator's name"))
        self.limits.work_as(address, (project.id, key), project.settings.lease)

    def act(self, desk: Desk | None, act: Act) -> Desk:
        """Apply an action and return the new desk; if it fails, the same desk with the reason.

        :param desk: The current desk; None if unknown, as after a restart of the server.
        :raises SentimotionError: If there is no desk, and it cannot be derived from the action.
        """
        if desk is None or (desk.project.name, desk.annotator.name) != (act.project, act.name):
            desk = self.begin(act.project, act.name, act.address)
        try:
            self._work_as(desk.project, desk.annotator.name, act.address)
            return self._acts[act.do](desk, act) if act.do in self._acts else desk
        except ItemTaken as error:
            return self._next(desk).with_notice(error)
        except SentimotionError as error:
            return desk.with_notice(error)

    def has_same_weights(self, task: "Task") -> bool:
        """Whether the page's weights are those that labeled a text."""
        return self.page.has_weights_of(task.item.checkpoint)

    def _seen(self, task: "Task") -> "CheckpointName":
        """The checkpoint whose labels or explanation the annotator saw last."""
        if task.explained is None or self.has_same_weights(task):
            return task.item.checkpoint
        return self.page

    def _task(self, desk: Desk, act: Act) -> "Task":
        """The task of an action, which may differ from the one on the desk.

        :raises UnknownReview: If it does not belong to this annotator.
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
            self.limits.decide(act.address)
            self.store.decide(
                task.assignment_id,
                chosen["sentiment"],
                chosen["emotion"],
                checkpoint=self._seen(task),
                note=act.note,
            )
            saved: Saved = "decided" if last is None or last.action == "skip" else "changed"
        else:
            # Repeated because the response was lost, or viewed and left.
            saved = "same"
        if task.explained is not None:
            return self._next(desk, saved)
        project = self.store.project(desk.project.name)
        return Desk(project, desk.annotator, "decided", self.store.task(task.assignment_id), saved)

    def _skip(self, desk: Desk, act: Act) -> Desk:
        task = self._task(desk, act)
        if task.last is None or task.last.action != "skip" or task.last.note != act.note:
            self.limits.decide(act.address)
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
