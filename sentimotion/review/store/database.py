"""Open a SQLite (default) or PostgreSQL database; read and write transactions."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from sentimotion.errors import ReviewDatabaseError
from sentimotion.extras import how_to_install
from sentimotion.review.store.migrations import migrate
from sentimotion.tables.plain_values import storable

_TIMEOUT: Final = 30
"""Seconds that a transaction waits for others."""
_DIALECTS: Final = ("sqlite", "postgresql")


def database_exists(name: str | Path) -> bool:
    """Whether a SQLite file exists; True for a database server, which is not contacted.

    :raises ReviewDatabaseError: If the URL is invalid.
    """
    url = _url(name)
    return url.get_backend_name() != "sqlite" or Path(url.database or "").exists()


class Database:
    """An open database with the current schema; safe to share between threads.

    :param name: A file or a URL ``sqlite:///...`` or ``postgresql://...``.
    :param create: Whether to create a SQLite file that does not exist; otherwise it is an error.
    :raises ReviewDatabaseError: If it cannot be opened, or has a newer schema.
    """

    def __init__(self, name: str | Path, *, create: bool = True) -> None:
        url = _url(name)
        # A path may hold bytes that are not UTF-8; messages cannot.
        self.name = url.set(database=storable(url.database or "")).render_as_string(hide_password=True)
        if not create and not database_exists(name):
            raise ReviewDatabaseError(
                f"{url.database}: no such database; make one with review import, or name another"
            )
        self._engine = _engine(url)
        # SQLite allows one writing connection at a time; others poll, which can starve some of them. Threads
        # of one process wait for this lock instead.
        self._lock = threading.Lock() if self.is_sqlite else nullcontext()
        try:
            with self._lock, self._writer().begin() as connection:
                migrate(connection)
        except DBAPIError as error:
            self.close()
            raise ReviewDatabaseError(f"{self.name}: cannot be opened: {_reason(error)}") from error
        except ReviewDatabaseError as error:
            self.close()
            raise ReviewDatabaseError(f"{self.name}: {error}") from None

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a SQLite file."""
        return self._engine.dialect.name == "sqlite"

    def _writer(self, durable: bool = True) -> Engine:
        return self._engine.execution_options(sentimotion_writes="durable" if durable else "quick")

    @property
    def _reader(self) -> Engine:
        # In SQLite, a read transaction sees a consistent snapshot anyway.
        level = None if self.is_sqlite else "REPEATABLE READ"
        return self._engine.execution_options(isolation_level=level) if level else self._engine

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A read-only transaction with a consistent snapshot."""
        with self._reported(), Session(self._reader, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def writing(self, *, durable: bool = True) -> Iterator[Session]:
        """A writing transaction, committed at the end of the block or rolled back by an exception.

        :param durable: Whether to wait until it is on disk. If False, it may be lost on a power failure
            within the next moments, without damage to the database; later durable transactions include it.
        """
        with (
            self._reported(),
            self._lock,
            Session(self._writer(durable), expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def _reported(self) -> Iterator[None]:
        try:
            yield
        except (OperationalError, PoolTimeout) as error:
            raise ReviewDatabaseError(
                f"{self.name}: {_reason(error)}; nothing was stored; try again"
            ) from error

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def _url(name: str | Path) -> URL:
    text = str(name)
    if isinstance(name, Path) or "://" not in text:
        return URL.create("sqlite", database=text)
    try:
        url = make_url(storable(text))
    except ArgumentError:
        # The URL is not quoted, as it may contain a password.
        raise ReviewDatabaseError(
            "the database's URL cannot be read; expected a file, or postgresql://user@host/name"
        ) from None
    if url.get_backend_name() not in _DIALECTS or (url.get_backend_name() == "sqlite" and not url.database):
        raise ReviewDatabaseError(
            f"{url.render_as_string(hide_password=True)}: expected a file or one of {', '.join(_DIALECTS)}"
        )
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    return url


def _engine(url: URL) -> Engine:
    is_sqlite = url.get_backend_name() == "sqlite"
    options: dict[str, Any] = (
        {"connect_args": {"timeout": _TIMEOUT}} if is_sqlite else {"pool_pre_ping": True}
    )
    try:
        engine = create_engine(url, pool_size=10, max_overflow=30, **options)
    except ModuleNotFoundError as error:
        raise ReviewDatabaseError(
            f"a {url.get_backend_name()} database needs {error.name}: {how_to_install('postgres')}"
        ) from error
    except NoSuchModuleError as error:
        raise ReviewDatabaseError(
            f"{url.drivername}: no such kind of database; expected postgresql://"
        ) from error
    if is_sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgres)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # Transactions are begun below: those of sqlite3 begin as reads, and can fail when they become writes.
    connection.isolation_level = None
    _write_ahead(connection)
    connection.execute("PRAGMA foreign_keys = ON").close()


def _write_ahead(connection: Any) -> None:
    """Set the journal mode, which stays with the file.

    While another connection writes to a file in the old mode, SQLite refuses this at once, whatever the
    timeout, since waiting could be a deadlock.
    """
    until = time.monotonic() + _TIMEOUT
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").close()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
        time.sleep(0.01)


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("sentimotion_writes")
    if writes is None:
        connection.exec_driver_sql("BEGIN")
        return
    connection.exec_driver_sql(f"PRAGMA synchronous = {'FULL' if writes == 'durable' else 'NORMAL'}")
    # Acquires the write lock immediately, so that no two transactions read the same state and then write.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_postgres(connection: Connection) -> None:
    if connection.get_execution_options().get("sentimotion_writes") == "quick":
        connection.exec_driver_sql("SET LOCAL synchronous_commit = off")


def _reason(error: DBAPIError | PoolTimeout) -> str:
    return " ".join(str(error.orig if isinstance(error, DBAPIError) else error).split())
