"""The end of a server: a process of its own, with a stub for the queue."""

import subprocess
import sys
import time

import pytest

from tests.browser.driver.server import APP

CODE = """
import signal, sys, threading, time
from sentimotion.web.operating.shutdown import wait_for_stop
class Queue:
    is_closing = False
    left_s, since = float(sys.argv[1]), None
    def n_waiting(self):
        return {"predict": 0}
    def n_running(self):
        if self.since is None:
            print("asked" if self.is_closing else "too early", flush=True)
            self.since = time.monotonic()
        return int(time.monotonic() - self.since < self.left_s)
    def n_unread(self):
        return 0
class Blocks:
    def close(self, verbose):
        print("closed", flush=True)
def say_when_signals_are_handled():
    while signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        time.sleep(0.01)
    print("ready", flush=True)
threading.Thread(target=say_when_signals_are_handled).start()
wait_for_stop(Queue(), Blocks(), grace_s=float(sys.argv[2]))
"""


def start(left_s, grace_s):
    """A server whose work in hand takes so many seconds more once it is asked to stop."""
    command = [sys.executable, "-c", CODE, str(left_s), str(grace_s)]
    process = subprocess.Popen(command, cwd=APP.parent, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.parametrize(
    ("left_s", "grace_s", "least_s", "most_s"),
    [(0, 60, 0, 20), (1, 60, 1, 20), (1000, 1, 1, 20)],
    ids=["idle", "finishes", "gives-up"],
)
def test_work_in_hand_is_finished_within_bounds(left_s, grace_s, least_s, most_s):
    process = start(left_s, grace_s)
    asked = time.monotonic()
    process.terminate()
    out, _ = process.communicate(timeout=60)
    assert (out, process.returncode) == ("asked\nclosed\n", 0)
    assert least_s <= time.monotonic() - asked < most_s


def test_who_asks_twice_does_not_wait():
    process = start(1000, 1000)
    process.terminate()
    assert process.stdout.readline() == "asked\n"
    process.terminate()
    assert process.communicate(timeout=60)[0] == "closed\n"
