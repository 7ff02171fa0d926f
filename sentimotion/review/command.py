"""The ``review`` command. Each subcommand imports its dependencies when it runs."""

import argparse
import json
import math
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sentimotion.errors import InvalidReview
from sentimotion.extras import how_to_install

if TYPE_CHECKING:
    from sentimotion.model import SentimotionModel
    from sentimotion.review.store.store import Store

Load = Callable[[argparse.Namespace], "SentimotionModel"]
"""Opens the model named by the options."""


def run_review(options: argparse.Namespace, load: Load) -> str:
    """Run the chosen subcommand.

    :param options: Options declared by ``sentimotion.review.arguments``.
    :param load: Opens a model.
    :returns: The output to print.
    :raises InvalidReview: If a package is missing or an option is invalid.
    """
    try:
        return _COMMANDS[options.review_command](options, load)
    except ModuleNotFoundError as error:
        raise InvalidReview(f"spot checks need {error.name}: {how_to_install('review')}") from error


def _open(options: argparse.Namespace, *, create: bool = False) -> "Store":
    from sentimotion.review.store.store import Store

    return Store.open(options.database, create=create)


def _import(options: argparse.Namespace, load: Load) -> str:
    from sentimotion.review.exchange.files import ImportOptions
    from sentimotion.review.exchange.importing import add_project, check_free_name
    from sentimotion.review.exchange.scoring import score_items
    from sentimotion.review.store.database import database_exists
    from sentimotion.review.store.validation import check_name
    from sentimotion.tables.gold_labels import parse_label_map

    settings = _settings(options)
    import_options = ImportOptions(
        options.text_column,
        options.id_column,
        options.sentiment_column,
        options.emotion_column,
        options.delimiter,
        not options.no_header,
        options.sheet,
        parse_label_map(options.label_map),
    )
    check_name(options.project, "project's name")
    if database_exists(options.database):
        with closing(_open(options)) as store:
            check_free_name(store, options.project)
    # Before the database is created, so that a failed import leaves none behind.
    scored = score_items(
        options.file,
        lambda: load(options),
        options=import_options,
        revision=options.revision,
        open_second=None if options.second is None else lambda: _load_second_classifier(options),
        on_progress=_show_progress,
    )
    with closing(_open(options, create=True)) as store:
        project = add_project(store, options.project, scored, settings)
    if options.json:
        return _json(scored.report.to_dict())
    return f"{scored.report.render()}\nproject {project.name}: {project.n_items} items to check"


def _load_second_classifier(options: argparse.Namespace) -> Any:
    from sentimotion.scoring.second_classifier import load_second_classifier

    return load_second_classifier(options.second, device=options.device)


def _settings(options: argparse.Namespace) -> Any:
    from sentimotion.review.store.queue import DEFAULT_ORDER
    from sentimotion.review.store.records import ReviewSettings

    order = DEFAULT_ORDER if options.order is None else tuple(options.order.replace(" ", "").split(","))
    thresholds = {"sentiment_threshold": options.sent_threshold, "emotion_threshold": options.emo_threshold}
    lease = options.lease * 60
    if not math.isfinite(lease):
        raise InvalidReview(f"the lease is {options.lease!r} minutes, expected a number of minutes")
    return ReviewSettings(
        order=order,
        random_share=options.random_share,
        overlap=options.overlap,
        lease=round(lease),
        seed=options.seed,
        **{name: value for name, value in thresholds.items() if value is not None},
    )


def _show_progress(done: int, total: int) -> None:
    """Update one line on a terminal; print nothing otherwise."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\rscored {done} of {total}" + ("\n" if done == total else ""))
        sys.stderr.flush()


def _figures(options: argparse.Namespace, _load: Load) -> str:
    from sentimotion.review.figures.figures import project_figures
    from sentimotion.review.figures.figures_text import figures_as_markdown

    with closing(_open(options)) as store:
        contents = store.contents(options.project)
    stage: Any = "before" if options.before_explanation else "final"
    figures = project_figures(contents, stage=stage, wanted_precision=options.precision)
    return _json(figures.to_dict()) if options.json else figures_as_markdown(contents.project.name, figures)


def _export(options: argparse.Namespace, _load: Load) -> str:
    from sentimotion.review.exchange.exporting import export

    users: dict[str, UUID] = {}
    for name, user in map(_user, options.argilla_user):
        if users.setdefault(name, user) != user:
            raise InvalidReview(f"--argilla-user gives {name!r} two ids; give one")
    with closing(_open(options)) as store:
        contents = store.contents(options.project)
        _check_users(users, [one.name for one in store.annotators(contents.project.id)])
    export(contents, options.output, options.format, overwrite=options.overwrite, users=users)
    n_items, n_verdicts = len(contents.items), len(contents.verdicts)
    return f"{options.output}: {n_items} items, {n_verdicts} decisions and skips"


def _user(given: str) -> tuple[str, UUID]:
    from sentimotion.review.store.validation import name_key

    name, _, identifier = given.rpartition("=")
    try:
        return name_key(name), UUID(identifier)
    except ValueError:
        raise InvalidReview(
            f"--argilla-user is {given!r}, expected NAME=ID with the id of a user, such as "
            "রহিমা=01234567-89ab-cdef-0123-456789abcdef"
        ) from None


def _check_users(users: Iterable[str], annotators: Sequence[str]) -> None:
    """Check that users are annotators: a misspelled name would silently drop all its decisions."""
    from sentimotion.review.store.validation import name_key

    known = {name_key(name) for name in annotators}
    for name in users:
        if name not in known:
            there = f"there are {', '.join(annotators)}" if annotators else "there is none yet"
            raise InvalidReview(f"--argilla-user names {name!r}, who is no annotator of the project; {there}")


def _list(options: argparse.Namespace, _load: Load) -> str:
    with closing(_open(options)) as store:
        projects = store.projects()
    if options.json:
        return _json(
            [
                {
                    "name": one.name,
                    "items": one.n_items,
                    "closed": one.n_closed,
                    "checkpoint": one.checkpoint.source,
                    "commit": one.checkpoint.commit,
                    "revision": one.checkpoint.revision,
                    "checkpoint_version": one.checkpoint.version or None,
                    "created": one.created.isoformat(),
                    "settings": one.settings.to_dict(),
                }
                for one in projects
            ]
        )
    if not projects:
        return "no project yet; make one with review import"
    return "\n".join(
        f"{one.name}: {one.n_closed} of {one.n_items} items done, made {one.created:%Y-%m-%d}, "
        f"checkpoint {one.checkpoint.shown}"
        for one in projects
    )


def _json(values: object) -> str:
    return json.dumps(values, ensure_ascii=False, indent=2, allow_nan=False)


_COMMANDS: Final = {"import": _import, "figures": _figures, "export": _export, "list": _list}
