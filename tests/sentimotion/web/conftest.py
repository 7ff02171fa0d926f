"""What the tests of the page share."""

from uuid import uuid4

import pytest

from tests.sentimotion.web import VISITOR


@pytest.fixture(autouse=True)
def new_visitor() -> None:
    """A session of its own for each test: what an earlier one stopped is not stopped here."""
    VISITOR.session_hash = uuid4().hex
