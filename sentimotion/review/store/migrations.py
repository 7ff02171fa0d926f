"""Migrate older databases to the current schema, one numbered step at a time."""

from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy import Connection, Double, insert, inspect, text

from sentimotion.errors import ReviewDatabaseError
from sentimotion.review.store.schema import Base, SchemaVersion

VERSION: Final = 3


def migrate(connection: Connection) -> None:
    """Migrate the tables to ``VERSION``, or create them.

    :param connection: Within a writing transaction that the caller commits; if a step fails, the database is
        unchanged.
    :raises ReviewDatabaseError: If the tables have a newer version, or are not those of spot checks.
    """
    # If two processes open a new database at the same time, the second one waits.
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(7305204)"))
    tables = set(inspect(connection).get_table_names())
    if SchemaVersion.__tablename__ not in tables:
        if tables & set(Base.metadata.tables):
            raise ReviewDatabaseError(
                "the database holds other tables of the same names, not spot checks; name another database"
            )
        Base.metadata.create_all(connection)
        connection.execute(insert(SchemaVersion).values(version=VERSION))
        return
    version = connection.execute(text("SELECT max(version) FROM schema_version")).scalar_one()
    if version is None or version > VERSION:
        raise ReviewDatabaseError(
            f"the database is of version {version}, this program knows versions up to {VERSION}; "
            "update the program, or name another database"
        )
    for step in range(version + 1, VERSION + 1):
        _STEPS[step](connection)
        connection.execute(text("UPDATE schema_version SET version = :step"), {"step": step})


def _to_2(connection: Connection) -> None:
    """Add the prediction of a second classifier."""
    connection.execute(text("ALTER TABLE item ADD COLUMN second_label VARCHAR"))
    double = Double().compile(dialect=connection.dialect)
    connection.execute(text(f"ALTER TABLE item ADD COLUMN second_score {double}"))


def _to_3(connection: Connection) -> None:
    """Add the version of a checkpoint; it is unknown for existing rows."""
    connection.execute(text("ALTER TABLE checkpoint ADD COLUMN version VARCHAR DEFAULT '' NOT NULL"))


# By the version that a step results in. The steps of released versions must not be changed.
_STEPS: Final[Mapping[int, Callable[[Connection], None]]] = {2: _to_2, 3: _to_3}
