"""What the tests of scoring share."""

from pathlib import Path

import pytest

from sentimotion.tables import chunks as table
from tests.sentimotion.scoring.classifiers import write_classifier


@pytest.fixture(scope="session")
def classifier_folder(tmp_path_factory) -> Path:
    """A tiny text classifier, as a second classifier."""
    return write_classifier(tmp_path_factory.mktemp("classifiers") / "abuse")


@pytest.fixture
def small_chunks(monkeypatch):
    """Two rows a chunk, so that a short file has many."""
    monkeypatch.setattr(table, "CHUNK_ROWS", 2)
