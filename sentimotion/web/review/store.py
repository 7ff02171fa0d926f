"""Open the review database if the settings ask for one."""

from importlib import import_module
from typing import TYPE_CHECKING

from sentimotion.errors import InvalidReview
from sentimotion.extras import how_to_install
from sentimotion.settings import variable

if TYPE_CHECKING:
    from sentimotion.review.store.store import Store


def open_review_store(database: str) -> "Store":
    """Open the database.

    :param database: A file or a URL.
    :raises InvalidReview: The packages of spot checks are not there.
    :raises ReviewDatabaseError: The database is not there, or cannot be opened.
    """
    try:
        # What the figures need as well: better missed now than when a lead asks for them.
        import_module("sentimotion.review.figures.figures")
        from sentimotion.review.store.store import Store
    except ModuleNotFoundError as error:
        raise InvalidReview(
            f"{variable('review')} is set, but spot checks need {error.name}: {how_to_install('review')}"
        ) from error
    # One that is not there is a name mistyped, more likely than a wish for an empty one.
    return Store.open(database, create=False)
