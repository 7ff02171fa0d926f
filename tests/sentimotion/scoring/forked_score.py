"""Runs ``score`` in children that can be killed, without importing torch for each.

Reads a command's arguments as a JSON list, forks, and prints the child's process id; at the next line it
waits for the child to end, and prints its exit code.
"""

import json
import os
import sys

import sentimotion.model
import sentimotion.scoring.ray_engine
from sentimotion.cli import main
from sentimotion.tables import chunks as table

# Small, so that a short run has many steps to be killed at.
table.CHUNK_ROWS = 256


def serve() -> None:
    """Until stdin ends."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            os._exit(main(json.loads(line)))
        _say(child)
        # Until it is waited for, its id belongs to no other process.
        sys.stdin.readline()
        _say(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def _say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    assert sentimotion.model
    assert sentimotion.scoring.ray_engine
    serve()
