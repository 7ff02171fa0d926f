"""Opening databases: new, of an older version, of a newer one, and what is none."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from sentimotion.errors import ReviewDatabaseError
from sentimotion.review.store import migrations
from sentimotion.review.store.database import Database
from sentimotion.review.store.migrations import VERSION
from sentimotion.review.store.schema import Base
from sentimotion.review.store.store import Store
from tests.sentimotion.review.stub import SEEN, make_project

# The tables of version 1, with a project half done.
ID = {"sqlite": "INTEGER NOT NULL PRIMARY KEY", "postgresql": "SERIAL PRIMARY KEY"}
VERSION_1 = """
CREATE TABLE schema_version (version INTEGER NOT NULL PRIMARY KEY);
INSERT INTO schema_version VALUES (1);
CREATE TABLE checkpoint (id {id}, source VARCHAR NOT NULL, "commit" VARCHAR NOT NULL,
    revision VARCHAR NOT NULL, UNIQUE (source, "commit", revision));
INSERT INTO checkpoint (source, "commit", revision) VALUES ('stub', '0123abc', 'main');
CREATE TABLE project (id {id}, name VARCHAR NOT NULL UNIQUE, settings JSON NOT NULL, report JSON NOT NULL,
    checkpoint_id INTEGER NOT NULL REFERENCES checkpoint (id), created BIGINT NOT NULL);
INSERT INTO project (name, settings, report, checkpoint_id, created) VALUES ('পুরোনো',
    '{{"order": ["margin"], "random_share": 0.5, "overlap": 1, "lease": 60, "seed": 3,
      "sentiment_threshold": 0.55, "emotion_threshold": 0.6}}', '{{}}', 1, 1700000000000000);
CREATE TABLE item (id {id}, project_id INTEGER NOT NULL REFERENCES project (id), position INTEGER NOT NULL,
    row INTEGER NOT NULL, external_id VARCHAR, text VARCHAR NOT NULL, gold_sentiment VARCHAR,
    gold_emotion VARCHAR, sentiment_probabilities JSON NOT NULL, emotion_probabilities JSON NOT NULL,
    truncated BOOLEAN NOT NULL, is_random BOOLEAN NOT NULL, closed BOOLEAN DEFAULT false NOT NULL,
    checkpoint_id INTEGER NOT NULL REFERENCES checkpoint (id),
    UNIQUE (project_id, position), UNIQUE (project_id, external_id));
CREATE INDEX item_queue ON item (project_id, closed, position);
INSERT INTO item (project_id, position, row, text, sentiment_probabilities, emotion_probabilities, truncated,
    is_random, closed, checkpoint_id) VALUES
    (1, 0, 2, 'আগের লেখা', '[0.1, 0.2, 0.7]', '[0.5, 0.1, 0.1, 0.1, 0.1, 0.1]', false, true, true, 1),
    (1, 1, 3, 'পরের লেখা', '[0.7, 0.2, 0.1]', '[0.5, 0.1, 0.1, 0.1, 0.1, 0.1]', false, false, false, 1);
CREATE TABLE annotator (id {id}, project_id INTEGER NOT NULL REFERENCES project (id), name VARCHAR NOT NULL,
    created BIGINT NOT NULL, UNIQUE (project_id, name));
INSERT INTO annotator (project_id, name, created) VALUES (1, 'রহিমা', 1700000001000000);
CREATE TABLE assignment (id {id}, item_id INTEGER NOT NULL REFERENCES item (id),
    annotator_id INTEGER NOT NULL REFERENCES annotator (id), state VARCHAR NOT NULL, expires BIGINT NOT NULL,
    explained BIGINT, UNIQUE (item_id, annotator_id));
