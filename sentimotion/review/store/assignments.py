"""Assign items to annotators, one at a time, within the overlap setting.

All of it runs within one writing transaction. SQLite lets only one be there. On PostgreSQL several run side
by side: an item's row is locked before it is given or decided, rows that others hold are passed over, and
what was counted before the lock is counted again behind it.
"""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from sentimotion.errors import ItemTaken, UnknownReview
from sentimotion.review.store.records import ReviewSettings
from sentimotion.review.store.schema import AnnotatorRow, AssignmentRow, ItemRow, ProjectRow


def now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


def take(session: Session, annotator_id: int, moment: datetime) -> AssignmentRow | None:
    """The item that this annotator is to decide now: the one in hand, else the next of the queue.

    :param session: Of a writing transaction.
    :param annotator_id: Who asks.
    :param moment: Now.
    :returns: None where nothing is left for this annotator; items in other hands may still come back.
    :raises UnknownReview: There is no such annotator.
    """
    # Locked, so that an annotator with the page open twice gets one item, not two.
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
    in_hand = session.execute(
        select(AssignmentRow)
        .filter_by(annotator_id=annotator_id, state="open")
        .where(AssignmentRow.expires > moment)
        .order_by(AssignmentRow.id)
        .limit(1)
    ).scalar_one_or_none()
    if in_hand is not None:
        in_hand.expires = expires
        return in_hand
    item_id = _next_item(session, annotator, settings.overlap, moment)
    if item_id is None:
        return None
    # What this annotator once opened and left is taken up again, not added.
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
    """An assignment that may be decided on, its item being locked."""

    assignment: AssignmentRow
    annotator: str
    item: ItemRow
    overlap: int


def hold(session: Session, assignment_id: int, moment: datetime) -> Held:
    """Lock the item of an assignment, and see that it may be decided on.

    :param session: Of a writing transaction.
    :param assignment_id: Which assignment.
    :param moment: Now.
    :raises UnknownReview: There is no such assignment.
    :raises ItemTaken: Its time was up, and others have the item now.
    """
    item = session.execute(
        select(ItemRow)
        .join(AssignmentRow, AssignmentRow.item_id == ItemRow.id)
        .where(AssignmentRow.id == assignment_id)
        .with_for_update(of=ItemRow)
    ).scalar_one_or_none()
    if item is None:
        raise UnknownReview(f"there is no assignment {assignment_id}")
    # Behind the lock, so that it is read as it is now.
    assignment, annotator, chosen = session.execute(
        select(AssignmentRow, AnnotatorRow.name, ProjectRow.settings)
        .join(AnnotatorRow, AssignmentRow.annotator_id == AnnotatorRow.id)
        .join(ProjectRow, AnnotatorRow.project_id == ProjectRow.id)
        .where(AssignmentRow.id == assignment_id)
    ).one()
    settings = ReviewSettings.of(chosen)
    held = Held(assignment, annotator, item, settings.overlap)
    if assignment.state == "decided" or (assignment.state == "open" and assignment.expires > moment):
        return held
    others = _taken(assignment.annotator_id, moment)
    if session.execute(select(others).where(ItemRow.id == item.id)).scalar_one() >= settings.overlap:
        raise ItemTaken(
            f"item {item.position + 1} went to another annotator, since it was open for more than "
            f"{settings.lease // 60} min; the decision was not stored; take the next one"
        )
    return held


def close_if_done(session: Session, item: ItemRow, overlap: int) -> None:
    """Take an item out of the queue once it has the decisions that were asked for."""
    decided = select(func.count()).select_from(AssignmentRow).filter_by(item_id=item.id, state="decided")
    item.closed = session.execute(decided).scalar_one() >= overlap


def _next_item(session: Session, annotator: AnnotatorRow, overlap: int, moment: datetime) -> int | None:
    free = _free_items(annotator, overlap, moment).order_by(ItemRow.position).limit(1)
    skip_locked = True
    while True:
        query = free.with_for_update(of=ItemRow, skip_locked=skip_locked)
        item_id = session.execute(query).scalars().one_or_none()
        if item_id is None:
            if not skip_locked:
                return None
            # The last ones may be locked for the moment only: wait for them.
            skip_locked = False
            continue
        # Behind the lock: another transaction may have given it away since the query began.
        still_free = _free_items(annotator, overlap, moment).where(ItemRow.id == item_id)
        if session.execute(still_free).scalars().one_or_none() is not None:
            return item_id


def _free_items(annotator: AnnotatorRow, overlap: int, moment: datetime) -> Select[int]:
    """The items that this annotator may be given."""
    seen = exists().where(
        AssignmentRow.item_id == ItemRow.id,
        AssignmentRow.annotator_id == annotator.id,
        AssignmentRow.state != "open",
    )
    return (
        select(ItemRow.id)
        .where(ItemRow.project_id == annotator.project_id, ItemRow.closed.is_(False), ~seen)
        .where(_taken(annotator.id, moment) < overlap)
    )


def _taken(annotator_id: int, moment: datetime) -> ColumnElement[int]:
    """Of the item of the query around it: how many others have decided on it, or hold it."""
    return (
        select(func.count())
        .select_from(AssignmentRow)
        .where(
            AssignmentRow.item_id == ItemRow.id,
            AssignmentRow.annotator_id != annotator_id,
            or_(
                AssignmentRow.state == "decided",
                and_(AssignmentRow.state == "open", AssignmentRow.expires > moment),
            ),
        )
        .correlate(ItemRow)
        .scalar_subquery()
    )
