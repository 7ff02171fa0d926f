"""Time of a function on texts of two lengths."""

import time
from collections.abc import Callable
from timeit import repeat

SHORT, LONG = 1_000, 10_000


def seconds(function: Callable[[str], object], text: str) -> float:
    """CPU time of this process, the lesser of two: other processes and garbage collection do not count."""
    return min(repeat(lambda: function(text), timer=time.process_time, number=1, repeat=2))


def is_linear(function: Callable[[str], object], unit: str) -> bool:
    """Whether a text ten times as long takes less than 40 times as long, not 100 times: quadratic time."""
    short, long = (seconds(function, (unit * length)[:length]) for length in (SHORT, LONG))
    return long < 40 * max(short, 0.002)
