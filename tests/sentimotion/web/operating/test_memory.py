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


def test_what_is_there_is_passed_over_and_what_comes_is_collected():
    script = """
import gc
from sentimotion.web.operating.memory import keep_all_objects
class Node:
    pass
kept, gone = Node(), Node()
gone.itself = gone
del gone
keep_all_objects()
found = gc.get_objects()
print(any(one is kept for one in found), gc.get_freeze_count() > 1000)
print(any(isinstance(one, Node) and hasattr(one, "itself") for one in found))
late = Node()
late.itself = late
del late
print(gc.collect() > 0)
"""
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "True", "False", "True"]