CREATE INDEX assignment_of_annotator ON assignment (annotator_id, state);
INSERT INTO assignment (item_id, annotator_id, state, expires) VALUES (1, 1, 'decided', 1700000061000000);
CREATE TABLE decision (id {id}, assignment_id INTEGER NOT NULL REFERENCES assignment (id),
    action VARCHAR NOT NULL, sentiment VARCHAR, emotion VARCHAR, note VARCHAR NOT NULL,
    after_explanation BOOLEAN NOT NULL, checkpoint_id INTEGER NOT NULL REFERENCES checkpoint (id),
    made BIGINT NOT NULL);
CREATE INDEX decision_of_assignment ON decision (assignment_id);
INSERT INTO decision (assignment_id, action, sentiment, note, after_explanation, checkpoint_id, made)
    VALUES (1, 'decide', 'positive', 'ঠিক', false, 1, 1700000002000000)
"""


def make_version_1(name):
    engine = create_engine(name if "://" in name else f"sqlite:///{name}")
    with engine.begin() as connection:
        for statement in VERSION_1.format(id=ID[engine.dialect.name]).split(";\n"):
            connection.exec_driver_sql(statement)
    engine.dispose()


def tables(database):
    """Every table's columns and keys, as the database itself describes them."""
    with database.reading() as session:
        found = inspect(session.connection())
        return {
            table: (
                {
                    column["name"]: (str(column["type"]), column["nullable"])
                    for column in found.get_columns(table)
                },
                found.get_pk_constraint(table)["constrained_columns"],
                sorted(str(key["column_names"]) for key in found.get_unique_constraints(table)),
                sorted(
                    (str(key["constrained_columns"]), key["referred_table"])
                    for key in found.get_foreign_keys(table)
                ),
                {
                    index["name"]: index["column_names"]
                    for index in found.get_indexes(table)
                    if not index.get("duplicates_constraint")
                },
            )
            for table in found.get_table_names()
        }


def test_version_1_moves_forward(database_name):
    make_version_1(database_name)
    store = Store.open(database_name)
    project = store.project("পুরোনো")
    assert (project.n_items, project.n_closed, project.settings.seed) == (2, 1, 3)
    contents = store.contents(project.name)
    first, second = contents.items
    assert (first.text, first.second_label, first.second_score) == ("আগের লেখা", None, None)
    (verdict,) = contents.verdicts
    assert (verdict.annotator, verdict.sentiment, verdict.note) == ("রহিমা", "positive", "ঠিক")
    assert verdict.checkpoint == first.checkpoint == replace(SEEN, version="")
    task = store.take(store.join(project.id, "রহিমা").id)
    assert task.item.id == second.id
    store.decide(task.assignment_id, "neutral", None, checkpoint=SEEN)
    assert store.project("পুরোনো").n_closed == 2
    # The same weights, of which their version is now known.
    assert {one.checkpoint for one in store.contents("পুরোনো").verdicts} == {SEEN}
    store.close()


def test_a_moved_database_is_like_a_new_one(database_name, tmp_path):
    new = Database(database_name)
    expected = tables(new)
    assert set(expected) == set(Base.metadata.tables)
    if not new.is_sqlite:
        with new.writing() as session:
            Base.metadata.drop_all(session.connection())
        moved_name = database_name
    else:
        moved_name = str(tmp_path / "old.db")
    new.close()
    make_version_1(moved_name)
    moved = Database(moved_name)
    assert tables(moved) == expected
    moved.close()


def test_a_step_that_fails_leaves_the_database_as_it_was(database_name, monkeypatch):
    make_version_1(database_name)

    def break_off(connection):
        migrations._to_2(connection)
        connection.execute(text("SELECT * FROM nowhere"))

    monkeypatch.setattr(migrations, "_STEPS", migrations._STEPS | {2: break_off})
    with pytest.raises(ReviewDatabaseError, match="nowhere"):
        Database(database_name)
    monkeypatch.undo()
    database = Database(database_name)
    with database.reading() as session:
        assert session.execute(text("SELECT version FROM schema_version")).scalar_one() == VERSION
    database.close()


