"""Open the review database if the settings ask for one."""

from importlib import import_module
from typing import TYPE_CHECKING

from sentimotion.errors import InvalidReview
from sentimotion.extras import how_to_install
from sentimotion.settings import variable
from sentimotion.web.http.access import Access

if TYPE_CHECKING:
    from sentimotion.review.store.store import Store


def open_review_store(database: str, access: Access) -> "Store":
    """Open the review database; a file that does not exist is created.

    :param database: A file or a URL.
    :param access: Who can reach the page. Review has no login: whoever reaches it can decide under any name
        and export everything.
    :raises InvalidReview: If strangers may reach the page, or packages for reviews are missing.
    :raises ReviewDatabaseError: If the database cannot be opened or created.
    """
    if not (access.is_loopback or access.review_open):
        raise InvalidReview(
            "Review has no login, and the server listens beyond this machine;"
            f" {variable('review_open')}=1 says that everybody in the network around it may use Review"
        )
    try:
        # Imported now, so that missing packages for the figures are reported at the start.
        import_module("sentimotion.review.figures.figures")
        from sentimotion.review.store.store import Store
    except ModuleNotFoundError as error:
        raise InvalidReview(
            f"{variable('review')} is set, but spot checks need {error.name}: {how_to_install('review')}"
        ) from error
    return Store.open(database)
