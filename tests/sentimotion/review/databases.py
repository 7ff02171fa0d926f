"""Empty databases on the PostgreSQL server that tests/postgres.sh starts."""

import os
from collections.abc import Callable
from uuid import uuid4

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

POSTGRES = "SENTIMOTION_TEST_POSTGRES"


def new_postgres_database() -> tuple[str, Callable[[], None]]:
    """URL of a database of its own, and what removes it."""
    server = make_url(os.environ[POSTGRES])
    name = f"test_{uuid4().hex}"

    def run(statement: str) -> None:
        engine = create_engine(server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()

    run(f"CREATE DATABASE {name}")
    url = server.set(database=name).render_as_string(hide_password=False)
    return url, lambda: run(f"DROP DATABASE {name} WITH (FORCE)")
