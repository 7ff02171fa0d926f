"""Migrate older databases to the current schema, one numbered step at a time."""

from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy import Connection, Double, insert, inspect, text

from sentimotion.errors import ReviewDatabaseError
from sentimotion.review.store.schema import Base, SchemaVersion

VERSION: Final = 3


def migrate(connection: Connection) -> None:
    """Bring the tables to ``VERSION``; make them where there are none.

    :param connection: In a transaction that writes and that the caller commits: a step that fails leaves the
        database as it was.
    :raises ReviewDatabaseError: The tables are of a newer version, or not ours.
    """
    # Two processes that open a new database at the same moment: the second waits, and finds it done.
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
    """What a second classifier said of an item."""
    connection.execute(text("ALTER TABLE item ADD COLUMN second_label VARCHAR"))
    double = Double().compile(dialect=connection.dialect)
    connection.execute(text(f"ALTER TABLE item ADD COLUMN second_score {double}"))


def _to_3(connection: Connection) -> None:
    """The version of a checkpoint; of what was stored before, nothing is known."""
    connection.execute(text("ALTER TABLE checkpoint ADD COLUMN version VARCHAR DEFAULT '' NOT NULL"))


# Number of the version that a step leads to. What a released version's step does is never changed.
_STEPS: Final[Mapping[int, Callable[[Connection], None]]] = {2: _to_2, 3: _to_3}
