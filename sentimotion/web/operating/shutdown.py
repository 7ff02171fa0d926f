"""End the server without cutting off an answer."""

import signal
from threading import Event
from time import monotonic
from types import FrameType
from typing import Any, Final

from sentimotion.web.operating.routes import Queue

GRACE_S: Final = 25.0
"""Seconds that running and waiting events have to end. Docker allows 10 unless told otherwise."""
_CHECK_S: Final = 0.05


def wait_for_stop(queue: Queue, blocks: Any, grace_s: float = GRACE_S) -> None:
    """Block until SIGTERM or SIGINT, then end: nothing new is taken, what is in work is finished.

    A second signal ends the wait. To be called in the main thread.

    :param queue: The queue of events; ``is_closing`` makes it refuse new ones.
    :param blocks: The running app, of type ``gr.Blocks``.
    :param grace_s: Seconds for what is in work.
    """
    asked, again = Event(), Event()

    def stop(_: int, __: FrameType | None) -> None:
        (again if asked.is_set() else asked).set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    asked.wait()
    queue.is_closing = True
    deadline = monotonic() + grace_s
    while _is_in_work(queue) and monotonic() < deadline:
        if again.wait(_CHECK_S):
            break
    blocks.close(verbose=False)


def _is_in_work(queue: Queue) -> bool:
    """Whether anything runs, waits, or has an answer that is not on its way yet."""
    return bool(queue.n_running() or any(queue.n_waiting().values()) or queue.n_unread())
