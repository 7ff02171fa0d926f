"""The review store used by the page and the command line; each method is one transaction."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import func, select

from sentimotion.errors import InvalidReview, TooManyDecisions, UnknownLabel
from sentimotion.labels import HEADS, LABELS
from sentimotion.review.exchange.import_checks import ImportReport
from sentimotion.review.store.assignments import close_if_done, hold, now, take
from sentimotion.review.store.database import Database
from sentimotion.review.store.queries import (
    annotator_record,
    annotators_by_key,
    checkpoint_id,
    decisions,
    get_assignment,
    get_project,
    get_project_of,
    item_record,
    items_of,
    project_record,
    tasks_of,
    verdict_record,
    verdicts_of,
)
from sentimotion.review.store.records import (
    Annotator,
    CheckpointName,
    Item,
    Project,
    ProjectContents,
    Task,
    Verdict,
)
from sentimotion.review.store.schema import AnnotatorRow, AssignmentRow, DecisionRow, ItemRow, ProjectRow
from sentimotion.review.store.validation import (
    LONGEST_NOTE,
    MOST_DECISIONS,
    check_name,
    check_storable,
    name_key,
)


class Store:
    """Projects, annotators and their decisions, in a database; safe to share between threads.

    :param database: An open database.
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    @classmethod
    def open(cls, name: str | Path, *, create: bool = True) -> "Store":
        """Open a database by file or URL; raises as :class:`Database` does."""
        return cls(Database(name, create=create))

    def close(self) -> None:
        """Close all connections."""
        self.database.close()

    def projects(self) -> list[Project]:
        """All projects, oldest first."""
        with self.database.reading() as session:
            rows = session.execute(select(ProjectRow).order_by(ProjectRow.id)).scalars().all()
            return [project_record(session, row) for row in rows]

    def project(self, name: str) -> Project:
        """One project by name.

        :raises UnknownReview: If there is none.
        """
        with self.database.reading() as session:
            return project_record(session, get_project(session, name))

    def import_report(self, name: str) -> ImportReport:
        """The import report of a project.

        :raises UnknownReview: If there is no such project.
        """
        with self.database.reading() as session:
            return ImportReport.of(get_project(session, name).report)

    def join(self, project_id: int, name: str) -> Annotator:
        """Return the annotator of a name, adding it if new.

        Spellings with the same :func:`name_key` are one annotator, who keeps the first.
        Two people with the same name share the assigned item.

        :param project_id: Id of the project.
        :param name: The name as typed.
        :raises InvalidReview: If the name is blank, too long or not valid Unicode.
        :raises UnknownReview: If there is no such project.
        """
        folded = check_name(name, "annotator's name")
        with self.database.writing() as session:
            # Locked, so that concurrent requests do not add the same name twice.
            get_project_of(session, project_id)
            session.execute(select(ProjectRow.id).filter_by(id=project_id).with_for_update())
            same = annotators_by_key(session, project_id).get(name_key(folded))
            if same:
                return annotator_record(same[0])
            row = AnnotatorRow(project_id=project_id, name=folded, created=now())
            session.add(row)
            session.flush()
            return annotator_record(row)

    def annotators(self, project_id: int) -> list[Annotator]:
        """All annotators of a project, in the order in which they joined."""
        with self.database.reading() as session:
            return [annotator_record(same[0]) for same in annotators_by_key(session, project_id).values()]

    def take(self, annotator_id: int) -> Task | None:
        """Assign an annotator the item to decide now, and renew its lease.

        :returns: The currently assigned item, otherwise the next in the queue; None if nothing is left.
        :raises UnknownReview: If there is no such annotator.
        """
        # If lost on a power failure, the item is only assigned to somebody else; no need to wait for the
        # disk.
        with self.database.writing(durable=False) as session:
            assignment = take(session, annotator_id, now())
            return None if assignment is None else tasks_of(session, [assignment])[0]

    def task(self, assignment_id: int) -> Task:
        """Return an assignment.

        :raises UnknownReview: If there is none.
        """
        with self.database.reading() as session:
            return tasks_of(session, [get_assignment(session, assignment_id)])[0]

    def show_explanation(self, assignment_id: int) -> Task:
        """Record that the explanation is shown; later verdicts count as made after it.

        :raises UnknownReview: If there is no such assignment.
        :raises InvalidReview: If nothing is decided yet, as the explanation would influence the decision.
        """
        with self.database.writing() as session:
            assignment = get_assignment(session, assignment_id)
            if assignment.state != "decided":
                raise InvalidReview("the explanation is shown after the decision; decide first")
            if assignment.explained is None:
                assignment.explained = now()
            return tasks_of(session, [assignment])[0]

    def decide(
        self,
        assignment_id: int,
        sentiment: str | None,
        emotion: str | None,
        *,
        checkpoint: CheckpointName,
        note: str = "",
    ) -> Verdict:
        """Store a decision. It is durable when this returns.

        A second decision on the same assignment replaces the first; both are kept in the history.

        :param assignment_id: Id of the task's assignment.
        :param sentiment: A label; None leaves this head open (at most one of the two).
        :param emotion: The same.
        :param checkpoint: The checkpoint whose labels and explanation the annotator sees.
        :param note: Any text.
        :raises UnknownLabel: If a label does not belong to its head.
        :raises InvalidReview: If neither head is decided or the note cannot be stored.
        :raises TooManyDecisions: If the annotator has decided on this item too often.
        :raises ItemTaken: If the lease has expired and the item is assigned to another annotator.
        """
        for head, label in zip(HEADS, (sentiment, emotion), strict=True):
            if label is not None and label not in LABELS[head]:
                raise UnknownLabel(f"{head} {label!r} is not one of {', '.join(LABELS[head])}")
        if sentiment is None and emotion is None:
            raise InvalidReview("neither head was decided; choose at least one label, or skip the item")
        return self._add(assignment_id, "decide", sentiment, emotion, note, checkpoint)

    def skip(self, assignment_id: int, *, checkpoint: CheckpointName, note: str = "") -> Verdict:
        """Skip an item; the annotator is not assigned it again, but can go back to it."""
        return self._add(assignment_id, "skip", None, None, note, checkpoint)

    def _add(
        self,
        assignment_id: int,
        action: str,
        sentiment: str | None,
        emotion: str | None,
        note: str,
        checkpoint: CheckpointName,
    ) -> Verdict:
        check_storable(note, "note", LONGEST_NOTE)
        with self.database.writing() as session:
            moment = now()
            assignment, annotator, item, overlap = hold(session, assignment_id, moment)
            made = select(func.count()).select_from(DecisionRow).filter_by(assignment_id=assignment.id)
            if session.execute(made).scalar_one() >= MOST_DECISIONS:
                raise TooManyDecisions(
                    f"there are {MOST_DECISIONS} decisions of {annotator} on item {item.position + 1}"
                    " already; the last one counts",
                    limit=MOST_DECISIONS,
                )
            row = DecisionRow(
                assignment_id=assignment.id,
                action=action,
                sentiment=sentiment,
                emotion=emotion,
                note=note,
                after_explanation=assignment.explained is not None,
                checkpoint_id=checkpoint_id(session, checkpoint),
                made=moment,
            )
            session.add(row)
            assignment.state = "decided" if action == "decide" else "skipped"
            # Its query writes the decision first, which thereby has an id.
            close_if_done(session, item, overlap)
            return verdict_record(row, assignment, annotator)

    def previous(self, annotator_id: int, assignment_id: int | None = None) -> Task | None:
        """The task that the annotator finished before the given one, or the last finished task.

        :returns: None if there is none. The current assignment is unchanged.
        """
        first = (
            select(func.min(DecisionRow.id))
            .where(DecisionRow.assignment_id == AssignmentRow.id)
            .scalar_subquery()
        )
        query = select(AssignmentRow).filter_by(annotator_id=annotator_id)
        query = query.where(AssignmentRow.state != "open").order_by(first.desc()).limit(1)
        with self.database.reading() as session:
            own = select(func.min(DecisionRow.id)).filter_by(assignment_id=assignment_id)
            place = session.execute(own).scalar_one()
            if place is not None:
                query = query.where(first < place)
            found = session.execute(query).scalar_one_or_none()
            return None if found is None else tasks_of(session, [found])[0]

    def items(self, ids: Sequence[int]) -> list[Item]:
        """Items by id, in queue order."""
        with self.database.reading() as session:
            return items_of(session, ids)

    def contents(self, name: str, only: Sequence[int] | None = None) -> ProjectContents:
        """A consistent snapshot of a project, for figures and exports.

        :param name: Name of the project.
        :param only: Ids of the items to include, at most a few hundred; None includes all.
        :raises UnknownReview: If there is no such project.
        """
        with self.database.reading() as session:
            project = project_record(session, get_project(session, name))
            items = select(ItemRow).filter_by(project_id=project.id).order_by(ItemRow.position)
            made = decisions().where(AnnotatorRow.project_id == project.id)
            explained = (
                select(AssignmentRow.id)
                .join(AnnotatorRow, AssignmentRow.annotator_id == AnnotatorRow.id)
                .where(AnnotatorRow.project_id == project.id, AssignmentRow.explained.is_not(None))
            )
            if only is not None:
                items = items.where(ItemRow.id.in_(only))
                made = made.where(AssignmentRow.item_id.in_(only))
                explained = explained.where(AssignmentRow.item_id.in_(only))
            people = annotators_by_key(session, project.id).values()
            names = {row.id: same[0].name for same in people for row in same}
            return ProjectContents(
                project,
                tuple(item_record(row) for row in session.execute(items).scalars()),
                tuple(replace(one, annotator=names[one.annotator_id]) for one in verdicts_of(session, made)),
                frozenset(session.execute(explained).scalars()),
            )
