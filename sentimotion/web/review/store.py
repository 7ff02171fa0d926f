"""Open the review database if the settings ask for one."""

from importlib import import_module
from typing import TYPE_CHECKING

from sentimotion.errors import InvalidReview
from sentimotion.extras import how_to_install
from sentimotion.settings import variable

if TYPE_CHECKING:
    from sentimotion.review.store.store import Store


def open_review_store(database: str) -> "Store":
    """Open the review database.

    :param database: A file or a URL.
    :raises InvalidReview: If packages for reviews are missing.
    :raises ReviewDatabaseError: If the database does not exist or cannot be opened.
    """
    try:
        # Imported now, so that missing packages for the figures are reported at the start.
        import_module("sentimotion.review.figures.figures")
        from sentimotion.review.store.store import Store
    except ModuleNotFoundError as error:
        raise InvalidReview(
            f"{variable('review')} is set, but spot checks need {error.name}: {how_to_install('review')}"
        ) from error
    # A missing file is more likely a typing error than a request for an empty database.
    return Store.open(database, create=False)
