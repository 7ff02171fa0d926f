import platform
import subprocess
import sys

import pytest

# Two threads that allocate at the same time as the main one; then glibc prints its arenas to stderr.
THREADS = """
import ctypes
from threading import Barrier, Thread
from sentimotion.web.operating.memory import share_one_arena
{call}
both = Barrier(2)
def work():
    both.wait(60)
    held = [bytes(5_000) for _ in range(100)]
    both.wait(60)
threads = [Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
ctypes.CDLL(None).malloc_stats()
"""


def n_arenas(call):
    run = subprocess.run(
        [sys.executable, "-c", THREADS.format(call=call)], capture_output=True, text=True, check=True
    )
    return run.stderr.count("Arena ")


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has arenas")
def test_all_threads_share_one_arena():
    assert n_arenas("") > 1
    assert n_arenas("share_one_arena()") == 1
