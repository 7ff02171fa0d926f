"""A training run that is killed at any moment goes on to the same end."""

import json
from multiprocessing import get_context
from time import monotonic, sleep

import numpy as np
import pytest

from tests.sentimotion.training import killed_run

# Seconds; the machine may be busy.
PATIENCE = 180
KILLS = 3


@pytest.fixture(scope="module")
def start():
    """Starts a run in a process that can be killed: a fork of one that has imported torch and not used it."""
    context = get_context("forkserver")
    context.set_forkserver_preload([killed_run.__name__])
    processes = []

    def start(folder):
        folder.mkdir(exist_ok=True)
        processes.append(context.Process(target=killed_run.run, args=(folder,)))
        processes[-1].start()
        return processes[-1]

    yield start
    for process in processes:
        process.kill()
        process.join(PATIENCE)
        process.close()


def finish(process):
    process.join(PATIENCE)
    assert process.exitcode == 0


def saved(folder):
    """When the state was last written, in nanoseconds; 0 before."""
    path = folder / "state.pt"
    return path.stat().st_mtime_ns if path.exists() else 0


@pytest.mark.slow
def test_kill_and_resume(tmp_path, start):
    finish(start(tmp_path / "whole"))
    whole = json.loads((tmp_path / "whole" / "result.json").read_text())

    folder = tmp_path / "killed"
    generator, n_killed = np.random.default_rng(0), 0
    for _ in range(KILLS):
        before, process, deadline = saved(folder), start(folder), monotonic() + PATIENCE
        # Some way further than the last kill, wherever in a step or in writing the state that is.
        while saved(folder) == before and process.is_alive() and monotonic() < deadline:
            sleep(0.001)
        sleep(generator.random() * 0.05)
        was_running = process.is_alive()
        process.kill()
        process.join(PATIENCE)
        if not was_running:
            break  # a fast machine has come to the end before
        n_killed += 1
        assert saved(folder) != before, "the run got nowhere"
    assert n_killed > 0
    finish(start(folder))
    assert json.loads((folder / "result.json").read_text()) == whole
