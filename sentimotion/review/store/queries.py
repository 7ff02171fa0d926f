"""Convert table rows to records, and queries shared by several modules."""

from collections.abc import Iterable, Sequence
from typing import TypeVar, cast

from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from sentimotion.errors import UnknownReview
from sentimotion.review.store.records import (
    Action,
    Annotator,
    CheckpointName,
    Item,
    Project,
    ReviewSettings,
    Task,
    Verdict,
)
from sentimotion.review.store.schema import (
    AnnotatorRow,
    AssignmentRow,
    CheckpointRow,
    DecisionRow,
    ItemRow,
    ProjectRow,
)
from sentimotion.review.store.validation import fold_name, name_key

T = TypeVar("T")


def checkpoint_name(row: CheckpointRow) -> CheckpointName:
    """Convert a checkpoint."""
    return CheckpointName(row.source, row.commit, row.revision, row.version)


def checkpoint_id(session: Session, name: CheckpointName) -> int:
    """Id of a checkpoint; it is added if it is new."""
    known = select(CheckpointRow).filter_by(source=name.source, commit=name.commit, revision=name.revision)
    found = session.execute(known).scalar_one_or_none()
    if found is not None:
        # Older versions of the program did not store it.
        found.version = found.version or name.version
        return found.id
    row = CheckpointRow(source=name.source, commit=name.commit, revision=name.revision, version=name.version)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        # Another server has just added it.
        return session.execute(known).scalar_one().id
    return row.id


def project_record(session: Session, row: ProjectRow) -> Project:
    """Convert a project, with its progress."""
    counts = select(func.count(), func.count().filter(ItemRow.closed)).filter_by(project_id=row.id)
    n_items, n_closed = session.execute(counts.select_from(ItemRow)).one()
    return Project(
        id=row.id,
        name=row.name,
        settings=ReviewSettings.of(row.settings),
        checkpoint=checkpoint_name(row.checkpoint),
        created=row.created,
        n_items=n_items,
        n_closed=n_closed,
    )


def annotator_record(row: AnnotatorRow) -> Annotator:
    """Convert an annotator."""
    return Annotator(row.id, row.project_id, row.name)


def item_record(row: ItemRow) -> Item:
    """Convert an item."""
    return Item(
        id=row.id,
        project_id=row.project_id,
        position=row.position,
        row=row.row,
        external_id=row.external_id,
        text=row.text,
        gold_sentiment=row.gold_sentiment,
        gold_emotion=row.gold_emotion,
        sentiment_probabilities=tuple(row.sentiment_probabilities),
        emotion_probabilities=tuple(row.emotion_probabilities),
        truncated=row.truncated,
        is_random=row.is_random,
        checkpoint=checkpoint_name(row.checkpoint),
        second_label=row.second_label,
        second_score=row.second_score,
    )


def verdict_record(row: DecisionRow, assignment: AssignmentRow, annotator: str) -> Verdict:
    """Convert a decision."""
    return Verdict(
        id=row.id,
        assignment_id=assignment.id,
        item_id=assignment.item_id,
        annotator_id=assignment.annotator_id,
        annotator=annotator,
        action=cast(Action, row.action),
        sentiment=row.sentiment,
        emotion=row.emotion,
        note=row.note,
        after_explanation=row.after_explanation,
        checkpoint=checkpoint_name(row.checkpoint),
        made=row.made,
    )


def decisions() -> Select[DecisionRow, AssignmentRow, str]:
    """Query for all decisions in order, with their assignment and the annotator's name."""
    return (
        select(DecisionRow, AssignmentRow, AnnotatorRow.name)
        .join(AssignmentRow, DecisionRow.assignment_id == AssignmentRow.id)
        .join(AnnotatorRow, AssignmentRow.annotator_id == AnnotatorRow.id)
        .order_by(DecisionRow.id)
    )


