"""The memory of the server's process."""

import ctypes
import gc
import sys
from contextlib import suppress
from typing import Final

# The parameter of mallopt(3) that bounds the number of arenas.
_M_ARENA_MAX: Final = -8


def share_one_arena() -> None:
    """Have all threads allocate from one arena, where the C library is glibc.

    By default each thread has an arena of its own, which keeps what an explanation has freed there: the
    server grew by 60 to 90 MB with the first explanation in each thread. Arenas that are there already stay.
    Source: mallopt(3), M_ARENA_MAX.
    """
    if sys.platform == "linux":
        # musl has no arenas and no mallopt.
        with suppress(AttributeError):
            ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def keep_all_objects() -> None:
    """Have the garbage collector pass over the objects that are there: modules, the page, the model.

    There are 400,000 of them, and none of them goes: with them a full collection takes 0.4 s of a core, in
    which nobody is answered. Source: the documentation of ``gc.freeze``.
    """
    gc.collect()
    gc.freeze()
