"""New random examples for the tests with hypothesis, within a time: ``pytest -p tests.soak.search``.

Tests come in random order; those whose turn has not come by then are skipped, and counted as such.
"""

from functools import cache
from time import monotonic
from typing import Final

import pytest

SECONDS: Final = 150


@cache
def _end() -> float:
    """When no further test begins, counted from the first one: collecting all takes a while."""
    return monotonic() + SECONDS


def pytest_runtest_setup() -> None:
    """Skip what would begin too late."""
    if monotonic() > _end():
        pytest.skip(f"not begun within {SECONDS} s")
