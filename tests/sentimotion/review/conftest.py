"""Stores on every kind of database: a SQLite file, and PostgreSQL too in `tests/run.sh --all`."""

import os

import pytest

from sentimotion.review.store.store import Store
from tests.sentimotion.review.databases import POSTGRES, new_postgres_database
from tests.sentimotion.review.stub import make_project


@pytest.fixture
def postgres_name():
    """URL of an empty PostgreSQL database."""
    if POSTGRES not in os.environ:
        pytest.skip("spot checks run on PostgreSQL in bash tests/run.sh --all")
    url, remove = new_postgres_database()
    yield url
    remove()


@pytest.fixture(params=["sqlite", "postgres"] if POSTGRES in os.environ else ["sqlite"])
def database_name(request, tmp_path):
    """File or URL of an empty database, on each kind."""
    if request.param == "postgres":
        return request.getfixturevalue("postgres_name")
    return str(tmp_path / "review.db")


@pytest.fixture
def store(database_name):
    store = Store.open(database_name)
    yield store
    store.close()


@pytest.fixture
def make(store, tmp_path):
    """Make a project in the store: of these texts, or of so many."""
    return lambda texts, **options: make_project(store, tmp_path, texts, **options)
