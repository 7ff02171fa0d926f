"""Assign items to annotators, one at a time, within the overlap setting.

Every function runs within one writing transaction. SQLite allows only one at a time. On PostgreSQL several
run concurrently: an item's row is locked before it is assigned or decided, rows locked by others are skipped,
and counts are repeated after locking.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from sentimotion.errors import ItemTaken, UnknownReview
from sentimotion.review.store.queries import annotators_by_key
from sentimotion.review.store.records import ReviewSettings
from sentimotion.review.store.schema import AnnotatorRow, AssignmentRow, ItemRow, ProjectRow
from sentimotion.review.store.validation import name_key


def now() -> datetime:
    """The current time in UTC."""
    return datetime.now(UTC)


def take(session: Session, annotator_id: int, moment: datetime) -> AssignmentRow | None:
    """Assign an annotator the item to decide now, and renew its lease.

    :param session: Session of a writing transaction.
    :param annotator_id: Id of the annotator.
    :param moment: The current time.
    :returns: The currently assigned item, otherwise the next in the queue; None if nothing is left. Items
        assigned to others may still return to the queue.
    :raises UnknownReview: If there is no such annotator.
    """
    # Locked, so that an annotator with two open pages is assigned one item, not two.
    found = session.execute(
        select(AnnotatorRow, ProjectRow.settings)
        .join(ProjectRow, AnnotatorRow.project_id == ProjectRow.id)
        .where(AnnotatorRow.id == annotator_id)
        .with_for_update(of=AnnotatorRow)
    ).one_or_none()
    if found is None:
        raise UnknownReview(f"there is no annotator {annotator_id}")
    annotator, settings = found[0], ReviewSettings.of(found[1])
    expires = moment + timedelta(seconds=settings.lease)
    current = session.execute(
        select(AssignmentRow)
        .filter_by(annotator_id=annotator_id, state="open")
        .where(AssignmentRow.expires > moment)
        .order_by(AssignmentRow.id)
        .limit(1)
    ).scalar_one_or_none()
    if current is not None:
        current.expires = expires
        return current
    own = _own_ids(session, annotator)
    item_id = _next_item(session, annotator.project_id, own, settings.overlap, moment)
    if item_id is None:
        return None
    # An expired assignment of the same annotator is reused.
    assignment = session.execute(
        select(AssignmentRow).filter_by(item_id=item_id, annotator_id=annotator_id)
    ).scalar_one_or_none()
    if assignment is None:
        assignment = AssignmentRow(item_id=item_id, annotator_id=annotator_id, explained=None)
        session.add(assignment)
    assignment.state = "open"
    assignment.expires = expires
    session.flush()
    return assignment


class Held(NamedTuple):
    """An assignment that may be decided, with its locked item."""

    assignment: AssignmentRow
    annotator: str
    item: ItemRow
    overlap: int


def hold(session: Session, assignment_id: int, moment: datetime) -> Held:
    """Lock the item of an assignment, and check that it may be decided.

    :param session: Session of a writing transaction.
    :param assignment_id: Id of the assignment.
    :param moment: The current time.
    :raises UnknownReview: If there is no such assignment.
    :raises ItemTaken: If the lease has expired and the item is assigned to others.
    """
    item = session.execute(
        select(ItemRow)
        .join(AssignmentRow, AssignmentRow.item_id == ItemRow.id)
        .where(AssignmentRow.id == assignment_id)
        .with_for_update(of=ItemRow)
    ).scalar_one_or_none()
    if item is None:
        raise UnknownReview(f"there is no assignment {assignment_id}")
    # Read after locking, so that it is up to date.
    assignment, annotator, chosen = session.execute(
        select(AssignmentRow, AnnotatorRow, ProjectRow.settings)
        .join(AnnotatorRow, AssignmentRow.annotator_id == AnnotatorRow.id)
        .join(ProjectRow, AnnotatorRow.project_id == ProjectRow.id)
        .where(AssignmentRow.id == assignment_id)
    ).one()
    settings = ReviewSettings.of(chosen)
    held = Held(assignment, annotator.name, item, settings.overlap)
    if assignment.state == "decided" or (assignment.state == "open" and assignment.expires > moment):
        return held
    others = _n_others(_own_ids(session, annotator), moment)
    if session.execute(select(others).where(ItemRow.id == item.id)).scalar_one() >= settings.overlap:
        raise ItemTaken(
            f"item {item.position + 1} went to another annotator, as it was open for more than "
            f"{settings.lease // 60} min; the decision was not stored; continue with the next item"
        )
    return held


def close_if_done(session: Session, item: ItemRow, overlap: int) -> None:
    """Remove an item from the queue if it has as many decisions as the overlap setting requires."""
    decided = select(func.count()).select_from(AssignmentRow).filter_by(item_id=item.id, state="decided")
    item.closed = session.execute(decided).scalar_one() >= overlap


def _own_ids(session: Session, annotator: AnnotatorRow) -> list[int]:
    """Ids of all annotators with this one's name, see :func:`annotators_by_key`."""
    people = annotators_by_key(session, annotator.project_id)
    return [row.id for row in people[name_key(annotator.name)]]


def _next_item(
    session: Session, project_id: int, own: Sequence[int], overlap: int, moment: datetime
) -> int | None:
    free = _free_items(project_id, own, overlap, moment).order_by(ItemRow.position).limit(1)
    skip_locked = True
    while True:
        query = free.with_for_update(of=ItemRow, skip_locked=skip_locked)
        item_id = session.execute(query).scalars().one_or_none()
        if item_id is None:
            if not skip_locked:
                return None
            # The remaining items may be locked only briefly: wait for them.
            skip_locked = False
            continue
        # Checked again after locking, as another transaction may have assigned it since the query began.
        still_free = _free_items(project_id, own, overlap, moment).where(ItemRow.id == item_id)
        if session.execute(still_free).scalars().one_or_none() is not None:
            return item_id


def _free_items(project_id: int, own: Sequence[int], overlap: int, moment: datetime) -> Select[int]:
    """Query for the ids of items that may be assigned to an annotator, given all ids of this annotator."""
    seen = exists().where(
        AssignmentRow.item_id == ItemRow.id,
        AssignmentRow.annotator_id.in_(own),
        AssignmentRow.state != "open",
    )
    return (
        select(ItemRow.id)
        .where(ItemRow.project_id == project_id, ItemRow.closed.is_(False), ~seen)
        .where(_n_others(own, moment) < overlap)
    )


def _n_others(own: Sequence[int], moment: datetime) -> ColumnElement[int]:
    """Number of other annotators who have decided the enclosing query's item, or are assigned to it."""
    return (
        select(func.count())
        .select_from(AssignmentRow)
        .where(
            AssignmentRow.item_id == ItemRow.id,
            AssignmentRow.annotator_id.not_in(own),
            or_(
                AssignmentRow.state == "decided",
                and_(AssignmentRow.state == "open", AssignmentRow.expires > moment),
            ),
        )
        .correlate(ItemRow)
        .scalar_subquery()
    )
