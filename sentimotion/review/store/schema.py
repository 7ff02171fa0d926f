"""Database tables. Decisions are append-only; leases and ``closed`` are derived from them."""

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    Dialect,
    ForeignKey,
    Index,
    TypeDecorator,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

_MICROSECOND = 1_000_000


class Moment(TypeDecorator[datetime]):
    """A point in time, stored as microseconds since 1970: exact, and the same in every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> int | None:
        """Convert for the database."""
        if value is None:
            return None
        seconds = int(value.replace(microsecond=0).timestamp())
        return seconds * _MICROSECOND + value.microsecond

    def process_result_value(self, value: int | None, _dialect: Dialect) -> datetime | None:
        """Convert from the database, in UTC."""
        if value is None:
            return None
        seconds, microsecond = divmod(value, _MICROSECOND)
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=microsecond)


class Base(DeclarativeBase):
    """Base of the tables."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Moment,
        dict[str, Any]: JSON,
        list[float]: JSON,
    }


class SchemaVersion(Base):
    """Version of the tables; a single row."""

    __tablename__ = "schema_version"
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class CheckpointRow(Base):
    """Weights of predictions; missing commit, revision or version are empty strings."""

    __tablename__ = "checkpoint"
    __table_args__ = (UniqueConstraint("source", "commit", "revision"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    commit: Mapped[str]
    revision: Mapped[str]
    # Since version 3: name and date in the checkpoint's config.
    version: Mapped[str] = mapped_column(server_default="")


class ProjectRow(Base):
    """An imported file."""

    __tablename__ = "project"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    settings: Mapped[dict[str, Any]]
    # Loaded on access only: it has an entry for every duplicate and bad row.
    report: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    checkpoint_id: Mapped[int] = mapped_column(ForeignKey("checkpoint.id"))
    created: Mapped[datetime]

    checkpoint: Mapped[CheckpointRow] = relationship(lazy="joined", innerjoin=True)


class ItemRow(Base):
    """A text; ``closed`` if it has as many decisions as the project's overlap requires."""

    __tablename__ = "item"
    __table_args__ = (
        UniqueConstraint("project_id", "position"),
        UniqueConstraint("project_id", "external_id"),
        Index("item_queue", "project_id", "closed", "position"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    position: Mapped[int]
    row: Mapped[int]
    external_id: Mapped[str | None]
    text: Mapped[str]
    gold_sentiment: Mapped[str | None]
    gold_emotion: Mapped[str | None]
    sentiment_probabilities: Mapped[list[float]]
    emotion_probabilities: Mapped[list[float]]
    truncated: Mapped[bool]
    is_random: Mapped[bool]
    closed: Mapped[bool] = mapped_column(server_default=false())
    checkpoint_id: Mapped[int] = mapped_column(ForeignKey("checkpoint.id"))
    # Since version 2: prediction of a second classifier, if one was used.
    second_label: Mapped[str | None]
    second_score: Mapped[float | None]

    checkpoint: Mapped[CheckpointRow] = relationship(lazy="joined", innerjoin=True)


class AnnotatorRow(Base):
    """An annotator of a project."""

    __tablename__ = "annotator"
    __table_args__ = (UniqueConstraint("project_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    name: Mapped[str]
    created: Mapped[datetime]


class AssignmentRow(Base):
    """Assignment of an item to an annotator; ``state`` is ``open``, ``decided`` or ``skipped``."""

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("item_id", "annotator_id"),
        Index("assignment_of_annotator", "annotator_id", "state"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    annotator_id: Mapped[int] = mapped_column(ForeignKey("annotator.id"))
    state: Mapped[str]
    expires: Mapped[datetime]
    explained: Mapped[datetime | None]

    item: Mapped[ItemRow] = relationship(lazy="raise")
    annotator: Mapped[AnnotatorRow] = relationship(lazy="raise")


class DecisionRow(Base):
    """A decision or a skip; never updated."""

    __tablename__ = "decision"
    __table_args__ = (Index("decision_of_assignment", "assignment_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    action: Mapped[str]
    sentiment: Mapped[str | None]
    emotion: Mapped[str | None]
    note: Mapped[str]
    after_explanation: Mapped[bool]
    checkpoint_id: Mapped[int] = mapped_column(ForeignKey("checkpoint.id"))
    made: Mapped[datetime]

    checkpoint: Mapped[CheckpointRow] = relationship(lazy="joined", innerjoin=True)
    assignment: Mapped[AssignmentRow] = relationship(lazy="raise")
