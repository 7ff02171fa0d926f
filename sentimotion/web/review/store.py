"""The database of spot checks that the page is asked to open, if it is."""

import os
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Final

from sentimotion.errors import InvalidReview

if TYPE_CHECKING:
    from sentimotion.review.store.store import Store

SETTING: Final = "SENTIMOTION_REVIEW"


def is_review_asked_for(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether the environment names a database of spot checks."""
    return bool(environ.get(SETTING))


def open_review_store(environ: Mapping[str, str] = os.environ) -> "Store":
    """The database that the environment names.

    :raises InvalidReview: The packages of spot checks are not there.
    :raises ReviewDatabaseError: The database is not there, or cannot be opened.
    """
    try:
        # What the figures need as well: better missed now than when a lead asks for them.
        import_module("sentimotion.review.figures.figures")
        from sentimotion.review.store.store import Store
    except ModuleNotFoundError as error:
        raise InvalidReview(
            f"{SETTING} is set, but spot checks need {error.name}: "
            "pip install -r sentimotion/review/requirements.txt"
        ) from error
    # One that is not there is a name mistyped, more likely than a wish for an empty one.
    return Store.open(environ[SETTING], create=False)