def test_a_newer_version_is_refused(database_name):
    Database(database_name).close()
    database = Database(database_name)
    with database.writing() as session:
        session.execute(text(f"UPDATE schema_version SET version = {VERSION + 1}"))
    database.close()
    with pytest.raises(
        ReviewDatabaseError, match=f"version {VERSION + 1}, this program knows .* {VERSION}; update"
    ):
        Database(database_name)


def test_opening_again_changes_nothing(store, make, database_name):
    make(3)
    before = store.projects()
    again = Store.open(database_name)
    assert again.projects() == before
    again.close()


def test_many_open_a_new_database_at_once(database_name):
    with ThreadPoolExecutor(6) as pool:
        for database in pool.map(Database, [database_name] * 6):
            database.close()


def test_opening_waits_for_one_that_writes_in_the_old_journal_mode(tmp_path):
    path = tmp_path / "review.db"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    done = threading.Timer(0.3, other.execute, ["ROLLBACK"])
    done.start()
    Database(path).close()
    assert not other.in_transaction
    done.join()
    other.close()


def test_sqlite_is_set_to_lose_nothing(tmp_path):
    database = Database(tmp_path / "review.db")
    with database.writing() as session:
        pragmas = {
            name: session.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30_000}
    database.close()


def test_what_is_no_database(tmp_path):
    path = tmp_path / "notes.db"
    path.write_text("এটা ডেটাবেস নয়\n" * 100, encoding="utf-8")
    with pytest.raises(ReviewDatabaseError, match=r"notes\.db: cannot be opened: file is not a database"):
        Database(path)
    other = tmp_path / "other.db"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE project (name TEXT)")
    connection.close()
    with pytest.raises(ReviewDatabaseError, match="other tables of the same names"):
        Database(other)
    with pytest.raises(ReviewDatabaseError, match="cannot be opened"):
        Database(tmp_path / "nowhere" / "review.db")
    missing = tmp_path / "missing.db"
    with pytest.raises(ReviewDatabaseError, match="no such database"):
        Database(missing, create=False)
    assert not missing.exists()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "mysql://root:secret@host/db",
            r"mysql://root:\*\*\*@host/db: expected a file or one of sqlite, postgresql",
        ),
        ("postgresql+nothing://host/db", "no such kind of database"),
        ("://", "expected a file, or postgresql"),
        ("sqlite://", "expected a file"),
        # The driver is optional: without it, it is what is asked for.
        (
            "postgresql://me:secret@localhost:1/db",
            r"me:\*\*\*@localhost:1/db: cannot be opened"
            if find_spec("psycopg")
            else "needs psycopg: pip install",
        ),
    ],
)
def test_urls_that_lead_nowhere(name, message):
    with pytest.raises(ReviewDatabaseError, match=message) as error:
        Database(name)
    assert "secret" not in str(error.value)


def test_a_url_of_a_file(tmp_path):
    path = tmp_path / "review.db"
    Database(f"sqlite:///{path.as_posix()}").close()
    assert path.exists()


def test_a_busy_database_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr("sentimotion.review.store.database._TIMEOUT", 0.05)
    store = Store.open(tmp_path / "review.db")
    project = make_project(store, tmp_path, 1)
    other = sqlite3.connect(tmp_path / "review.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(ReviewDatabaseError, match="locked; nothing was stored"):
        store.join(project.id, "এক")
    other.execute("ROLLBACK")
    other.close()
    assert store.join(project.id, "এক").name == "এক"
    store.close()


@pytest.mark.slow
def test_postgres_ran_too(postgres_name):
    database = Database(postgres_name)
    assert not database.is_sqlite
    assert "tests@" in database.name
    database.close()


def test_paths_are_files_whatever_they_look_like(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Database(Path("a:b?c.db")).close()
    assert (tmp_path / "a:b?c.db").exists()


def test_a_store_that_is_closed_has_no_connection_left(tmp_path):
    """SQLite removes its log of writes with the last one."""
    store, log = Store.open(tmp_path / "review.db"), tmp_path / "review.db-wal"
    assert store.projects() == []
    assert log.exists()
    store.close()
    assert not log.exists()
