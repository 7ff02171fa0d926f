"""Small files in the place of the shipped labels and sentences."""

import csv
from functools import partial

import pytest

from sentimotion.training.data import dataset
from sentimotion.training.data.comment_labels import with_labels, write_labels

COLUMNS = ("text", "sentiment", "emotion", "sentiment_alternative", "emotion_alternative")


def write_rows(path, *rows):
    """A CSV file of rows of up to five fields, the first two or three of which are text and labels.

    Missing fields are written as empty ones.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *([*row, "", "", ""][: len(COLUMNS)] for row in rows)])


@pytest.fixture
def shipped(monkeypatch, tmp_path):
    """Lets a test say what written.csv, dev_written.csv and comment_labels.csv hold."""
    folder = tmp_path / "shipped"

    def ship(written=(), dev_written=(), comments=()):
        write_rows(folder / "written.csv", *written)
        write_rows(folder / "dev_written.csv", *dev_written)
        write_labels(comments, folder / "comment_labels.csv")
        monkeypatch.setattr(dataset, "WRITTEN_FILE", folder / "written.csv")
        monkeypatch.setattr(dataset, "DEV_WRITTEN_FILE", folder / "dev_written.csv")
        monkeypatch.setattr(dataset, "with_labels", partial(with_labels, path=folder / "comment_labels.csv"))

    return ship
