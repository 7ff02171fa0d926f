"""A training run that is killed at any moment goes on to the same end."""

import json
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import numpy as np

ROOT = Path(__file__).resolve().parents[3]
# Seconds; the machine may be busy.
PATIENCE = 180
KILLS = 3


def start(folder):
    folder.mkdir(exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "-m", "tests.sentimotion.training.killed_run", str(folder)],
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
    )


def finish(folder):
    process = start(folder)
    try:
        assert process.wait(PATIENCE) == 0
    finally:
        process.kill()


def saved(folder):
    """When the state was last written, in nanoseconds; 0 before."""
    path = folder / "state.pt"
    return path.stat().st_mtime_ns if path.exists() else 0


def test_kill_and_resume(tmp_path):
    finish(tmp_path / "whole")
    whole = json.loads((tmp_path / "whole" / "result.json").read_text())

    folder = tmp_path / "killed"
    generator = np.random.default_rng(0)
    for _ in range(KILLS):
        before, process, deadline = saved(folder), start(folder), monotonic() + PATIENCE
        # Some way further than the last kill, wherever in a step or in writing the state that is.
        while saved(folder) == before and process.poll() is None and monotonic() < deadline:
            sleep(0.001)
        sleep(generator.random() * 0.05)
        ended = process.poll()
        process.kill()
        process.wait(PATIENCE)
        assert ended is None, "the run ended before it could be killed: make it longer"
        assert saved(folder) != before, "the run got nowhere"
    finish(folder)
    assert json.loads((folder / "result.json").read_text()) == whole