def verdicts_of(session: Session, query: Select[DecisionRow, AssignmentRow, str]) -> list[Verdict]:
    """Run a query based on :func:`decisions`."""
    return [verdict_record(*row) for row in session.execute(query)]


def tasks_of(session: Session, assignments: Iterable[AssignmentRow]) -> list[Task]:
    """Convert assignments, in order, with their items and verdicts."""
    rows = list(assignments)
    items = {row.id: row for row in items_of(session, [row.item_id for row in rows])}
    verdicts: dict[int, list[Verdict]] = {row.id: [] for row in rows}
    for verdict in verdicts_of(session, decisions().where(AssignmentRow.id.in_(verdicts))):
        verdicts[verdict.assignment_id].append(verdict)
    return [
        Task(
            assignment_id=row.id,
            annotator_id=row.annotator_id,
            item=items[row.item_id],
            expires=row.expires,
            explained=row.explained,
            verdicts=tuple(verdicts[row.id]),
        )
        for row in rows
    ]


_MAX_IDS = 500
"""Maximum number of ids per query: databases limit the number of parameters."""


def items_of(session: Session, ids: Sequence[int]) -> list[Item]:
    """Items by id, in queue order; unknown ids are skipped."""
    found = []
    for first in range(0, len(ids), _MAX_IDS):
        query = select(ItemRow).where(ItemRow.id.in_(ids[first : first + _MAX_IDS]))
        found += [item_record(row) for row in session.execute(query).scalars()]
    return sorted(found, key=lambda item: (item.project_id, item.position))


def get_project(session: Session, name: str) -> ProjectRow:
    """Find a project by name, in any spelling of the same :func:`name_key`.

    Older versions of the program stored spellings of the same key as different projects: the given spelling
    is preferred.

    :raises UnknownReview: If there is none, or several and none is spelled so; the message lists projects.
    """
    ids = project_ids(session)
    same = [known for known in ids if name_key(known) == name_key(name)]
    exact = [known for known in (name, fold_name(name)) if known in same]
    if len(same) > 1 and not exact:
        raise UnknownReview(f"several projects are called {name!r}: {', '.join(same)}; give the exact name")
    if not same:
        names = list(ids)[:10]
        known = f"there are {', '.join(names)}" if names else "there is none yet; make one with review import"
        raise UnknownReview(f"no project is called {name!r}; {known}")
    return get_project_of(session, ids[(exact or same)[0]])


def project_ids(session: Session) -> dict[str, int]:
    """Ids of all projects by name, oldest first.

    Names are compared here, not in the database, which does not know when two are the same.
    """
    rows = session.execute(select(ProjectRow.name, ProjectRow.id).order_by(ProjectRow.id))
    return {row.name: row.id for row in rows}


def annotators_by_key(session: Session, project_id: int) -> dict[str, list[AnnotatorRow]]:
    """All annotators of a project in the order in which they joined, by the key of their names.

    Older versions of the program stored spellings of the same name as several annotators: they are one
    person, with the name that joined first.
    """
    query = select(AnnotatorRow).filter_by(project_id=project_id).order_by(AnnotatorRow.id)
    found: dict[str, list[AnnotatorRow]] = {}
    for row in session.execute(query).scalars():
        found.setdefault(name_key(row.name), []).append(row)
    return found


def get_project_of(session: Session, project_id: int) -> ProjectRow:
    """Find a project by id.

    :raises UnknownReview: If there is none.
    """
    return _by_id(session, ProjectRow, "project", project_id)


def get_assignment(session: Session, assignment_id: int) -> AssignmentRow:
    """Find an assignment by id.

    :raises UnknownReview: If there is none.
    """
    return _by_id(session, AssignmentRow, "assignment", assignment_id)


def _by_id(session: Session, table: type[T], what: str, row_id: int) -> T:
    row = session.get(table, row_id)
    if row is None:
        raise UnknownReview(f"there is no {what} {row_id}")
    return row
