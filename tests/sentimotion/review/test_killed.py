"""An acknowledged decision survives kill -9 of the server at any moment; tests/soak/review.py kills more."""

from random import Random

import pytest

from sentimotion.review.store.store import Store
from tests.sentimotion.review.killing import check, kill_servers
from tests.sentimotion.review.stub import make_project

KILLS = 3


@pytest.mark.slow
def test_acknowledged_decisions_survive_kill_9(database_name, tmp_path):
    store = Store.open(database_name)
    make_project(store, tmp_path, 3000)
    store.close()
    random, acknowledged = Random(0), []
    for _ in range(KILLS):
        acknowledged += kill_servers(database_name, "প্রকল্প", random)
        kept = check(database_name, "প্রকল্প", acknowledged)
    # What was committed and not yet acknowledged when the kill came may be there as well: one a thread.
    assert len(acknowledged) <= kept <= len(acknowledged) + KILLS * 10
