"""Import a file as a project: score, order and store its rows in one transaction."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from sentimotion.errors import InvalidReview
from sentimotion.review.exchange.files import ImportOptions
from sentimotion.review.exchange.scoring import (
    ImportProgress,
    ScoredItem,
    ScoredItems,
    Scorer,
    TextClassifier,
    score_items,
)
from sentimotion.review.store.assignments import now
from sentimotion.review.store.queries import checkpoint_id, get_project_of, project_ids, project_record
from sentimotion.review.store.queue import queue
from sentimotion.review.store.records import Project, ReviewSettings
from sentimotion.review.store.schema import ItemRow, ProjectRow
from sentimotion.review.store.store import Store
from sentimotion.review.store.validation import check_name, name_key
from sentimotion.tables.plain_values import storable


def import_file(
    store: Store,
    path: Path,
    name: str,
    open_model: Callable[[], Scorer],
    *,
    options: ImportOptions | None = None,
    settings: ReviewSettings | None = None,
    revision: str | None = None,
    open_second: Callable[[], TextClassifier] | None = None,
    on_progress: ImportProgress | None = None,
) -> Project:
    """Import a file as a project; its ``report`` lists the rejected rows.

    Scoring holds no lock; afterwards everything is stored in one transaction.

    :param store: The store.
    :param path: The file, in any format that the readers of ``tables`` read.
    :param name: Name of the project; unique in the database.
    :param open_model: Opens the model that scores the texts.
    :param options: How to read it; by default only the column ``text`` is read.
    :param settings: Order, share of random items, overlap, and so on.
    :param revision: The requested revision of the model, if any.
    :param open_second: Opens a second classifier, whose label is stored in addition to the model's.
    :param on_progress: Called with (done, total) while scoring.
    :raises DataError: If the file cannot be read or has no usable row.
    :raises InvalidReview: If the name is taken, blank or too long.
    """
    check_free_name(store, name)
    scored = score_items(
        path, open_model, options=options, revision=revision, open_second=open_second, on_progress=on_progress
    )
    return add_project(store, name, scored, settings or ReviewSettings())


def check_free_name(store: Store, name: str) -> str:
    """Normalize a project's name and check that it is free.

    :raises InvalidReview: If it is taken, blank or too long.
    """
    name = check_name(name, "project's name")
    with store.database.reading() as session:
        for taken in project_ids(session):
            if name_key(taken) == name_key(name):
                raise InvalidReview(f"a project {taken!r} already exists; choose another name")
    return name


def add_project(store: Store, name: str, scored: ScoredItems, settings: ReviewSettings) -> Project:
    """Store a scored file as a project, in one transaction.

    :raises InvalidReview: If the name is taken, blank or too long.
    """
    name = check_free_name(store, name)
    candidates = [row.candidate for row in scored.rows]
    places = queue(candidates, settings.order, settings.random_share, settings.seed)
    try:
        with store.database.writing() as session:
            weights = checkpoint_id(session, scored.checkpoint)
            project = ProjectRow(
                name=name,
                settings=replace(settings, second=scored.second).to_dict(),
                report=scored.report.to_dict(),
                checkpoint_id=weights,
                created=now(),
            )
            session.add(project)
            session.flush()
            shared = {"project_id": project.id, "checkpoint_id": weights, "closed": False}
            session.execute(
                insert(ItemRow),
                [
                    shared
                    | _values(scored.rows[place.index])
                    | {"position": position, "is_random": place.is_random}
                    for position, place in enumerate(places)
                ],
            )
            return project_record(session, get_project_of(session, project.id))
    except IntegrityError as error:
        raise InvalidReview(
            f"another import created the project {name!r} in the meantime; choose another name"
        ) from error


def _values(scored: ScoredItem) -> dict[str, Any]:
    return {
        "row": scored.row.row,
        "external_id": scored.row.id,
        "text": scored.row.text,
        "gold_sentiment": scored.row.sentiment,
        "gold_emotion": scored.row.emotion,
        "sentiment_probabilities": list(scored.candidate.probabilities["sentiment"]),
        "emotion_probabilities": list(scored.candidate.probabilities["emotion"]),
        "truncated": scored.truncated,
        "second_label": (storable(scored.second.label) or None) if scored.second else None,
        "second_score": scored.second.score if scored.second else None,
    }
